/* place.c: struct synchedmem_local: attach, detach, leave, dead threads.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Each thread keeps a list of the places that it attached to.  When it ends,
   the destructor of a thread-specific key breaks the groups of those it still
   holds.  Another thread may detach them, so the lists have a lock.  */

#include <config.h>

#include "base/lock.h"
#include "group/place.h"

#include <pthread.h>
#include <string.h>

struct sm_attached
{
  struct synchedmem_local *first;
};

static _Thread_local struct sm_attached attached_here;
static pthread_key_t thread_end_key;

/* The caller holds the lock.  */
static bool
seat_is_free (const struct synchedmem_local *self)
{
  return self->seat == SM_SEAT_FREE && !self->group->resetting;
}

/* The caller holds the lock.  */
static void
seat_take (struct synchedmem_local *self)
{
  self->seat = SM_SEAT_TAKEN;
  self->seat_since = sm_os_now ();
  self->phase &= (uint8_t) ~SM_DETACHED;
  self->group->num_attached++;

  self->list = &attached_here;
  self->previous = NULL;
  self->next = self->list->first;
  if (self->next)
    self->next->previous = self;
  self->list->first = self;
}

/* The caller holds the lock.  */
static void
seat_give_up (struct synchedmem_local *self, enum sm_seat seat)
{
  self->seat = (uint8_t) seat;
  self->seat_since = sm_os_now ();
  self->group->num_attached--;

  if (self->next)
    self->next->previous = self->previous;
  if (self->previous)
    self->previous->next = self->next;
  else
    self->list->first = self->next;
}

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
      seat_give_up (self, SM_SEAT_ENDED);
      sm_recorder_over (&self->recorder, self->seat_since);
    }
  sm_lock_give ();
}

int
sm_ends_watch (void)
{
  return pthread_key_create (&thread_end_key, thread_ended) ? ENOMEM : 0;
}

void
sm_place_init (struct synchedmem_local *self, struct synchedmem *group,
               uint32_t id, bool equal)
{
  memset (self, 0, sizeof *self);
  sm_member_init (&self->member, group->meeting, id);
  self->group = group;
  self->phase = SM_COMPUTING | SM_DETACHED;
  self->one_buffer = group->num_buffers == 1;
  self->equal = equal || self->one_buffer;
  self->segment[0] = sm_segment (group, 0, id);
  self->segment[1] = sm_segment (group, 1, id);
  self->seat = SM_SEAT_FREE;
  self->seat_since = sm_os_now ();
  sm_recorder_init (&self->recorder, &group->profile, id);
}

/* Take place ID, as its only user from now on.  */
static int
take_place (struct synchedmem *group, size_t id)
{
  struct synchedmem_local *self = &group->places[id];
  int error;

  sm_lock_take ();
  error = sm_slots_status (group->meeting);
  if (!error && !seat_is_free (self))
    error = EBUSY;
  /* Under the lock, so that a place is taken for good or not at all.  */
  if (!error && group->cpus && group->cpus[id] >= 0)
    error = sm_os_pin (group->cpus[id]);
  if (!error)
    seat_take (self);
  sm_lock_give ();
  return error;
}

static int
attach (struct synchedmem *group, size_t id, struct synchedmem_local **out)
{
  struct synchedmem_local *self = &group->places[id];
  int error = pthread_setspecific (thread_end_key, &attached_here);

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
  if (self->seat != SM_SEAT_TAKEN)
    error = EINVAL;
  else if (sm_group_is_foreign (self->group))
    error = ESRCH;
  else
    {
      seat_give_up (self, SM_SEAT_FREE);
      self->phase |= SM_DETACHED;
    }
  sm_lock_give ();
  return error;
}

/* BY_RUN: until all its threads are joined.  */
static int
leave (struct synchedmem_local *self, bool by_run)
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
      /* What was last published stays, whichever buffer is read.  */
      if (!self->equal)
        memcpy (self->segment[self->cycle & 1],
                self->segment[~self->cycle & 1], group->segment_size);
      self->written = false;
      self->equal = true;
    }
  /* Under the lock, so that nobody sees a place that was half left.  */
  sm_lock_take ();
  /* The thread that attached may have ended meanwhile, if it is another.  */
  if (self->seat == SM_SEAT_TAKEN)
    {
      /* Nobody waits in a broken group; to arrive would let a meeting pass
         that the others were told had failed.  */
      if (!sm_slots_status (group->meeting))
        {
          sm_recorder_leaves (&self->member, self->cycle);
          sm_member_leave (&self->member);
        }
      seat_give_up (self, SM_SEAT_LEFT);
      sm_recorder_over (&self->recorder, self->seat_since);
      self->phase |= SM_DETACHED;
      self->left_by_run = by_run;
    }
  else
    error = EINVAL;
  sm_lock_give ();
  return error;
}

int
synchedmem_leave (struct synchedmem_local *self)
{
  return leave (self, false);
}

/* Leave the place SELF, which the calling thread holds, for the time of the
   run.  */
static bool
finish (struct synchedmem_local *self)
{
  if (self->phase == SM_ARRIVED)
    synchedmem_wait (self);
  /* It fails where the child of a fork returned from the function.  */
  return leave (self, true) == 0;
}

/* A place of GROUP that the calling thread holds, or NULL.  */
static struct synchedmem_local *
held_here (const struct synchedmem *group)
{
  struct synchedmem_local *self;

  sm_lock_take ();
  for (self = attached_here.first; self && self->group != group;)
    self = self->next;
  sm_lock_give ();
  return self;
}

/* Take place ID if nobody holds it.  */
static void
take_if_free (struct synchedmem *group, size_t id)
{
  struct synchedmem_local *self = &group->places[id];

  sm_lock_take ();
  if (seat_is_free (self))
    seat_take (self);
  sm_lock_give ();
}

void
sm_place_finish (struct synchedmem *group, size_t id)
{
  struct synchedmem_local *self;

  /* The function may have left, detached, or changed places.  */
  take_if_free (group, id);
  do
    self = held_here (group);
  while (self && finish (self));
}

void
sm_place_fail (struct synchedmem *group, size_t id)
{
  /* Taken, it breaks the group when the thread has ended.  */
  take_if_free (group, id);
}

int
sm_places_return (struct synchedmem *group)
{
  uint64_t cycle = 0;
  size_t i;

  sm_lock_take ();
  if (group->num_attached)
    {
      /* Whoever works there has passed meetings without those that left, and
         may be reading what they would write.  */
      sm_lock_give ();
      return EBUSY;
    }
  for (i = 0; i < group->num_threads; i++)
    if (group->places[i].cycle > cycle)
      cycle = group->places[i].cycle;
  for (i = 0; i < group->num_threads; i++)
    {
      struct synchedmem_local *self = &group->places[i];
      if (!self->left_by_run)
        continue;
      self->left_by_run = false;
      self->seat = SM_SEAT_FREE;
      self->seat_since = sm_os_now ();
      self->phase = SM_COMPUTING | SM_DETACHED;
      self->cycle = cycle;
      self->done_reading = false;
      sm_member_return (&self->member, sm_arrival_epoch (self, cycle - 1));
    }
  sm_slots_reset_clusters (group->meeting);
  sm_lock_give ();
  return 0;
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
