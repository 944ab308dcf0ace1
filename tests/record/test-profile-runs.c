/* test-profile-runs.c: records that go on from one run to the next.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/recording.h"
#include "support/support.h"

#include <glib.h>

static int
ten_cycles (struct synchedmem_local *self, void *arg)
{
  int k, error = 0;

  (void) arg;
  for (k = 0; k < 10 && !error; k++)
    error = synchedmem_sync (self);
  return error;
}

/* Of NUM_THREADS threads after two runs of ten cycles: of the time between
   them, at least PAUSE, nothing is counted.  */
static const char *
flaw_of_two_runs (const struct synchedmem *mem,
                  const struct synchedmem_timing *timing, size_t num_threads,
                  uint64_t pause)
{
  struct synchedmem_block block, before = { 0 };
  uint64_t first, end;
  size_t i, b;

  for (i = 0; i < num_threads; i++)
    {
      uint64_t gap = 0;

      if (stats_of (timing, i).blocks != 21)
        return "not a block for each meeting and one more";
      for (b = 0; b < 21; b++)
        {
          if (synchedmem_timing_block (timing, i, b, &block))
            return "no block";
          if (b == 10)
            gap = block.start - before.release;
          else if (b && block.start != before.release)
            return "a gap in a run";
          before = block;
        }
      first = synchedmem_computation_start (mem, i);
      end = synchedmem_computation_end (mem, i);
      if (gap < pause)
        return "the pause is counted";
      if (total (timing, i) + gap != end - first)
        return "more than the pause is not counted";
    }
  return NULL;
}

/* Between two runs, the places are as if detached, and nobody computes.  */
static void
test_run (void)
{
  enum
  {
    num_threads = 3
  };
  struct synchedmem *mem = group (num_threads, 1, 1, NULL);
  struct synchedmem_timing *timing;
  uint64_t last = 0, paused;
  size_t i;

  g_assert_cmpint (synchedmem_run (mem, ten_cycles, NULL), ==, 0);
  paused = synchedmem_total_runtime (mem);
  timing = snapshot (mem);
  for (i = 0; i < num_threads; i++)
    {
      g_assert_cmpuint (stats_of (timing, i).blocks, ==, 11);
      g_assert_cmpuint (total (timing, i), ==,
                        synchedmem_computation_end (mem, i)
                            - synchedmem_computation_start (mem, i));
      last += stats_of (timing, i).last_to_arrive;
    }
  g_assert_cmpuint (last, ==, 10);
  synchedmem_timing_destroy (timing);
  paused = synchedmem_total_runtime (mem) - paused;
  g_assert_cmpint (synchedmem_run (mem, ten_cycles, NULL), ==, 0);
  g_assert_cmpint (synchedmem_finalize (mem), ==, 0);
  timing = snapshot (mem);
  g_assert_cmpstr (flaw_of_two_runs (mem, timing, num_threads, paused), ==,
                   NULL);
  g_assert_null (flaw_across (timing, num_threads));
  for (i = 0, last = 0; i < num_threads; i++)
    last += stats_of (timing, i).last_to_arrive;
  g_assert_cmpuint (last, ==, 20);
  synchedmem_timing_destroy (timing);
  synchedmem_destroy (mem);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!synchedmem_has_profiler ())
    return g_test_run ();
  g_test_add_func ("/profile-runs/pause", test_run);
  return g_test_run ();
}
