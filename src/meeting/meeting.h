/* meeting.h: the epoch table: publish an epoch, wait for everyone's.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Each thread owns an epoch, on a cache line of its own, which only grows
   while anybody is attached.
   Arriving is one store of it; a meeting is over for whoever has loaded an
   epoch that is not behind from every thread.  So one line travels after the
   last arrival, and the loads of the others overlap.

   More than a few threads form clusters (cluster.c): each looks at the epochs
   of its own cluster and at one word of every other one.

   The table holds no pointers.

   Steps of the models: A2, publish the epoch; A3, look whether somebody
   parked; W1, look at the epochs; W2 and P7, look at the status.  lot.c has
   the list.  */

#ifndef SM_MEETING_H
#define SM_MEETING_H

#include "base/annotate.h"
#include "base/cpu.h"
#include "base/probes.h"
#include "meeting/wait.h"

#include <stdalign.h>
#include <stdint.h>

/* For each of so many epochs in turn, race detectors know a thread's arrivals
   by a token of its own.  A fast thread is two epochs ahead at most, so four
   keep what it does there from being lent to a slow reader.  */
#define SM_TOKENS 4

/* The epoch of a thread that left: it has arrived at every meeting.  */
#define SM_EPOCH_LEFT UINT64_MAX

/* What a thread shows to the others.  Written by it alone while it is
   attached.  Slots are two lines apart, since some processors fetch lines in
   pairs.  */
struct sm_slot
{
  /* The last meeting it arrived at.  Read by everyone.  */
  alignas (2 * SM_LINE) sm_atomic64 epoch;
  /* The processor it was last seen on, or UINT32_MAX.  Read by waiters.  */
  sm_atomic32 cpu;
  /* Whether its next arrival will be a full fence.  Written before the
     epoch that it is published with; read by a thread that parks.  */
  sm_atomic32 promised;
#ifdef SM_PROFILER
  /* When it arrived in this cycle and in the one before, by the lowest bit of
     their numbers.  Written before the epoch; read by everyone, until that
     thread's arrival after the next.  */
  sm_atomic64 arrived_at[2];
#endif
  /* Stand for this thread's arrivals in annotate.h; nothing is stored.  */
  char token[SM_TOKENS];
  /* For which epoch it waits longer than a moment, and since when.  On a
     line of its own, which nobody polls.  */
  alignas (SM_LINE) sm_atomic64 waits_for;
  sm_atomic64 waits_since;
  /* The last epoch that it waited for that long, and when that ended.  */
  sm_atomic64 passed;
  sm_atomic64 passed_at;
#ifdef SM_PROFILER
  /* In which cycle it left.  Written before the epoch that says so.  */
  sm_atomic64 left_in;
#endif
};

/* Where there are several: an epoch that all threads of this one have
   reached.  A bound from below, which may lag behind the slots; stored by
   threads of the cluster, read by those of the others.  */
struct sm_cluster
{
  alignas (2 * SM_LINE) sm_atomic64 epoch;
};

struct sm_meeting
{
  alignas (SM_LINE) uint32_t num_threads;
  /* Thread i belongs to cluster i / cluster_size.  Their words follow the
     slots.  */
  uint32_t cluster_size;
  uint32_t num_clusters;
  /* Whether a thread that parks can fence the others; if not, each arrival
     is a full fence.  */
  uint32_t can_fence_others;
  uint32_t annotated;
  /* 0, or the error the group broke with.  Written once, by whoever breaks
     it; read by everyone at every meeting.  */
  sm_atomic32 status;
  /* Where threads park that wait for an epoch of this parity; a futex, whose
     bits lot.c explains.  There are two since, with one buffer, some may wait
     for readers and others already for the next meeting.  */
  sm_atomic32 lot[2];
  alignas (SM_LINE) struct sm_wait_shared waiting;
  struct sm_slot slot[];
};

/* One thread's view of the meeting; its own.  */
struct sm_member
{
  struct sm_meeting *meeting;
  struct sm_slot *slot; /* the own one */
  uint64_t epoch;       /* the last one published */

  /* Whom to look at, from the next thread on: first those of the own cluster,
     then the other clusters.  Position p is the thread of rank (rank + p)
     modulo peers, and from peers on, a cluster.  */
  struct sm_slot *first; /* the slot of rank 0 */
  uint32_t rank;         /* in the own cluster */
  uint32_t peers;        /* threads in the own cluster */
  uint32_t positions;    /* peers and other clusters */

