/* numbers.c: the numbers of a snapshot.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/snapshot.h"

#include <errno.h>

/* The error for a snapshot, a thread or a block that is not there.  */
static int
refuse (const struct synchedmem_timing *timing)
{
  return timing || SM_HAS_SNAPSHOTS ? EINVAL : ENOTSUP;
}

uint64_t
synchedmem_timing_total_runtime (const struct synchedmem_timing *timing)
{
  return timing ? timing->completion - timing->init : 0;
}

size_t
synchedmem_timing_num_threads (const struct synchedmem_timing *timing)
{
  return timing ? timing->num_threads : 0;
}

/* Thread ID of TIMING, or NULL if there is none.  */
static const struct sm_timing_thread *
thread_of (const struct synchedmem_timing *timing, size_t id)
{
  return timing && id < timing->num_threads ? &timing->thread[id] : NULL;
}

size_t
synchedmem_timing_block_count (const struct synchedmem_timing *timing,
                               size_t thread_id)
{
  const struct sm_timing_thread *thread = thread_of (timing, thread_id);

  return thread ? thread->num_blocks : 0;
}

int
synchedmem_timing_block (const struct synchedmem_timing *timing,
                         size_t thread_id, size_t block,
                         struct synchedmem_block *out)
{
  const struct sm_timing_thread *thread = thread_of (timing, thread_id);

  if (!thread || block >= thread->num_blocks || !out)
    return refuse (timing);
  *out = thread->block[block];
  return 0;
}

int
synchedmem_timing_thread (const struct synchedmem_timing *timing,
                          size_t thread_id,
                          struct synchedmem_thread_stats *out)
{
  const struct sm_timing_thread *thread = thread_of (timing, thread_id);

  if (!thread || !out)
    return refuse (timing);
  *out = thread->stats;
  return 0;
}

uint64_t
synchedmem_timing_total_computation (const struct synchedmem_timing *timing,
                                     size_t thread_id)
{
  const struct sm_timing_thread *thread = thread_of (timing, thread_id);

  return thread ? thread->stats.compute_total : 0;
}

uint64_t
synchedmem_timing_average_computation (const struct synchedmem_timing *timing,
                                       size_t thread_id)
{
  const struct sm_timing_thread *thread = thread_of (timing, thread_id);

  return thread && thread->stats.blocks
             ? thread->stats.compute_total / thread->stats.blocks
             : 0;
}

double
synchedmem_timing_imbalance (const struct synchedmem_timing *timing)
{
  double sum = 0, max = 0, n = 0;
  size_t i;

  if (!timing)
    return 0;
  for (i = 0; i < timing->num_threads; i++)
    if (timing->thread[i].num_blocks)
      {
        double total = (double) timing->thread[i].stats.compute_total;

        sum += total;
        n++;
        if (total > max)
          max = total;
      }
  /* Nobody computed: nobody was uneven.  And rounding may not be below 1.  */
  return sum > 0 && max * n > sum ? max * n / sum : 1;
}
