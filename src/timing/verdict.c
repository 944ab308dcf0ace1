/* verdict.c: what a snapshot says in a sentence.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/verdict.h"

#include "base/sink.h"
#include "timing/cycles.h"
#include "timing/words.h"

#include <errno.h>
#include <stdlib.h>

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

/* WHOLE is the time that the meetings took.  Short times are told in
   microseconds, so that little is not rounded to nothing.  */
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
