/* test-profile.c: what the profiler records.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The linker leads the library's readings of the clock through here, so that
   one thread with several places has exact times.  */

#include <config.h>

#include "../src/local.h"
#include "support.h"

#include <glib.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* 0: the real one.  */
static uint64_t fake_now;

uint64_t __real_sm_os_now (void);
uint64_t __wrap_sm_os_now (void);
uint64_t
__wrap_sm_os_now (void)
{
  return fake_now ? fake_now : __real_sm_os_now ();
}

enum
{
  max_places = 8
};

/* A group at time 1000 whose places this thread holds.  */
struct actor
{
  struct synchedmem *mem;
  struct synchedmem_local *self[max_places];
  size_t n;
};

static void
actor_start (struct actor *actor, size_t n, size_t blocks,
             unsigned int buffers)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  size_t i;

  attr.profile_blocks = blocks;
  attr.buffers = buffers;
  fake_now = 1000;
  actor->n = n;
  actor->mem = group (n, 1, 8, &attr);
  for (i = 0; i < n; i++)
    actor->self[i] = place (actor->mem, i);
}

static void
actor_end (struct actor *actor)
{
  size_t i;

  for (i = 0; i < actor->n; i++)
    if (actor->self[i])
      g_assert_cmpint (synchedmem_detach (actor->self[i]), ==, 0);
  g_assert_cmpint (synchedmem_destroy (actor->mem), ==, 0);
  fake_now = 0;
}

static void
arrive_at (struct actor *actor, size_t id, uint64_t now)
{
  fake_now = now;
  g_assert_cmpint (synchedmem_arrive (actor->self[id]), ==, 0);
}

static void
pass_at (struct actor *actor, size_t id, uint64_t now)
{
  fake_now = now;
  g_assert_cmpint (synchedmem_wait (actor->self[id]), ==, 0);
}

static void
finalize_at (struct actor *actor, uint64_t now)
{
  fake_now = now;
  g_assert_cmpint (synchedmem_finalize (actor->mem), ==, 0);
}

static struct synchedmem_timing *
snapshot (const struct synchedmem *mem)
{
  struct synchedmem_timing *timing = NULL;

  g_assert_cmpint (synchedmem_timing_create (mem, &timing), ==, 0);
  return timing;
}

static struct synchedmem_thread_stats
stats_of (const struct synchedmem_timing *timing, size_t id)
{
  struct synchedmem_thread_stats stats;

  g_assert_cmpint (synchedmem_timing_thread (timing, id, &stats), ==, 0);
  return stats;
}

static void
check_block (const struct synchedmem_timing *timing, size_t id, size_t block,
             uint64_t start, uint64_t arrive, uint64_t release)
{
  struct synchedmem_block got;

  g_assert_cmpint (synchedmem_timing_block (timing, id, block, &got), ==, 0);
  g_assert_cmpuint (got.start, ==, start);
  g_assert_cmpuint (got.arrive, ==, arrive);
  g_assert_cmpuint (got.release, ==, release);
}

static uint64_t
total (const struct synchedmem_timing *timing, size_t id)
{
  struct synchedmem_thread_stats stats = stats_of (timing, id);

  return stats.compute_total + stats.wait_total;
}

/* Why TIMING cannot be true, or NULL.  */
static const char *
flaw (const struct synchedmem_timing *timing, size_t num_threads)
{
  struct synchedmem_block block, before = { 0 };
  struct synchedmem_thread_stats stats;
  size_t id, b, n;

  for (id = 0; id < num_threads; id++)
    {
      uint64_t compute = 0, wait = 0;

      n = synchedmem_timing_block_count (timing, id);
      if (synchedmem_timing_thread (timing, id, &stats))
        return "no statistics";
      if (stats.blocks != stats.dropped + n)
        return "blocks are missing";
      for (b = 0; b < n; b++)
        {
          if (synchedmem_timing_block (timing, id, b, &block))
            return "no block";
          if (block.start > block.arrive || block.arrive > block.release)
            return "times go back";
          if (b && block.start != before.release)
            return "a gap, or a torn block";
          before = block;
          compute += block.arrive - block.start;
          wait += block.release - block.arrive;
          if (block.arrive - block.start > stats.compute_max
              || block.arrive - block.start < stats.compute_min
              || block.release - block.arrive > stats.wait_max
              || block.release - block.arrive < stats.wait_min)
            return "extremes";
        }
      if (compute > stats.compute_total || wait > stats.wait_total
          || (!stats.dropped
              && (compute != stats.compute_total || wait != stats.wait_total)))
        return "totals";
      if (stats.compute_p50 > stats.compute_p99
          || stats.wait_p50 > stats.wait_p99
          || stats.compute_p50 < stats.compute_min
          || stats.compute_p99 > stats.compute_max)
        return "percentiles";
    }
  return NULL;
}

