/* recorder.h: recording who computes, who waits, and who is last.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   record.h says what is written where, and in which order.  */

#ifndef SM_RECORDER_H
#define SM_RECORDER_H

#ifndef SM_PROFILER
#include "record/recorder-off.h"
#else

#include "record/record.h"

/* The writer's side of a record.  It is a part of the place, and used by the
   thread that holds it.  */
struct sm_recorder
{
  const sm_atomic32 *stopped;
  struct sm_record *record;
  struct sm_ring_block *open;
  struct sm_ring_block *done; /* to be folded, or NULL */
  struct sm_ring_block *end;  /* of the ring */
  uint64_t completed;
};

void sm_recorder_init (struct sm_recorder *recorder,
                       const struct sm_profile *profile, uint32_t id);
/* The calling thread is about to attach: write to each page of its record, so
   that the system takes them now and not in the middle of a cycle.  */
void sm_recorder_touch (const struct sm_recorder *recorder);
/* The thread begins to compute.  The caller holds the lock of base/lock.h.  */
void sm_recorder_start (struct sm_recorder *recorder);
/* The thread has gone at time NOW; another one may start in its place.  The
   caller holds the lock of base/lock.h.  */
void sm_recorder_over (struct sm_recorder *recorder, uint64_t now);

/* The member is about to leave in CYCLE.  */
void sm_recorder_leaves (struct sm_member *member, uint64_t cycle);

/* Slow paths of the functions below.  */
void sm_recorder_fold (struct sm_recorder *recorder);
bool sm_recorder_took_part (const struct sm_meeting *meeting, uint32_t id,
                            uint64_t cycle);

/* Whether MEMBER, which arrived at time MINE, was the last to arrive in CYCLE,
   so that everyone waited for it.  To be asked after the meeting and before
   the member's next arrival: until then the times of all in this cycle stand,
   since nobody can arrive twice.  Of several who arrived at once, the one with
   the highest number counts as the last.  The search ends at the first thread
   that came later, so most threads of a large group look at few others.  */
static inline bool
sm_recorder_was_last (const struct sm_member *member, uint64_t cycle,
                      uint64_t mine)
{
  const struct sm_meeting *meeting = member->meeting;
  const struct sm_slot *slot = meeting->slot;
  uint32_t i;

  /* relaxed; stored before the epochs that this thread has acquired.  */
  for (i = member->id + 1; i < meeting->num_threads; i++)
    if (sm_load_relaxed (&slot[i].arrived_at[cycle & 1]) >= mine
        && sm_recorder_took_part (meeting, i, cycle))
      return false;
  for (i = 0; i < member->id; i++)
    if (sm_load_relaxed (&slot[i].arrived_at[cycle & 1]) > mine
        && sm_recorder_took_part (meeting, i, cycle))
      return false;
  return true;
}

/* Before an arrival in CYCLE.  */
static inline void
sm_recorder_arrives (struct sm_recorder *recorder, struct sm_member *member,
                     uint64_t cycle)
{
  uint64_t now;

  /* relaxed; whoever acquires the epoch of a thread that saw it, sees it,
     so nobody compares arrivals of which some were not noted.  */
  if (sm_unlikely (sm_load_relaxed (recorder->stopped)))
    return;
  now = sm_os_now ();
  /* relaxed; published by the epoch.  */
  sm_store_relaxed (&member->slot->arrived_at[cycle & 1], now);
  /* release; pairs with the acquire in read_block: a snapshot that gets this
     word sees that the block before was completed.  */
  sm_store_release (&recorder->open->arrive, now);
}

/* After an arrival.  */
static inline void
sm_recorder_arrived (struct sm_recorder *recorder)
{
  if (recorder->done)
    sm_recorder_fold (recorder);
}

/* After the meeting of CYCLE.  */
static inline void
sm_recorder_passed (struct sm_recorder *recorder,
                    const struct sm_member *member, uint64_t cycle)
{
  struct sm_ring_block *block = recorder->open, *next = block + 1;
  uint64_t now;

  /* relaxed; who saw it set did not arrive with a time, see
     sm_recorder_arrives.  */
  if (sm_unlikely (sm_load_relaxed (recorder->stopped)))
    return;
  /* Who is alone in the group waits for nobody, and is released by its own
     arrival.  relaxed; the own word.  */
  now = member->positions == 1 ? sm_load_relaxed (&block->arrive)
                               : sm_os_now ();
  if (sm_unlikely (next == recorder->end))
    next = recorder->record->ring;
  recorder->done = block;
  recorder->open = next;
  /* release, all of these; pairs with the acquire in read_block: a snapshot
     that gets one of these words sees that completed has moved.  */
  sm_store_release (&block->release, now);
  sm_store_release (
      &block->last,
      sm_recorder_was_last (member, cycle, sm_load_relaxed (&block->arrive)));
  sm_store_release (&next->arrive, 0);
  sm_store_release (&next->start, now);
  /* release; pairs with the acquire in sm_reader_read; publishes the
     block.  */
  sm_store_release (&recorder->record->completed, ++recorder->completed);
}

#endif

#endif
