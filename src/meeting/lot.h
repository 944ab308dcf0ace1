/* lot.h: where threads sleep at a meeting, and who wakes them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_LOT_H
#define SM_LOT_H

#include "meeting/slots.h"

/* Sleep until everyone has arrived at EPOCH, or DEADLINE, or for no reason.
   Returns ETIMEDOUT or 0.  */
int sm_lot_park (struct sm_member *member, uint64_t epoch, uint64_t deadline);

/* Wake everyone who is parked there, whatever for.  */
void sm_lot_clear (sm_atomic32 *lot);

/* Its next ARRIVALS are full fences by themselves.  */
void sm_lot_fence (struct sm_member *member, uint32_t arrivals);
/* Arrive at EPOCH, by a full fence.  */
void sm_lot_publish_fenced (struct sm_member *member, uint64_t epoch);

/* After an arrival that saw a lot's bit set: wake who waits for nobody any
   more.  */
void sm_lot_unpark (struct sm_member *member);

#endif
