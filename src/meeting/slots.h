/* slots.h: the epoch table of a meeting, as data: who writes what, who reads
   it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Each thread owns a slot, with an epoch in it that only grows while anybody
   is attached.  cluster.c, lot.c and meeting.c work with the table; it holds
   no pointers, and looks the same whatever the library was configured with,
   but for SM_LINE.

   Steps of the models: W2 and P7, look at the status.  lot.c has the list.  */

#ifndef SM_SLOTS_H
#define SM_SLOTS_H

#include "base/annotate.h"
#include "base/cpu.h"
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
  /* For the profiler: when it arrived in this cycle and in the one before, by
     the lowest bit of their numbers.  Written before the epoch; read by
     everyone, until that thread's arrival after the next.  */
  sm_atomic64 arrived_at[2];
  /* Stand for this thread's arrivals in annotate.h; nothing is stored.  */
  char token[SM_TOKENS];
  /* For which epoch it waits longer than a moment, and since when.  On a
     line of its own, which nobody polls.  */
  alignas (SM_LINE) sm_atomic64 waits_for;
  sm_atomic64 waits_since;
  /* The last epoch that it waited for that long, and when that ended.  */
  sm_atomic64 passed;
  sm_atomic64 passed_at;
  /* For the profiler: in which cycle it left.  Written before the epoch that
     says so.  */
  sm_atomic64 left_in;
};

/* The word of a cluster, used where there are several clusters: an epoch that
   all threads of it have reached.  They may have reached a later one: the word
   is a bound from below and may lag behind the slots.  Stored by threads of
   the cluster, read by those of the others.  */
struct sm_cluster
{
  alignas (2 * SM_LINE) sm_atomic64 epoch;
};

struct sm_meeting
{
  alignas (SM_LINE) uint32_t num_threads;
  /* Thread i belongs to cluster i / cluster_size.  The words of the clusters
     follow the slots.  */
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

/* What a thread needs to take part in a meeting, in memory of its own.  */
struct sm_member
{
  struct sm_meeting *meeting;
  struct sm_slot *slot; /* the own one */
  uint64_t epoch;       /* the last one published */

  /* Whom to look at, by positions.  Position 0 is this thread; positions below
     PEERS are the others of its cluster, from the one after it on, round
     about: position p is the thread of rank (rank + p) modulo peers.  The
     positions from PEERS on are the other clusters, in the same manner.  */
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

size_t sm_slots_size (size_t num_threads, uint32_t cluster_size);
void sm_slots_init (struct sm_meeting *meeting, size_t num_threads,
                    uint32_t cluster_size);
/* As it was after sm_slots_init.  */
void sm_slots_reset (struct sm_meeting *meeting);
void sm_slots_end (struct sm_meeting *meeting);
/* The words of all clusters at 0, below every epoch.  Nobody is attached.  */
void sm_slots_reset_clusters (struct sm_meeting *meeting);

/* The epoch of the thread that is furthest ahead, of those that have not left.
   Whoever is behind it is waited for, or will be.  */
uint64_t sm_slots_front (const struct sm_meeting *meeting);

/* Since when thread ID has been waiting for EPOCH, in nanoseconds of
   CLOCK_MONOTONIC; 0: it is not, or not yet for longer than a moment.  */
uint64_t sm_slots_waits_since (const struct sm_meeting *meeting, uint32_t id,
                               uint64_t epoch);
/* When thread ID stopped waiting for EPOCH; 0: it has not, or did not wait for
   longer than a moment.  */
uint64_t sm_slots_passed_at (const struct sm_meeting *meeting, uint32_t id,
                             uint64_t epoch);

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

/* The word of the cluster with that number.  */
static inline struct sm_cluster *
sm_slots_cluster (struct sm_meeting *meeting, uint32_t cluster)
{
  void *words = &meeting->slot[meeting->num_threads];

  return (struct sm_cluster *) words + cluster;
}

#endif
