/* recording.c: a group at known times, and what is wrong with a snapshot.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "recording.h"
#include "support.h"

#include <glib.h>

uint64_t fake_now;
void (*before_reading) (void);

uint64_t __real_sm_os_now (void);
uint64_t __wrap_sm_os_now (void);
uint64_t
__wrap_sm_os_now (void)
{
  void (*happens) (void) = before_reading;

  if (happens)
    {
      before_reading = NULL;
      happens ();
    }
  return fake_now ? fake_now : __real_sm_os_now ();
}

void
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

void
actor_end (struct actor *actor)
{
  size_t i;

  for (i = 0; i < actor->n; i++)
    if (actor->self[i])
      g_assert_cmpint (synchedmem_detach (actor->self[i]), ==, 0);
  g_assert_cmpint (synchedmem_destroy (actor->mem), ==, 0);
  fake_now = 0;
}

void
arrive_at (struct actor *actor, size_t id, uint64_t now)
{
  fake_now = now;
  g_assert_cmpint (synchedmem_arrive (actor->self[id]), ==, 0);
}

void
pass_at (struct actor *actor, size_t id, uint64_t now)
{
  fake_now = now;
  g_assert_cmpint (synchedmem_wait (actor->self[id]), ==, 0);
}

void
finalize_at (struct actor *actor, uint64_t now)
{
  fake_now = now;
  g_assert_cmpint (synchedmem_finalize (actor->mem), ==, 0);
}

struct synchedmem_timing *
snapshot (const struct synchedmem *mem)
{
  struct synchedmem_timing *timing = NULL;

  g_assert_cmpint (synchedmem_timing_create (mem, &timing), ==, 0);
  return timing;
}

struct synchedmem_thread_stats
stats_of (const struct synchedmem_timing *timing, size_t id)
{
  struct synchedmem_thread_stats stats = { 0 };

  g_assert_cmpint (synchedmem_timing_thread (timing, id, &stats), ==, 0);
  return stats;
}

void
check_block (const struct synchedmem_timing *timing, size_t id, size_t block,
             uint64_t start, uint64_t arrive, uint64_t release)
{
  struct synchedmem_block got = { 0 };

  g_assert_cmpint (synchedmem_timing_block (timing, id, block, &got), ==, 0);
  g_assert_cmpuint (got.start, ==, start);
  g_assert_cmpuint (got.arrive, ==, arrive);
  g_assert_cmpuint (got.release, ==, release);
}

uint64_t
total (const struct synchedmem_timing *timing, size_t id)
{
  struct synchedmem_thread_stats stats = stats_of (timing, id);

  return stats.compute_total + stats.wait_total;
}

const char *
flaw (const struct synchedmem_timing *timing, size_t num_threads)
{
  struct synchedmem_block block, before = { 0 };
  struct synchedmem_thread_stats stats = { 0 };
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

const char *
flaw_in_sum (const struct synchedmem *mem,
             const struct synchedmem_timing *timing, size_t num_threads)
{
  struct synchedmem_thread_stats stats = { 0 };
  struct synchedmem_block block = { 0 };
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

const char *
flaw_across (const struct synchedmem_timing *timing, size_t num_threads)
{
  struct synchedmem_thread_stats stats = { 0 };
  struct synchedmem_block block = { 0 };
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