/* The totals are of the same moment as the last block.  */
static const char *
flaw_in_sum (const struct synchedmem *mem,
             const struct synchedmem_timing *timing, size_t num_threads)
{
  struct synchedmem_thread_stats stats;
  struct synchedmem_block block;
  size_t id, n;

  for (id = 0; id < num_threads; id++)
    {
      n = synchedmem_timing_block_count (timing, id);
      if (n == 0)
        continue;
      if (synchedmem_timing_thread (timing, id, &stats)
          || synchedmem_timing_block (timing, id, n - 1, &block))
        return "nothing";
      if (stats.compute_total + stats.wait_total
          != block.release - synchedmem_computation_start (mem, id))
        return "the sum of all times";
    }
  return NULL;
}

/* Nobody goes on before everyone came: of meetings that all kept.  */
static const char *
flaw_across (const struct synchedmem_timing *timing, size_t num_threads)
{
  struct synchedmem_thread_stats stats;
  struct synchedmem_block block;
  uint64_t from = 0, to = UINT64_MAX, k;
  size_t id;

  for (id = 0; id < num_threads; id++)
    {
      synchedmem_timing_thread (timing, id, &stats);
      if (stats.dropped > from)
        from = stats.dropped;
      if (stats.blocks < to)
        to = stats.blocks;
    }
  for (k = from; k + 1 < to; k++)
    {
      uint64_t last = 0, first = UINT64_MAX;

      for (id = 0; id < num_threads; id++)
        {
          synchedmem_timing_thread (timing, id, &stats);
          synchedmem_timing_block (timing, id, (size_t) (k - stats.dropped),
                                   &block);
          last = block.arrive > last ? block.arrive : last;
          first = block.release < first ? block.release : first;
        }
      if (first < last)
        return "somebody went on before somebody came";
    }
  return NULL;
}

/* ---- what one thread with several places does at known times */

