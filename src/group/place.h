/* place.h: a thread's place in the group: attach, detach, leave.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_PLACE_H
#define SM_PLACE_H

#include "group/group.h"

/* Place ID of GROUP as at creation.  EQUAL: both buffers hold the same segment
   already.  */
void sm_place_init (struct synchedmem *group, size_t id, bool equal);

/* The same as synchedmem_attach, but the thread does not compute yet.  */
int sm_place_attach (struct synchedmem *group, size_t thread_id,
                     struct synchedmem_local **self);
/* The thread of SELF computes from now on, as the profiler sees it.  */
void sm_place_start (struct synchedmem_local *self);

/* The same as synchedmem_leave.  BY_RUN: until sm_seat_return.  */
int sm_place_leave (struct synchedmem_local *self, bool by_run);

#endif
