/* ends.c: what ends a group: an abort, a thread that ends while attached.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   When a thread ends, the destructor of a thread-specific key breaks the
   groups of the places that it still holds.  */

#include <config.h>

#include "group/ends.h"

#include "base/lock.h"
#include "base/probes.h"
#include "group/seat.h"
#include "meeting/meeting.h"

#include <errno.h>
#include <pthread.h>

static pthread_key_t thread_end_key;

static void
thread_ended (void *list)
{
  struct sm_attached *attached = list;

  sm_lock_take ();
  while (attached->first)
    {
      struct synchedmem_local *self = attached->first;
      if (sm_meeting_break (self->group->meeting, EOWNERDEAD))
        sm_probe_abort (self->group->meeting, (int) self->member.id,
                        sm_slots_front (self->group->meeting), EOWNERDEAD);
      sm_seat_lose (self);
      sm_recorder_over (&self->recorder, self->standing->seat_since);
    }
  sm_lock_give ();
}

int
sm_ends_watch (void)
{
  static bool watching; /* guarded by the lock of base/lock.h */
  int error = 0;

  /* Under the lock and not by pthread_once, in which Helgrind sees no order.
     Keys are few: there is one for all.  */
  sm_lock_take ();
  if (!watching && pthread_key_create (&thread_end_key, thread_ended))
    error = ENOMEM;
  else
    watching = true;
  sm_lock_give ();
  return error;
}

int
sm_ends_watch_thread (void)
{
  return pthread_setspecific (thread_end_key, sm_seat_list ());
}

int
synchedmem_abort (struct synchedmem *group)
{
  if (!group)
    return EINVAL;
  if (sm_group_is_foreign (group))
    return ESRCH;
  if (sm_meeting_break (group->meeting, ECANCELED))
    sm_probe_abort (group->meeting, -1, sm_slots_front (group->meeting),
                    ECANCELED);
  return 0;
}

int
synchedmem_status (const struct synchedmem *group)
{
  return group ? sm_slots_status (group->meeting) : EINVAL;
}