static void
test_blocks (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  struct synchedmem_thread_stats stats;
  int k;

  actor_start (&actor, 2, 0, 2);
  g_assert_cmpuint (synchedmem_init_timestamp (actor.mem), ==, 1000);
  /* Three cycles of 100: place 0 computes for 10, 1 for 90; in the last one
     it is the other way round.  */
  for (k = 0; k < 3; k++)
    {
      uint64_t start = 1000 + 100 * (uint64_t) k;
      int early = k == 2;

      arrive_at (&actor, (size_t) early, start + 10);
      arrive_at (&actor, (size_t) !early, start + 90);
      pass_at (&actor, 0, start + 100);
      pass_at (&actor, 1, start + 100);
    }
  /* Then 0 arrives, and 1 does not.  */
  arrive_at (&actor, 0, 1305);
  g_assert_cmpuint (synchedmem_completion_timestamp (actor.mem), ==, 0);
  g_assert_cmpuint (synchedmem_total_runtime (actor.mem), ==, 305);
  g_assert_cmpuint (synchedmem_computation_start (actor.mem, 1), ==, 1000);
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 1), ==, 0);
  finalize_at (&actor, 1350);
  fake_now = 9999;
  g_assert_cmpuint (synchedmem_completion_timestamp (actor.mem), ==, 1350);
  g_assert_cmpuint (synchedmem_total_runtime (actor.mem), ==, 350);
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 1), ==, 1350);

  timing = snapshot (actor.mem);
  g_assert_cmpuint (synchedmem_timing_num_threads (timing), ==, 2);
  g_assert_cmpuint (synchedmem_timing_total_runtime (timing), ==, 350);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, 4);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 1), ==, 4);
  check_block (timing, 0, 0, 1000, 1010, 1100);
  check_block (timing, 0, 1, 1100, 1110, 1200);
  check_block (timing, 0, 2, 1200, 1290, 1300);
  check_block (timing, 0, 3, 1300, 1305, 1350);
  check_block (timing, 1, 0, 1000, 1090, 1100);
  check_block (timing, 1, 2, 1200, 1210, 1300);
  check_block (timing, 1, 3, 1300, 1350, 1350);

  stats = stats_of (timing, 0);
  g_assert_cmpuint (stats.blocks, ==, 4);
  g_assert_cmpuint (stats.dropped, ==, 0);
  g_assert_cmpuint (stats.compute_total, ==, 10 + 10 + 90 + 5);
  g_assert_cmpuint (stats.compute_min, ==, 5);
  g_assert_cmpuint (stats.compute_max, ==, 90);
  g_assert_cmpuint (stats.compute_p50, ==, 10);
  g_assert_cmpuint (stats.compute_p99, ==, 90);
  g_assert_cmpuint (stats.wait_total, ==, 90 + 90 + 10 + 45);
  g_assert_cmpuint (stats.wait_min, ==, 10);
  g_assert_cmpuint (stats.wait_max, ==, 90);
  g_assert_cmpuint (stats.wait_p50, ==, 45);
  g_assert_cmpuint (stats.last_to_arrive, ==, 1);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 2);
  g_assert_cmpuint (total (timing, 0), ==, 350);
  g_assert_cmpuint (total (timing, 1), ==, 350);
  g_assert_cmpuint (synchedmem_timing_total_computation (timing, 0), ==, 115);
  g_assert_cmpuint (synchedmem_timing_average_computation (timing, 0), ==, 28);
  /* 115 and 240: 240 / 177.5.  */
  g_assert_cmpfloat_with_epsilon (synchedmem_timing_imbalance (timing),
                                  240 / 177.5, 1e-12);
  g_assert_null (flaw (timing, 2));
  g_assert_null (flaw_across (timing, 2));
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* Where all arrive at once, one of them is the last.  */
static void
test_ties (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  size_t i;
  int k;

  actor_start (&actor, 3, 0, 2);
  for (k = 0; k < 5; k++)
    {
      for (i = 3; i-- > 0;)
        arrive_at (&actor, i, 1000);
      for (i = 0; i < 3; i++)
        pass_at (&actor, i, 1000);
    }
  timing = snapshot (actor.mem);
  g_assert_cmpuint (stats_of (timing, 0).last_to_arrive, ==, 0);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 0);
  g_assert_cmpuint (stats_of (timing, 2).last_to_arrive, ==, 5);
  /* Nothing took any time.  */
  g_assert_cmpfloat (synchedmem_timing_imbalance (timing), ==, 1.0);
  g_assert_cmpuint (stats_of (timing, 2).compute_p99, ==, 0);
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* Past profile_blocks: exact totals, the newest blocks.  */
static void
test_drops (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  struct synchedmem_thread_stats stats;
  uint64_t k, now = 1000, compute = 0;
  size_t blocks, b;

  for (blocks = 1; blocks < 200; blocks = 3 * blocks + 1)
    {
      actor_start (&actor, 2, blocks, 2);
      now = 1000;
      compute = 0;
      for (k = 0; k < 500; k++)
        {
          arrive_at (&actor, k % 3 == 0, now + k + 1);
          arrive_at (&actor, k % 3 != 0, now + k + 2);
          compute += k % 3 ? k + 1 : k + 2;
          pass_at (&actor, 0, now + 1000);
          pass_at (&actor, 1, now + 1000);
          now += 1000;
        }
      finalize_at (&actor, now + 7);
      compute += 7;
      timing = snapshot (actor.mem);
      g_assert_null (flaw (timing, 2));
      stats = stats_of (timing, 0);
      g_assert_cmpuint (stats.blocks, ==, 501);
      g_assert_cmpuint (stats.dropped, ==, 501 - blocks);
      g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, blocks);
      g_assert_cmpuint (stats.compute_total, ==, compute);
      g_assert_cmpuint (total (timing, 0), ==, now + 7 - 1000);
      g_assert_cmpuint (stats.compute_min, ==, 2);
      g_assert_cmpuint (stats.compute_max, ==, 500);
      g_assert_cmpuint (stats.wait_min, ==, 0);
      g_assert_cmpuint (stats.wait_max, ==, 998);
      g_assert_cmpuint (stats.last_to_arrive, ==, 167);
      g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 333);
      /* The middle of 2, 2, 3, 5, 5, 6, ... */
      g_assert_cmpuint (stats.compute_p50, >=, 250 * 98 / 100);
      g_assert_cmpuint (stats.compute_p50, <=, 250 * 102 / 100);
      g_assert_cmpuint (stats.compute_p99, >=, 495 * 98 / 100);
      g_assert_cmpuint (stats.compute_p99, <=, 495 * 102 / 100);
      for (b = 0; b + 1 < blocks; b++)
        {
          k = 501 - blocks + b;
          check_block (timing, 0, b, 1000 + 1000 * k,
                       1001 + 1001 * k + (k % 3 == 0), 2000 + 1000 * k);
        }
      check_block (timing, 0, blocks - 1, now, now + 7, now + 7);
      synchedmem_timing_destroy (timing);
      actor_end (&actor);
    }
}

