/* plate.h: a square plate that gets warm, by Jacobi's method.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A plate of N x N cells is an array of N + 2 rows: the first one and the last
   one are its edges, at 100 and at 0 degrees.  Left and right it is at 0.  */

#ifndef PLATE_H
#define PLATE_H

#include <stddef.h>

/* A cold plate, which the caller frees, or NULL if there is no memory.  */
double *plate_create (size_t n);

/* Store at OUT what the N cells of row NOW are after a step, the mean of their
   four neighbours.  Returns the most that a cell changed.  */
double plate_step (const double *up, const double *now, const double *down,
                   double *out, size_t n);

/* Whether a serial run, until no cell changes by more than RESIDUAL, takes
   STEPS steps and ends with PLATE.  */
int plate_is_right (const double *plate, size_t n, double residual,
                    unsigned long steps);

#endif
