/* svg-shares.h: lanes in which blocks are added up.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_SVG_SHARES_H
#define SM_SVG_SHARES_H

#include "timing/svg-pen.h"

/* A lane as shares, at Y.  */
void sm_svg_shares (struct sm_svg *svg, size_t lane, unsigned int y);

#endif
