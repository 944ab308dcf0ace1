/* board.c: boards of the Game of Life, whose edges touch each other.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "board.h"
#include "rle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
board_read (const char *name, size_t margin, struct board *board)
{
  struct rle rle;
  size_t y;

  if (rle_read (name, &rle) != 0)
    return -1;
  board->width = rle.width + 2 * margin;
  board->height = rle.height + 2 * margin;
  board->first = calloc (board->height, board->width);
  if (board->first)
    for (y = 0; y < rle.height; y++)
      memcpy (board->first + (y + margin) * board->width + margin,
              rle.cells + y * rle.width, rle.width);
  else
    perror (name);
  free (rle.cells);
  return board->first ? 0 : -1;
}

void
board_step (const struct board *board, const unsigned char *cells,
            unsigned char *out, size_t from, size_t to)
{
  size_t w = board->width, h = board->height, x, y;

  for (y = from; y < to; y++)
    {
      const unsigned char *up = cells + (y + h - 1) % h * w;
      const unsigned char *row = cells + y * w;
      const unsigned char *down = cells + (y + 1) % h * w;

      for (x = 0; x < w; x++)
        {
          size_t l = x ? x - 1 : w - 1, r = x + 1 < w ? x + 1 : 0;
          int n = up[l] + up[x] + up[r] + row[l] + row[r] + down[l] + down[x]
                  + down[r];
          *out++ = n == 3 || (n == 2 && row[x]);
        }
    }
}

void
board_show (const struct board *board, const unsigned char *cells)
{
  size_t x, y;

  for (y = 0; y < board->height; y++)
    {
      for (x = 0; x < board->width; x++)
        putchar (*cells++ ? 'O' : '.');
      putchar ('\n');
    }
}

size_t
board_alive (const struct board *board, const unsigned char *cells)
{
  size_t i, n = 0;

  for (i = 0; i < board->width * board->height; i++)
    n += cells[i];
  return n;
}

int
board_ends_with (const struct board *board, unsigned long generations,
                 const unsigned char *cells)
{
  size_t size = board->width * board->height;
  unsigned char *now = malloc (size), *next = malloc (size), *swap;
  unsigned long k;
  int same = 0;

  if (now && next)
    {
      memcpy (now, board->first, size);
      for (k = 0; k < generations; k++)
        {
          board_step (board, now, next, 0, board->height);
          swap = now;
          now = next;
          next = swap;
        }
      same = memcmp (now, cells, size) == 0;
    }
  free (now);
  free (next);
  return same;
}
