/* local.c: struct synchedmem_local: attach, detach, leave, dead threads.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Each thread keeps a list of the places that it attached to.  When it ends,
   the destructor of a thread-specific key breaks the groups of those it still
   holds.  Another thread may detach them, so the lists have a lock.  */

#include <config.h>

#include "local.h"

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
  return self->seat == SM_SEAT_FREE && !self->mem->resetting;
}

/* The caller holds the lock.  */
static void
seat_take (struct synchedmem_local *self)
{
  self->seat = SM_SEAT_TAKEN;
  self->seat_since = sm_os_now ();
  self->phase &= (uint8_t) ~SM_DETACHED;
  self->mem->num_attached++;

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
  self->mem->num_attached--;

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

  sm_groups_lock ();
  while (attached->first)
    {
      struct synchedmem_local *self = attached->first;
      if (sm_meeting_break (self->mem->meeting, EOWNERDEAD))
        sm_probe_abort (self->mem->meeting, (int) self->member.id,
                        sm_meeting_front (self->mem->meeting), EOWNERDEAD);
      seat_give_up (self, SM_SEAT_ENDED);
      sm_recorder_over (&self->recorder, self->seat_since);
    }
  sm_groups_unlock ();
}

int
sm_local_watch_ends (void)
{
  return pthread_key_create (&thread_end_key, thread_ended) ? ENOMEM : 0;
}

void
sm_local_init (struct synchedmem_local *self, struct synchedmem *mem,
               uint32_t id, bool equal)
{
  memset (self, 0, sizeof *self);
  sm_member_init (&self->member, mem->meeting, id);
  self->mem = mem;
  self->phase = SM_COMPUTING | SM_DETACHED;
  self->one_buffer = mem->num_buffers == 1;
  self->equal = equal || self->one_buffer;
  self->segment[0] = sm_segment (mem, 0, id);
  self->segment[1] = sm_segment (mem, 1, id);
  self->seat = SM_SEAT_FREE;
  self->seat_since = sm_os_now ();
  sm_recorder_init (&self->recorder, &mem->profile, id);
}

/* Take place ID, as its only user from now on.  */
static int
take (struct synchedmem *mem, size_t id)
{
  struct synchedmem_local *self = &mem->locals[id];
  int error;

  sm_groups_lock ();
  error = sm_meeting_status (mem->meeting);
  if (!error && !seat_is_free (self))
    error = EBUSY;
  /* Under the lock, so that a place is taken for good or not at all.  */
  if (!error && mem->cpus && mem->cpus[id] >= 0)
    error = sm_os_pin (mem->cpus[id]);
  if (!error)
    seat_take (self);
  sm_groups_unlock ();
  return error;
}

static int
attach (struct synchedmem *mem, size_t id, struct synchedmem_local **out)
{
  struct synchedmem_local *self = &mem->locals[id];
  int error = pthread_setspecific (thread_end_key, &attached_here);

  if (error)
    return error;
  error = take (mem, id);
  if (error)
    return error;
  sm_recorder_touch (&self->recorder);
  sm_member_attach (&self->member, mem->wait_policy, mem->spin_ns);
  *out = self;
  return 0;
}

int
sm_local_attach (struct synchedmem *mem, size_t thread_id,
                 struct synchedmem_local **out)
{
  int error, saved = errno;

  if (!mem || !out || thread_id >= mem->num_threads)
    return EINVAL;
  error = attach (mem, thread_id, out);
  sm_os_restore_errno (saved);
  return error;
}

void
sm_local_start (struct synchedmem_local *self)
{
  sm_groups_lock ();
  sm_recorder_start (&self->recorder);
  sm_groups_unlock ();
}

int
synchedmem_attach (struct synchedmem *mem, size_t thread_id,
                   struct synchedmem_local **self)
{
  int error = sm_local_attach (mem, thread_id, self);

  if (!error)
    sm_local_start (*self);
  return error;
}

int
synchedmem_detach (struct synchedmem_local *self)
{
  int error = 0;

  if (!self)
    return EINVAL;
  sm_groups_lock ();
  if (self->seat != SM_SEAT_TAKEN)
    error = EINVAL;
  else if (sm_memory_is_foreign (self->mem))
    error = ESRCH;
  else
    {
      seat_give_up (self, SM_SEAT_FREE);
      self->phase |= SM_DETACHED;
    }
  sm_groups_unlock ();
  return error;
}

/* BY_RUN: until all its threads are joined.  */
static int
leave (struct synchedmem_local *self, bool by_run)
{
  struct synchedmem *mem;
  int error = 0;

  if (!self || self->phase & SM_DETACHED)
    return EINVAL;
  mem = self->mem;
  if (sm_memory_is_foreign (mem))
    return ESRCH;
  if (self->phase == SM_ARRIVED && !sm_meeting_status (mem->meeting))
    return EALREADY;

  if (self->phase == SM_COMPUTING)
    {
      /* What was last published stays, whichever buffer is read.  */
      if (!self->equal)
        memcpy (self->segment[self->cycle & 1],
                self->segment[~self->cycle & 1], mem->segment_size);
      self->written = false;
      self->equal = true;
    }
  /* Under the lock, so that nobody sees a place that was half left.  */
  sm_groups_lock ();
  /* The thread that attached may have ended meanwhile, if it is another.  */
  if (self->seat == SM_SEAT_TAKEN)
    {
      /* Nobody waits in a broken group; to arrive would let a meeting pass
         that the others were told had failed.  */
      if (!sm_meeting_status (mem->meeting))
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
  sm_groups_unlock ();
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

/* A place of MEM that the calling thread holds, or NULL.  */
static struct synchedmem_local *
held_here (const struct synchedmem *mem)
{
  struct synchedmem_local *self;

  sm_groups_lock ();
  for (self = attached_here.first; self && self->mem != mem;)
    self = self->next;
  sm_groups_unlock ();
  return self;
}

/* Take place ID if nobody holds it.  */
static void
take_if_free (struct synchedmem *mem, size_t id)
{
  struct synchedmem_local *self = &mem->locals[id];

  sm_groups_lock ();
  if (seat_is_free (self))
    seat_take (self);
  sm_groups_unlock ();
}

void
sm_local_finish (struct synchedmem *mem, size_t id)
{
  struct synchedmem_local *self;

  /* The function may have left, detached, or changed places.  */
  take_if_free (mem, id);
  do
    self = held_here (mem);
  while (self && finish (self));
}

void
sm_local_fail (struct synchedmem *mem, size_t id)
{
  /* Taken, it breaks the group when the thread has ended.  */
  take_if_free (mem, id);
}

int
sm_locals_return (struct synchedmem *mem)
{
  uint64_t cycle = 0;
  size_t i;

  sm_groups_lock ();
  if (mem->num_attached)
    {
      /* Whoever works there has passed meetings without those that left, and
         may be reading what they would write.  */
      sm_groups_unlock ();
      return EBUSY;
    }
  for (i = 0; i < mem->num_threads; i++)
    if (mem->locals[i].cycle > cycle)
      cycle = mem->locals[i].cycle;
  for (i = 0; i < mem->num_threads; i++)
    {
      struct synchedmem_local *self = &mem->locals[i];
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
  sm_clusters_reset (mem->meeting);
  sm_groups_unlock ();
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
