/* rle.h: patterns of the Game of Life in run-length encoded files.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef RLE_H
#define RLE_H

#include <stddef.h>

struct rle
{
  size_t width, height;
  unsigned char *cells; /* width * height, 1 where alive; the caller frees */
};

/* Read the file NAME.  Returns 0, or -1 after a message on stderr that says
   which line is wrong, and how.  */
int rle_read (const char *name, struct rle *rle);

#endif
