/* cycle.c: write, arrive, wait, view: the hot path.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   In cycle k everyone writes into buffer k mod 2, meets, and reads that
   buffer.  It is written again in cycle k + 2, which a thread enters only
   after it saw everyone arrive in cycle k + 1, and a thread arrives there
   only when it is done reading: one meeting a cycle is enough.

   With one buffer, a thread announces that it is done reading before it
   writes, and a writer waits for everyone's announcement.  The announcements
   are epochs of the same table.  */

#include <config.h>

#include "group/layout.h"
#include "meeting/meeting.h"

#include <errno.h>
#include <string.h>

/* Why a call that belongs to PHASE cannot be made at SELF, or 0.  MISUSE is
   the error where the place is in the other phase; an error that broke the
   group comes before it.  */
static int
refusal (const struct synchedmem_local *self, enum sm_phase phase, int misuse)
{
  int error;

  if (self->phase & SM_DETACHED)
    return EINVAL;
  error = sm_slots_status (self->member.meeting);
  if (error)
    return error;
  return self->phase == phase ? 0 : misuse;
}

static inline int
check (const struct synchedmem_local *self, enum sm_phase phase, int misuse)
{
  if (sm_unlikely (!self))
    return EINVAL;
  if (sm_unlikely (self->phase != phase
                   || sm_slots_status (self->member.meeting)))
    return refusal (self, phase, misuse);
  return 0;
}

/* The own segment in the buffer that is written now, and the last one
   published, which is also in the view.  */
static inline unsigned char *
next_segment (const struct synchedmem_local *self)
{
  return self->segment[self->cycle & 1];
}

static inline unsigned char *
last_segment (const struct synchedmem_local *self)
{
  return self->segment[~self->cycle & 1];
}

static inline const void *
view (const struct synchedmem_local *self)
{
  return self->group->buffer[~self->cycle & 1];
}

/* With one buffer: announce that this thread is done reading, unless it has,
   and wait until everyone has announced it.  */
static int
wait_for_readers (struct synchedmem_local *self)
{
  uint64_t epoch = sm_group_arrival_epoch (self, self->cycle) - 1;

  if (!self->done_reading)
    {
      self->done_reading = true;
      sm_member_publish (&self->member, epoch);
    }
  return sm_member_wait (&self->member, epoch, SM_OS_NEVER);
}

/* Make the own segment writable.  KEEP: it has to hold what was published
   last.  */
static inline int
begin_write (struct synchedmem_local *self, bool keep)
{
  if (self->written)
    return 0;
  if (self->one_buffer)
    {
      int error = wait_for_readers (self);
      if (error)
        return error;
    }
  else if (keep && !self->equal)
    memcpy (next_segment (self), last_segment (self),
            self->group->segment_size);
  self->written = true;
  self->equal = self->one_buffer;
  return 0;
}

static inline int
write_segment (struct synchedmem_local *self, const void *data, size_t len)
{
  const struct synchedmem *group;
  unsigned char *segment;
  size_t size;
  int error;

  if (sm_unlikely (!self || (!data && len)))
    return EINVAL;
  group = self->group;
  if (sm_unlikely (len > group->segment_len))
    return EMSGSIZE;
  error = check (self, SM_COMPUTING, EALREADY);
  if (sm_likely (!error))
    error = begin_write (self, false);
  if (sm_unlikely (error))
    return error;
  segment = next_segment (self);
  size = len * group->elem_size;
  /* The data may lie in this very segment, written in place.  */
  if (size)
    memmove (segment, data, size);
  if (len < group->segment_len)
    sm_layout_fill (group, segment + size, group->segment_len - len);
  return 0;
}

static inline void
arrive (struct synchedmem_local *self)
{
  /* Carry the last segment over, unless it is there already.  */
  if (!self->written && !self->equal)
    {
      memcpy (next_segment (self), last_segment (self),
              self->group->segment_size);
      self->equal = true;
    }
  self->written = false;
  self->phase = SM_ARRIVED;
  sm_recorder_arrives (&self->recorder, &self->member, self->cycle);
  sm_member_publish (&self->member,
                     sm_group_arrival_epoch (self, self->cycle));
  sm_recorder_arrived (&self->recorder);
}

