/* csv.c: fuzz what reads tables of numbers.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "../../examples/csv.h"
#include "input.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  struct csv csv;
  size_t i;

  if (csv_read (input_file (data, size), &csv) != 0)
    return 0;
  if (csv.rows == 0 || csv.columns == 0)
    abort ();
  for (i = 0; i < csv.rows * csv.columns; i++)
    if (csv.cells[i] > INT64_C (1000000000000)
        || csv.cells[i] < -INT64_C (1000000000000))
      abort ();
  free (csv.cells);
  return 0;
}
