/* test-chart.c: lanes, columns and axis of a timeline.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/snapshot.h"
#include "support/support.h"
#include "timing/chart.h"

#include <glib.h>

/* Columns lose nothing: their sums are the totals.  */
static void
test_sums (void)
{
  static const size_t threads[] = { 1, 3, 64, 200 };
  size_t i;

  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      struct synchedmem_timing *timing
          = snapshot_random (threads[i], scaled (2000));
      struct sm_chart chart;
      size_t lane, column, t, until;

      g_assert_cmpint (sm_chart_create (&chart, timing), ==, 0);
      /* Under a detector, there are few blocks of few threads.  */
      if (!chart.aggregated)
        g_assert_cmpuint (scaled (2000), <, 2000);
      for (lane = 0; lane < chart.lanes && chart.aggregated; lane++)
        {
          uint64_t compute = 0, present = 0, total = 0, time = 0;

          for (column = 0; column < chart.columns; column++)
            {
              struct sm_chart_cell cell
                  = chart.cells[lane * chart.columns + column];

              g_assert_cmpuint (cell.last, <=, cell.compute);
              compute += cell.compute;
              present += sm_chart_present (&chart, lane,
                                           sm_chart_edge (&chart, column),
                                           sm_chart_edge (&chart, column + 1));
            }
          for (sm_chart_threads (&chart, lane, &t, &until); t < until; t++)
            {
              const struct sm_timing_thread *thread = &timing->thread[t];
              total += thread->stats.compute_total;
              time += thread->end - thread->start;
            }
          g_assert_cmpuint (compute, ==, total);
          g_assert_cmpuint (present, ==, time);
        }
      sm_chart_destroy (&chart);
      snapshot_free (timing);
    }
}

/* Who came last to each meeting fills the time between them.  */
static void
test_last (void)
{
  struct synchedmem_timing *timing = snapshot_random (3, 1000);
  struct sm_chart chart;
  uint64_t sum = 0, cycle;
  size_t i;

  g_assert_cmpint (sm_chart_create (&chart, timing), ==, 0);
  g_assert_true (chart.aggregated);
  for (i = 0; i < chart.lanes * chart.columns; i++)
    sum += chart.cells[i].last;
  for (cycle = 0; cycle < 1000; cycle++)
    {
      struct sm_timing_meeting meeting;
      const struct synchedmem_block *block;

      g_assert_true (sm_cycles_meeting (timing, cycle, &meeting));
      block = sm_cycles_find (&timing->thread[meeting.last], cycle);
      sum -= block->arrive - block->start;
    }
  g_assert_cmpuint (sum, ==, 0);
  sm_chart_destroy (&chart);
  snapshot_free (timing);
}

static struct sm_chart
of_times (uint64_t init, uint64_t from, uint64_t until)
{
  struct synchedmem_timing *timing = snapshot_new (1, 1, init);
  struct sm_chart chart;

  snapshot_attach (timing, 0, from, 0, 0, 0);
  snapshot_end (timing, 0, until - from, 0);
  g_assert_cmpint (sm_chart_create (&chart, timing), ==, 0);
  sm_chart_destroy (&chart);
  snapshot_free (timing);
  return chart;
}

/* Ticks are a power of ten, or its double, or five times it, and between four
   and ten parts of the axis.  */
static void
test_axis (void)
{
  uint64_t range;

  for (range = 1; range < UINT64_MAX / 8; range += range / 7 + 1)
    {
      struct sm_chart chart = of_times (1000, 1000, 1000 + range);
      uint64_t step = sm_chart_step (&chart), lead = step;

      g_assert_cmpuint (chart.from, ==, 1000);
      g_assert_cmpuint (chart.until, ==, 1000 + range);
      while (lead % 10 == 0)
        lead /= 10;
      g_assert_true (lead == 1 || lead == 2 || lead == 5);
      g_assert_cmpuint (range / step, <=, 10);
      if (range >= 10)
        g_assert_cmpuint (range / step, >=, 4);
      /* Places are in order, also of very long times.  */
      g_assert_cmpuint (sm_chart_place (&chart, 0, 960), ==, 0);
      g_assert_cmpuint (sm_chart_place (&chart, 1000 + range, 960), ==, 960);
      g_assert_cmpuint (sm_chart_place (&chart, 1000 + range / 2, 960), <=,
                        480);
      g_assert_cmpuint (sm_chart_edge (&chart, 0), ==, 1000);
      g_assert_cmpuint (sm_chart_edge (&chart, chart.columns), ==,
                        1000 + range);
    }
}

/* A short time before the first came is shown, a long one is not.  */
static void
test_begin (void)
{
  struct sm_chart chart = of_times (1000, 1100, 2200);

  g_assert_cmpuint (chart.from, ==, 1000);
  chart = of_times (1000, 1200, 2200);
  g_assert_cmpuint (chart.from, ==, 1200);
  /* No time at all.  */
  chart = of_times (1000, 1000, 1000);
  g_assert_cmpuint (chart.from, <, chart.until);
}

static void
test_nobody (void)
{
  struct synchedmem_timing *timing = snapshot_new (3, 0, 500);
  struct sm_chart chart;

  timing->completion = 900;
  g_assert_cmpint (sm_chart_create (&chart, timing), ==, 0);
  g_assert_cmpuint (chart.from, ==, 500);
  g_assert_cmpuint (chart.until, ==, 900);
  g_assert_cmpuint (chart.lanes, ==, 3);
  sm_chart_destroy (&chart);
  snapshot_free (timing);
}

/* Every thread is in one lane.  */
static void
test_lanes (void)
{
  size_t n;

  for (n = 1; n < 1100; n += n < 300 ? 1 : 97)
    {
      struct synchedmem_timing *timing = snapshot_new (n, 0, 500);
      struct sm_chart chart;
      size_t lane, from, until, next = 0;

      g_assert_cmpint (sm_chart_create (&chart, timing), ==, 0);
      g_assert_cmpuint (chart.lanes, <=, SM_CHART_LANES);
      for (lane = 0; lane < chart.lanes; lane++)
        {
          sm_chart_threads (&chart, lane, &from, &until);
          g_assert_cmpuint (from, ==, next);
          g_assert_cmpuint (until, >, from);
          next = until;
        }
      g_assert_cmpuint (next, ==, n);
      sm_chart_destroy (&chart);
      snapshot_free (timing);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/sums", test_sums);
  g_test_add_func ("/chart/last", test_last);
  g_test_add_func ("/chart/axis", test_axis);
  g_test_add_func ("/chart/begin", test_begin);
  g_test_add_func ("/chart/nobody", test_nobody);
  g_test_add_func ("/chart/lanes", test_lanes);
  return g_test_run ();
}
