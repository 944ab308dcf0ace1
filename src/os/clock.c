/* clock.c: clocks, yielding and errno, which are POSIX on every system.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "os/os.h"

#include <errno.h>
#include <sched.h>
#include <time.h>

static uint64_t
read_clock (clockid_t clock)
{
  struct timespec t;
  clock_gettime (clock, &t);
  return (uint64_t) t.tv_sec * 1000000000 + (uint64_t) t.tv_nsec;
}

uint64_t
sm_os_now (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

uint64_t
sm_os_running (void)
{
  return read_clock (CLOCK_THREAD_CPUTIME_ID);
}

void
sm_os_restore_errno (int saved)
{
  /* Volatile: clang believes that malloc and calloc leave errno alone, and
     would drop the store.  */
  *(volatile int *) &errno = saved;
}

void
sm_os_yield (void)
{
  sched_yield ();
}
