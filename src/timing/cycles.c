/* cycles.c: a snapshot by its cycles: which meetings were held, and
   who came last.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/cycles.h"

#include <string.h>

void
sm_cycles_range (const struct synchedmem_timing *timing, uint64_t *first,
                 uint64_t *end)
{
  bool any = false;
  size_t t;

  *first = *end = 0;
  for (t = 0; t < timing->num_threads; t++)
    {
      const struct sm_timing_thread *thread = &timing->thread[t];
      uint64_t dropped = thread->stats.dropped;

      if (!thread->num_blocks)
        continue;
      if (!any || dropped < *first)
        *first = dropped;
      if (!any || dropped + thread->num_blocks > *end)
        *end = dropped + thread->num_blocks;
      any = true;
    }
}

const struct synchedmem_block *
sm_cycles_find (const struct sm_timing_thread *thread, uint64_t cycle)
{
  uint64_t block = cycle - thread->stats.dropped;

  /* A cycle before the first that was kept gives a very large number here, as
     it should.  */
  return block < thread->num_blocks ? &thread->block[block] : NULL;
}

bool
sm_cycles_is_tail (const struct sm_timing_thread *thread,
                   const struct synchedmem_block *block)
{
  return block == &thread->block[thread->num_blocks - 1]
         && block->arrive == thread->end && block->release == thread->end;
}

bool
sm_cycles_attached (const struct sm_timing_thread *thread)
{
  return thread->start || thread->end || thread->num_blocks;
}

bool
sm_cycles_dropped (const struct sm_timing_thread *thread,
                   struct synchedmem_block *block)
{
  uint64_t compute = thread->stats.compute_total;
  uint64_t wait = thread->stats.wait_total;
  size_t b;

  if (!thread->stats.dropped)
    return false;
  for (b = 0; b < thread->num_blocks; b++)
    {
      compute -= thread->block[b].arrive - thread->block[b].start;
      wait -= thread->block[b].release - thread->block[b].arrive;
    }
  block->start = thread->start;
  block->arrive = thread->start + compute;
  block->release = block->arrive + wait;
  return true;
}

bool
sm_cycles_meeting (const struct synchedmem_timing *timing, uint64_t cycle,
                   struct sm_timing_meeting *meeting)
{
  uint64_t sum = 0, last_compute = 0, mean;
  size_t t, count = 0;
  bool any = false, last_is_tail = false;

  memset (meeting, 0, sizeof *meeting);
  meeting->start = UINT64_MAX;
  for (t = 0; t < timing->num_threads; t++)
    {
      const struct sm_timing_thread *thread = &timing->thread[t];
      const struct synchedmem_block *block = sm_cycles_find (thread, cycle);
      bool is_tail = block && sm_cycles_is_tail (thread, block);

      /* The thread had not come yet, or its block was not kept: it is not
         known who was last.  */
      if (!sm_cycles_attached (thread) || cycle < thread->stats.dropped)
        return false;
      if (!block)
        continue;
      if (block->start < meeting->start)
        meeting->start = block->start;
      if (!any || block->arrive > meeting->arrive)
        {
          meeting->arrive = block->arrive;
          meeting->last = t;
          last_compute = block->arrive - block->start;
          last_is_tail = is_tail;
        }
      any = true;
      if (!is_tail)
        {
          sum += block->arrive - block->start;
          count++;
        }
    }
  /* If the last of all is a thread whose block no meeting ended, the others
     waited for that thread, until it left or in vain.  */
  if (count < 2 || last_is_tail)
    return false;
  mean = sum / count;
  meeting->excess = last_compute > mean ? last_compute - mean : 0;
  return true;
}
