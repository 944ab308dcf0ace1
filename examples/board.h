/* board.h: boards of the Game of Life, whose edges touch each other.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>

struct board
{
  size_t width, height;
  unsigned char *first; /* generation: width * height cells, 1 where alive */
};

/* Put the pattern of the file NAME on a board, with MARGIN dead cells around
   it.  Returns 0, or -1 after a message on stderr.  The caller frees
   BOARD->first.  */
int board_read (const char *name, size_t margin, struct board *board);

/* Store at OUT what rows FROM to TO of CELLS are in the next generation.  */
void board_step (const struct board *board, const unsigned char *cells,
                 unsigned char *out, size_t from, size_t to);

/* Print CELLS, and count the living ones.  */
void board_show (const struct board *board, const unsigned char *cells);
size_t board_alive (const struct board *board, const unsigned char *cells);

/* Whether a serial run from the first generation, with GENERATIONS steps, ends
   with CELLS.  */
int board_ends_with (const struct board *board, unsigned long generations,
                     const unsigned char *cells);

#endif
