/* attr.h: what a user asks for when a group is created.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_ATTR_H
#define SM_ATTR_H

#include "synchedmem.h"

/* The most threads of a group: probes.h passes their ids as int, where -1 is
   no thread.  */
#define SM_THREADS_MAX INT32_MAX

/* Copy ATTR, which may be NULL, or of an older or a newer library than this
   one, to *OUT, and check it for NUM_THREADS.  Returns EINVAL or 0.  */
int sm_attr_read (const struct synchedmem_attr *attr, size_t num_threads,
                  struct synchedmem_attr *out);

#endif
