/* lot.h: where threads sleep at a meeting, and who wakes them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_LOT_H
#define SM_LOT_H

#include "meeting/slots.h"

/* Sleep until everyone has arrived at EPOCH or the meeting is broken, or until
   DEADLINE, or for no reason: the caller looks again.  Returns ETIMEDOUT after
   DEADLINE, otherwise 0.  */
int sm_lot_park (struct sm_member *member, uint64_t epoch, uint64_t deadline);

/* Wake everyone who is parked in LOT, whichever epoch they wait for.  */
void sm_lot_clear (sm_atomic32 *lot);

/* Let the next ARRIVALS arrivals of MEMBER be full fences by themselves, so
   that nobody who parks has to fence it; 0: none of them is.  */
void sm_lot_fence (struct sm_member *member, uint32_t arrivals);
/* Arrive at EPOCH by an operation that is a full fence, and promise with it
   whether the next arrival will be one.  */
void sm_lot_publish_fenced (struct sm_member *member, uint64_t epoch);

/* After an arrival that saw a lot's bit set: wake who waits for nobody any
   more.  */
void sm_lot_unpark (struct sm_member *member);

#endif
