/* workers.h: threads that each hold a place, and count what they find wrong.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef WORKERS_H
#define WORKERS_H

#include "support.h"

struct worker
{
  struct synchedmem *mem;
  size_t id;
  uint64_t cycles, wrong;
  int error;
};

/* Run FN in a thread with a struct worker for each of the NUM_THREADS places
   of *MEM, which is to do CYCLES.  None may have failed, or found anything
   wrong.  */
void run_workers (struct synchedmem *mem, size_t num_threads,
                  void *(*fn) (void *), uint64_t cycles);

#endif
