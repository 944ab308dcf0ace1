/* plate.c: a square plate that gets warm, by Jacobi's method.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "plate.h"

#include <stdlib.h>
#include <string.h>

double *
plate_create (size_t n)
{
  double *plate = calloc ((n + 2) * n, sizeof *plate);
  size_t x;

  for (x = 0; x < n && plate; x++)
    plate[x] = 100;
  return plate;
}

double
plate_step (const double *up, const double *now, const double *down,
            double *out, size_t n)
{
  double most = 0;
  size_t x;

  for (x = 0; x < n; x++)
    {
      double left = x ? now[x - 1] : 0, right = x + 1 < n ? now[x + 1] : 0;
      double mean = (up[x] + down[x] + left + right) / 4;
      double change = mean < now[x] ? now[x] - mean : mean - now[x];

      most = change > most ? change : most;
      out[x] = mean;
    }
  return most;
}

int
plate_is_right (const double *plate, size_t n, double residual,
                unsigned long steps)
{
  double *now = plate_create (n), *next = plate_create (n), *swap, most;
  int right = 0;
  size_t y;

  if (now && next)
    {
      do
        {
          most = 0;
          for (y = 1; y <= n; y++)
            {
              const double *row = now + y * n;
              double change
                  = plate_step (row - n, row, row + n, next + y * n, n);
              most = change > most ? change : most;
            }
          swap = now;
          now = next;
          next = swap;
          steps--;
      } while (most > residual);
      right
          = steps == 0 && memcmp (now, plate, (n + 2) * n * sizeof *now) == 0;
    }
  free (now);
  free (next);
  return right;
}
