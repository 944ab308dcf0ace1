/* ppm.c: pictures of temperatures in PPM files.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "ppm.h"

#include <errno.h>
#include <stdio.h>

int
ppm_write (const char *name, const double *cells, size_t width, size_t height)
{
  size_t i;
  int channel, error;
  FILE *out = fopen (name, "wb");

  if (!out)
    return errno;
  fprintf (out, "P6\n%zu %zu\n255\n", width, height);
  for (i = 0; i < width * height; i++)
    for (channel = 0; channel < 3; channel++)
      {
        double light = cells[i] / 100 * 3 - channel;
        putc (light < 0 ? 0 : light < 1 ? (int) (255 * light) : 255, out);
      }
  error = ferror (out) ? EIO : 0;
  return fclose (out) != 0 && !error ? errno : error;
}
