/* table.c: a snapshot as a table for people.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Milliseconds; a row for each cycle, a column for each thread.  Where it is
   printed on a terminal, threads that do not fit beside each other come one
   group under the other: no number is cut off.  */

#include <config.h>

#include "base/sink.h"
#include "os/os.h"
#include "timing/cycles.h"
#include "timing/verdict.h"
#include "timing/words.h"

#include <errno.h>
#include <string.h>

enum
{
  /* The least width of a column.  */
  column = 12,
  /* Rows shown of the beginning and of the end, where there are more.  */
  head = 20,
  foot = 20,
  /* What lines of words are wrapped to if the table is narrower.  */
  line = 72
};

struct table
{
  struct sm_sink sink;
  const struct synchedmem_timing *timing;
  size_t label_width, width; /* of the first column, and of the others */
  size_t from, until;        /* the threads of the group */
};

/* Long enough for every number, time and label.  */
typedef char cell[48];

static const char none[] = "-";

static void
put_ms (cell text, uint64_t ns)
{
  uint64_t us = sm_words_us (ns);
  snprintf (text, sizeof (cell), SM_THOUSANDTHS, SM_AS_THOUSANDTHS (us));
}

/* What a row holds for a thread that attached.  */
typedef void content (cell text, const struct sm_timing_thread *thread,
                      size_t id);

static void
name_of (cell text, const struct sm_timing_thread *thread, size_t id)
{
  (void) thread;
  snprintf (text, sizeof (cell), "Thread %zu", id);
}

static void
compute_of (cell text, const struct sm_timing_thread *thread, size_t id)
{
  (void) id;
  put_ms (text, thread->stats.compute_total);
}

static void
wait_of (cell text, const struct sm_timing_thread *thread, size_t id)
{
  (void) id;
  put_ms (text, thread->stats.wait_total);
}

static void
time_of (cell text, const struct sm_timing_thread *thread, size_t id)
{
  (void) id;
  put_ms (text, thread->stats.compute_total + thread->stats.wait_total);
}

static void
ratio_of (cell text, const struct sm_timing_thread *thread, size_t id)
{
  uint64_t time = thread->stats.compute_total + thread->stats.wait_total;
  uint64_t ratio = sm_words_permille (thread->stats.compute_total, time);

  (void) id;
  if (time)
    snprintf (text, sizeof (cell), SM_TENTHS, SM_AS_TENTHS (ratio));
  else
    strcpy (text, none);
}

static void
last_of (cell text, const struct sm_timing_thread *thread, size_t id)
{
  (void) id;
  snprintf (text, sizeof (cell), "%" PRIu64, thread->stats.last_to_arrive);
}

static void
print_cell (struct table *table, size_t id, const char *text)
{
  /* No blanks at the end of a line.  */
  if (id + 1 == table->until)
    sm_sink_print (&table->sink, " %s\n", text);
  else
    sm_sink_print (&table->sink, " %-*s", (int) table->width, text);
}

static void
print_label (struct table *table, const char *label)
{
  sm_sink_print (&table->sink, "%-*s", (int) table->label_width, label);
}

static void
print_row (struct table *table, const char *label, content *put)
{
  size_t t;

  print_label (table, label);
  for (t = table->from; t < table->until; t++)
    {
      const struct sm_timing_thread *thread = &table->timing->thread[t];
      cell text;

      if (put == name_of || sm_cycles_attached (thread))
        put (text, thread, t);
      else
        strcpy (text, none);
      print_cell (table, t, text);
    }
}

static void
print_rule (struct table *table, char mark)
{
  size_t width
      = table->label_width + (table->until - table->from) * (table->width + 1);

  while (width-- > 0)
    sm_sink_print (&table->sink, "%c", mark);
  sm_sink_print (&table->sink, "\n");
}

static void
print_dashes (struct table *table)
{
  char dashes[sizeof (cell)];
  size_t t;

  memset (dashes, '-', sizeof dashes - 1);
  dashes[sizeof dashes - 1] = '\0';
  sm_sink_print (&table->sink, "%.*s", (int) table->label_width, dashes);
  for (t = table->from; t < table->until; t++)
    sm_sink_print (&table->sink, " %.*s", (int) table->width, dashes);
  sm_sink_print (&table->sink, "\n");
}

/* Whether CYCLE is only what its threads did after their last meeting.  */
static bool
is_end (const struct synchedmem_timing *timing, uint64_t cycle)
{
  size_t t;

  for (t = 0; t < timing->num_threads; t++)
    {
      const struct sm_timing_thread *thread = &timing->thread[t];
      const struct synchedmem_block *block = sm_cycles_find (thread, cycle);

      if (block && !sm_cycles_is_tail (thread, block))
        return false;
    }
  return true;
}

