/* trace.c: a snapshot in the Trace Event format, for Perfetto and
   chrome://tracing.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A track for each thread, with a slice of computing and one of waiting for
   each block, and an instant for each meeting where its last thread came.
   Times are microseconds since the group was created, with the nanoseconds as
   fractions.  The format is described by "Trace Event Format" of the Chromium
   project.  */

#include <config.h>

#include "base/sink.h"
#include "timing/cycles.h"

#include <errno.h>

struct trace
{
  struct sm_sink sink;
  const struct synchedmem_timing *timing;
};

/* Numbered from 1: viewers take thread 0 for an idle processor.  */
#define TRACK(t) ((t) + 1)

static void
print_names (struct trace *trace)
{
  size_t t;

  sm_sink_print (&trace->sink,
                 "{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\","
                 "\"args\":{\"name\":\"libsynchedmem\"}}");
  for (t = 0; t < trace->timing->num_threads; t++)
    sm_sink_print (&trace->sink,
                   ",\n{\"ph\":\"M\",\"pid\":1,\"tid\":%zu,"
                   "\"name\":\"thread_name\","
                   "\"args\":{\"name\":\"Thread %zu\"}}"
                   ",\n{\"ph\":\"M\",\"pid\":1,\"tid\":%zu,"
                   "\"name\":\"thread_sort_index\","
                   "\"args\":{\"sort_index\":%zu}}",
                   TRACK (t), t, TRACK (t), t);
}

/* A slice, but for its arguments.  */
static void
print_slice (struct trace *trace, size_t t, const char *name, uint64_t from,
             uint64_t until)
{
  uint64_t start = from - trace->timing->init, duration = until - from;

  sm_sink_print (&trace->sink,
                 ",\n{\"ph\":\"X\",\"pid\":1,\"tid\":%zu,\"name\":\"%s\","
                 "\"ts\":" SM_THOUSANDTHS ",\"dur\":" SM_THOUSANDTHS
                 ",\"args\":",
                 TRACK (t), name, SM_AS_THOUSANDTHS (start),
                 SM_AS_THOUSANDTHS (duration));
}

static void
print_thread (struct trace *trace, size_t t)
{
  const struct sm_timing_thread *thread = &trace->timing->thread[t];
  struct synchedmem_block dropped;
  size_t b;

  if (sm_cycles_dropped (thread, &dropped))
    {
      print_slice (trace, t, "not kept", dropped.start, dropped.release);
      sm_sink_print (&trace->sink,
                     "{\"blocks\":%" PRIu64 ",\"compute_ns\":%" PRIu64
                     ",\"wait_ns\":%" PRIu64 "}}",
                     thread->stats.dropped, dropped.arrive - dropped.start,
                     dropped.release - dropped.arrive);
    }
  for (b = 0; b < thread->num_blocks && !trace->sink.error; b++)
    {
      const struct synchedmem_block *block = &thread->block[b];
      uint64_t cycle = thread->stats.dropped + b;

      print_slice (trace, t, "compute", block->start, block->arrive);
      sm_sink_print (&trace->sink, "{\"cycle\":%" PRIu64 "}}", cycle);
      if (block->release == block->arrive)
        continue;
      print_slice (trace, t, "wait", block->arrive, block->release);
      sm_sink_print (&trace->sink, "{\"cycle\":%" PRIu64 "}}", cycle);
    }
}

static void
print_meetings (struct trace *trace)
{
  uint64_t cycle, end;

  sm_cycles_range (trace->timing, &cycle, &end);
  for (; cycle < end && !trace->sink.error; cycle++)
    {
      struct sm_timing_meeting meeting;
      uint64_t at;

      if (!sm_cycles_meeting (trace->timing, cycle, &meeting))
        continue;
      at = meeting.arrive - trace->timing->init;
      sm_sink_print (&trace->sink,
                     ",\n{\"ph\":\"i\",\"s\":\"p\",\"pid\":1,\"tid\":%zu,"
                     "\"name\":\"meeting\",\"ts\":" SM_THOUSANDTHS
                     ",\"args\":{\"cycle\":%" PRIu64 ",\"last\":%zu}}",
                     TRACK (meeting.last), SM_AS_THOUSANDTHS (at), cycle,
                     meeting.last);
    }
}

int
synchedmem_timing_write_trace (const struct synchedmem_timing *timing,
                               FILE *out)
{
  struct trace trace = { .timing = timing };
  size_t t;

  if (!timing || !out)
    return EINVAL;
  sm_sink_begin (&trace.sink, out);
  sm_sink_print (&trace.sink,
                 "{\"displayTimeUnit\":\"ns\",\"otherData\":{\"clock\":"
                 "\"CLOCK_MONOTONIC\",\"init_ns\":\"%" PRIu64
                 "\"},\"traceEvents\":[\n",
                 timing->init);
  print_names (&trace);
  for (t = 0; t < timing->num_threads && !trace.sink.error; t++)
    print_thread (&trace, t);
  print_meetings (&trace);
  sm_sink_print (&trace.sink, "\n]}\n");
  return sm_sink_end (&trace.sink);
}
