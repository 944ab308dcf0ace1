/* rod.h: a rod of cells that exchange heat and react, for rod-*.c.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef ROD_H
#define ROD_H

#include <stddef.h>

enum
{
  rod_cells = 4000,
  rod_steps = 8
};

/* How warm cell I is at the beginning: one half is hot.  */
double rod_begin (size_t i);

/* How warm a cell is a step later.  A hot one takes longer to compute.  */
double rod_next (double left, double here, double right);

/* The same for cell I of the whole rod in CELLS.  */
double rod_step (const double *cells, size_t i);

/* Print the sum of all cells, and some in the middle.  */
void rod_show (const double *cells);

#endif