/* A snapshot before finalize: what is complete counts at once, what is not is
   cut.  */
static void
test_snapshot (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;

  actor_start (&actor, 2, 0, 2);
  arrive_at (&actor, 0, 1010);
  fake_now = 1015;
  timing = snapshot (actor.mem);
  check_block (timing, 0, 0, 1000, 1010, 1015);
  check_block (timing, 1, 0, 1000, 1015, 1015);
  g_assert_cmpuint (synchedmem_timing_total_runtime (timing), ==, 15);
  g_assert_cmpuint (stats_of (timing, 0).wait_total, ==, 5);
  g_assert_cmpuint (stats_of (timing, 0).last_to_arrive, ==, 0);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 0);
  synchedmem_timing_destroy (timing);

  arrive_at (&actor, 1, 1020);
  pass_at (&actor, 0, 1030);
  pass_at (&actor, 1, 1040);
  fake_now = 1050;
  timing = snapshot (actor.mem);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, 2);
  check_block (timing, 0, 0, 1000, 1010, 1030);
  check_block (timing, 0, 1, 1030, 1050, 1050);
  check_block (timing, 1, 0, 1000, 1020, 1040);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 1);
  g_assert_cmpuint (stats_of (timing, 0).compute_p50, ==, 10);
  g_assert_cmpuint (stats_of (timing, 0).compute_max, ==, 20);
  g_assert_null (flaw (timing, 2));
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* Recording ends with finalize, and a second one changes nothing.  */
static void
test_finalize (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  int again, k;

  /* If recording went on, it would soon overwrite these.  */
  actor_start (&actor, 2, 2, 2);
  arrive_at (&actor, 0, 1010);
  arrive_at (&actor, 1, 1020);
  pass_at (&actor, 0, 1030);
  finalize_at (&actor, 1040);
  for (again = 0; again < 2; again++)
    {
      timing = snapshot (actor.mem);
      g_assert_cmpuint (synchedmem_timing_total_runtime (timing), ==, 40);
      g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, 2);
      check_block (timing, 0, 0, 1000, 1010, 1030);
      check_block (timing, 0, 1, 1030, 1040, 1040);
      g_assert_cmpuint (synchedmem_timing_block_count (timing, 1), ==, 1);
      check_block (timing, 1, 0, 1000, 1020, 1040);
      g_assert_cmpuint (total (timing, 0), ==, 40);
      g_assert_cmpuint (total (timing, 1), ==, 40);
      g_assert_null (flaw (timing, 2));
      synchedmem_timing_destroy (timing);
      /* Cycles go on.  */
      if (again == 0)
        pass_at (&actor, 1, 1050);
      for (k = 0; k < 100; k++)
        {
          arrive_at (&actor, 0, 1060);
          arrive_at (&actor, 1, 1070);
          pass_at (&actor, 0, 1080);
          pass_at (&actor, 1, 1090);
        }
      finalize_at (&actor, 2000);
    }
  actor_end (&actor);
}

