/* test-profile-beside.c: snapshots beside threads that record.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/recording.h"
#include "support/support.h"

#include <glib.h>
#include <pthread.h>

struct walker
{
  struct synchedmem *mem;
  size_t id;
  uint64_t cycles;
  uint32_t seed;
  bool hurry;
  int error;
  const char *flaw;
  size_t snapshots;
};

static void *
walk (void *arg)
{
  struct walker *w = arg;
  struct synchedmem_local *self;
  uint64_t k;

  w->error = synchedmem_attach (w->mem, w->id, &self);
  for (k = 0; k < w->cycles && !w->error; k++)
    {
      if (!w->hurry)
        random_delay (&w->seed);
      w->error = synchedmem_sync (self);
    }
  if (!w->error)
    w->error = synchedmem_detach (self);
  return NULL;
}

/* Takes snapshots until its group is finalized, by itself if it has the
   number 0, and a few more.  */
static void *
look (void *arg)
{
  struct walker *w = arg;
  size_t n = synchedmem_num_threads (w->mem), left = (size_t) w->cycles;

  while (left-- && !w->error && !w->flaw)
    {
      struct synchedmem_timing *timing;

      if (left == 3 && w->id == 0)
        w->error = synchedmem_finalize (w->mem);
      if (!w->error)
        w->error = synchedmem_timing_create (w->mem, &timing);
      if (w->error)
        break;
      w->flaw = flaw (timing, n);
      if (!w->flaw)
        w->flaw = flaw_in_sum (w->mem, timing, n);
      if (!w->flaw && w->hurry)
        w->flaw = flaw_across (timing, n);
      w->snapshots++;
      synchedmem_timing_destroy (timing);
    }
  return NULL;
}

static void *
walk_or_look (void *arg)
{
  struct walker *w = arg;

  return w->id < synchedmem_num_threads (w->mem) ? walk (w) : look (w);
}

/* Snapshots beside threads in a hurry and threads that dawdle, with rings that
   are too small, and finalized while they run.  */
static void
test_beside (void)
{
  enum
  {
    num_threads = 3,
    num_lookers = 2
  };
  static const size_t blocks[] = { 1, 5, 300, 0 };
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem_timing *timing;
  struct walker w[num_threads + num_lookers];
  size_t i, b, hurry;

  for (b = 0; b < G_N_ELEMENTS (blocks); b++)
    for (hurry = 0; hurry < 2; hurry++)
      {
        struct synchedmem *mem;
        uint64_t times[num_threads][2];

        attr.profile_blocks = blocks[b];
        mem = group (num_threads, 1, 1, &attr);
        for (i = 0; i < num_threads + num_lookers; i++)
          w[i] = (struct walker){
            .mem = mem,
            .id = i < num_threads ? i : (i - num_threads ? i + 1 : i),
            .cycles = i < num_threads ? scaled (20000) : scaled (300),
            .hurry = hurry,
            .seed = (uint32_t) i + 1
          };
        run_threads (num_threads + num_lookers, walk_or_look, w, sizeof *w);
        for (i = 0; i < num_threads + num_lookers; i++)
          {
            g_assert_cmpint (w[i].error, ==, 0);
            g_assert_cmpstr (w[i].flaw, ==, NULL);
          }
        g_assert_cmpint (synchedmem_finalize (mem), ==, 0);
        timing = snapshot (mem);
        g_assert_null (flaw (timing, num_threads));
        g_assert_null (flaw_across (timing, num_threads));
        for (i = 0; i < num_threads; i++)
          {
            times[i][0] = total (timing, i);
            times[i][1] = stats_of (timing, i).compute_p99;
            g_assert_cmpuint (times[i][0], ==,
                              synchedmem_completion_timestamp (mem)
                                  - synchedmem_computation_start (mem, i));
          }
        synchedmem_timing_destroy (timing);
        synchedmem_destroy (mem);
      }
}

