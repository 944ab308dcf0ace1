/* machine.h: what the bench needs to know of the machine, and does to it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

#endif
