/* members.c: meetings and members without a group around them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "members.h"

#include <stdlib.h>
#include <string.h>

struct sm_meeting *
meeting_new (size_t num_threads, uint64_t epoch)
{
  return meeting_new_clustered (num_threads, (uint32_t) num_threads, epoch);
}

struct sm_meeting *
meeting_new_clustered (size_t num_threads, uint32_t cluster_size,
                       uint64_t epoch)
{
  struct sm_meeting *meeting
      = sm_os_pages_get (sm_slots_size (num_threads, cluster_size), false);
  size_t i;

  if (!meeting)
    abort ();
  sm_slots_init (meeting, num_threads, cluster_size);
  for (i = 0; i < num_threads; i++)
    sm_store_relaxed (&meeting->slot[i].epoch, epoch);
  return meeting;
}

void
meeting_free (struct sm_meeting *meeting)
{
  size_t size = sm_slots_size (meeting->num_threads, meeting->cluster_size);

  sm_slots_end (meeting);
  sm_os_pages_put (meeting, size);
}

void
member_start (struct sm_member *member, struct sm_meeting *meeting,
              uint32_t id, int policy)
{
  memset (member, 0, sizeof *member);
  sm_member_init (member, meeting, id);
  member->epoch = sm_slots_epoch (meeting, id);
  sm_member_attach (member, policy, SM_WAIT_SPIN_NS);
}