static inline int
wait_until (struct synchedmem_local *self, uint64_t deadline)
{
  int error = sm_member_wait (
      &self->member, sm_group_arrival_epoch (self, self->cycle), deadline);

  if (sm_unlikely (error))
    return error;
  sm_recorder_passed (&self->recorder, &self->member, self->cycle);
  self->cycle++;
  self->phase = SM_COMPUTING;
  self->done_reading = false;
  return 0;
}

int
synchedmem_write (struct synchedmem_local *self, const void *data, size_t len)
{
  return write_segment (self, data, len);
}

static void *
segment_in_place (struct synchedmem_local *self, bool keep)
{
  if (check (self, SM_COMPUTING, EALREADY) || begin_write (self, keep))
    return NULL;
  return next_segment (self);
}

void *
synchedmem_overwrite (struct synchedmem_local *self)
{
  return segment_in_place (self, false);
}

void *
synchedmem_update (struct synchedmem_local *self)
{
  return segment_in_place (self, true);
}

int
synchedmem_arrive (struct synchedmem_local *self)
{
  int error = check (self, SM_COMPUTING, EALREADY);

  if (sm_likely (!error))
    arrive (self);
  return error;
}

int
synchedmem_wait (struct synchedmem_local *self)
{
  int error = check (self, SM_ARRIVED, EPERM);

  return sm_unlikely (error) ? error : wait_until (self, SM_OS_NEVER);
}

int
synchedmem_try_wait (struct synchedmem_local *self)
{
  int error = check (self, SM_ARRIVED, EPERM);

  if (error)
    return error;
  if (!sm_member_may_pass (&self->member,
                           sm_group_arrival_epoch (self, self->cycle)))
    return EAGAIN;
  return wait_until (self, SM_OS_NEVER);
}

int
synchedmem_wait_until (struct synchedmem_local *self,
                       const struct timespec *abstime)
{
  uint64_t deadline;
  int error;

  if (!abstime || abstime->tv_nsec < 0 || abstime->tv_nsec >= 1000000000)
    return EINVAL;
  error = check (self, SM_ARRIVED, EPERM);
  if (error)
    return error;
  /* A time that 64 bits of nanoseconds do not hold is centuries away: never.
     A time before the clock began has come.  */
  if (abstime->tv_sec < 0)
    deadline = 0;
  else if ((uint64_t) abstime->tv_sec >= UINT64_MAX / 1000000000 - 1)
    deadline = SM_OS_NEVER;
  else
    deadline = (uint64_t) abstime->tv_sec * 1000000000
               + (uint64_t) abstime->tv_nsec;
  return wait_until (self, deadline);
}

int
synchedmem_sync (struct synchedmem_local *self)
{
  int error = check (self, SM_COMPUTING, EALREADY);

  if (sm_unlikely (error))
    return error;
  arrive (self);
  return wait_until (self, SM_OS_NEVER);
}

int
synchedmem_write_sync_read (struct synchedmem_local *self, const void *data,
                            size_t len, const void **out)
{
  int error;

  if (sm_unlikely (!out))
    return EINVAL;
  error = write_segment (self, data, len);
  if (sm_unlikely (error))
    return error;
  arrive (self);
  error = wait_until (self, SM_OS_NEVER);
  if (sm_likely (!error))
    *out = view (self);
  return error;
}

const void *
synchedmem_view (const struct synchedmem_local *self)
{
  return self ? view (self) : NULL;
}

const void *
synchedmem_view_of (const struct synchedmem_local *self, size_t thread_id)
{
  if (!self || thread_id >= self->group->num_threads)
    return NULL;
  return sm_group_segment (self->group, self->cycle + 1, thread_id);
}

int
synchedmem_read (const struct synchedmem_local *self, void *dst, size_t len)
{
  const struct synchedmem *group;
  unsigned char *to = dst;
  size_t id, size;

  if (!self || (!dst && len) || self->phase & SM_DETACHED)
    return EINVAL;
  group = self->group;
  if (len > group->num_threads * group->segment_len)
    return EMSGSIZE;
  if (sm_group_is_foreign (group))
    return ESRCH;
  size = len * group->elem_size;
  for (id = 0; size; id++)
    {
      size_t n = size < group->segment_size ? size : group->segment_size;
      memcpy (to, sm_group_segment (group, self->cycle + 1, id), n);
      to += n;
      size -= n;
    }
  return 0;
}
