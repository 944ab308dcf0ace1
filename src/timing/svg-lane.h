/* svg-lane.h: what stands beside a lane.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_SVG_LANE_H
#define SM_SVG_LANE_H

#include "timing/svg-pen.h"

/* Name and totals, beside the lane at Y.  */
void sm_svg_lane (struct sm_svg *svg, size_t lane, unsigned int y);

#endif
