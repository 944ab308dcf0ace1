/* record.h: what the profiler keeps of each thread, as data: who writes what,
   who reads it.

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
   new word sees that its count has moved.  */

#ifndef SM_RECORD_H
#define SM_RECORD_H

#include "meeting/slots.h"
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

/* What is recorded of a place.  Written by its thread and read by snapshots,
   but for the fields that a lock guards.  */
struct sm_record
{
  /* Twice the number of blocks in the totals, plus 1 while they change.  The
     version and the totals fill one line, so a reader mostly gets all of them
     at once.  */
  alignas (2 * SM_LINE) sm_atomic64 version;
  sm_atomic64 compute_total, compute_min, compute_max;
  sm_atomic64 wait_total, wait_min, wait_max;
  sm_atomic64 last_to_arrive;

  /* How many blocks are in the ring, or were there until newer ones took their
     place.  */
  alignas (SM_LINE) sm_atomic64 completed;

  /* Guarded by the lock of base/lock.h.  Who holds the place may read
     "attached" without.  */
  uint32_t attached; /* ever: 0 or 1 */
  uint64_t first;    /* when */
  uint32_t over;     /* 1: the thread has left or ended */
  uint64_t end;      /* when */

  struct sm_histogram compute, wait;
  struct sm_ring_block ring[];
};

/* What a record held at one moment.  */
struct sm_reading
{
  uint32_t attached, over;
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
  const struct sm_meeting *meeting; /* its threads'; for the status */
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

/* How much memory it takes if BLOCKS are to be kept, or false if that does
   not fit.  */
bool sm_record_measure (struct sm_profile *profile, size_t num_threads,
                        size_t blocks, size_t *size);
/* What was measured.  */
static inline size_t
sm_record_size (const struct sm_profile *profile)
{
  return profile->size;
}

/* MEMORY is zeroed, and as large as was measured.  */
void sm_record_init (struct sm_profile *profile, void *memory,
                     const struct sm_meeting *meeting);
/* Ask the environment where files are to be written, and how much memory it
   takes to remember it; remember it there.  */
size_t sm_record_prefix_size (struct sm_profile *profile);
void sm_record_remember_prefix (struct sm_profile *profile, void *memory);
void sm_record_end (struct sm_profile *profile);
/* Begin a record; nobody is attached.  */
void sm_record_start_over (struct sm_profile *profile);

static inline struct sm_record *
sm_record_of (const struct sm_profile *profile, size_t id)
{
  void *record = profile->memory + id * profile->record_size;

  return (struct sm_record *) record;
}

#endif
