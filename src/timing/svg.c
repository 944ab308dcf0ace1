/* svg.c: a snapshot as a timeline to look at.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   One lane for each thread: what it computed, and what it waited; under it a
   mark where the others waited for it.  Where there are more blocks than can
   be seen, the height of a column is the share of computing in it, and that
   of the mark the share of time in which the thread, or one of the lane's
   threads, was the one to come last.

   Computing and waiting differ by colour, by pattern and, aggregated, by
   place.  The colours are of Okabe and Ito's palette, which people with any
   kind of colour vision can tell apart.  */

#include <config.h>

#include "timing/cycles.h"
#include "timing/svg-axis.h"
#include "timing/svg-blocks.h"
#include "timing/svg-lane.h"
#include "timing/svg-shares.h"

#include <errno.h>

enum
{
  width = SM_SVG_LAST_X + 16,
  /* Columns of the words above.  */
  words = 160
};

static void
choose_heights (struct sm_svg *svg)
{
  size_t n = svg->chart.lanes;

  /* Lane, mark, and what is free below.  */
  if (n <= 8)
    svg->band = 34, svg->mark = 4, svg->pitch = 50;
  else if (n <= 16)
    svg->band = 21, svg->mark = 4, svg->pitch = 32;
  else if (n <= 32)
    svg->band = 14, svg->mark = 3, svg->pitch = 22;
  else if (n <= 64)
    svg->band = 10, svg->mark = 3, svg->pitch = 16;
  else
    svg->band = 6, svg->mark = 3, svg->pitch = 12;
}

static void
print_style (struct sm_svg *svg)
{
  sm_svg_print (svg, "<style>\n"
                     ".sm text{font:12px system-ui,-apple-system,\"Segoe UI\","
                     "\"DejaVu Sans\",Arial,sans-serif;fill:#24292f}\n"
                     ".sm .title{font-size:18px;font-weight:600}\n"
                     ".sm .muted{fill:#57606a}\n"
                     ".sm .small{font-size:11px}\n"
                     ".sm .tiny{font-size:9px}\n"
                     ".sm .end{text-anchor:end}\n"
                     ".sm .middle{text-anchor:middle}\n"
                     ".sm .page{fill:#fff}\n"
                     ".sm .grid{stroke:#d0d7de;fill:none}\n"
                     ".sm .c{fill:#0072b2}\n"
                     ".sm .w{fill:url(#sm-wait)}\n"
                     ".sm .paper{fill:#fdeccb}\n"
                     ".sm .stripe{fill:#e69f00}\n"
                     ".sm .l{fill:#24292f}\n"
                     ".sm .h{fill:none;pointer-events:all}\n"
                     "@media (prefers-color-scheme:dark){\n"
                     ".sm text{fill:#e6edf3}\n"
                     ".sm .muted{fill:#9da7b3}\n"
                     ".sm .page{fill:#0d1117}\n"
                     ".sm .grid{stroke:#30363d}\n"
                     ".sm .c{fill:#56b4e9}\n"
                     ".sm .paper{fill:#3d2f0b}\n"
                     ".sm .stripe{fill:#e69f00}\n"
                     ".sm .l{fill:#f0f6fc}\n"
                     "}\n"
                     "</style>\n"
                     "<defs><pattern id=\"sm-wait\" width=\"5\" height=\"5\" "
                     "patternUnits=\"userSpaceOnUse\" "
                     "patternTransform=\"rotate(45)\">"
                     "<rect class=\"paper\" width=\"5\" height=\"5\"/>"
                     "<rect class=\"stripe\" width=\"1.6\" height=\"5\"/>"
                     "</pattern></defs>\n");
}

/* How many meetings were reached; what comes after the last one is no
   cycle.  */
static uint64_t
cycles_of (const struct synchedmem_timing *timing)
{
  uint64_t most = 0, n;
  size_t t;

  for (t = 0; t < timing->num_threads; t++)
    {
      const struct sm_timing_thread *thread = &timing->thread[t];

      n = thread->stats.blocks;
      if (thread->num_blocks
          && sm_cycles_is_tail (thread,
                                &thread->block[thread->num_blocks - 1]))
        n--;
      if (n > most)
        most = n;
    }
  return most;
}

/* What the picture is of, in words.  */
static void
print_title (struct sm_svg *svg)
{
  const struct synchedmem_timing *timing = svg->timing;
  struct sm_words runtime
      = sm_words_of_time (timing->completion - timing->init);
  uint64_t cycles = cycles_of (timing), first, end;

  sm_cycles_range (timing, &first, &end);
  sm_svg_print (svg, "%zu thread%s, %" PRIu64 " cycle%s, %s",
                timing->num_threads, timing->num_threads == 1 ? "" : "s",
                cycles, cycles == 1 ? "" : "s", runtime.text);
  if (svg->chart.dropped)
    sm_svg_print (svg, " (shown: the newest %" PRIu64 ")",
                  cycles > first ? cycles - first : 0);
}

