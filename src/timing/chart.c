/* chart.c: where a timeline puts a snapshot: lanes, axis, columns.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   However many threads and blocks there are, lanes, columns and single blocks
   are bounded; beyond that, columns hold shares.  */

#include <config.h>

#include "timing/chart.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static uint64_t
least (uint64_t a, uint64_t b)
{
  return a < b ? a : b;
}

static uint64_t
most (uint64_t a, uint64_t b)
{
  return a > b ? a : b;
}

static uint64_t
first_kept (const struct sm_timing_thread *thread)
{
  return thread->stats.dropped && thread->num_blocks ? thread->block[0].start
                                                     : thread->start;
}

/* What is shown: all, from the creation on; but not a long time in which
   nobody had come yet, nor one of which no blocks were kept.  */
static void
choose_times (struct sm_chart *chart)
{
  const struct synchedmem_timing *timing = chart->timing;
  uint64_t from = UINT64_MAX, until = 0;
  size_t t;

  for (t = 0; t < timing->num_threads; t++)
    chart->dropped |= timing->thread[t].stats.dropped > 0;
  for (t = 0; t < timing->num_threads; t++)
    {
      const struct sm_timing_thread *thread = &timing->thread[t];

      if (!sm_cycles_attached (thread))
        continue;
      until = most (until, thread->end);
      if (!chart->dropped || thread->stats.dropped)
        from = least (from, first_kept (thread));
    }
  if (from > until)
    {
      from = timing->init;
      until = timing->completion;
    }
  if (!chart->dropped && from > timing->init
      && from - timing->init <= (until - from) / 10)
    from = timing->init;
  chart->from = from;
  chart->until = most (until, from + 1);
}

static void
choose_lanes (struct sm_chart *chart)
{
  const struct synchedmem_timing *timing = chart->timing;
  size_t t, n = timing->num_threads, all = 0, longest = 0;

  for (t = 0; t < n; t++)
    {
      all += timing->thread[t].num_blocks;
      longest = most (longest, timing->thread[t].num_blocks);
    }
  /* As many lanes as threads, or fewer with several threads each.  */
  chart->threads_per_lane = (n - 1) / SM_CHART_LANES + 1;
  chart->lanes = (n - 1) / chart->threads_per_lane + 1;
  chart->aggregated = chart->threads_per_lane > 1 || all > SM_CHART_BLOCKS
                      || longest > SM_CHART_LANE_BLOCKS;
  chart->columns = SM_CHART_COLUMNS;
  /* About one block in a column would be noise.  */
  if (longest > SM_CHART_LANE_BLOCKS)
    chart->columns = least (chart->columns, longest / 4);
  chart->columns = least (chart->columns, SM_CHART_CELLS / chart->lanes)
                   / SM_CHART_WINDOWS * SM_CHART_WINDOWS;
}

/* Add to each column of a lane how much of the time from FROM until UNTIL lies
   in it.  */
static void
add_span (const struct sm_chart *chart, struct sm_chart_cell *row,
          uint64_t from, uint64_t until, bool last)
{
  size_t column;

  from = most (from, chart->from);
  until = least (until, chart->until);
  if (from >= until)
    return;
  column = sm_chart_place (chart, from, chart->columns);
  /* The column that rounding found may be the one before.  */
  while (from < until && column < chart->columns)
    {
      uint64_t end = least (until, sm_chart_edge (chart, column + 1));

      if (end > from)
        {
          row[column].compute += end - from;
          row[column].last += last ? end - from : 0;
          from = end;
        }
      column++;
    }
}

static void
fill_cells (struct sm_chart *chart)
{
  const struct synchedmem_timing *timing = chart->timing;
  uint64_t cycle, end;

  sm_cycles_range (timing, &cycle, &end);
  for (; cycle < end; cycle++)
    {
      struct sm_timing_meeting meeting;
      bool held = sm_cycles_meeting (timing, cycle, &meeting);
      size_t t;

      for (t = 0; t < timing->num_threads; t++)
        {
          const struct synchedmem_block *block
              = sm_cycles_find (&timing->thread[t], cycle);
          size_t lane = t / chart->threads_per_lane;

          if (block)
            add_span (chart, chart->cells + lane * chart->columns,
                      block->start, block->arrive, held && meeting.last == t);
        }
    }
}

int
sm_chart_create (struct sm_chart *chart,
                 const struct synchedmem_timing *timing)
{
  memset (chart, 0, sizeof *chart);
  chart->timing = timing;
  choose_times (chart);
  choose_lanes (chart);
  if (!chart->aggregated)
    return 0;
  chart->cells = calloc (chart->lanes * chart->columns, sizeof *chart->cells);
  if (!chart->cells)
    return ENOMEM;
  fill_cells (chart);
  return 0;
}

void
sm_chart_destroy (struct sm_chart *chart)
{
  free (chart->cells);
}

void
sm_chart_threads (const struct sm_chart *chart, size_t lane, size_t *from,
                  size_t *until)
{
  *from = lane * chart->threads_per_lane;
  *until = least (*from + chart->threads_per_lane, chart->timing->num_threads);
}

uint64_t
sm_chart_begin (const struct sm_chart *chart,
                const struct sm_timing_thread *thread)
{
  return most (first_kept (thread), chart->from);
}

uint64_t
sm_chart_end (const struct sm_chart *chart,
              const struct sm_timing_thread *thread)
{
  return most (thread->end, chart->from);
}

uint64_t
sm_chart_edge (const struct sm_chart *chart, size_t column)
{
  uint64_t range = chart->until - chart->from, n = chart->columns;

  return chart->from + range / n * column + range % n * column / n;
}

uint64_t
sm_chart_present (const struct sm_chart *chart, size_t lane, uint64_t from,
                  uint64_t until)
{
  uint64_t sum = 0;
  size_t t, end;

  for (sm_chart_threads (chart, lane, &t, &end); t < end; t++)
    {
      const struct sm_timing_thread *thread = &chart->timing->thread[t];
      uint64_t begin = most (from, sm_chart_begin (chart, thread));
      uint64_t stop = least (until, sm_chart_end (chart, thread));

      if (sm_cycles_attached (thread) && begin < stop)
        sum += stop - begin;
    }
  return sum;
}

uint64_t
sm_chart_place (const struct sm_chart *chart, uint64_t time, uint64_t size)
{
  uint64_t range = chart->until - chart->from;

  if (time <= chart->from)
    return 0;
  if (time >= chart->until)
    return size;
  return (uint64_t) ((double) (time - chart->from) / (double) range
                     * (double) size);
}

uint64_t
sm_chart_step (const struct sm_chart *chart)
{
  uint64_t range = chart->until - chart->from, step = 1;

  /* Of the steps 1, 2, 5, 10, 20, ... the first with which there are at most
     ten ticks.  */
  for (;;)
    {
      if (range / step <= 10)
        return step;
      if (range / step <= 20)
        return step * 2;
      if (range / step <= 50)
        return step * 5;
      step *= 10;
    }
}
