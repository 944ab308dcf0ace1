/* svg-blocks.h: lanes block by block.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_SVG_BLOCKS_H
#define SM_SVG_BLOCKS_H

#include "timing/svg-pen.h"

/* All lanes, block by block.  */
void sm_svg_blocks (struct sm_svg *svg);

#endif
