/* members.h: meetings and members without a group around them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef MEMBERS_H
#define MEMBERS_H

#include "meeting/meeting.h"

/* A meeting at which all have arrived at EPOCH; aborts if there is no
   memory.  */
struct sm_meeting *meeting_new (size_t num_threads, uint64_t epoch);
struct sm_meeting *meeting_new_clustered (size_t num_threads,
                                          uint32_t cluster_size,
                                          uint64_t epoch);
void meeting_free (struct sm_meeting *meeting);

/* The calling thread is member ID, with a wait policy of its own.  */
void member_start (struct sm_member *member, struct sm_meeting *meeting,
                   uint32_t id, int policy);

#endif
