/* chart.h: where a timeline puts a snapshot: lanes, axis, columns.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Knows nothing of how it is drawn.  */

#ifndef SM_TIMING_CHART_H
#define SM_TIMING_CHART_H

#include "timing/cycles.h"

enum
{
  /* The most lanes; more threads than that share lanes.  */
  SM_CHART_LANES = 128,
  /* If there are more blocks, in all or in a lane, they are not drawn one by
     one but added up.  */
  SM_CHART_BLOCKS = 5000,
  SM_CHART_LANE_BLOCKS = 320,
  /* The most columns; there are fewer where that would be too many cells.  */
  SM_CHART_COLUMNS = 960,
  SM_CHART_CELLS = 64 * SM_CHART_COLUMNS,
  /* Columns are a multiple of it.  */
  SM_CHART_WINDOWS = 24
};

/* What happened in a lane during a column, in nanoseconds of its threads.  */
struct sm_chart_cell
{
  uint64_t compute;
  uint64_t last; /* of it, by the thread that came last to the meeting */
};

struct sm_chart
{
  const struct synchedmem_timing *timing;
  uint64_t from, until; /* what is shown; from < until */
  bool dropped;         /* it begins where the kept blocks begin */
  size_t lanes, threads_per_lane;
  bool aggregated;
  size_t columns;
  struct sm_chart_cell *cells; /* a row of columns for each lane */
};

/* Lay the chart out.  ENOMEM.  sm_chart_destroy frees its memory.  */
int sm_chart_create (struct sm_chart *chart,
                     const struct synchedmem_timing *timing);
void sm_chart_destroy (struct sm_chart *chart);

/* The threads of LANE: from *FROM until before *UNTIL.  */
void sm_chart_threads (const struct sm_chart *chart, size_t lane, size_t *from,
                       size_t *until);

/* From when until when THREAD has blocks to show.  */
uint64_t sm_chart_begin (const struct sm_chart *chart,
                         const struct sm_timing_thread *thread);
uint64_t sm_chart_end (const struct sm_chart *chart,
                       const struct sm_timing_thread *thread);

/* Where a column begins.  */
uint64_t sm_chart_edge (const struct sm_chart *chart, size_t column);

/* How long the threads of LANE had blocks between two times.  */
uint64_t sm_chart_present (const struct sm_chart *chart, size_t lane,
                           uint64_t from, uint64_t until);

/* What part of SIZE lies before TIME.  */
uint64_t sm_chart_place (const struct sm_chart *chart, uint64_t time,
                         uint64_t size);

/* A round number of nanoseconds from one tick of the axis to the next.  */
uint64_t sm_chart_step (const struct sm_chart *chart);

#endif
