/* table.h: the medians of all rows and peers, and how they are shown.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef TABLE_H
#define TABLE_H

#include "measure.h"

#include <stdio.h>

/* The medians of all rows and peers.  */
struct table
{
  const struct regime *rows;
  size_t num_rows;
  const struct peer *peers;
  size_t num_peers;
  struct measurement *cell; /* num_rows * num_peers; wall 0: none */
  double transfer, forced_switch;
};

/* What counts of a cell.  */
double score (const struct table *table, size_t row, size_t peer);

void report_text (const struct table *table, FILE *out);

/* For more peers.  */
void report_csv (const struct table *table, FILE *out);
void report_svg (const struct table *table, FILE *out);

/* What the profiler costs: measure both, REPEATS times NS nanoseconds for each
 * row.  */
void report_profiler (peer_run_fn *plain, peer_run_fn *profiling,
                      size_t repeats, uint64_t ns, FILE *out);

#endif
