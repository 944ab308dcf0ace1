/* cluster.c: meetings of many threads.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   All-to-all, n threads touch n (n - 1) lines of each other in a meeting.
   With clusters of g threads each looks at g - 1 slots and at n / g - 1 words
   of other clusters, which is least for g = sqrt (n).

   Whoever finds its cluster complete says so in the cluster's word: the last
   to arrive, as a rule, so that one line travels after its arrival, as
   without clusters.  No thread has a duty that others depend on, though.  Two
   who arrive at once may each miss the other, and whoever then waits marks
   the word; and where nobody of a cluster waits, those of the others look at
   its slots now and then.  So the word is a bound from below, the slots are
   the truth, and a dead or a stopped thread keeps nobody from seeing it.

   A thread stores the word before its own next arrival, and nobody can find
   the cluster complete for a later epoch without that one; so it never goes
   back.

   Steps of the models: W1, a waiter looks at the epochs; K2 and P6, who wakes
   and who is about to sleep look at all of them.  lot.c has the list.  */

#include <config.h>

#include "meeting/cluster.h"

/* Up to so many threads all look at each other, as one cluster.  */
enum
{
  all_to_all_max = 16
};

uint32_t
sm_cluster_size (size_t num_threads)
{
  uint32_t size = 1;

  if (num_threads <= all_to_all_max)
    return (uint32_t) num_threads;
  /* A power of two; threads on neighbouring processors often share a cache
     in such numbers.  */
  while ((size_t) size * size < num_threads)
    size *= 2;
  return size;
}

static uint32_t
own_cluster (const struct sm_member *member)
{
  return member->id / member->meeting->cluster_size;
}

/* The number of the cluster that stands at POSITION, which is at least
   member->peers, among those whom MEMBER looks at.  */
static uint32_t
cluster_at (const struct sm_member *member, uint32_t position)
{
  uint32_t cluster = own_cluster (member) + 1 + position - member->peers;
  uint32_t num_clusters = member->meeting->num_clusters;

  return cluster < num_clusters ? cluster : cluster - num_clusters;
}

static uint64_t
cluster_epoch (struct sm_meeting *meeting, uint32_t cluster)
{
  /* acquire; pairs with the release in mark; who stored the word has acquired
     the epochs of its cluster, whose segments become visible.  */
  return sm_load_acquire (&sm_slots_cluster (meeting, cluster)->epoch);
}

static void
mark (const struct sm_member *member, uint64_t epoch)
{
  sm_atomic64 *word
      = &sm_slots_cluster (member->meeting, own_cluster (member))->epoch;

  /* relaxed; only to leave the line alone if others have marked it.  */
  if (sm_load_relaxed (word) < epoch)
    /* release; pairs with the acquire in cluster_epoch; passes on what the
       epochs of this cluster, acquired before, have published.  */
    sm_store_release (word, epoch);
}

void
sm_cluster_mark (struct sm_member *member, uint64_t epoch)
{
  uint32_t peers = member->peers, rank;

  for (rank = 0; rank < peers; rank++)
    /* acquire; pairs with the release in sm_member_publish; who later acquires
       the cluster's word, which mark stores, sees the segment, too.  */
    if (sm_load_acquire (&member->first[rank].epoch) < epoch)
      return;
  mark (member, epoch);
}

uint32_t
sm_cluster_late (struct sm_member *member, uint64_t epoch, uint32_t from)
{
  if (from == member->peers)
    mark (member, epoch);
  for (; from < member->positions; from++)
    if (cluster_epoch (member->meeting, cluster_at (member, from)) < epoch)
      break;
  return from;
}

/* For a walk around all threads: the one that comes *I after MEMBER's own, and
   *I is one more then.  Where a cluster begins whose word says that all of it
   have reached EPOCH, the result is UINT32_MAX instead, and *I has passed the
   whole cluster.  */
static uint32_t
thread_after (const struct sm_member *member, uint64_t epoch, uint32_t *i)
{
  struct sm_meeting *meeting = member->meeting;
  uint32_t n = meeting->num_threads, size = meeting->cluster_size;
  uint32_t id = member->id + (*i)++;

  id -= id < n ? 0 : n;
  if (meeting->num_clusters == 1 || id % size != 0
      || cluster_epoch (meeting, id / size) < epoch)
    return id;
  *i += (n - id < size ? n - id : size) - 1;
  return UINT32_MAX;
}

bool
sm_cluster_all_arrived (const struct sm_member *member, uint64_t epoch)
{
  const struct sm_meeting *meeting = member->meeting;
  uint32_t i, id;

  /* The own epoch comes last: with one buffer a thread may look for an epoch
     that it has not reached itself.  */
  for (i = 1; i <= meeting->num_threads;)
    {
      id = thread_after (member, epoch, &i);
      if (id != UINT32_MAX
          /* K2, P6: seq_cst; after the fence of the caller, so that of two
             threads that each store and then look, one sees the other.  */
          && sm_load_seq_cst (&meeting->slot[id].epoch) < epoch)
        return false;
    }
  return true;
}

bool
sm_cluster_look_closely (const struct sm_member *member, uint64_t epoch,
                         uint32_t first, int cpu, bool *here)
{
  const struct sm_meeting *meeting = member->meeting;
  uint32_t i, id;
  bool all = true;

  /* On a system that does not tell on which processor a thread runs, it is
     believed that somebody shares the own one where there are more threads
     than processors.  */
  *here = cpu < 0 && meeting->waiting.crowded;
  for (i = meeting->num_clusters == 1 ? first : 1; i < meeting->num_threads;)
    {
      id = thread_after (member, epoch, &i);
      if (id == UINT32_MAX
          /* W1: acquire; pairs with the release in sm_member_publish; makes
             the segment visible.  */
          || sm_load_acquire (&meeting->slot[id].epoch) >= epoch)
        continue;
      all = false;
      /* relaxed; a hint, which decides how to wait and not for whom.  */
      if (cpu < 0
          || sm_load_relaxed (&meeting->slot[id].cpu) == (uint32_t) cpu)
        {
          *here |= cpu >= 0;
          break;
        }
    }
  return all;
}
