/* svg-pen.c: what all parts of a picture draw with.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/svg-pen.h"

struct sm_words
sm_svg_pen_name (const struct sm_svg *svg, size_t lane)
{
  struct sm_words w;
  size_t from, until;

  sm_chart_threads (&svg->chart, lane, &from, &until);
  if (until - from == 1)
    snprintf (w.text, sizeof w.text, "Thread %zu", from);
  else
    snprintf (w.text, sizeof w.text, "%zu\342\200\223%zu", from, until - 1);
  return w;
}

void
sm_svg_pen_box (struct sm_svg *svg, const char *class, uint64_t x,
                uint64_t end, unsigned int y, unsigned int height)
{
  uint64_t size = end - x;

  sm_svg_print (svg,
                "<path class=\"%s\" d=\"M" SM_PIXELS " %uh" SM_PIXELS
                "v%uh-" SM_PIXELS "z\"/>",
                class, SM_AS_PIXELS (SM_SVG_LEFT * 100 + x), y,
                SM_AS_PIXELS (size), height, SM_AS_PIXELS (size));
}
