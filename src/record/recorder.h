/* recorder.h: recording who computes, who waits, and who is last.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A thread writes the times of its blocks into a ring, and nothing else
   between a meeting and its next arrival.  When it has arrived, and would
   mostly wait anyway, it folds the block before into its totals.

   Each record has one writer, which never waits.  Readers copy words and see
   by the counts beside them whether they were changed meanwhile:

     completed   is stored after the words of a block, and the words of a
                 block in the ring's next round are stored after the
                 completion of the block before; so a copy of block b is whole
                 if afterwards completed + 1 < b + capacity.
     version     is odd while totals change.

   Words are therefore stored with release and loaded with acquire: who sees a
   new word sees that its count has moved.

   Without the profiler, all of this is empty.  */

#ifndef SM_PROFILE_H
#define SM_PROFILE_H

#include "meeting/meeting.h"

#ifdef SM_PROFILER

#include "record/histogram.h"

#include "synchedmem.h"

/* A block in the ring.  Written by the thread of its place, read by
   snapshots.  */
struct sm_ring_block
{
  sm_atomic64 start;
  sm_atomic64 arrive; /* 0: it computes */
  sm_atomic64 release;
  sm_atomic64 last; /* 1: everyone waited for this thread */
};

/* What is recorded of a place.  Written by its thread, read by snapshots; but
   what is guarded.  */
struct sm_record
{
  /* Twice the number of blocks in the totals, and 1 while they change.  With
     them on one line, which readers get as a whole, and seldom twice.  */
  alignas (2 * SM_LINE) sm_atomic64 version;
  sm_atomic64 compute_total, compute_min, compute_max;
  sm_atomic64 wait_total, wait_min, wait_max;
  sm_atomic64 last_to_arrive;

  /* How many blocks are in the ring, or were.  */
  alignas (SM_LINE) sm_atomic64 completed;

  /* Guarded by the lock of base/lock.h.  Who holds the place may read
     "attached" without.  */
  bool attached;  /* ever */
  uint64_t first; /* when */
  bool over;      /* the thread has left or ended */
  uint64_t end;   /* when */

  struct sm_histogram compute, wait;
  struct sm_ring_block ring[];
};

/* What a record held at one moment.  */
struct sm_reading
{
  bool attached, over;
  uint64_t first, end;
  /* Of all completed blocks; without percentiles.  */
  struct synchedmem_thread_stats stats;
  uint64_t folded; /* how many of them are in the totals */
  struct synchedmem_block newest;
  /* The block after them.  */
  uint64_t open_start, open_arrive;
};

/* Of a group; constant from creation on, but for what is guarded.  */
struct sm_profile
{
  size_t num_threads;
  size_t kept;     /* blocks of each thread that a snapshot holds */
  size_t capacity; /* of a ring */
  size_t record_size, size;
  unsigned char *memory;
  sm_atomic32 *stopped; /* written once, read in each cycle */
  struct sm_reading *final;

  /* Guarded by the lock of base/lock.h.  */
  uint64_t init, completion; /* the latter once it is finalized */
  bool finalized;
  uint64_t round;     /* how often the record was begun */
  const char *prefix; /* of files to be written, or NULL */
  bool written;
};

/* The writer's side of a record: in the place, and used by its thread.  */
struct sm_recorder
{
  const sm_atomic32 *stopped;
  struct sm_record *record;
  struct sm_ring_block *open;
  struct sm_ring_block *done; /* to be folded, or NULL */
  struct sm_ring_block *end;  /* of the ring */
  uint64_t completed;
};

/* How much memory it takes if BLOCKS are to be kept, or false if that does
   not fit.  */
bool sm_record_measure (struct sm_profile *profile, size_t num_threads,
                        size_t blocks, size_t *size);
void sm_record_init (struct sm_profile *profile, void *memory);
void sm_record_end (struct sm_profile *profile);
/* Begin a record; nobody is attached.  */
void sm_record_start_over (struct sm_profile *profile);
/* Stop all recording, and close each record.  Returns false if that was done
   before.  The caller holds the lock.  */
