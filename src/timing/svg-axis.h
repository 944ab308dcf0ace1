/* svg-axis.h: the axis of a picture.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_SVG_AXIS_H
#define SM_SVG_AXIS_H

#include "timing/svg-pen.h"

/* Ticks from the first lane to the last one, and what they mean.  */
void sm_svg_axis (struct sm_svg *svg);

#endif
