/* lock.h: the one lock of the process.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   It guards what all groups of the process share: the list of them, who is
   attached to what, and what the profiler knows of the beginning and the end
   of records.  Fields say so where they stand.  It is never taken in a cycle,
   and never held while waiting, but for a snapshot that lets a thread finish
   what it records.  */

#ifndef SM_LOCK_H
#define SM_LOCK_H

void sm_lock_take (void);
void sm_lock_give (void);

#endif