/* Who detaches and comes back goes on in the cycle.  */
static void
test_detach (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;

  actor_start (&actor, 2, 0, 2);
  fake_now = 1005;
  g_assert_cmpint (synchedmem_detach (actor.self[0]), ==, 0);
  fake_now = 1500;
  actor.self[0] = place (actor.mem, 0);
  arrive_at (&actor, 0, 1600);
  fake_now = 1610;
  g_assert_cmpint (synchedmem_detach (actor.self[0]), ==, 0);
  arrive_at (&actor, 1, 1650);
  fake_now = 1700;
  actor.self[0] = place (actor.mem, 0);
  pass_at (&actor, 0, 1800);
  pass_at (&actor, 1, 1800);
  fake_now = 1810;
  g_assert_cmpint (synchedmem_detach (actor.self[0]), ==, 0);
  actor.self[0] = NULL;
  g_assert_cmpuint (synchedmem_computation_start (actor.mem, 0), ==, 1000);
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 0), ==, 0);
  finalize_at (&actor, 2000);
  timing = snapshot (actor.mem);
  check_block (timing, 0, 0, 1000, 1600, 1800);
  check_block (timing, 0, 1, 1800, 2000, 2000);
  g_assert_cmpuint (total (timing, 0), ==, 1000);
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* The last block of who leaves ends there, and it is never last again, even
   where the clock stands still.  */
static void
test_leave (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  int k;

  actor_start (&actor, 3, 0, 2);
  arrive_at (&actor, 0, 1010);
  arrive_at (&actor, 1, 1020);
  arrive_at (&actor, 2, 1030);
  /* Place 2 was last; it leaves before the others have seen that.  */
  pass_at (&actor, 2, 1030);
  fake_now = 1030;
  g_assert_cmpint (synchedmem_leave (actor.self[2]), ==, 0);
  actor.self[2] = NULL;
  pass_at (&actor, 0, 1030);
  pass_at (&actor, 1, 1030);
  for (k = 0; k < 4; k++)
    {
      arrive_at (&actor, 0, 1030);
      arrive_at (&actor, 1, 1030);
      pass_at (&actor, 0, 1030);
      pass_at (&actor, 1, 1030);
    }
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 2), ==, 1030);
  finalize_at (&actor, 2000);
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 2), ==, 1030);
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 1), ==, 2000);
  timing = snapshot (actor.mem);
  g_assert_cmpuint (stats_of (timing, 2).blocks, ==, 2);
  check_block (timing, 2, 1, 1030, 1030, 1030);
  g_assert_cmpuint (total (timing, 2), ==, 30);
  g_assert_cmpuint (stats_of (timing, 2).last_to_arrive, ==, 1);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 4);
  g_assert_cmpuint (stats_of (timing, 0).last_to_arrive, ==, 0);
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* With one buffer, waiting for readers is a part of what one computes.  */
static void
test_one_buffer (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  uint64_t k;
  size_t i;

  actor_start (&actor, 2, 0, 1);
  for (k = 0; k < 4; k++)
    {
      for (i = 0; i < 2; i++)
        arrive_at (&actor, i, 1010 + 10 * i + 100 * k);
      for (i = 0; i < 2; i++)
        pass_at (&actor, i, 1050 + 100 * k);
    }
  finalize_at (&actor, 1500);
  timing = snapshot (actor.mem);
  check_block (timing, 1, 3, 1250, 1320, 1350);
  g_assert_cmpuint (total (timing, 0), ==, 500);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 4);
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* A reset clears the record.  */
static void
test_reset (void)
{
  struct actor actor;
  struct synchedmem_timing *timing, *before;
  int k;

  actor_start (&actor, 1, 2, 2);
  for (k = 0; k < 100; k++)
    {
      arrive_at (&actor, 0, 2000 + 20 * (uint64_t) k);
      pass_at (&actor, 0, 2000 + 20 * (uint64_t) k);
    }
  before = snapshot (actor.mem);
  synchedmem_detach (actor.self[0]);
  finalize_at (&actor, 4000);
  fake_now = 5000;
  g_assert_cmpint (synchedmem_reset (actor.mem), ==, 0);
  g_assert_cmpuint (synchedmem_init_timestamp (actor.mem), ==, 5000);
  g_assert_cmpuint (synchedmem_completion_timestamp (actor.mem), ==, 0);
  timing = snapshot (actor.mem);
  g_assert_cmpuint (stats_of (timing, 0).blocks, ==, 0);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, 0);
  synchedmem_timing_destroy (timing);
  actor.self[0] = place (actor.mem, 0);
  arrive_at (&actor, 0, 5010);
  pass_at (&actor, 0, 5010);
  finalize_at (&actor, 5040);
  timing = snapshot (actor.mem);
  g_assert_cmpuint (stats_of (timing, 0).blocks, ==, 2);
  g_assert_cmpuint (stats_of (timing, 0).compute_max, ==, 30);
  g_assert_cmpuint (stats_of (timing, 0).compute_p50, ==, 10);
  g_assert_cmpuint (stats_of (timing, 0).last_to_arrive, ==, 1);
  synchedmem_timing_destroy (timing);
  /* What was taken before is the caller's.  */
  g_assert_cmpuint (stats_of (before, 0).blocks, ==, 101);
  check_block (before, 0, 1, 3980, 3980, 3980);
  synchedmem_timing_destroy (before);
  actor_end (&actor);
}