bool sm_reader_stop (struct sm_profile *profile);

/* What the record of place ID holds.  The caller holds the lock, so that
   nobody attaches or leaves meanwhile.  */
void sm_reader_read (const struct sm_profile *profile, size_t id,
                     struct sm_reading *look);

/* Copy up to N completed blocks before block END to OUT, the oldest first,
   without those that have been overwritten.  Returns how many.  */
size_t sm_reader_copy (const struct sm_profile *profile, size_t id,
                       uint64_t end, size_t n, struct synchedmem_block *out);

static inline struct sm_record *
sm_record_of (const struct sm_profile *profile, size_t id)
{
  void *record = profile->memory + id * profile->record_size;

  return (struct sm_record *) record;
}

/* Count BLOCK in STATS.  */
void sm_reader_add (struct synchedmem_thread_stats *stats,
                    const struct synchedmem_block *block, uint64_t last);

void sm_recorder_init (struct sm_recorder *recorder,
                       const struct sm_profile *profile, uint32_t id);
/* The calling thread is about to attach: no page of the record is new to it
   later.  */
void sm_recorder_touch (const struct sm_recorder *recorder);
/* It begins to compute.  The caller holds the lock.  */
void sm_recorder_start (struct sm_recorder *recorder);
/* It is gone for good, unless another one starts.  The caller holds the lock.
 */
void sm_recorder_over (struct sm_recorder *recorder, uint64_t now);

/* The member is about to leave in CYCLE.  */
void sm_recorder_leaves (struct sm_member *member, uint64_t cycle);

/* Slow paths of the functions below.  */
void sm_recorder_fold (struct sm_recorder *recorder);
bool sm_recorder_took_part (const struct sm_meeting *meeting, uint32_t id,
                            uint64_t cycle);

/* Whether everyone has waited for this member in CYCLE, where it arrived at
   time MINE.  After the meeting, and before its next arrival: until then
   nobody arrives twice.  Of several who arrived at once, the one with the
   highest number was last.  One who came later answers it, so most threads of
   a large group look at few others.  */
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

/* After it.  */
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

#else

/* GCC and Clang give these no size.  */
struct sm_profile
{
};

struct sm_recorder
{
};

static inline bool
sm_record_measure (struct sm_profile *profile, size_t num_threads,
                   size_t blocks, size_t *size)
{
  (void) profile;
  (void) num_threads;
  (void) blocks;
  *size = 0;
  return true;
}

static inline void
sm_record_init (struct sm_profile *profile, void *memory)
{
  (void) profile;
  (void) memory;
}

static inline void
sm_record_end (struct sm_profile *profile)
{
  (void) profile;
}

static inline void
sm_record_start_over (struct sm_profile *profile)
{
  (void) profile;
}

static inline void
sm_recorder_init (struct sm_recorder *recorder,
                  const struct sm_profile *profile, uint32_t id)
{
  (void) recorder;
  (void) profile;
  (void) id;
}

static inline void
sm_recorder_touch (const struct sm_recorder *recorder)
{
  (void) recorder;
}

static inline void
sm_recorder_start (struct sm_recorder *recorder)
{
  (void) recorder;
}

static inline void
sm_recorder_over (struct sm_recorder *recorder, uint64_t now)
{
  (void) recorder;
  (void) now;
}

static inline void
sm_recorder_leaves (struct sm_member *member, uint64_t cycle)
{
  (void) member;
  (void) cycle;
}

static inline void
sm_recorder_arrives (struct sm_recorder *recorder, struct sm_member *member,
                     uint64_t cycle)
{
  (void) recorder;
  (void) member;
  (void) cycle;
}

static inline void
sm_recorder_arrived (struct sm_recorder *recorder)
{
  (void) recorder;
}

static inline void
sm_recorder_passed (struct sm_recorder *recorder,
                    const struct sm_member *member, uint64_t cycle)
{
  (void) recorder;
  (void) member;
  (void) cycle;
}

#endif

#endif