  bool plain;     /* neither clusters nor fenced arrivals nor annotations */
  bool annotated; /* race detectors are told */
  uint32_t fences_left; /* so many arrivals to come are full fences */
  uint32_t id;
  struct sm_waiter waiter;
};

/* The cluster size that suits NUM_THREADS.  */
uint32_t sm_cluster_size (size_t num_threads);

size_t sm_slots_size (size_t num_threads, uint32_t cluster_size);
void sm_slots_init (struct sm_meeting *meeting, size_t num_threads,
                    uint32_t cluster_size);
/* As it was after sm_slots_init.  */
void sm_slots_reset (struct sm_meeting *meeting);
void sm_slots_end (struct sm_meeting *meeting);

void sm_member_init (struct sm_member *member, struct sm_meeting *meeting,
                     uint32_t id);
/* The member is now the calling thread.  */
void sm_member_attach (struct sm_member *member, int wait_policy,
                       uint64_t spin_ns);
void sm_member_leave (struct sm_member *member);
/* Its next ARRIVALS are full fences by themselves.  */
void sm_lot_fence (struct sm_member *member, uint32_t arrivals);
/* Who left is back, and has arrived at EPOCH as everyone else.  Nobody is
   attached; sm_slots_reset_clusters comes after the last of them.  */
void sm_member_return (struct sm_member *member, uint64_t epoch);

/* Break the meeting with ERROR and wake everyone.  Returns false if it was
   broken before.  */
bool sm_meeting_break (struct sm_meeting *meeting, int error);

/* The epoch of the thread that is furthest ahead; who is behind it, is waited
   for.  */
uint64_t sm_slots_front (const struct sm_meeting *meeting);

/* Since when thread ID waits for EPOCH, or 0: not yet for long.  */
uint64_t sm_slots_waits_since (const struct sm_meeting *meeting, uint32_t id,
                               uint64_t epoch);
/* When thread ID had waited for EPOCH, or 0: it did not wait for long.  */
uint64_t sm_slots_passed_at (const struct sm_meeting *meeting, uint32_t id,
                             uint64_t epoch);

/* Sleep until everyone has arrived at EPOCH, or DEADLINE, or for no reason.
   Returns ETIMEDOUT or 0.  */
int sm_lot_park (struct sm_member *member, uint64_t epoch, uint64_t deadline);

/* Wake everyone who is parked there, whatever for.  */
void sm_lot_clear (sm_atomic32 *lot);

/* All bounds at their lowest.  Nobody is attached.  */
void sm_slots_reset_clusters (struct sm_meeting *meeting);

/* Slow paths of the functions below.  */
void sm_member_publish_slow (struct sm_member *member, uint64_t epoch);
void sm_lot_publish_fenced (struct sm_member *member, uint64_t epoch);
void sm_lot_unpark (struct sm_member *member);
int sm_member_wait_slow (struct sm_member *member, uint64_t epoch,
                         uint32_t first, uint64_t deadline);
void sm_member_annotate_passage (struct sm_member *member, uint64_t epoch);

/* Where there are clusters.  The first position from FROM on that is behind
   EPOCH; those before are not.  The own cluster is marked if it is
   complete.  */
uint32_t sm_cluster_late (struct sm_member *member, uint64_t epoch,
                          uint32_t from);
/* After an arrival, or a leaving: mark the own cluster if it is complete.  */
void sm_cluster_mark (struct sm_member *member, uint64_t epoch);
/* Whether all are there, looked up in the slots where a cluster's word lags
   behind.  Ordered after the caller's last seq_cst operation.  */
bool sm_cluster_all_arrived (const struct sm_member *member, uint64_t epoch);
/* The same question, for a waiter; *HERE says whether one who is late was last
   seen on processor CPU.  Positions before FIRST are not late.  */
bool sm_cluster_look_closely (const struct sm_member *member, uint64_t epoch,
                              uint32_t first, int cpu, bool *here);

static inline int
sm_slots_status (const struct sm_meeting *meeting)
{
  /* W2, P7: relaxed; the number is all that is read, it publishes
     nothing.  */
  return (int) sm_load_relaxed (&meeting->status);
}

static inline uint64_t
sm_slots_epoch (const struct sm_meeting *meeting, uint32_t id)
{
  /* relaxed; for reports, which read no segment.  */
  return sm_load_relaxed (&meeting->slot[id].epoch);
}

/* The first position from FROM on that has not reached EPOCH, as MEMBER has,
   or positions.  */
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