/* ---- threads */

static void *
attach_and_end (void *arg)
{
  place (arg, 0);
  fake_now = 1200;
  return NULL;
}

static void
test_dead (void)
{
  struct synchedmem_timing *timing;
  struct synchedmem *mem;

  fake_now = 1000;
  mem = group (1, 1, 1, NULL);
  run_threads (1, attach_and_end, mem, 0);
  g_assert_cmpint (synchedmem_status (mem), ==, EOWNERDEAD);
  g_assert_cmpuint (synchedmem_computation_end (mem, 0), ==, 1200);
  fake_now = 1300;
  timing = snapshot (mem);
  check_block (timing, 0, 0, 1000, 1200, 1200);
  g_assert_cmpuint (synchedmem_timing_total_runtime (timing), ==, 300);
  synchedmem_timing_destroy (timing);
  synchedmem_destroy (mem);
  fake_now = 0;
}

static int
ten_cycles (struct synchedmem_local *self, void *arg)
{
  int k, error = 0;

  (void) arg;
  for (k = 0; k < 10 && !error; k++)
    error = synchedmem_sync (self);
  return error;
}

/* Between two runs, the places are as if detached.  */
static void
test_run (void)
{
  enum
  {
    num_threads = 3
  };
  struct synchedmem *mem = group (num_threads, 1, 1, NULL);
  struct synchedmem_timing *timing;
  uint64_t last = 0;
  size_t i;

  g_assert_cmpint (synchedmem_run (mem, ten_cycles, NULL), ==, 0);
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
  g_assert_cmpint (synchedmem_run (mem, ten_cycles, NULL), ==, 0);
  g_assert_cmpint (synchedmem_finalize (mem), ==, 0);
  timing = snapshot (mem);
  g_assert_null (flaw (timing, num_threads));
  g_assert_null (flaw_across (timing, num_threads));
  for (i = 0, last = 0; i < num_threads; i++)
    {
      g_assert_cmpuint (stats_of (timing, i).blocks, ==, 21);
      g_assert_cmpuint (total (timing, i), ==,
                        synchedmem_computation_end (mem, i)
                            - synchedmem_computation_start (mem, i));
      last += stats_of (timing, i).last_to_arrive;
    }
  g_assert_cmpuint (last, ==, 20);
  synchedmem_timing_destroy (timing);
  synchedmem_destroy (mem);
}

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

#ifdef SM_PROFILER
/* What a thread overwrites while it is copied is left out: here, it did so
   before.  */
