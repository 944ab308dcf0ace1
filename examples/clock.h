/* clock.h: nanoseconds of CLOCK_MONOTONIC.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

uint64_t clock_now (void);
void clock_sleep_until (uint64_t time);

#endif
