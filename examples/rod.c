/* rod.c: a rod of cells that exchange heat and react.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "rod.h"

#include <stdio.h>

double
rod_begin (size_t i)
{
  return i < rod_cells / 2 ? 100 : 20;
}

double
rod_next (double left, double here, double right)
{
  double warm = here + (left - 2 * here + right) / 4, gained = warm / 1000;
  int turns = (int) warm * 5;

  /* What the reaction adds depends on itself.  */
  while (turns-- > 0)
    gained = (warm + gained) / 1000;
  return warm + gained;
}

double
rod_step (const double *cells, size_t i)
{
  return rod_next (cells[i > 0 ? i - 1 : i], cells[i],
                   cells[i < rod_cells - 1 ? i + 1 : i]);
}

void
rod_show (const double *cells)
{
  double sum = 0;
  size_t i;

  for (i = 0; i < rod_cells; i++)
    sum += cells[i];
  printf ("sum %.1f, in the middle", sum);
  for (i = rod_cells / 2 - 3; i < rod_cells / 2 + 3; i++)
    printf (" %.2f", cells[i]);
  printf ("\n");
}
