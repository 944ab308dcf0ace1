/* svg-lane.c: what stands beside a lane.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/svg-lane.h"

#include "timing/cycles.h"

void
sm_svg_lane (struct sm_svg *svg, size_t lane, unsigned int y)
{
  struct sm_words name = sm_svg_pen_name (svg, lane);
  uint64_t compute = 0, time = 0, last = 0;
  bool attached = false;
  size_t t, until;
  unsigned int base = y + (svg->band + svg->mark) / 2 + 4;
  const char *small = svg->pitch < 15   ? " tiny"
                      : svg->pitch < 21 ? " small"
                                        : "";

  for (sm_chart_threads (&svg->chart, lane, &t, &until); t < until; t++)
    {
      const struct sm_timing_thread *thread = &svg->timing->thread[t];

      attached |= sm_cycles_attached (thread);
      compute += thread->stats.compute_total;
      time += thread->stats.compute_total + thread->stats.wait_total;
      last += thread->stats.last_to_arrive;
    }
  sm_svg_print (svg, "<text class=\"end%s\" x=\"%d\" y=\"%u\">%s</text>",
                small, SM_SVG_LEFT - 10, base, name.text);
  if (!attached)
    {
      sm_svg_print (svg,
                    "<text class=\"muted%s\" x=\"%d\" y=\"%u\">did not attach"
                    "</text>\n",
                    small, SM_SVG_LEFT + 4, base);
      return;
    }
  if (time)
    sm_svg_print (
        svg, "<text class=\"end%s\" x=\"%d\" y=\"%u\">" SM_TENTHS "%%</text>",
        small, SM_SVG_COMPUTING_X, base,
        SM_AS_TENTHS (sm_words_permille (compute, time)));
  sm_svg_print (svg,
                "<text class=\"end%s\" x=\"%d\" y=\"%u\">%" PRIu64 "</text>\n",
                small, SM_SVG_LAST_X, base, last);
}
