/* bench.h: regimes, measurements and reports.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef BENCH_H
#define BENCH_H

#include "peer.h"

#include <stdbool.h>
#include <stdio.h>

enum
{
  max_peers = 8,
  max_repeats = 32
};

/* Where and beside what the threads of a row run.  */
struct regime
{
  const char *name;
  size_t threads;
  bool pinned;        /* thread i to processor i modulo all */
  bool busy;          /* a foreign busy loop on each processor */
  unsigned long late; /* nanoseconds that thread 0 sleeps in each cycle */
  double limit;       /* what the machine allows, or 0 */
  bool by_cpu;        /* what counts is the waiters' processor time */
};

struct measurement
{
  double wall, cpu; /* nanoseconds a cycle; cpu of all threads together */
  double waiting;   /* the waiters' processor time, as a part of the time */
  uint64_t wrong;   /* words that were not what was published */
};

struct peer
{
  const char *name;
  peer_run_fn *run; /* NULL: not installed */
  unsigned int settle_ms; /* to wait after a run */
};

/* One run of PEER for NS nanoseconds.  Returns an error number.  */
int measure (const struct regime *regime, const struct peer *peer, uint64_t ns,
             struct measurement *out);

/* Nanoseconds that a cache line with a flag and data takes to another
   processor, and that a switch between two threads of one takes; 0 where
   there is only one processor.  */
double limit_transfer (void);
double limit_switch (void);

/* Foreign busy loops, one on each processor.  */
void busy_start (void);
void busy_stop (void);

uint64_t now_ns (void);
size_t num_processors (void);
void pin_to (int cpu);                    /* -1: to all */
double median (double *values, size_t n); /* sorts them */

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
void report_csv (const struct table *table, FILE *out);
void report_svg (const struct table *table, FILE *out);

/* Measure both, REPEATS times NS nanoseconds for each row.  */
void report_profiler (peer_run_fn *plain, peer_run_fn *profiling,
                      size_t repeats, uint64_t ns, FILE *out);

#endif
