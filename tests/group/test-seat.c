/* test-seat.c: who takes a place goes on where it stood when it was given up,
   whatever this process remembers of it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "group/seat.h"
#include "support/support.h"

#include <glib.h>

/* What a process that has just opened the group would know.  */
static void
forget (struct synchedmem_local *self)
{
  self->cycle = 12345;
  self->phase = SM_DETACHED | (self->phase & SM_ARRIVED ? 0 : SM_ARRIVED);
  self->written = !self->written;
  self->equal = !self->equal;
  self->done_reading = !self->done_reading;
}

static struct synchedmem_local *
take (struct synchedmem *mem)
{
  struct synchedmem_local *self;

  g_assert_cmpint (synchedmem_attach (mem, 0, &self), ==, 0);
  return self;
}

static struct synchedmem_local *
give_up_and_take (struct synchedmem_local *self)
{
  struct synchedmem *mem = self->group;

  g_assert_cmpint (synchedmem_detach (self), ==, 0);
  forget (self);
  g_assert_true (take (mem) == self);
  return self;
}

static char
seen (const struct synchedmem_local *self)
{
  return *(const char *) synchedmem_view (self);
}

static void
test_cycle (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self = take (mem);

  g_assert_cmpint (synchedmem_write (self, "a", 1), ==, 0);
  g_assert_cmpint (synchedmem_sync (self), ==, 0);
  give_up_and_take (self);
  g_assert_cmpuint (synchedmem_cycle (self), ==, 1);
  g_assert_cmpint (seen (self), ==, 'a');
  /* What was not written in a cycle is carried over.  */
  g_assert_cmpint (synchedmem_sync (self), ==, 0);
  give_up_and_take (self);
  g_assert_true (self->equal);
  g_assert_cmpint (seen (self), ==, 'a');
  g_assert_cmpint (synchedmem_sync (self), ==, 0);
  g_assert_cmpint (seen (self), ==, 'a');
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

static void
test_arrived (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self = take (mem);

  g_assert_cmpint (synchedmem_arrive (self), ==, 0);
  give_up_and_take (self);
  g_assert_cmpint (synchedmem_arrive (self), ==, EALREADY);
  g_assert_cmpint (synchedmem_wait (self), ==, 0);
  give_up_and_take (self);
  g_assert_cmpint (synchedmem_wait (self), ==, EPERM);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

static void
test_written (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self = take (mem);

  g_assert_cmpint (synchedmem_write (self, "a", 1), ==, 0);
  g_assert_cmpint (synchedmem_sync (self), ==, 0);
  /* Half-way through a cycle: the segment was begun, and is not what was
     published last.  */
  g_assert_cmpint (synchedmem_write (self, "b", 1), ==, 0);
  give_up_and_take (self);
  g_assert_true (self->written);
  g_assert_false (self->equal);
  g_assert_cmpint (synchedmem_sync (self), ==, 0);
  g_assert_cmpint (seen (self), ==, 'b');
  give_up_and_take (self);
  g_assert_false (self->written);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

static void
test_done_reading (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  struct synchedmem_local *self;

  attr.buffers = 1;
  mem = group (1, 1, 1, &attr);
  self = take (mem);
  g_assert_nonnull (synchedmem_overwrite (self));
  give_up_and_take (self);
  g_assert_true (self->done_reading);
  g_assert_cmpint (synchedmem_sync (self), ==, 0);
  give_up_and_take (self);
  g_assert_false (self->done_reading);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

/* A place that was left keeps where it stood, until the group is reset.  */
static void
test_left (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self = take (mem);

  g_assert_cmpint (synchedmem_sync (self), ==, 0);
  g_assert_cmpint (synchedmem_leave (self), ==, 0);
  g_assert_cmpuint (mem->standing[0].seat, ==, SM_SEAT_LEFT);
  g_assert_cmpuint (mem->standing[0].cycle, ==, 1);
  g_assert_cmpint (synchedmem_attach (mem, 0, &self), ==, EBUSY);
  g_assert_cmpint (synchedmem_reset (mem), ==, 0);
  forget (self);
  take (mem);
  g_assert_cmpuint (synchedmem_cycle (self), ==, 0);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seat/cycle", test_cycle);
  g_test_add_func ("/seat/arrived", test_arrived);
  g_test_add_func ("/seat/written", test_written);
  g_test_add_func ("/seat/done-reading", test_done_reading);
  g_test_add_func ("/seat/left", test_left);
  return g_test_run ();
}
