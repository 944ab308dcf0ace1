/* meeting.h: the epoch table: publish an epoch, wait for everyone's.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Each thread owns an epoch, on a cache line of its own, which only grows.
   Arriving is one store of it; a meeting is over for whoever has loaded an
   epoch that is not behind from every thread.  So one
   line travels after the last arrival, and the loads of the others
   overlap.

   The table holds no pointers and nothing of the process.  */

#ifndef SM_MEETING_H
#define SM_MEETING_H

#include "annotate.h"
#include "wait.h"

#include <stdalign.h>
#include <stdint.h>

#define SM_LINE SM_CACHE_LINE_SIZE /* from configure */
#define sm_likely(x) __builtin_expect (!!(x), 1)
#define sm_unlikely(x) __builtin_expect (!!(x), 0)

/* For each of so many epochs in turn, race detectors know a thread's arrivals
   by a token of its own.  A fast thread is two epochs ahead at most, so four
   keep what it does there from being lent to a slow reader.  */
#define SM_TOKENS 4

/* The epoch of a thread that left: it has arrived at every meeting.  */
#define SM_EPOCH_LEFT UINT64_MAX

/* What a thread shows to the others.  Written by it alone.  Slots are two
   lines apart, since some processors fetch lines in pairs.  */
struct sm_slot
{
  /* The last meeting it arrived at.  Read by everyone.  */
  alignas (2 * SM_LINE) sm_atomic64 epoch;
  /* The processor it was last seen on, or UINT32_MAX.  Read by waiters.  */
  sm_atomic32 cpu;
  /* Whether its next arrival will be a full fence.  Written before the
     epoch that it is published with; read by a thread that parks.  */
  sm_atomic32 fenced;
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

struct sm_meeting
{
  alignas (SM_LINE) uint32_t num_threads;
  /* More threads than processors: what to believe of slots without cpu.  */
  uint32_t crowded;
  /* Whether a thread that parks can fence the others; if not, each arrival
     is a full fence.  */
  uint32_t can_fence_others;
  uint32_t annotated;
  /* 0, or the error the group broke with.  Written once, by whoever breaks
     it; read by everyone at every meeting.  */
  sm_atomic32 status;
  /* Where threads park that wait for an epoch of this parity; a futex.  Bit
     0: somebody may be asleep here; the others: the epoch waited for, or the
     one whose waiters were last woken.  Set by who parks, cleared by who
     wakes.  There are two since, with one buffer, some may wait for readers
     and others already for the next meeting.  */
  sm_atomic32 lot[2];
  alignas (SM_LINE) struct sm_wait_shared waiting;
  struct sm_slot slot[];
};

/* One thread's view of the meeting; its own.  */
struct sm_member
{
  struct sm_meeting *meeting;
  struct sm_slot *slot; /* the own one */
  uint32_t id;
  uint32_t fenced; /* for how many arrivals to come */
  uint64_t epoch;  /* the last one published */
  struct sm_waiter waiter;
};

size_t sm_meeting_size (size_t num_threads);
void sm_meeting_init (struct sm_meeting *meeting, size_t num_threads);
/* As it was after sm_meeting_init.  */
void sm_meeting_reset (struct sm_meeting *meeting);
void sm_meeting_end (struct sm_meeting *meeting);

void sm_member_init (struct sm_member *member, struct sm_meeting *meeting,
                     uint32_t id);
/* The member is now the calling thread.  */
void sm_member_attach (struct sm_member *member, int wait_policy,
                       uint64_t spin_ns);
void sm_member_leave (struct sm_member *member);
/* Who left is back, and has arrived at EPOCH as everyone else.  */
void sm_member_return (struct sm_member *member, uint64_t epoch);

/* Break the meeting with ERROR and wake everyone.  Returns false if it was
   broken before.  */
bool sm_meeting_break (struct sm_meeting *meeting, int error);

/* The epoch of the thread that is furthest ahead; who is behind it, is waited
   for.  */
uint64_t sm_meeting_front (const struct sm_meeting *meeting);

/* Since when thread ID waits for EPOCH, or 0: not yet for long.  */
uint64_t sm_meeting_waits_since (const struct sm_meeting *meeting, uint32_t id,
                                 uint64_t epoch);
/* When thread ID had waited for EPOCH, or 0: it did not wait for long.  */
uint64_t sm_meeting_passed_at (const struct sm_meeting *meeting, uint32_t id,
                               uint64_t epoch);

/* Sleep until everyone has arrived at EPOCH, or DEADLINE, or for no reason.
   Returns ETIMEDOUT or 0.  */
int sm_member_park (struct sm_member *member, uint64_t epoch,
                    uint64_t deadline);

/* Slow paths of the functions below.  */
void sm_member_publish_fenced (struct sm_member *member, uint64_t epoch);
void sm_member_unpark (struct sm_member *member);
int sm_member_wait_slow (struct sm_member *member, uint64_t epoch,
                         uint32_t first, uint64_t deadline);
void sm_member_annotate_arrival (struct sm_member *member, uint64_t epoch);
void sm_member_annotate_passage (struct sm_member *member, uint64_t epoch);

static inline int
sm_meeting_status (const struct sm_meeting *meeting)
{
  /* relaxed; the number is all that is read, it publishes nothing.  */
  return (int) sm_load_relaxed (&meeting->status);
}

static inline uint64_t
sm_meeting_epoch (const struct sm_meeting *meeting, uint32_t id)
{
  /* relaxed; for reports, which read no segment.  */
  return sm_load_relaxed (&meeting->slot[id].epoch);
}

/* The first thread from FIRST on that has not arrived at EPOCH, or
   num_threads.  */
static inline uint32_t
sm_meeting_late (const struct sm_meeting *meeting, uint64_t epoch,
                 uint32_t first)
{
  uint32_t i;

  /* acquire; pairs with the release in sm_member_publish and the exchange in
     sm_member_publish_fenced; makes the peer's segment visible.  */
  for (i = first; i < meeting->num_threads; i++)
    if (sm_load_acquire (&meeting->slot[i].epoch) < epoch)
      break;
  return i;
}

/* Arrive at EPOCH: what this thread did before is visible to whoever has
   waited for EPOCH.  */
static inline void
sm_member_publish (struct sm_member *member, uint64_t epoch)
{
  struct sm_meeting *meeting = member->meeting;

  if (sm_unlikely (meeting->annotated))
    sm_member_annotate_arrival (member, epoch);
  if (sm_unlikely (member->fenced))
    sm_member_publish_fenced (member, epoch);
  else
    /* release; pairs with the acquire in sm_meeting_late; publishes the
       segment, and that this thread is done with its view.  */
    sm_store_release (&member->slot->epoch, epoch);
  member->epoch = epoch;
  /* seq_cst, after the store above: with sm_os_fence_others of the thread
     that parks or, if that was promised a fence, with the exchange; either
     this sees its bit or it sees this epoch.  */
  if (sm_unlikely ((sm_load_seq_cst (&meeting->lot[0])
                    | sm_load_seq_cst (&meeting->lot[1]))
                   & 1))
    sm_member_unpark (member);
}

/* Whether everyone has arrived at EPOCH.  */
static inline bool
sm_member_may_pass (const struct sm_member *member, uint64_t epoch)
{
  return sm_meeting_late (member->meeting, epoch, 0)
         == member->meeting->num_threads;
}

/* Wait until everyone has arrived at EPOCH, or until DEADLINE.  Returns the
   error the group broke with, or ETIMEDOUT.  */
static inline int
sm_member_wait (struct sm_member *member, uint64_t epoch, uint64_t deadline)
{
  struct sm_meeting *meeting = member->meeting;
  uint32_t late = sm_meeting_late (meeting, epoch, 0);

  if (late < meeting->num_threads)
    {
      int error = sm_member_wait_slow (member, epoch, late, deadline);
      if (error)
        return error;
    }
  if (sm_unlikely (meeting->annotated))
    sm_member_annotate_passage (member, epoch);
  return 0;
}

#endif
