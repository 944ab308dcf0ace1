/* timing-svg.c: a snapshot as a timeline to look at.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   One lane for each thread: what it computed, and what it waited; under it a
   mark where the others waited for it.  Where there are more blocks than can
   be seen, the height of a column is the share of computing in it, and that
   of the mark the share of time in which the thread was the one to come last.

   Computing and waiting differ by colour, by pattern and, aggregated, by
   place.  The colours are of Okabe and Ito's palette, which people with any
   kind of colour vision can tell apart.  */

#include <config.h>

#include "sink.h"
#include "timing-chart.h"

#include <errno.h>

enum
{
  width = 1240,
  left = 100, /* of the plot */
  plot = 960,
  right = left + plot,
  ratio_x = right + 92, /* where the numbers beside a lane end */
  last_x = width - 16,
  /* Units of a lane's height in aggregated lanes.  */
  share = 100,
  /* Columns of the words above.  */
  words = 160
};

struct picture
{
  struct sm_sink sink;
  const struct synchedmem_timing *timing;
  struct sm_chart chart;
  char verdict[SM_VERDICT_SIZE];
  /* From one lane to the next, and of it the lane and its mark.  */
  unsigned int pitch, band, mark;
  unsigned int top; /* of the first lane */
};

#define print(p, ...) sm_sink_print (&(p)->sink, __VA_ARGS__)

/* Hundredths of a pixel.  */
#define PIXELS "%" PRIu64 ".%02u"
#define AS_PIXELS(n) (n) / 100, (unsigned int) ((n) % 100)

/* A time as people read it.  */
struct words
{
  char text[40];
};

static struct words
words_of (uint64_t ns)
{
  struct words w;

  if (ns < 1000)
    snprintf (w.text, sizeof w.text, "%" PRIu64 " ns", ns);
  else if (ns < 1000000)
    snprintf (w.text, sizeof w.text, SM_THOUSANDTHS " \302\265s",
              SM_AS_THOUSANDTHS (ns));
  else if (ns < 1000000000)
    snprintf (w.text, sizeof w.text, SM_THOUSANDTHS " ms",
              SM_AS_THOUSANDTHS (sm_timing_us (ns)));
  else
    snprintf (w.text, sizeof w.text, SM_THOUSANDTHS " s",
              SM_AS_THOUSANDTHS (sm_timing_us (ns / 1000)));
  return w;
}

/* A time on the axis, where ticks lie STEP apart: no more digits than needed.
   The unit is that of the whole axis.  */
