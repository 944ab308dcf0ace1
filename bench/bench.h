/* bench.h: regimes, measurements and reports.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef BENCH_H
#define BENCH_H

#include "peers/peer.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

enum
{
  max_peers = 8,
  max_repeats = 32,
  max_rows = 16
};

/* Where and beside what the threads of a row run.  */
struct regime
{
  char name[48];
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
  int error;        /* why it could not be run */
};

struct peer
{
  const char *name;
  peer_run_fn *run;       /* NULL: not installed */
  unsigned int settle_ms; /* to wait after a run */
};

/* How long to measure.  */
struct effort
{
  uint64_t ns;     /* of each run */
  size_t repeats;  /* at most, for the medians */
  uint64_t budget; /* no more of them after this time; 0: all */
};

/* Measure a row: PEERS in turns.  CELLS are zero before, and hold the medians
   then.  Says on stderr what could not be run, or was wrong; then it returns
   false.  */
bool measure_row (const struct regime *row, const struct peer *peers,
                  size_t num_peers, const struct effort *effort,
                  struct measurement *cells);

/* The rows that make sense on this machine, at most max_rows.  */
size_t make_rows (struct regime *out, double transfer, double forced_switch);

/* Nanoseconds that a cache line with a flag and data takes to another
   processor, and that a switch between two threads of one takes while the
   others switch, too, measured for NS; 0 where that cannot be measured.  */
double limit_transfer (uint64_t ns);
double limit_switch (uint64_t ns);

/* Foreign busy loops, one on each processor.  Returns an error number.  */
int busy_start (void);
void busy_stop (void);

uint64_t now_ns (void);
/* How many processors this process may use, by affinity and quota.  Called
   before anybody is pinned.  */
size_t num_processors (void);
/* To the usable processor of that number; -1: to all.  */
bool pin_to (int cpu);
bool can_pin (void);
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

/* chart.c: for more peers.  */
void report_csv (const struct table *table, FILE *out);
void report_svg (const struct table *table, FILE *out);

/* profiler.c: measure both, REPEATS times NS nanoseconds for each row.  */
void report_profiler (peer_run_fn *plain, peer_run_fn *profiling,
                      size_t repeats, uint64_t ns, FILE *out);

/* summary.c: for somebody who has one machine and one question.  */
struct facts
{
  const char *version;
  double seconds;      /* that it took */
  const char *policy;  /* of the environment, or NULL */
  const char *spin_ns; /* likewise */
};

/* What the numbers mean, without an end of line.  */
void report_sentence (const struct table *table, FILE *out);
void report_json (const struct table *table, const struct facts *facts,
                  FILE *out);

#endif
