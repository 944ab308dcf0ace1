/* median.h: the number in the middle.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef MEDIAN_H
#define MEDIAN_H

#include <stddef.h>

/* Of N values, which it sorts.  */
double median (double *values, size_t n);

#endif
