/* csv.c: a snapshot as comma-separated values.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Nanoseconds since the group was created: whole numbers that a spreadsheet
   does not round.  A row for each block; those of a thread that were not kept
   are one row together, so that the sums of the columns are the totals.  */

#include <config.h>

#include "base/sink.h"
#include "timing/cycles.h"

#include <errno.h>

static void
print_line (struct sm_sink *sink, const struct synchedmem_timing *timing,
            size_t t, uint64_t cycle, const struct synchedmem_block *block,
            uint64_t count)
{
  sm_sink_print (sink,
                 "%zu,%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64
                 ",%" PRIu64 ",%" PRIu64 "\n",
                 t, cycle, block->start - timing->init,
                 block->arrive - timing->init, block->release - timing->init,
                 block->arrive - block->start, block->release - block->arrive,
                 count);
}

int
synchedmem_timing_write_csv (const struct synchedmem_timing *timing, FILE *out)
{
  struct sm_sink sink;
  struct synchedmem_block dropped;
  size_t t, b;

  if (!timing || !out)
    return EINVAL;
  sm_sink_begin (&sink, out);
  sm_sink_print (&sink, "thread,cycle,start,arrive,release,compute,wait,"
                        "blocks\n");
  for (t = 0; t < timing->num_threads && !sink.error; t++)
    {
      const struct sm_timing_thread *thread = &timing->thread[t];

      if (sm_cycles_dropped (thread, &dropped))
        print_line (&sink, timing, t, 0, &dropped, thread->stats.dropped);
      for (b = 0; b < thread->num_blocks && !sink.error; b++)
        print_line (&sink, timing, t, thread->stats.dropped + b,
                    &thread->block[b], 1);
    }
  return sm_sink_end (&sink);
}
