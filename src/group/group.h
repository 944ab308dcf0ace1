/* group.h: struct synchedmem, the shared memory of a group.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_MEMORY_H
#define SM_MEMORY_H

#include "meeting/meeting.h"
#include "record/recorder.h"

#include "synchedmem.h"

struct synchedmem
{
  /* Constant from creation on.  */
  size_t num_threads, segment_len, elem_size, stride;
  size_t segment_size, stride_size; /* in bytes */
  unsigned int num_buffers;
  int wait_policy;
  uint64_t spin_ns;
  unsigned char *buffer[2]; /* the same one twice, if there is only one */
  unsigned char *fill;      /* the default element; NULL: zero bytes */
  int *cpus;                /* where threads are pinned, or NULL */
  struct sm_meeting *meeting;
  struct synchedmem_local *places;
  void *pages;
  size_t pages_size;

  /* Guarded by the lock of base/lock.h.  */
  size_t num_attached;
  bool resetting; /* nobody is attached, or can be until that is over */
  struct synchedmem *previous, *next;

  struct sm_profile profile;
};

int sm_groups_add (struct synchedmem *group); /* ENOMEM */
void sm_groups_remove (struct synchedmem *group);

/* Set LEN elements at DST to the default element.  */
void sm_layout_fill (const struct synchedmem *group, void *dst, size_t len);

/* Whether the group is the parent's of the process.  */
static inline bool
sm_group_is_foreign (const struct synchedmem *group)
{
  return sm_slots_status (group->meeting) == ESRCH;
}

#endif
