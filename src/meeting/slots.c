/* slots.c: the epoch table of a meeting: its memory, and what it says.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "meeting/slots.h"

static size_t
count_clusters (size_t num_threads, uint32_t cluster_size)
{
  return num_threads / cluster_size + (num_threads % cluster_size != 0);
}

size_t
sm_slots_size (size_t num_threads, uint32_t cluster_size)
{
  return sizeof (struct sm_meeting) + num_threads * sizeof (struct sm_slot)
         + count_clusters (num_threads, cluster_size)
               * sizeof (struct sm_cluster);
}

void
sm_slots_init (struct sm_meeting *meeting, size_t num_threads,
               uint32_t cluster_size)
{
  sm_annotate_sync_memory (meeting, sm_slots_size (num_threads, cluster_size));
  meeting->num_threads = (uint32_t) num_threads;
  meeting->cluster_size = cluster_size;
  meeting->num_clusters
      = (uint32_t) count_clusters (num_threads, cluster_size);
  meeting->waiting.crowded = num_threads > sm_os_processors ();
  meeting->can_fence_others = sm_os_can_fence_others ();
  meeting->annotated = sm_annotate_wanted ();
  sm_slots_reset (meeting);
}

void
sm_slots_reset (struct sm_meeting *meeting)
{
  uint32_t i;

  /* relaxed; nobody is attached, and who attaches takes the lock after the
     caller has released it.  Reports may read meanwhile.  */
  sm_store_relaxed (&meeting->lot[0], 0);
  sm_store_relaxed (&meeting->lot[1], 0);
  sm_wait_shared_reset (&meeting->waiting);
  for (i = 0; i < meeting->num_threads; i++)
    {
      struct sm_slot *slot = &meeting->slot[i];
      sm_store_relaxed (&slot->epoch, 0);
      sm_store_relaxed (&slot->cpu, UINT32_MAX);
      sm_store_relaxed (&slot->promised, !meeting->can_fence_others);
      sm_store_relaxed (&slot->waits_for, 0);
      sm_store_relaxed (&slot->passed, 0);
      sm_store_relaxed (&slot->arrived_at[0], 0);
      sm_store_relaxed (&slot->arrived_at[1], 0);
    }
  sm_slots_reset_clusters (meeting);
  sm_store_relaxed (&meeting->status, 0);
}

void
sm_slots_end (struct sm_meeting *meeting)
{
  uint32_t i, t;

  for (i = 0; i < meeting->num_threads; i++)
    for (t = 0; t < SM_TOKENS; t++)
      sm_annotate_forget (&meeting->slot[i].token[t]);
  sm_annotate_plain_memory (
      meeting, sm_slots_size (meeting->num_threads, meeting->cluster_size));
}

void
sm_slots_reset_clusters (struct sm_meeting *meeting)
{
  uint32_t i;

  /* relaxed; a word that is too low only costs a look at the slots.  */
  for (i = 0; i < meeting->num_clusters; i++)
    sm_store_relaxed (&sm_slots_cluster (meeting, i)->epoch, 0);
}

uint64_t
sm_slots_front (const struct sm_meeting *meeting)
{
  uint64_t front = 0, epoch;
  uint32_t i;

  for (i = 0; i < meeting->num_threads; i++)
    {
      epoch = sm_slots_epoch (meeting, i);
      if (epoch != SM_EPOCH_LEFT && epoch > front)
        front = epoch;
    }
  return front;
}

uint64_t
sm_slots_waits_since (const struct sm_meeting *meeting, uint32_t id,
                      uint64_t epoch)
{
  const struct sm_slot *slot = &meeting->slot[id];

  /* relaxed; hints.  A wait that begins between the two loads is shown, once,
     with the beginning of the wait before it.  */
  return sm_load_relaxed (&slot->waits_for) == epoch
             ? sm_load_relaxed (&slot->waits_since)
             : 0;
}

uint64_t
sm_slots_passed_at (const struct sm_meeting *meeting, uint32_t id,
                    uint64_t epoch)
{
  const struct sm_slot *slot = &meeting->slot[id];

  /* relaxed; hints.  A wait that ends between the two loads is shown, once,
     with the end of the wait before it.  */
  return epoch && sm_load_relaxed (&slot->passed) == epoch
             ? sm_load_relaxed (&slot->passed_at)
             : 0;
}
