/* svg-pen.h: a timeline that is drawn, and what all draw with.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_SVG_PEN_H
#define SM_SVG_PEN_H

#include "base/sink.h"
#include "timing/chart.h"
#include "timing/verdict.h"
#include "timing/words.h"

/* In pixels.  */
enum
{
  SM_SVG_LEFT = 100, /* of the plot */
  SM_SVG_PLOT = 960,
  /* Where the numbers beside a lane end.  */
  SM_SVG_COMPUTING_X = SM_SVG_LEFT + SM_SVG_PLOT + 92,
  SM_SVG_LAST_X = SM_SVG_COMPUTING_X + 72
};

struct sm_svg
{
  struct sm_sink sink;
  const struct synchedmem_timing *timing;
  struct sm_chart chart;
  char verdict[SM_VERDICT_SIZE];
  /* The distance from one lane to the next, and of that the heights of the
     lane and of its mark.  */
  unsigned int pitch, band, mark;
  unsigned int top; /* of the first lane */
};

#define sm_svg_print(svg, ...) sm_sink_print (&(svg)->sink, __VA_ARGS__)

/* Hundredths of a pixel.  */
#define SM_PIXELS "%" PRIu64 ".%02u"
#define SM_AS_PIXELS(n) (n) / 100, (unsigned int) ((n) % 100)

/* The name of a lane.  */
struct sm_words sm_svg_pen_name (const struct sm_svg *svg, size_t lane);

/* A rectangle in the plot from X to END, in hundredths of a pixel.  */
void sm_svg_pen_box (struct sm_svg *svg, const char *class, uint64_t x,
                     uint64_t end, unsigned int y, unsigned int height);

#endif