static struct words
tick_of (uint64_t ns, uint64_t step, uint64_t whole)
{
  static const char *const names[] = { "ns", "\302\265s", "ms", "s" };
  uint64_t unit = 1, fraction, digit;
  struct words w;
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

static void
lay_out (struct picture *p)
{
  size_t n = p->chart.lanes;

  /* Lane, mark, and what is free below.  */
  if (n <= 8)
    p->band = 34, p->mark = 4, p->pitch = 50;
  else if (n <= 16)
    p->band = 21, p->mark = 4, p->pitch = 32;
  else if (n <= 32)
    p->band = 14, p->mark = 3, p->pitch = 22;
  else if (n <= 64)
    p->band = 10, p->mark = 3, p->pitch = 16;
  else
    p->band = 7, p->mark = 2, p->pitch = 12;
}

static void
print_style (struct picture *p)
{
  print (p, "<style>\n"
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

/* What the picture is of, in words.  */
static void
print_title (struct picture *p)
{
  const struct synchedmem_timing *timing = p->timing;
  struct words runtime = words_of (timing->completion - timing->init);
  uint64_t first, end;

  sm_timing_cycles (timing, &first, &end);
  print (p, "%zu thread%s, %" PRIu64 " cycle%s, %s", timing->num_threads,
         timing->num_threads == 1 ? "" : "s", end, end == 1 ? "" : "s",
         runtime.text);
  if (p->chart.dropped)
    print (p, " (shown: the newest %" PRIu64 ")", end - first);
}

static void
print_key (struct picture *p, const char *class, unsigned int height, int x,
           unsigned int y, const char *text)
{
  print (p,
         "<rect class=\"%s\" x=\"%d\" y=\"%u\" width=\"22\" height=\"%u\"/>"
         "<text x=\"%d\" y=\"%u\">%s</text>\n",
         class, x, y - 4 - height / 2, height, x + 30, y, text);
}

/* The words above the lanes; leaves the first lane's place in TOP.  */
static void
print_head (struct picture *p, unsigned int lines)
{
  unsigned int y = 67 + 18 * lines;
  bool shares = p->chart.aggregated;

  print_key (p, "c", 13, left, y,
             shares ? "computing (share of the column)" : "computing");
  print_key (p, "w", 13, left + 260, y,
             shares ? "waiting for others (the rest)" : "waiting for others");
  print_key (p, "l", 4, left + 500, y,
             "came last: the others waited for this thread");
  p->top = y + 37;
  print (p,
         "<text class=\"muted small end\" x=\"%d\" y=\"%u\">computing"
         "</text>\n<text class=\"muted small end\" x=\"%d\" y=\"%u\">"
         "came last</text>\n",
         ratio_x, p->top - 10, last_x, p->top - 10);
}

static unsigned int
bottom (const struct picture *p)
{
  return p->top + (unsigned int) p->chart.lanes * p->pitch;
}

static void
print_axis (struct picture *p)
{
  const struct sm_chart *chart = &p->chart;
  uint64_t whole = chart->until - chart->from;
  uint64_t step = sm_chart_step (chart), at;
  struct words from = words_of (chart->from - p->timing->init);

  for (at = 0; at <= whole; at += step)
    {
      uint64_t x
          = left * 100 + sm_chart_place (chart, chart->from + at, plot * 100);
      struct words label = tick_of (at, step, whole);

      print (p,
             "<path class=\"grid\" d=\"M" PIXELS " %uV%u\"/>"
             "<text class=\"muted small middle\" x=\"" PIXELS
             "\" y=\"%u\">%s</text>\n",
             AS_PIXELS (x), p->top - 4, bottom (p) + 4, AS_PIXELS (x),
             bottom (p) + 18, label.text);
      if (chart->lanes > 16)
        print (p,
               "<text class=\"muted small middle\" x=\"" PIXELS
               "\" y=\"%u\">%s</text>\n",
               AS_PIXELS (x), p->top - 10, label.text);
      if (at > whole - step)
        break;
    }
  print (p, "<text class=\"muted small middle\" x=\"%d\" y=\"%u\">time since ",
         left + plot / 2, bottom (p) + 38);
  if (chart->from > p->timing->init)
    print (p, "%s after ", from.text);
  print (p, "the group was created</text>\n");
}

/* The name of a lane.  */
static struct words
name_of (const struct picture *p, size_t lane)
{
  struct words w;
  size_t from, until;

  sm_chart_threads (&p->chart, lane, &from, &until);
  if (until - from == 1)
    snprintf (w.text, sizeof w.text, "Thread %zu", from);
  else
    snprintf (w.text, sizeof w.text, "%zu\342\200\223%zu", from, until - 1);
  return w;
}

/* Name and totals, beside the lane at Y.  */
static void
print_label (struct picture *p, size_t lane, unsigned int y)
{
  struct words name = name_of (p, lane);
  uint64_t compute = 0, time = 0, last = 0;
  bool attached = false;
  size_t t, until;
  unsigned int base = y + (p->band + p->mark) / 2 + 4;
  const char *small = p->pitch < 15 ? " tiny" : p->pitch < 21 ? " small" : "";

  for (sm_chart_threads (&p->chart, lane, &t, &until); t < until; t++)
    {
      const struct sm_timing_thread *thread = &p->timing->thread[t];

      attached |= sm_timing_attached (thread);
      compute += thread->stats.compute_total;
      time += thread->end - thread->start;
      last += thread->stats.last_to_arrive;
    }
  print (p, "<text class=\"end%s\" x=\"%d\" y=\"%u\">%s</text>", small,
         left - 10, base, name.text);
  if (!attached)
    {
      print (p,
             "<text class=\"muted%s\" x=\"%d\" y=\"%u\">did not attach"
             "</text>\n",
             small, left + 4, base);
      return;
    }
  if (time)
    print (p, "<text class=\"end%s\" x=\"%d\" y=\"%u\">" SM_TENTHS "%%</text>",
           small, ratio_x, base,
           SM_AS_TENTHS (sm_timing_permille (compute, time)));
  print (p, "<text class=\"end%s\" x=\"%d\" y=\"%u\">%" PRIu64 "</text>\n",
         small, last_x, base, last);
}

/* A rectangle from X to END, in hundredths of a pixel.  */
static void
print_box (struct picture *p, const char *class, uint64_t x, uint64_t end,
           unsigned int y, unsigned int height)
{
  uint64_t size = end - x;

  print (p,
         "<path class=\"%s\" d=\"M" PIXELS " %uh" PIXELS "v%uh-" PIXELS
         "z\"/>",
         class, AS_PIXELS (left * 100 + x), y, AS_PIXELS (size), height,
         AS_PIXELS (size));
}

static void
print_block (struct picture *p, size_t t, uint64_t cycle,
             const struct synchedmem_block *block, bool last, unsigned int y)
{
  const struct sm_timing_thread *thread = &p->timing->thread[t];
  struct words compute = words_of (block->arrive - block->start);
  struct words wait = words_of (block->release - block->arrive);
  uint64_t x = sm_chart_place (&p->chart, block->start, plot * 100);
  uint64_t middle = sm_chart_place (&p->chart, block->arrive, plot * 100);
  uint64_t end = sm_chart_place (&p->chart, block->release, plot * 100);

  /* Where blocks are wide, the cycles are seen apart.  */
  if (end - x > 500)
    end -= 80;
  if (middle > end)
    middle = end;
  print (p, "<g><title>Thread %zu, cycle %" PRIu64 "%s\ncomputing %s", t,
         cycle, last ? ": came last" : "", compute.text);
  if (sm_timing_is_tail (thread, block))
    print (p, ", after its last meeting");
  else
    print (p, ", waiting %s", wait.text);
  print (p, "</title>");
  print_box (p, "c", x, middle, y, p->band);
  if (end > middle)
    print_box (p, "w", middle, end, y, p->band);
  if (last)
    print_box (p, "l", x, middle, y + p->band + 1, p->mark);
  print (p, "</g>\n");
}

/* Block by block, and cycle by cycle, since who came last is the same for
   all.  */
static void
print_blocks (struct picture *p)
{
  uint64_t cycle, end;

  sm_timing_cycles (p->timing, &cycle, &end);
  for (; cycle < end && !p->sink.error; cycle++)
    {
      struct sm_timing_meeting meeting;
      bool held = sm_timing_meeting (p->timing, cycle, &meeting);
      size_t t;

      for (t = 0; t < p->timing->num_threads; t++)
        {
          const struct synchedmem_block *block
              = sm_timing_find (&p->timing->thread[t], cycle);

          if (block && block->release > p->chart.from)
            print_block (p, t, cycle, block, held && meeting.last == t,
                         p->top + (unsigned int) t * p->pitch);
        }
    }
}

/* The outline of a row of shares between two columns, at Y and HEIGHT high.
   Within it a column is 1 wide and the whole is SHARE high.  */
static void
print_outline (struct picture *p, size_t lane, size_t from, size_t until,
               bool last, unsigned int y, unsigned int height)
{
  const struct sm_chart *chart = &p->chart;
  const struct sm_chart_cell *row = chart->cells + lane * chart->columns;
  unsigned int before = 0, run = 0,
               scale = plot * 1000 / (unsigned int) chart->columns;
  size_t column;

  print (
      p,
      "<path class=\"%c\" transform=\"translate(%d %u) scale(" SM_THOUSANDTHS
      " .%02u)\" d=\"M%zu %d",
      last ? 'l' : 'c', left, y, SM_AS_THOUSANDTHS ((uint64_t) scale), height,
      from, share);
  for (column = from; column < until; column++)
    {
      uint64_t present
          = sm_chart_present (chart, lane, sm_chart_edge (chart, column),
                              sm_chart_edge (chart, column + 1));
      uint64_t part = last ? row[column].last : row[column].compute;
      unsigned int now
          = (unsigned int) (sm_timing_permille (part, present) + 5) / 10;

      if (now > share)
        now = share;
      if (now != before)
        {
          if (run)
            print (p, "h%u", run);
          print (p, "v%d", (int) before - (int) now);
          before = now;
          run = 0;
        }
      run++;
    }
  print (p, "h%uV%dz\"/>\n", run, share);
}

/* Transparent, to say in numbers what the mouse is on.  */
static void
print_window (struct picture *p, size_t lane, size_t window, unsigned int y)
{
  const struct sm_chart *chart = &p->chart;
  size_t size = chart->columns / SM_CHART_WINDOWS, from = window * size, i;
  uint64_t start = sm_chart_edge (chart, from);
  uint64_t end = sm_chart_edge (chart, from + size);
  uint64_t present = sm_chart_present (chart, lane, start, end);
  uint64_t compute = 0, last = 0;
  struct words name = name_of (p, lane);
  struct words begin = words_of (start - chart->from);
  struct words stop = words_of (end - chart->from);

  for (i = from; i < from + size; i++)
    {
      compute += chart->cells[lane * chart->columns + i].compute;
      last += chart->cells[lane * chart->columns + i].last;
    }
  if (!present)
    return;
  compute = sm_timing_permille (compute, present);
  last = sm_timing_permille (last, present);
  print (p,
         "<rect class=\"h\" x=\"%zu\" y=\"%u\" width=\"%d\" "
         "height=\"%u\"><title>%s, %s to %s\ncomputing " SM_TENTHS
         "%%, as the last " SM_TENTHS "%%</title></rect>\n",
         left + window * (plot / SM_CHART_WINDOWS), y, plot / SM_CHART_WINDOWS,
         p->pitch, name.text, begin.text, stop.text, SM_AS_TENTHS (compute),
         SM_AS_TENTHS (last));
}

/* A lane as shares.  */
static void
print_shares (struct picture *p, size_t lane, unsigned int y)
{
  const struct sm_chart *chart = &p->chart;
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
  print_box (p, "w", from * plot * 100 / chart->columns,
             until * plot * 100 / chart->columns, y, p->band);
  print_outline (p, lane, from, until, false, y, p->band);
  print_outline (p, lane, from, until, true, y + p->band + 1, p->mark);
  for (window = 0; window < SM_CHART_WINDOWS; window++)
    print_window (p, lane, window, y);
}

static void
print_picture (struct picture *p)
{
  const char *rest = p->verdict;
  unsigned int lines = 0, height;
  uint64_t imbalance
      = (uint64_t) (synchedmem_timing_imbalance (p->timing) * 1000 + 0.5);
  size_t lane;

  for (; *rest; lines++)
    {
      rest += sm_timing_line (rest, words);
      rest += *rest == ' ';
    }
  lay_out (p);
  height
      = 56 + 18 * lines + 48 + (unsigned int) p->chart.lanes * p->pitch + 52;
  print (p,
         "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sm\" "
         "width=\"%d\" height=\"%u\" viewBox=\"0 0 %d %u\" role=\"img\" "
         "aria-labelledby=\"sm-title\">\n<title id=\"sm-title\">",
         width, height, width, height);
  print_title (p);
  print (p, "</title>\n");
  print_style (p);
  print (p,
         "<rect class=\"page\" width=\"%d\" height=\"%u\"/>\n"
         "<text class=\"title\" x=\"16\" y=\"34\">",
         width, height);
  print_title (p);
  print (p, ", imbalance " SM_THOUSANDTHS "</text>\n",
         SM_AS_THOUSANDTHS (imbalance));
  for (rest = p->verdict, lines = 0; *rest; lines++)
    {
      size_t length = sm_timing_line (rest, words);

      print (p, "<text x=\"16\" y=\"%u\">%.*s</text>\n", 56 + 18 * lines,
             (int) length, rest);
      rest += length;
      rest += *rest == ' ';
    }
  print_head (p, lines);
  print_axis (p);
  for (lane = 0; lane < p->chart.lanes && !p->sink.error; lane++)
    {
      unsigned int y = p->top + (unsigned int) lane * p->pitch;

      print_label (p, lane, y);
      if (p->chart.aggregated)
        print_shares (p, lane, y);
    }
  if (!p->chart.aggregated)
    print_blocks (p);
  print (p, "</svg>\n");
}

int
synchedmem_timing_write_svg (const struct synchedmem_timing *timing, FILE *out)
{
  struct picture p = { .timing = timing };
  int error;

  if (!timing || !out)
    return EINVAL;
  error = sm_timing_verdict (timing, p.verdict);
  if (error)
    return error;
  error = sm_chart_create (&p.chart, timing);
  if (error)
    return error;
  sm_sink_begin (&p.sink, out);
  print (&p, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  print_picture (&p);
  error = sm_sink_end (&p.sink);
  sm_chart_destroy (&p.chart);
  return error;
}
