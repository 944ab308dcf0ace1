/* rod-serial.c: the rod, computed by one thread.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "rod.h"

int
main (void)
{
  static double cells[2][rod_cells];
  size_t i;
  int k;

  for (i = 0; i < rod_cells; i++)
    cells[0][i] = rod_begin (i);
  for (k = 0; k < rod_steps; k++)
    for (i = 0; i < rod_cells; i++)
      cells[(k + 1) % 2][i] = rod_step (cells[k % 2], i);
  rod_show (cells[rod_steps % 2]);
  return 0;
}
