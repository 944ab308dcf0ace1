/* svg-blocks.c: lanes of which each block can be seen.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/svg-blocks.h"

static void
print_block (struct sm_svg *svg, size_t t, uint64_t cycle,
             const struct synchedmem_block *block, bool last, unsigned int y)
{
  const struct sm_timing_thread *thread = &svg->timing->thread[t];
  struct sm_words compute = sm_words_of_time (block->arrive - block->start);
  struct sm_words wait = sm_words_of_time (block->release - block->arrive);
  uint64_t x = sm_chart_place (&svg->chart, block->start, SM_SVG_PLOT * 100);
  uint64_t middle
      = sm_chart_place (&svg->chart, block->arrive, SM_SVG_PLOT * 100);
  uint64_t end
      = sm_chart_place (&svg->chart, block->release, SM_SVG_PLOT * 100);

  /* Where blocks are wide, the cycles are seen apart.  */
  if (end - x > 500)
    end -= 80;
  if (middle > end)
    middle = end;
  sm_svg_print (svg, "<g><title>Thread %zu, cycle %" PRIu64 "%s\ncomputing %s",
                t, cycle, last ? ": came last" : "", compute.text);
  if (sm_cycles_is_tail (thread, block))
    sm_svg_print (svg, ", after its last meeting");
  else
    sm_svg_print (svg, ", waiting %s", wait.text);
  sm_svg_print (svg, "</title>");
  sm_svg_pen_box (svg, "c", x, middle, y, svg->band);
  if (end > middle)
    sm_svg_pen_box (svg, "w", middle, end, y, svg->band);
  if (last)
    sm_svg_pen_box (svg, "l", x, middle, y + svg->band + 1, svg->mark);
  sm_svg_print (svg, "</g>\n");
}

/* Block by block, and cycle by cycle, since who came last is the same for
   all.  */
void
sm_svg_blocks (struct sm_svg *svg)
{
  uint64_t cycle, end;

  sm_cycles_range (svg->timing, &cycle, &end);
  for (; cycle < end && !svg->sink.error; cycle++)
    {
      struct sm_timing_meeting meeting;
      bool held = sm_cycles_meeting (svg->timing, cycle, &meeting);
      size_t t;

      for (t = 0; t < svg->timing->num_threads; t++)
        {
          const struct synchedmem_block *block
              = sm_cycles_find (&svg->timing->thread[t], cycle);

          if (block && block->release > svg->chart.from)
            print_block (svg, t, cycle, block, held && meeting.last == t,
                         svg->top + (unsigned int) t * svg->pitch);
        }
    }
}