static void
test_overwritten (void)
{
  enum
  {
    cycles = 500
  };
  static struct synchedmem_block blocks[cycles];
  struct actor actor;
  const struct sm_profile *profile;
  size_t n, i, got;
  uint64_t k;

  actor_start (&actor, 1, 100, 2);
  profile = &actor.mem->profile;
  for (k = 0; k < cycles; k++)
    {
      arrive_at (&actor, 0, 1000 + 10 * k);
      pass_at (&actor, 0, 1005 + 10 * k);
    }
  for (n = 0; n < cycles; n++)
    {
      /* Blocks n - 1, n - 2 and so on.  */
      got = sm_profile_copy (profile, 0, n, n, blocks);
      /* The thread may be writing into the next two.  */
      g_assert_cmpuint (got, ==,
                        n + profile->capacity > cycles + 2
                            ? n + profile->capacity - cycles - 2
                            : 0);
      for (i = 0; i < got; i++)
        g_assert_cmpuint (blocks[i].arrive, ==, 1000 + 10 * (n - got + i));
    }
  actor_end (&actor);
}
#endif

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

/* ---- errors */

static void
test_memory (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem = NULL;
  size_t n;

  for (n = 1; n <= 1000; n *= 10)
    {
      attr.profile_blocks = SIZE_MAX;
      g_assert_cmpint (synchedmem_create (&mem, n, 1, 1, &attr), ==,
                       EOVERFLOW);
      attr.profile_blocks = SIZE_MAX / sizeof (struct synchedmem_block) / n;
      g_assert_cmpint (synchedmem_create (&mem, n, 1, 1, &attr), ==,
                       EOVERFLOW);
    }
  attr.profile_blocks = SIZE_MAX / 256;
  g_assert_cmpint (synchedmem_create (&mem, 1, 1, 1, &attr), ==, ENOMEM);
  g_assert_null (mem);
}

static void
test_fork (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_timing *timing;
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (synchedmem_timing_create (mem, &timing) != ESRCH
           || synchedmem_finalize (mem) != ESRCH);
  waitpid (child, &status, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  synchedmem_destroy (mem);
}

/* Without the profiler, nothing is recorded, and nothing asks the clock.  */
static void
test_absent (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;

  actor_start (&actor, 1, 0, 2);
  arrive_at (&actor, 0, 2000);
  pass_at (&actor, 0, 3000);
  finalize_at (&actor, 4000);
  g_assert_cmpuint (synchedmem_total_runtime (actor.mem), ==, 0);
  g_assert_cmpuint (synchedmem_computation_start (actor.mem, 0), ==, 0);
  g_assert_cmpint (synchedmem_timing_create (actor.mem, &timing), ==, ENOTSUP);
  actor_end (&actor);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!synchedmem_has_profiler ())
    {
      g_test_add_func ("/profile/absent", test_absent);
      return g_test_run ();
    }
  g_test_add_func ("/profile/blocks", test_blocks);
  g_test_add_func ("/profile/ties", test_ties);
  g_test_add_func ("/profile/drops", test_drops);
  g_test_add_func ("/profile/snapshot", test_snapshot);
  g_test_add_func ("/profile/finalize", test_finalize);
  g_test_add_func ("/profile/detach", test_detach);
  g_test_add_func ("/profile/leave", test_leave);
  g_test_add_func ("/profile/one-buffer", test_one_buffer);
  g_test_add_func ("/profile/reset", test_reset);
  g_test_add_func ("/profile/dead", test_dead);
  g_test_add_func ("/profile/run", test_run);
  g_test_add_func ("/profile/beside", test_beside);
  g_test_add_func ("/profile/totals-beside", test_totals_beside);
#ifdef SM_PROFILER
  g_test_add_func ("/profile/overwritten", test_overwritten);
#endif
  g_test_add_func ("/profile/finalize-beside", test_finalize_beside);
  g_test_add_func ("/profile/last", test_last);
  g_test_add_func ("/profile/memory", test_memory);
  g_test_add_func ("/profile/fork", test_fork);
  return g_test_run ();
}