static void
print_key (struct sm_svg *svg, const char *class, unsigned int height, int x,
           unsigned int y, const char *text)
{
  sm_svg_print (
      svg,
      "<rect class=\"%s\" x=\"%d\" y=\"%u\" width=\"22\" height=\"%u\"/>"
      "<text x=\"%d\" y=\"%u\">%s</text>\n",
      class, x, y - 4 - height / 2, height, x + 30, y, text);
}

/* The words above the lanes; leaves the first lane's place in TOP.  */
static void
print_head (struct sm_svg *svg, unsigned int lines)
{
  unsigned int y = 67 + 18 * lines;
  bool shares = svg->chart.aggregated;

  print_key (svg, "c", 13, SM_SVG_LEFT, y,
             shares ? "computing (share of the column)" : "computing");
  print_key (svg, "w", 13, SM_SVG_LEFT + 260, y,
             shares ? "waiting for others (the rest)" : "waiting for others");
  print_key (svg, "l", 4, SM_SVG_LEFT + 500, y,
             shares ? "came last: the others waited for it (share)"
                    : "came last: the others waited for this thread");
  svg->top = y + 37;
  sm_svg_print (svg,
                "<text class=\"muted small end\" x=\"%d\" y=\"%u\">computing"
                "</text>\n<text class=\"muted small end\" x=\"%d\" y=\"%u\">"
                "came last</text>\n",
                SM_SVG_COMPUTING_X, svg->top - 10, SM_SVG_LAST_X,
                svg->top - 10);
  if (svg->chart.threads_per_lane > 1)
    sm_svg_print (svg,
                  "<text class=\"muted small\" x=\"16\" y=\"%u\">threads"
                  "</text>\n",
                  svg->top - 10);
}

static void
print_picture (struct sm_svg *svg)
{
  const char *rest = svg->verdict;
  unsigned int lines = 0, height;
  uint64_t imbalance
      = (uint64_t) (synchedmem_timing_imbalance (svg->timing) * 1000 + 0.5);
  size_t lane;

  for (; *rest; lines++)
    {
      rest += sm_words_line (rest, words);
      rest += *rest == ' ';
    }
  choose_heights (svg);
  height = 56 + 18 * lines + 48 + (unsigned int) svg->chart.lanes * svg->pitch
           + 52;
  sm_svg_print (
      svg,
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sm\" "
      "width=\"%d\" height=\"%u\" viewBox=\"0 0 %d %u\" role=\"img\" "
      "aria-labelledby=\"sm-title\">\n<title id=\"sm-title\">",
      width, height, width, height);
  print_title (svg);
  sm_svg_print (svg, "</title>\n");
  print_style (svg);
  sm_svg_print (svg,
                "<rect class=\"page\" width=\"%d\" height=\"%u\"/>\n"
                "<text class=\"title\" x=\"16\" y=\"34\">",
                width, height);
  print_title (svg);
  sm_svg_print (svg, ", imbalance " SM_THOUSANDTHS "</text>\n",
                SM_AS_THOUSANDTHS (imbalance));
  for (rest = svg->verdict, lines = 0; *rest; lines++)
    {
      size_t length = sm_words_line (rest, words);

      sm_svg_print (svg, "<text x=\"16\" y=\"%u\">%.*s</text>\n",
                    56 + 18 * lines, (int) length, rest);
      rest += length;
      rest += *rest == ' ';
    }
  print_head (svg, lines);
  sm_svg_axis (svg);
  for (lane = 0; lane < svg->chart.lanes && !svg->sink.error; lane++)
    {
      unsigned int y = svg->top + (unsigned int) lane * svg->pitch;

      sm_svg_lane (svg, lane, y);
      if (svg->chart.aggregated)
        sm_svg_shares (svg, lane, y);
    }
  if (!svg->chart.aggregated)
    sm_svg_blocks (svg);
  sm_svg_print (svg, "</svg>\n");
}

int
synchedmem_timing_write_svg (const struct synchedmem_timing *timing, FILE *out)
{
  struct sm_svg svg = { .timing = timing };
  int error;

  if (!timing || !out)
    return EINVAL;
  error = sm_verdict_say (timing, svg.verdict);
  if (error)
    return error;
  error = sm_chart_create (&svg.chart, timing);
  if (error)
    return error;
  sm_sink_begin (&svg.sink, out);
  sm_svg_print (&svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  print_picture (&svg);
  error = sm_sink_end (&svg.sink);
  sm_chart_destroy (&svg.chart);
  return error;
}
