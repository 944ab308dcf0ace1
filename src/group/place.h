/* place.h: struct synchedmem_local, a thread's place in the group.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_LOCAL_H
#define SM_LOCAL_H

#include "group/group.h"

/* Between which calls a place is.  SM_DETACHED is added when it is given up,
   by who holds it: where the thread that attached it ends instead, another may
   be working with it.  */
enum sm_phase
{
  SM_COMPUTING, /* after a wait */
  SM_ARRIVED,   /* after an arrive */
  SM_DETACHED = 2
};

enum sm_seat
{
  SM_SEAT_FREE,
  SM_SEAT_TAKEN,
  SM_SEAT_LEFT,
  SM_SEAT_ENDED /* with its thread, until the group is reset */
};

/* Used by one thread at a time, which is why nothing here is atomic.  */
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
  uint8_t seat;
  bool left_by_run; /* until all its threads are joined, or a reset */
  uint64_t seat_since;
  struct sm_attached *list; /* of the thread that attached */
  struct synchedmem_local *previous, *next;
};

/* Called once, before the first group.  Returns ENOMEM if the process has no
   thread-specific key left.  */
int sm_ends_watch (void);

/* EQUAL: both buffers hold the same segment already.  */
void sm_place_init (struct synchedmem_local *self, struct synchedmem *group,
                    uint32_t id, bool equal);

/* The same as synchedmem_attach, but the thread does not compute yet.  */
int sm_place_attach (struct synchedmem *group, size_t thread_id,
                     struct synchedmem_local **self);
/* Now it does.  */
void sm_place_start (struct synchedmem_local *self);

/* The end of the thread of synchedmem_run that was given place ID: nobody
   waits for that one any more, nor for others that it holds, until
   sm_places_return.  */
void sm_place_finish (struct synchedmem *group, size_t id);
/* That thread ends without returning.  */
void sm_place_fail (struct synchedmem *group, size_t id);
/* All threads of synchedmem_run are joined: whoever finished is back.  EBUSY:
   nobody is, since another thread works in the group.  */
int sm_places_return (struct synchedmem *group);

/* The epoch of the arrival that ends cycle CYCLE.  With one buffer, each
   comes after that of a "done reading".  */
static inline uint64_t
sm_arrival_epoch (const struct synchedmem_local *self, uint64_t cycle)
{
  return (cycle + 1) << self->one_buffer;
}

/* The segment of place ID in the buffer that is written in cycle CYCLE, and
   read in the next one.  */
static inline unsigned char *
sm_segment (const struct synchedmem *group, uint64_t cycle, size_t id)
{
  return group->buffer[cycle & 1] + id * group->stride_size;
}

#endif
