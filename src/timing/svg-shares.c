/* svg-shares.c: lanes in which blocks are added up.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/svg-shares.h"

enum
{
  /* Units of a lane's height.  */
  share = 100
};

/* LAST and PRESENT are times of all threads of a lane added up.  Of these
   threads one at a time is waited for, so the share is that of the time of
   one. */
static uint64_t
permille_last (const struct sm_chart *chart, size_t lane, uint64_t last,
               uint64_t present)
{
  size_t from, until;

  sm_chart_threads (chart, lane, &from, &until);
  last = sm_words_permille (last * (until - from), present);
  return last < 1000 ? last : 1000;
}

/* The outline of a row of shares between two columns, at Y and HEIGHT high.
   Within it a column is 1 wide and the whole is SHARE high.  Computing stands
   on the ground, and the marks below hang on the lane that they belong to.  */
static void
print_outline (struct sm_svg *svg, size_t lane, size_t from, size_t until,
               bool last, unsigned int y, unsigned int height)
{
  const struct sm_chart *chart = &svg->chart;
  const struct sm_chart_cell *row = chart->cells + lane * chart->columns;
  unsigned int run = 0,
               scale = SM_SVG_PLOT * 1000 / (unsigned int) chart->columns;
  int ground = last ? 0 : share, before = ground;
  size_t column;

  sm_svg_print (
      svg,
      "<path class=\"%c\" transform=\"translate(%d %u) scale(" SM_THOUSANDTHS
      " .%02u)\" d=\"M%zu %d",
      last ? 'l' : 'c', SM_SVG_LEFT, y, SM_AS_THOUSANDTHS ((uint64_t) scale),
      height, from, ground);
  for (column = from; column < until; column++)
    {
      uint64_t present
          = sm_chart_present (chart, lane, sm_chart_edge (chart, column),
                              sm_chart_edge (chart, column + 1));
      uint64_t permille
          = last ? permille_last (chart, lane, row[column].last, present)
                 : sm_words_permille (row[column].compute, present);
      int part = permille < 1000 ? (int) (permille + 5) / 10 : share;
      int now = last ? part : share - part;

      if (now != before)
        {
          if (run)
            sm_svg_print (svg, "h%u", run);
          sm_svg_print (svg, "v%d", now - before);
          before = now;
          run = 0;
        }
      run++;
    }
  sm_svg_print (svg, "h%uV%dz\"/>\n", run, ground);
}

/* Whether there is anything to mark.  */
static bool
ever_last (const struct sm_chart *chart, size_t lane)
{
  const struct sm_chart_cell *row = chart->cells + lane * chart->columns;
  size_t column = 0;

  while (column < chart->columns && !row[column].last)
    column++;
  return column < chart->columns;
}

/* A transparent rectangle that says in numbers what the mouse is on.  */
static void
print_window (struct sm_svg *svg, size_t lane, size_t window, unsigned int y)
{
  const struct sm_chart *chart = &svg->chart;
  size_t size = chart->columns / SM_CHART_WINDOWS, from = window * size, i;
  uint64_t start = sm_chart_edge (chart, from);
  uint64_t end = sm_chart_edge (chart, from + size);
  uint64_t present = sm_chart_present (chart, lane, start, end);
  uint64_t compute = 0, last = 0;
  struct sm_words name = sm_svg_pen_name (svg, lane);
  struct sm_words begin = sm_words_of_time (start - chart->from);
  struct sm_words stop = sm_words_of_time (end - chart->from);

  for (i = from; i < from + size; i++)
    {
      compute += chart->cells[lane * chart->columns + i].compute;
      last += chart->cells[lane * chart->columns + i].last;
    }
  if (!present)
    return;
  compute = sm_words_permille (compute, present);
  last = permille_last (chart, lane, last, present);
  sm_svg_print (svg,
                "<rect class=\"h\" x=\"%zu\" y=\"%u\" width=\"%d\" "
                "height=\"%u\"><title>%s, %s to %s\ncomputing " SM_TENTHS
                "%%, as the last " SM_TENTHS "%%</title></rect>\n",
                SM_SVG_LEFT + window * (SM_SVG_PLOT / SM_CHART_WINDOWS), y,
                SM_SVG_PLOT / SM_CHART_WINDOWS, svg->pitch, name.text,
                begin.text, stop.text, SM_AS_TENTHS (compute),
                SM_AS_TENTHS (last));
}

void
sm_svg_shares (struct sm_svg *svg, size_t lane, unsigned int y)
{
  const struct sm_chart *chart = &svg->chart;
  size_t from = 0, until = chart->columns, window;

  while (from < until
         && !sm_chart_present (chart, lane, sm_chart_edge (chart, from),
                               sm_chart_edge (chart, from + 1)))
    from++;
  while (from < until
         && !sm_chart_present (chart, lane, sm_chart_edge (chart, until - 1),
                               sm_chart_edge (chart, until)))
    until--;
  if (from == until)
    return;
  sm_svg_pen_box (svg, "w", from * SM_SVG_PLOT * 100 / chart->columns,
                  until * SM_SVG_PLOT * 100 / chart->columns, y, svg->band);
  print_outline (svg, lane, from, until, false, y, svg->band);
  if (ever_last (chart, lane))
    print_outline (svg, lane, from, until, true, y + svg->band + 1, svg->mark);
  for (window = 0; window < SM_CHART_WINDOWS; window++)
    print_window (svg, lane, window, y);
}
