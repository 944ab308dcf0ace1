/* group.h: a group and its places, as this process holds them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Most rooms of this folder read both structures.  shared.h has what others
   see.  */

#ifndef SM_GROUP_H
#define SM_GROUP_H

#include "group/shared.h"
#include "record/recorder.h"

#include "synchedmem.h"

#include <stdbool.h>

/* Between which calls a place is.  SM_DETACHED is added by the thread that
   gives the place up, and not where the thread that attached ends without
   giving it up, since another thread may be working there.  */
enum sm_phase
{
  SM_COMPUTING, /* after a wait */
  SM_ARRIVED,   /* after an arrive */
  SM_DETACHED = 2
};

/* A thread's place in the group.  Used by one thread at a time, which is why
   nothing here is atomic.  */
struct synchedmem_local
{
  alignas (SM_LINE) struct sm_member member;
  struct synchedmem *group;
  uint64_t cycle; /* meetings passed */
  uint8_t phase;
  bool one_buffer;
  bool written;      /* the segment of this cycle was begun */
  bool equal;        /* both buffers hold the same segment of this place */
  bool done_reading; /* with one buffer: announced for this cycle */

  unsigned char *segment[2]; /* the own one in each buffer */
  struct sm_recorder recorder;

  /* Guarded by the lock of base/lock.h.  */
  struct sm_standing *standing;
  struct sm_attached *list; /* of the thread that attached */
  struct synchedmem_local *previous, *next;
};

struct synchedmem
{
  /* Constant from creation on.  Copies of what shared.h has, and addresses of
     it in this process.  */
  size_t num_threads, segment_len, elem_size, stride;
  size_t segment_size, stride_size; /* in bytes */
  unsigned int num_buffers;
  unsigned char *buffer[2]; /* the same one twice, if there is only one */
  unsigned char *fill;      /* the default element; NULL: zero bytes */
  struct sm_meeting *meeting;
  struct sm_standing *standing;
  /* What is this process's alone.  */
  int wait_policy;
  uint64_t spin_ns;
  struct synchedmem_local *places;
  int *cpus; /* where threads are pinned, or NULL */

  /* The memory that holds the one and the other.  */
  void *pages, *own;
  size_t pages_size, own_size;

  /* Guarded by the lock of base/lock.h.  */
  size_t num_attached;
  bool resetting; /* nobody is attached, or can be until that is over */
  struct synchedmem *previous, *next;

  struct sm_profile profile;
};

/* Whether the group was created by the parent of this process.  */
static inline bool
sm_group_is_foreign (const struct synchedmem *group)
{
  return sm_slots_status (group->meeting) == ESRCH;
}

/* The epoch of the arrival that ends cycle CYCLE.  With one buffer, each
   comes after that of a "done reading".  */
static inline uint64_t
sm_group_arrival_epoch (const struct synchedmem_local *self, uint64_t cycle)
{
  return (cycle + 1) << self->one_buffer;
}

/* The segment of place ID in the buffer that is written in cycle CYCLE, and
   read in the next one.  */
static inline unsigned char *
sm_group_segment (const struct synchedmem *group, uint64_t cycle, size_t id)
{
  return group->buffer[cycle & 1] + id * group->stride_size;
}

#endif
