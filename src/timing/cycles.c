/* cycles.c: a snapshot by its cycles: which meetings were held, and
   who came last.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/cycles.h"

#include "base/sink.h"

#include <errno.h>
#include <stdlib.h>
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

  /* One before the kept ones is a very large number here.  */
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

      /* Everyone waits for who has not come yet.  */
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
  /* If nobody arrived later than one who did not arrive, the others waited for
     straggler: until it left, or in vain.  */
  if (count < 2 || last_is_tail)
    return false;
  mean = sum / count;
  meeting->excess = last_compute > mean ? last_compute - mean : 0;
  return true;
}

uint64_t
sm_words_permille (uint64_t part, uint64_t whole)
{
  if (whole == 0)
    return 0;
  return (uint64_t) ((double) part / (double) whole * 1000 + 0.5);
}

/* What the meetings that a thread came last to cost.  */
struct bill
{
  uint64_t cost, times;
};

/* What all meetings together say.  */
struct verdict
{
  uint64_t meetings, from, until, saved;
  size_t worst;
};

static struct verdict
judge (const struct synchedmem_timing *timing, struct bill *bills)
{
  struct verdict verdict = { 0 };
  struct sm_timing_meeting meeting;
  uint64_t cycle, first, end;
  size_t t;

  sm_cycles_range (timing, &first, &end);
  for (cycle = first; cycle < end; cycle++)
    if (sm_cycles_meeting (timing, cycle, &meeting))
      {
        if (!verdict.meetings++)
          verdict.from = meeting.start;
        verdict.until = meeting.arrive;
        verdict.saved += meeting.excess;
        bills[meeting.last].cost += meeting.excess;
        bills[meeting.last].times++;
      }
  for (t = 0; t < timing->num_threads; t++)
    if (bills[t].cost > bills[verdict.worst].cost)
      verdict.worst = t;
  return verdict;
}

uint64_t
sm_words_us (uint64_t ns)
{
  return ns / 1000 + (ns % 1000 >= 500);
}

/* Of a WHOLE time.  Short times are in microseconds, so that what little there
   is does not round to nothing.  */
static void
say_what_it_costs (const struct verdict *v, struct bill worst, uint64_t whole,
                   const char *newest, char text[SM_VERDICT_SIZE])
{
  uint64_t share = sm_words_permille (v->saved, whole), saved = v->saved;
  const char *unit = "us";

  if (whole >= 1000000)
    {
      unit = "ms";
      worst.cost = sm_words_us (worst.cost);
      saved = sm_words_us (saved);
      whole = sm_words_us (whole);
    }
  snprintf (text, SM_VERDICT_SIZE,
            "Thread %zu costs the others " SM_THOUSANDTHS
            " %s: it came last to %" PRIu64 " of the %s%" PRIu64
            " meetings; an even load in each cycle would save " SM_THOUSANDTHS
            " of " SM_THOUSANDTHS " %s, " SM_TENTHS "%%.",
            v->worst, SM_AS_THOUSANDTHS (worst.cost), unit, worst.times,
            newest, v->meetings, SM_AS_THOUSANDTHS (saved),
            SM_AS_THOUSANDTHS (whole), unit, SM_AS_TENTHS (share));
}

int
sm_verdict_say (const struct synchedmem_timing *timing,
                char text[SM_VERDICT_SIZE])
{
  struct verdict v;
  struct bill *bills = calloc (timing->num_threads, sizeof *bills), worst;
  bool dropped = false;
  size_t t;

  if (!bills)
    return ENOMEM;
  v = judge (timing, bills);
  worst = bills[v.worst];
  free (bills);
  for (t = 0; t < timing->num_threads; t++)
    dropped |= timing->thread[t].stats.dropped > 0;
  if (timing->num_threads == 1)
    snprintf (text, SM_VERDICT_SIZE, "One thread waits for nobody.");
  else if (!v.meetings)
    snprintf (text, SM_VERDICT_SIZE, "No meeting is on record.");
  else if (!v.saved)
    snprintf (text, SM_VERDICT_SIZE,
              "The load is even: no thread costs the others anything.");
  else if (dropped)
    say_what_it_costs (&v, worst, v.until - v.from, "newest ", text);
  else
    say_what_it_costs (&v, worst, timing->completion - timing->init, "", text);
  return 0;
}

size_t
sm_words_line (const char *text, size_t width)
{
  size_t length = strlen (text), end;

  if (length <= width)
    return length;
  for (end = width; end > 0; end--)
    if (text[end] == ' ')
      return end;
  /* A word that is too long is not cut.  */
  return strcspn (text, " ");
}
