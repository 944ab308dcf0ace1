/* seat.c: who holds a place, and where it stood when it was given up.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "group/seat.h"

#include "base/lock.h"

static _Thread_local struct sm_attached attached_here;

struct sm_attached *
sm_seat_list (void)
{
  return &attached_here;
}

static void
set_seat (struct synchedmem_local *self, enum sm_seat seat)
{
  self->standing->seat = seat;
  self->standing->seat_since = sm_os_now ();
}

static void
save (const struct synchedmem_local *self)
{
  struct sm_standing *standing = self->standing;

  standing->cycle = self->cycle;
  standing->phase = self->phase & ~(uint32_t) SM_DETACHED;
  standing->written = self->written;
  standing->equal = self->equal;
  standing->done_reading = self->done_reading;
}

static void
load (struct synchedmem_local *self)
{
  const struct sm_standing *standing = self->standing;

  self->cycle = standing->cycle;
  self->phase = (uint8_t) standing->phase;
  self->written = standing->written;
  self->equal = standing->equal;
  self->done_reading = standing->done_reading;
}

static void
unlist (struct synchedmem_local *self)
{
  self->group->num_attached--;
  if (self->next)
    self->next->previous = self->previous;
  if (self->previous)
    self->previous->next = self->next;
  else
    self->list->first = self->next;
}

bool
sm_seat_is_free (const struct synchedmem_local *self)
{
  return self->standing->seat == SM_SEAT_FREE && !self->group->resetting;
}

void
sm_seat_take (struct synchedmem_local *self)
{
  set_seat (self, SM_SEAT_TAKEN);
  load (self);
  self->group->num_attached++;

  self->list = &attached_here;
  self->previous = NULL;
  self->next = self->list->first;
  if (self->next)
    self->next->previous = self;
  self->list->first = self;
}

void
sm_seat_give_up (struct synchedmem_local *self, enum sm_seat seat)
{
  save (self);
  self->phase |= SM_DETACHED;
  set_seat (self, seat);
  unlist (self);
}

void
sm_seat_lose (struct synchedmem_local *self)
{
  set_seat (self, SM_SEAT_ENDED);
  unlist (self);
}

void
sm_seat_return (struct synchedmem_local *self, uint64_t cycle)
{
  self->standing->left_by_run = 0;
  self->cycle = cycle;
  self->phase = SM_COMPUTING | SM_DETACHED;
  self->done_reading = false;
  save (self);
  set_seat (self, SM_SEAT_FREE);
}

void
sm_seat_init (struct synchedmem_local *self, bool equal)
{
  self->written = false;
  self->equal = equal || self->one_buffer;
  sm_seat_return (self, 0);
}

struct synchedmem_local *
sm_seat_held_here (const struct synchedmem *group)
{
  struct synchedmem_local *self;

  sm_lock_take ();
  for (self = attached_here.first; self && self->group != group;)
    self = self->next;
  sm_lock_give ();
  return self;
}

void
sm_seat_take_if_free (struct synchedmem *group, size_t id)
{
  struct synchedmem_local *self = &group->places[id];

  sm_lock_take ();
  if (sm_seat_is_free (self))
    sm_seat_take (self);
  sm_lock_give ();
}
