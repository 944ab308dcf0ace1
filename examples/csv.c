/* csv.c: tables of numbers, in lines of comma-separated values.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Empty lines, and lines that begin with #, are comments.  All others have
   equally many numbers.  */

#include "csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum
{
  rows_max = 1000000,
  value_max = 1000000 /* so that a column's sum in millionths fits 64 bits */
};

static int
wrong (const char *name, size_t line, const char *what)
{
  fprintf (stderr, "%s:%zu: %s\n", name, line, what);
  return -1;
}

/* Append a number to the cells, which are N.  */
static int
append (struct csv *csv, size_t n, double value)
{
  if ((n & (n - 1)) == 0) /* room for the next power of 2 */
    {
      int64_t *more = realloc (csv->cells, (n ? 2 * n : 1) * sizeof *more);
      if (!more)
        return -1;
      csv->cells = more;
    }
  csv->cells[n] = (int64_t) (value * 1e6 + (value < 0 ? -0.5 : 0.5));
  return 0;
}

static int
read_row (char *text, const char *name, size_t line, struct csv *csv)
{
  size_t columns = 0;
  char *at = text, *end;

  for (;;)
    {
      double value = strtod (at, &end);
      if (end == at)
        return wrong (name, line, "expected a number");
      if (!(value >= -value_max && value <= value_max))
        return wrong (name, line, "a number is not between -1e6 and 1e6");
      if (csv->rows > 0 && columns == csv->columns)
        return wrong (name, line, "more numbers than in the lines before");
      if (append (csv, csv->rows * csv->columns + columns, value) != 0)
        return wrong (name, line, "out of memory");
      columns++;
      at = end + strspn (end, " \t\r\n");
      if (*at == '\0')
        break;
      if (*at != ',')
        return wrong (name, line, "expected a ',' or the end of the line");
      at++;
    }
  if (csv->rows > 0 && columns < csv->columns)
    return wrong (name, line, "fewer numbers than in the lines before");
  csv->columns = columns;
  if (++csv->rows > rows_max)
    return wrong (name, line, "more than 1000000 lines");
  return 0;
}

int
csv_read (const char *name, struct csv *csv)
{
  char text[4096];
  size_t line = 0;
  int error = 0;
  FILE *in = fopen (name, "r");

  memset (csv, 0, sizeof *csv);
  if (!in)
    {
      perror (name);
      return -1;
    }
  while (!error && fgets (text, sizeof text, in))
    {
      line++;
      if (strlen (text) == sizeof text - 1)
        error = wrong (name, line, "the line is too long");
      else if (text[0] != '#' && text[strspn (text, " \t\r\n")] != '\0')
        error = read_row (text, name, line, csv);
    }
  if (!error && ferror (in))
    error = wrong (name, line + 1, "cannot be read");
  if (!error && csv->rows == 0)
    error = wrong (name, line + 1, "there is no line of numbers");
  fclose (in);
  if (error)
    free (csv->cells);
  return error;
}
