/* rle.c: patterns of the Game of Life in run-length encoded files.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Lines that begin with # are comments.  Then comes a header such as
   "x = 3, y = 3, rule = B3/S23", then runs of b (dead), o (alive) and $ (end
   of the row), each with a count before it or without, and at last a !.  */

#include "rle.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum
{
  side_max = 1 << 14
};

static int
wrong (const char *name, size_t line, const char *what)
{
  fprintf (stderr, "%s:%zu: %s\n", name, line, what);
  return -1;
}

static int
read_header (const char *text, const char *name, size_t line, struct rle *rle)
{
  char rule[32] = "B3/S23";
  int n = sscanf (text, " x = %zu , y = %zu , rule = %31[^ \r\n]", &rle->width,
                  &rle->height, rule);

  if (n < 2)
    return wrong (name, line, "expected a header such as 'x = 3, y = 3'");
  if (rle->width < 1 || rle->width > side_max || rle->height < 1
      || rle->height > side_max)
    return wrong (name, line, "a side is not between 1 and 16384");
  if (strcasecmp (rule, "B3/S23") != 0 && strcmp (rule, "23/3") != 0)
    return wrong (name, line, "the rule is not Conway's, B3/S23");
  return 0;
}

/* Read runs until the !.  */
static int
read_cells (FILE *in, const char *name, size_t line, struct rle *rle)
{
  size_t x = 0, y = 0, count = 0, n;
  int c;

  while ((c = getc (in)) != '!')
    {
      if (c == EOF)
        return wrong (name, line, "the pattern ends without a '!'");
      if (c == '\n')
        line++;
      if (isspace (c))
        continue;
      if (isdigit (c))
        {
          count = 10 * count + (size_t) (c - '0');
          if (count > side_max)
            return wrong (name, line, "a run is longer than 16384");
          continue;
        }
      n = count ? count : 1;
      count = 0;
      if (c == '$')
        {
          x = 0;
          y += n;
        }
      else if (c != 'b' && c != 'o')
        return wrong (name, line, "expected a number, 'b', 'o', '$' or '!'");
      else if (y >= rle->height)
        return wrong (name, line, "more rows than the header says");
      else if (n > rle->width - x)
        return wrong (name, line, "a row is longer than the header says");
      else
        {
          memset (rle->cells + y * rle->width + x, c == 'o', n);
          x += n;
        }
    }
  return 0;
}

static int
read_pattern (FILE *in, const char *name, struct rle *rle)
{
  char text[1024];
  size_t line = 0;

  do
    {
      if (!fgets (text, sizeof text, in))
        return wrong (name, line + 1, "there is no pattern");
      line++;
      if (!strchr (text, '\n') && !feof (in))
        return wrong (name, line, "the line is too long");
  } while (text[0] == '#' || text[strspn (text, " \t\r\n")] == '\0');

  if (read_header (text, name, line, rle) != 0)
    return -1;
  rle->cells = calloc (rle->height, rle->width);
  if (!rle->cells)
    return wrong (name, line, "out of memory");
  if (read_cells (in, name, line + 1, rle) != 0)
    {
      free (rle->cells);
      return -1;
    }
  return 0;
}

int
rle_read (const char *name, struct rle *rle)
{
  FILE *in = fopen (name, "r");
  int error;

  if (!in)
    {
      perror (name);
      return -1;
    }
  error = read_pattern (in, name, rle);
  fclose (in);
  return error;
}
