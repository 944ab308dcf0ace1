/* seat.h: who holds a place, and where it stood when it was given up.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Each thread keeps a list of the places that it attached to.  Another thread
   may give them up, so the lists are guarded by the lock of base/lock.h.  */

#ifndef SM_SEAT_H
#define SM_SEAT_H

#include "group/group.h"

struct sm_attached
{
  struct synchedmem_local *first;
};

/* The list of the calling thread.  */
struct sm_attached *sm_seat_list (void);

/* Of the following functions the caller holds the lock, or nobody else knows
   the group yet.  */

/* Nobody has the place, and it goes on from the beginning.  EQUAL: both
   buffers hold the same segment already.  */
void sm_seat_init (struct synchedmem_local *self, bool equal);
bool sm_seat_is_free (const struct synchedmem_local *self);
/* The calling thread has it, and goes on where it stood.  */
void sm_seat_take (struct synchedmem_local *self);
/* The thread that has it gives it up, and where it stands is saved.  SEAT is
   SM_SEAT_FREE or SM_SEAT_LEFT.  */
void sm_seat_give_up (struct synchedmem_local *self, enum sm_seat seat);
/* The thread that has it has ended instead.  Another one may be working with
   the place, so where it stands is not looked at.  */
void sm_seat_lose (struct synchedmem_local *self);
/* The place, such as one that was left for the time of a run, is free again,
   and goes on in CYCLE.  */
void sm_seat_return (struct synchedmem_local *self, uint64_t cycle);

/* These take the lock themselves.  */

/* A place of GROUP that the calling thread holds, or NULL.  */
struct synchedmem_local *sm_seat_held_here (const struct synchedmem *group);
/* Take place ID if nobody has it.  */
void sm_seat_take_if_free (struct synchedmem *group, size_t id);

#endif