static void
label_cycle (const struct table *table, cell text, uint64_t cycle)
{
  snprintf (text, sizeof (cell), "%" PRIu64 "%s", cycle,
            is_end (table->timing, cycle) ? " (end)" : "");
}

static void
print_cycle (struct table *table, uint64_t cycle)
{
  cell text;
  size_t t;

  label_cycle (table, text, cycle);
  print_label (table, text);
  for (t = table->from; t < table->until; t++)
    {
      const struct synchedmem_block *block
          = sm_cycles_find (&table->timing->thread[t], cycle);

      if (block)
        put_ms (text, block->arrive - block->start);
      else
        strcpy (text, none);
      print_cell (table, t, text);
    }
}

static void
print_cycles (struct table *table)
{
  uint64_t first, end, cycle;

  sm_cycles_range (table->timing, &first, &end);
  if (first > 0)
    {
      print_label (table, "...");
      sm_sink_print (&table->sink, " %" PRIu64 " older not kept\n", first);
    }
  for (cycle = first; cycle < end; cycle++)
    if (cycle == first + head && end - cycle > foot)
      {
        print_label (table, "...");
        sm_sink_print (&table->sink, " %" PRIu64 " left out\n",
                       end - cycle - foot);
        cycle = end - foot - 1;
      }
    else
      print_cycle (table, cycle);
}

static void
print_group (struct table *table)
{
  print_rule (table, '=');
  print_row (table, "Block", name_of);
  print_dashes (table);
  print_cycles (table);
  print_rule (table, '=');
  print_row (table, "Total Comp", compute_of);
  print_row (table, "Total Wait", wait_of);
  print_row (table, "Total Time", time_of);
  print_row (table, "Comp Ratio%", ratio_of);
  print_row (table, "Last", last_of);
  print_rule (table, '=');
}

static void
widen (size_t *width, const char *text)
{
  size_t length = strlen (text);

  if (*width < length)
    *width = length;
}

static void
measure (struct table *table)
{
  uint64_t first, end;
  cell text;
  size_t t;

  table->label_width = table->width = column;
  sm_cycles_range (table->timing, &first, &end);
  if (end)
    {
      label_cycle (table, text, end - 1);
      widen (&table->label_width, text);
    }
  for (t = 0; t < table->timing->num_threads; t++)
    {
      const struct sm_timing_thread *thread = &table->timing->thread[t];

      /* The widest number is that of the whole time.  */
      name_of (text, thread, t);
      widen (&table->width, text);
      time_of (text, thread, t);
      widen (&table->width, text);
      last_of (text, thread, t);
      widen (&table->width, text);
    }
}

static void
print_words (struct table *table, const char *text, size_t width)
{
  while (*text)
    {
      size_t length = sm_words_line (text, width);

      sm_sink_print (&table->sink, "%.*s\n", (int) length, text);
      text += length;
      text += *text == ' ';
    }
}

int
synchedmem_timing_plot (const struct synchedmem_timing *timing, FILE *out)
{
  struct table table = { .timing = timing };
  char verdict[SM_VERDICT_SIZE];
  size_t screen, group, words = line;
  uint64_t us, imbalance;
  int error;

  if (!timing || !out)
    return EINVAL;
  error = sm_verdict_say (timing, verdict);
  if (error)
    return error;
  measure (&table);
  group = timing->num_threads;
  screen = sm_os_screen_width (out);
  if (screen)
    {
      group = 1;
      if (screen > table.label_width + table.width + 1)
        group = (screen - table.label_width) / (table.width + 1);
      if (words > screen)
        words = screen;
    }
  us = sm_words_us (timing->completion - timing->init);
  imbalance = (uint64_t) (synchedmem_timing_imbalance (timing) * 1000 + 0.5);

  sm_sink_begin (&table.sink, out);
  sm_sink_print (&table.sink,
                 "COMPUTATION TIME TABLE\nTotal Runtime: " SM_THOUSANDTHS
                 " ms\n",
                 SM_AS_THOUSANDTHS (us));
  for (; table.from < timing->num_threads; table.from = table.until)
    {
      table.until = timing->num_threads - table.from < group
                        ? timing->num_threads
                        : table.from + group;
      print_group (&table);
    }
  sm_sink_print (&table.sink, "Imbalance: " SM_THOUSANDTHS "\n",
                 SM_AS_THOUSANDTHS (imbalance));
  print_words (&table, verdict, words);
  return sm_sink_end (&table.sink);
}
