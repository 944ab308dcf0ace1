/* regime.h: where and beside what the threads of a row run.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef REGIME_H
#define REGIME_H

#include <stdbool.h>
#include <stddef.h>

enum
{
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

/* The rows that make sense on this machine, at most max_rows.  */
size_t make_rows (struct regime *out, double transfer, double forced_switch);

#endif
