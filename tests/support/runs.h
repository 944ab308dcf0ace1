/* runs.h: what a run's function counts.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef RUNS_H
#define RUNS_H

#include "support/support.h"

enum
{
  num_threads = 4
};

struct results
{
  uint64_t cycles[num_threads];
  uint64_t wrong[num_threads];
  int calls[num_threads];
  int error[num_threads];
  int cpu[num_threads];
  size_t special; /* the thread that does something else */
  struct synchedmem *mem;
};

/* Of synchedmem_run: a hundred cycles, which count what is wrong in the struct
   results ARG.  */
int count_cycles (struct synchedmem_local *self, void *arg);

#endif
