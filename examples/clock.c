/* clock.c: nanoseconds of CLOCK_MONOTONIC.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "clock.h"

#include <errno.h>
#include <time.h>

uint64_t
clock_now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (uint64_t) time.tv_sec * 1000000000 + (uint64_t) time.tv_nsec;
}

void
clock_sleep_until (uint64_t time)
{
  struct timespec until = { .tv_sec = (time_t) (time / 1000000000),
                            .tv_nsec = (long) (time % 1000000000) };

  while (clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL)
         == EINTR)
    continue;
}
