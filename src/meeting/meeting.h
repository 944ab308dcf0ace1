/* meeting.h: publish an epoch, wait for everyone's.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Each thread owns an epoch, on a cache line of its own, which only grows
   while anybody is attached.  Arriving is one store of it; a meeting is over
   for whoever has loaded an epoch that is not behind from every thread.  So
   one line travels after the last arrival, and the loads of the others
   overlap.

   More than a few threads form clusters (cluster.c): each looks at the epochs
   of its own cluster and at one word of every other one.

   Steps of the models: A2, publish the epoch; A3, look whether somebody
   parked; W1, look at the epochs.  lot.c has the list.  */

#ifndef SM_MEETING_H
#define SM_MEETING_H

#include "base/probes.h"
#include "meeting/cluster.h"
#include "meeting/lot.h"

void sm_member_init (struct sm_member *member, struct sm_meeting *meeting,
                     uint32_t id);
/* The calling thread is MEMBER from now on.  */
void sm_member_attach (struct sm_member *member, int wait_policy,
                       uint64_t spin_ns);
void sm_member_leave (struct sm_member *member);
/* MEMBER, which had left, takes part again, and has arrived at EPOCH like
   everyone else.  Nobody is attached meanwhile.  After the last one that
   returns, the caller calls sm_slots_reset_clusters.  */
void sm_member_return (struct sm_member *member, uint64_t epoch);

/* Break the meeting with ERROR and wake everyone.  Returns false if it was
   broken before.  */
bool sm_meeting_break (struct sm_meeting *meeting, int error);

/* Slow paths of the functions below.  */
void sm_member_publish_slow (struct sm_member *member, uint64_t epoch);
int sm_member_wait_slow (struct sm_member *member, uint64_t epoch,
                         uint32_t first, uint64_t deadline);
void sm_member_annotate_passage (struct sm_member *member, uint64_t epoch);

/* The first position from FROM on that has not reached EPOCH, or
   member->positions if all have.  MEMBER has reached it.  */
static inline uint32_t
sm_member_late (struct sm_member *member, uint64_t epoch, uint32_t from)
{
  uint32_t peers = member->peers;

  for (; from < peers; from++)
    {
      uint32_t rank = member->rank + from;
      /* W1: acquire; pairs with the release in sm_member_publish and in
         sm_member_publish_slow, and with the exchanges in
         sm_lot_publish_fenced and sm_member_leave; makes the peer's segment
         visible.  */
      if (sm_load_acquire (
              &member->first[rank < peers ? rank : rank - peers].epoch)
          < epoch)
        return from;
    }
  if (sm_unlikely (from < member->positions))
    return sm_cluster_late (member, epoch, from);
  return member->positions;
}

/* Arrive at EPOCH: what this thread did before is visible to whoever has
   waited for EPOCH.  */
static inline void
sm_member_publish (struct sm_member *member, uint64_t epoch)
{
  struct sm_meeting *meeting = member->meeting;

  sm_probe (arrive, meeting, member->id, epoch);
  if (sm_likely (member->plain))
    /* A2: release; pairs with the acquire in sm_member_late; publishes the
       segment, and that this thread is done with its view.  */
    sm_store_release (&member->slot->epoch, epoch);
  else
    sm_member_publish_slow (member, epoch);
  member->epoch = epoch;
  sm_keep_order ();
  /* A3: seq_cst, after the store of the epoch.  What keeps them in order is
     sm_os_fence_others of the thread that parks or, after a promise of a
     fence, the exchange: either this sees its bit, or it sees this epoch.  */
  if (sm_unlikely ((sm_load_seq_cst (&meeting->lot[0])
                    | sm_load_seq_cst (&meeting->lot[1]))
                   & 1))
    sm_lot_unpark (member);
}

/* Whether everyone has arrived at EPOCH, as MEMBER has.  */
static inline bool
sm_member_may_pass (struct sm_member *member, uint64_t epoch)
{
  if (sm_member_late (member, epoch, 1) == member->positions)
    return true;
  return sm_unlikely (member->positions > member->peers)
         && sm_cluster_all_arrived (member, epoch);
}

/* Wait until everyone has arrived at EPOCH, as MEMBER has, or until DEADLINE.
   Returns the error the group broke with, or ETIMEDOUT.  */
static inline int
sm_member_wait (struct sm_member *member, uint64_t epoch, uint64_t deadline)
{
  uint32_t late = sm_member_late (member, epoch, 1);

  if (late < member->positions)
    {
      int error = sm_member_wait_slow (member, epoch, late, deadline);
      if (error)
        return error;
    }
  if (sm_unlikely (member->annotated))
    sm_member_annotate_passage (member, epoch);
  sm_probe (release, member->meeting, member->id, epoch);
  return 0;
}

#endif
