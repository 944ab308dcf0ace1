/* rle.c: fuzz what reads patterns of the Game of Life.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "../../examples/rle.h"
#include "../../examples/board.h"
#include "input.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *name = input_file (data, size);
  struct rle rle;
  struct board board;
  size_t i, alive = 0;

  if (rle_read (name, &rle) != 0)
    return board_read (name, 1, &board) == 0 ? abort (), 0 : 0;
  for (i = 0; i < rle.width * rle.height; i++)
    {
      if (rle.cells[i] > 1)
        abort ();
      alive += rle.cells[i];
    }
  free (rle.cells);
  /* On a board it is the same pattern, with a margin.  */
  if (board_read (name, 2, &board) == 0)
    {
      if (board.width != rle.width + 4 || board.height != rle.height + 4
          || board_alive (&board, board.first) != alive)
        abort ();
      free (board.first);
    }
  return 0;
}