/* One place, in the greatest hurry, and totals read all the time.  */
static void
test_totals_beside (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct walker w[2];
  struct synchedmem *mem;
  size_t i;

  attr.profile_blocks = 1;
  mem = group (1, 1, 1, &attr);
  for (i = 0; i < 2; i++)
    w[i] = (struct walker){ .mem = mem,
                            .id = 2 * i,
                            .cycles = i ? scaled (20000) : scaled (2000000),
                            .hurry = true };
  run_threads (2, walk_or_look, w, sizeof *w);
  for (i = 0; i < 2; i++)
    {
      g_assert_cmpint (w[i].error, ==, 0);
      g_assert_cmpstr (w[i].flaw, ==, NULL);
    }
  synchedmem_destroy (mem);
}

/* Finalized in the middle: whoever looks afterwards sees the same.  */
static void *
finalize_soon (void *arg)
{
  struct walker *w = arg;

  sleep_ns (1000 * (int64_t) w->cycles);
  w->error = synchedmem_finalize (w->mem);
  return NULL;
}

static void *
walk_or_finalize (void *arg)
{
  struct walker *w = arg;

  return w->id < synchedmem_num_threads (w->mem) ? walk (w)
                                                 : finalize_soon (w);
}

static void
test_finalize_beside (void)
{
  enum
  {
    num_threads = 2
  };
  struct walker w[num_threads + 2];
  uint64_t round, rounds = scaled (200);
  size_t i;

  for (round = 0; round < rounds; round++)
    {
      struct synchedmem *mem = group (num_threads, 1, 1, NULL);
      struct synchedmem_timing *timing;
      uint64_t last = 0, least = UINT64_MAX, most = 0;

      for (i = 0; i < num_threads + 2; i++)
        w[i] = (struct walker){
          .mem = mem,
          .id = i,
          .cycles = i < num_threads ? 2000 : round,
          .hurry = true,
        };
      run_threads (num_threads + 2, walk_or_finalize, w, sizeof *w);
      timing = snapshot (mem);
      g_assert_null (flaw (timing, num_threads));
      g_assert_null (flaw_across (timing, num_threads));
      for (i = 0; i < num_threads; i++)
        {
          struct synchedmem_thread_stats stats = stats_of (timing, i);

          g_assert_cmpint (w[i].error, ==, 0);
          if (!stats.blocks)
            {
              least = 1;
              continue;
            }
          last += stats.last_to_arrive;
          least = MIN (least, stats.blocks);
          most = MAX (most, stats.blocks);
          g_assert_cmpuint (total (timing, i), ==,
                            synchedmem_completion_timestamp (mem)
                                - synchedmem_computation_start (mem, i));
        }
      /* Somebody was last at each meeting that was recorded by all, and nobody
         at one that was not recorded.  */
      g_assert_cmpuint (last, >=, least - 1);
      g_assert_cmpuint (last, <=, most ? most - 1 : 0);
      synchedmem_timing_destroy (timing);
      synchedmem_destroy (mem);
    }
}

/* Exactly one is last at each meeting.  */
static void
test_last (void)
{
  enum
  {
    num_threads = 4
  };
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem_timing *timing;
  struct walker w[num_threads];
  struct synchedmem *mem;
  uint64_t last = 0;
  size_t i;

  attr.profile_blocks = 3;
  mem = group (num_threads, 1, 1, &attr);
  for (i = 0; i < num_threads; i++)
    w[i] = (struct walker){
      .mem = mem, .id = i, .seed = (uint32_t) i + 1, .cycles = scaled (20000)
    };
  run_threads (num_threads, walk, w, sizeof *w);
  timing = snapshot (mem);
  for (i = 0; i < num_threads; i++)
    {
      g_assert_cmpint (w[i].error, ==, 0);
      g_assert_cmpuint (stats_of (timing, i).blocks, ==, scaled (20000) + 1);
      last += stats_of (timing, i).last_to_arrive;
    }
  g_assert_cmpuint (last, ==, scaled (20000));
  synchedmem_timing_destroy (timing);
  synchedmem_destroy (mem);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!synchedmem_has_profiler ())
    return g_test_run ();
  g_test_add_func ("/profile-beside/beside", test_beside);
  g_test_add_func ("/profile-beside/totals-beside", test_totals_beside);
  g_test_add_func ("/profile-beside/finalize-beside", test_finalize_beside);
  g_test_add_func ("/profile-beside/last", test_last);
  return g_test_run ();
}
