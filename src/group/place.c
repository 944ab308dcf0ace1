/* place.c: a thread's place in the group: attach, detach, leave.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "group/place.h"

#include "base/lock.h"
#include "group/ends.h"
#include "group/seat.h"
#include "meeting/meeting.h"

#include <errno.h>
#include <string.h>

void
sm_place_init (struct synchedmem *group, size_t id, bool equal)
{
  struct synchedmem_local *self = &group->places[id];

  memset (self, 0, sizeof *self);
  sm_member_init (&self->member, group->meeting, (uint32_t) id);
  self->group = group;
  self->one_buffer = group->num_buffers == 1;
  self->segment[0] = sm_group_segment (group, 0, id);
  self->segment[1] = sm_group_segment (group, 1, id);
  self->standing = &group->standing[id];
  sm_recorder_init (&self->recorder, &group->profile, (uint32_t) id);
  sm_seat_init (self, equal);
}

/* Take place ID, as its only user from now on.  */
static int
take_place (struct synchedmem *group, size_t id)
{
  struct synchedmem_local *self = &group->places[id];
  int error;

  sm_lock_take ();
  error = sm_slots_status (group->meeting);
  if (!error && !sm_seat_is_free (self))
    error = EBUSY;
  /* Under the lock, so that a place is taken for good or not at all.  */
  if (!error && group->cpus && group->cpus[id] >= 0)
    error = sm_os_pin (group->cpus[id]);
  if (!error)
    sm_seat_take (self);
  sm_lock_give ();
  return error;
}

static int
attach (struct synchedmem *group, size_t id, struct synchedmem_local **out)
{
  struct synchedmem_local *self = &group->places[id];
  int error = sm_ends_watch_thread ();

  if (error)
    return error;
  error = take_place (group, id);
  if (error)
    return error;
  sm_recorder_touch (&self->recorder);
  sm_member_attach (&self->member, group->wait_policy, group->spin_ns);
  *out = self;
  return 0;
}

int
sm_place_attach (struct synchedmem *group, size_t thread_id,
                 struct synchedmem_local **out)
{
  int error, saved = errno;

  if (!group || !out || thread_id >= group->num_threads)
    return EINVAL;
  error = attach (group, thread_id, out);
  sm_os_restore_errno (saved);
  return error;
}

void
sm_place_start (struct synchedmem_local *self)
{
  sm_lock_take ();
  sm_recorder_start (&self->recorder);
  sm_lock_give ();
}

int
synchedmem_attach (struct synchedmem *group, size_t thread_id,
                   struct synchedmem_local **self)
{
  int error = sm_place_attach (group, thread_id, self);

  if (!error)
    sm_place_start (*self);
  return error;
}

int
synchedmem_detach (struct synchedmem_local *self)
{
  int error = 0;

  if (!self)
    return EINVAL;
  sm_lock_take ();
  if (self->standing->seat != SM_SEAT_TAKEN)
    error = EINVAL;
  else if (sm_group_is_foreign (self->group))
    error = ESRCH;
  else
    sm_seat_give_up (self, SM_SEAT_FREE);
  sm_lock_give ();
  return error;
}

int
sm_place_leave (struct synchedmem_local *self, bool by_run)
{
  struct synchedmem *group;
  int error = 0;

  if (!self || self->phase & SM_DETACHED)
    return EINVAL;
  group = self->group;
  if (sm_group_is_foreign (group))
    return ESRCH;
  if (self->phase == SM_ARRIVED && !sm_slots_status (group->meeting))
    return EALREADY;

  if (self->phase == SM_COMPUTING)
    {
      /* Views of later cycles read one buffer and then the other: both get
         what this place published last.  */
      if (!self->equal)
        memcpy (self->segment[self->cycle & 1],
                self->segment[~self->cycle & 1], group->segment_size);
      self->written = false;
      self->equal = true;
    }
  /* Under the lock, so that nobody sees a place that was half left.  */
  sm_lock_take ();
  /* If another thread attached here, it may have ended meanwhile.  */
  if (self->standing->seat == SM_SEAT_TAKEN)
    {
      /* Nobody waits in a broken group; to arrive would let a meeting pass
         that the others were told had failed.  */
      if (!sm_slots_status (group->meeting))
        {
          sm_recorder_leaves (&self->member, self->cycle);
          sm_member_leave (&self->member);
        }
      sm_seat_give_up (self, SM_SEAT_LEFT);
      sm_recorder_over (&self->recorder, self->standing->seat_since);
      self->standing->left_by_run = by_run;
    }
  else
    error = EINVAL;
  sm_lock_give ();
  return error;
}

int
synchedmem_leave (struct synchedmem_local *self)
{
  return sm_place_leave (self, false);
}

size_t
synchedmem_thread_id (const struct synchedmem_local *self)
{
  return self ? self->member.id : 0;
}

uint64_t
synchedmem_cycle (const struct synchedmem_local *self)
{
  return self ? self->cycle : 0;
}
