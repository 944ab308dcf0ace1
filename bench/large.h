/* large.h: programs that write and read large segments, and meet or not.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef LARGE_H
#define LARGE_H

#include "machine.h"
#include "median.h"
#include "table.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <synchedmem.h>

enum
{
  threads = 2,
  word = sizeof (uint64_t)
};

/* See large.c.  SMALL is measured as MEETING is.  */
enum program
{
  FREE,
  WORK,
  FLAG,
  MEETING,
  SMALL,
  num_programs
};

/* Two words at once: every machine that has vectors has such ones.  */
typedef uint64_t vector __attribute__ ((vector_size (16)));

struct run
{
  enum program program;
  unsigned int buffers;
  bool copies; /* by synchedmem_write, from memory of the thread's own */
  size_t size; /* of a segment, in bytes */
  struct synchedmem *mem;
  unsigned char *buffer[2];
  double clock_cost;
  _Alignas(128) _Atomic (int) phase;     /* set by the main thread */
  _Alignas(128) _Atomic (uint64_t) last; /* cycle; set by thread 0 */
  struct
  {
    _Alignas(128) _Atomic (uint64_t) epoch;
    vector *source;
    double ns; /* a cycle */
    uint64_t wrong;
  } thread[threads];
};

/* What two readings of the clock are apart.  */
double clock_cost (void);

/* Measure PROGRAM in the memory of *RUN, for NS nanoseconds after a quarter of
   that: nanoseconds a cycle.  */
double measure_program (struct run *run, enum program program, uint64_t ns);

#endif
