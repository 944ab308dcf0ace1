/* probes.c: static probes: a place in the file for each.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Functions, and not macros where they are used: perf knows only one place by
   a name, and the compiler would make several.  */

#include <config.h>

#include "base/probes.h"

#include <sys/sdt.h>

void
sm_probe_arrive (const void *meeting, uint32_t thread, uint64_t epoch)
{
  DTRACE_PROBE3 (synchedmem, arrive, meeting, thread, epoch);
}

void
sm_probe_release (const void *meeting, uint32_t thread, uint64_t epoch)
{
  DTRACE_PROBE3 (synchedmem, release, meeting, thread, epoch);
}

void
sm_probe_park (const void *meeting, uint32_t thread, uint64_t epoch)
{
  DTRACE_PROBE3 (synchedmem, park, meeting, thread, epoch);
}

void
sm_probe_wake (const void *meeting, uint32_t thread, uint64_t epoch)
{
  DTRACE_PROBE3 (synchedmem, wake, meeting, thread, epoch);
}

void
sm_probe_abort (const void *meeting, int thread, uint64_t epoch, int error)
{
  DTRACE_PROBE4 (synchedmem, abort, meeting, thread, epoch, error);
}
