/* profiler.h: the profiler, as the user calls it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_PROFILER_H
#define SM_PROFILER_H

#include "group/group.h"

/* The group ends: finalize it, if files are to be written.  */
void sm_profiler_end (struct synchedmem *group);

#endif
