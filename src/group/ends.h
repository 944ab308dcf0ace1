/* ends.h: what ends a group: an abort, a thread that ends while attached.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_ENDS_H
#define SM_ENDS_H

/* To be called before a group is created: from the first time on, ends of
   threads are seen in this process.  Returns ENOMEM if it has no
   thread-specific key left.  */
int sm_ends_watch (void);

/* From now on, the end of the calling thread breaks the groups of the places
   that it holds then.  Returns ENOMEM or 0.  */
int sm_ends_watch_thread (void);

#endif
