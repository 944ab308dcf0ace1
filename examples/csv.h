/* csv.h: tables of numbers, in lines of comma-separated values.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef CSV_H
#define CSV_H

#include <stddef.h>
#include <stdint.h>

struct csv
{
  size_t rows, columns;
  int64_t *cells; /* rows * columns, in millionths; the caller frees */
};

/* Read the file NAME.  Returns 0, or -1 after a message on stderr that says
   which line is wrong, and how.  */
int csv_read (const char *name, struct csv *csv);

#endif
