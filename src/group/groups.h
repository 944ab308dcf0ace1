/* groups.h: the groups of this process.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_GROUPS_H
#define SM_GROUPS_H

#include "group/group.h"

/* From now on, a fork breaks GROUP in the child.  Returns ENOMEM if the
   process cannot watch its forks.  */
int sm_groups_add (struct synchedmem *group);
/* The caller holds the lock of base/lock.h.  */
void sm_groups_remove (struct synchedmem *group);

#endif
