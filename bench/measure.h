/* measure.h: one run of one peer in one regime, and a row of them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef MEASURE_H
#define MEASURE_H

#include "peers/peer.h"
#include "regime.h"

enum
{
  max_peers = 8,
  max_repeats = 32
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

#endif
