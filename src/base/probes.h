/* probes.h: where perf, bpftrace, SystemTap and gdb can look in.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   With --enable-sdt, each of these calls a function of probes.c, in which one
   instruction that does nothing stands where tracers look.  Without, they are
   not there at all.

   A meeting's address stands for the group.  Arrivals at, and passages
   through, the same meeting have the same epoch, those of "done reading" with
   one buffer included.  */

#ifndef SM_PROBES_H
#define SM_PROBES_H

#ifdef SM_SDT

#include <stdint.h>

#define sm_probe(name, meeting, thread, epoch)                                \
  sm_probe_##name (meeting, thread, epoch)

void sm_probe_arrive (const void *meeting, uint32_t thread, uint64_t epoch);
void sm_probe_release (const void *meeting, uint32_t thread, uint64_t epoch);
void sm_probe_park (const void *meeting, uint32_t thread, uint64_t epoch);
void sm_probe_wake (const void *meeting, uint32_t thread, uint64_t epoch);
/* THREAD: the one that ended, or -1: none did.  EPOCH: of whoever is furthest
   ahead.  */
void sm_probe_abort (const void *meeting, int thread, uint64_t epoch,
                     int error);

#else

#define sm_probe(name, meeting, thread, epoch) ((void) 0)
#define sm_probe_abort(meeting, thread, epoch, error) ((void) 0)

#endif

#endif
