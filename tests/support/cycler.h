/* cycler.h: a thread that writes, meets and checks what it sees, for the
   suites that disturb it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef CYCLER_H
#define CYCLER_H

#include "support.h"

enum
{
  CYCLER_LEN = 3, /* elements of 64 bits in a segment */
  CYCLERS_MAX = 8
};

struct cycler
{
  struct synchedmem *mem;
  size_t id;
  uint64_t cycles; /* to do */
  uint32_t seed;
  bool timed; /* waits are timed ones, again and again */
  /* Called in each cycle after the write (0), the arrival (1) and the wait
     (2); or NULL.  */
  void (*hook) (struct cycler *cycler, int moment);

  /* Results.  */
  uint64_t done, wrong;
  int error;
};

/* A thread's function; ARG is a struct cycler.  */
void *cycler_run (void *arg);

/* Make N of them for one group of BUFFERS and WAIT_POLICY.  */
struct synchedmem *cyclers_make (struct cycler *cyclers, size_t n,
                                 uint64_t cycles, unsigned int buffers,
                                 int wait_policy);

/* Whether all have done all cycles, and saw nothing wrong; and destroy the
   group.  */
bool cyclers_are_right (struct cycler *cyclers, size_t n);

#endif
