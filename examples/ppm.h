/* ppm.h: pictures of temperatures in PPM files.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef PPM_H
#define PPM_H

#include <stddef.h>

/* Write WIDTH * HEIGHT temperatures, from 0 to 100, to the file NAME: from
   black over red and yellow to white.  Returns 0 or an error number.  */
int ppm_write (const char *name, const double *cells, size_t width,
               size_t height);

#endif
