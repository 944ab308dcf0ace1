/* svg-axis.c: the axis of a picture.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/svg-axis.h"

/* A time on the axis, where ticks lie STEP apart: no more digits than needed.
   The unit is that of the whole axis.  */
static struct sm_words
tick_of (uint64_t ns, uint64_t step, uint64_t whole)
{
  static const char *const names[] = { "ns", "\302\265s", "ms", "s" };
  uint64_t unit = 1, fraction, digit;
  struct sm_words w;
  int length, i = 0;

  while (i < 3 && whole >= unit * 2000)
    {
      unit *= 1000;
      i++;
    }
  length = snprintf (w.text, sizeof w.text, "%" PRIu64, ns / unit);
  fraction = ns % unit;
  if (step < unit)
    {
      length
          += snprintf (w.text + length, sizeof w.text - (size_t) length, ".");
      for (digit = unit / 10; digit > 0 && digit * 10 > step; digit /= 10)
        length += snprintf (w.text + length, sizeof w.text - (size_t) length,
                            "%u", (unsigned int) (fraction / digit % 10));
    }
  snprintf (w.text + length, sizeof w.text - (size_t) length, " %s", names[i]);
  return w;
}

static unsigned int
bottom (const struct sm_svg *svg)
{
  return svg->top + (unsigned int) svg->chart.lanes * svg->pitch;
}

void
sm_svg_axis (struct sm_svg *svg)
{
  const struct sm_chart *chart = &svg->chart;
  uint64_t whole = chart->until - chart->from;
  uint64_t step = sm_chart_step (chart), at;
  struct sm_words from = sm_words_of_time (chart->from - svg->timing->init);

  for (at = 0; at <= whole; at += step)
    {
      uint64_t x
          = SM_SVG_LEFT * 100
            + sm_chart_place (chart, chart->from + at, SM_SVG_PLOT * 100);
      struct sm_words label = tick_of (at, step, whole);

      sm_svg_print (svg,
                    "<path class=\"grid\" d=\"M" SM_PIXELS " %uV%u\"/>"
                    "<text class=\"muted small middle\" x=\"" SM_PIXELS
                    "\" y=\"%u\">%s</text>\n",
                    SM_AS_PIXELS (x), svg->top - 4, bottom (svg) + 4,
                    SM_AS_PIXELS (x), bottom (svg) + 18, label.text);
      if (chart->lanes > 16)
        sm_svg_print (svg,
                      "<text class=\"muted small middle\" x=\"" SM_PIXELS
                      "\" y=\"%u\">%s</text>\n",
                      SM_AS_PIXELS (x), svg->top - 10, label.text);
      if (at > whole - step)
        break;
    }
  sm_svg_print (
      svg, "<text class=\"muted small middle\" x=\"%d\" y=\"%u\">time since ",
      SM_SVG_LEFT + SM_SVG_PLOT / 2, bottom (svg) + 38);
  if (chart->from > svg->timing->init)
    sm_svg_print (svg, "%s after ", from.text);
  sm_svg_print (svg, "the group was created</text>\n");
}
