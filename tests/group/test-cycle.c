/* test-cycle.c: what the calls of a cycle refuse, and what they leave alone.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/workers.h"

#include <glib.h>

static void
test_null (void)
{
  struct synchedmem *mem = group (1, 2, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);
  struct timespec now = from_now (0);
  const void *view = NULL;
  char byte;

  g_assert_cmpint (synchedmem_write_sync_read (NULL, "a", 1, &view), ==,
                   EINVAL);
  g_assert_cmpint (synchedmem_write_sync_read (self, NULL, 1, &view), ==,
                   EINVAL);
  g_assert_cmpint (synchedmem_write_sync_read (self, "a", 1, NULL), ==,
                   EINVAL);
  g_assert_cmpint (synchedmem_write (NULL, "a", 1), ==, EINVAL);
  g_assert_cmpint (synchedmem_write (self, NULL, 1), ==, EINVAL);
  g_assert_null (synchedmem_overwrite (NULL));
  g_assert_null (synchedmem_update (NULL));
  g_assert_cmpint (synchedmem_sync (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_arrive (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_wait (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_try_wait (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_wait_until (NULL, &now), ==, EINVAL);
  g_assert_cmpint (synchedmem_wait_until (self, NULL), ==, EINVAL);
  g_assert_null (synchedmem_view (NULL));
  g_assert_null (synchedmem_view_of (NULL, 0));
  g_assert_null (synchedmem_view_of (self, 1));
  g_assert_null (synchedmem_view_of (self, SIZE_MAX));
  g_assert_cmpint (synchedmem_read (NULL, &byte, 1), ==, EINVAL);
  g_assert_cmpint (synchedmem_read (self, NULL, 1), ==, EINVAL);
  g_assert_cmpint (synchedmem_read (self, NULL, 0), ==, 0);
  /* None of it arrived.  */
  g_assert_cmpuint (synchedmem_cycle (self), ==, 0);
  g_assert_cmpint (synchedmem_wait (self), ==, EPERM);
  g_assert_cmpint (synchedmem_write (self, NULL, 0), ==, 0);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

static void
test_too_long (void)
{
  struct synchedmem *mem = group (2, 3, 2, NULL);
  struct synchedmem_local *self = place (mem, 0);
  const void *view = NULL;
  char data[16] = "abcdefgh", copy[32];

  g_assert_cmpint (synchedmem_write (self, data, 4), ==, EMSGSIZE);
  g_assert_cmpint (synchedmem_write (self, data, SIZE_MAX), ==, EMSGSIZE);
  g_assert_cmpint (synchedmem_write_sync_read (self, data, 4, &view), ==,
                   EMSGSIZE);
  g_assert_null (view);
  g_assert_cmpint (synchedmem_wait (self), ==, EPERM); /* no arrival */
  g_assert_cmpint (synchedmem_read (self, copy, 6), ==, 0);
  g_assert_cmpint (synchedmem_read (self, copy, 7), ==, EMSGSIZE);
  g_assert_cmpint (synchedmem_read (self, copy, SIZE_MAX), ==, EMSGSIZE);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

static void
test_out_of_order (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 0), *other = place (mem, 1);
  const void *view = NULL;

  g_assert_cmpint (synchedmem_wait (self), ==, EPERM);
  g_assert_cmpint (synchedmem_try_wait (self), ==, EPERM);
  g_assert_cmpint (synchedmem_wait_until (self, &(struct timespec){ 0, 0 }),
                   ==, EPERM);
  g_assert_cmpint (synchedmem_arrive (self), ==, 0);
  g_assert_cmpint (synchedmem_arrive (self), ==, EALREADY);
  g_assert_cmpint (synchedmem_sync (self), ==, EALREADY);
  g_assert_cmpint (synchedmem_write (self, "a", 1), ==, EALREADY);
  g_assert_cmpint (synchedmem_write_sync_read (self, "a", 1, &view), ==,
                   EALREADY);
  g_assert_null (synchedmem_overwrite (self));
  g_assert_null (synchedmem_update (self));
  g_assert_cmpint (synchedmem_leave (self), ==, EALREADY);
  g_assert_cmpint (synchedmem_try_wait (self), ==, EAGAIN);
  g_assert_cmpint (synchedmem_try_wait (self), ==, EAGAIN);
  g_assert_cmpint (synchedmem_arrive (other), ==, 0);
  g_assert_cmpint (synchedmem_try_wait (self), ==, 0);
  g_assert_cmpint (synchedmem_try_wait (self), ==, EPERM);
  g_assert_cmpint (synchedmem_wait (other), ==, 0);
  synchedmem_detach (self);
  synchedmem_detach (other);
  synchedmem_destroy (mem);
}

static void
test_pure_barrier (void)
{
  unsigned int buffers;
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  for (buffers = 1; buffers <= 2; buffers++)
    {
      struct synchedmem *mem;
      struct synchedmem_local *self;
      const void *view = NULL;
      char byte = 'x';

      attr.buffers = buffers;
      mem = group (1, 0, 1, &attr);
      self = place (mem, 0);
      g_assert_cmpint (synchedmem_write_sync_read (self, NULL, 0, &view), ==,
                       0);
      g_assert_nonnull (view);
      g_assert_nonnull (synchedmem_update (self));
      g_assert_cmpint (synchedmem_write (self, &byte, 1), ==, EMSGSIZE);
      g_assert_cmpint (synchedmem_sync (self), ==, 0);
      g_assert_cmpint (synchedmem_read (self, &byte, 0), ==, 0);
      g_assert_cmpint (synchedmem_read (self, &byte, 1), ==, EMSGSIZE);
      g_assert_cmpuint (synchedmem_cycle (self), ==, 2);
      synchedmem_detach (self);
      synchedmem_destroy (mem);
    }
}

static void *
write_and_look (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  const void *view = NULL;

  w->error = synchedmem_attach (w->mem, 1, &self);
  if (!w->error)
    w->error = synchedmem_write (self, "a", 1);
  if (!w->error)
    {
      w->cycles++;
      w->error = synchedmem_write_sync_read (self, "a", 1, &view);
    }
  w->wrong = view != NULL;
  synchedmem_detach (self);
  return NULL;
}

static void *
abort_when_waited_for (void *arg)
{
  struct worker *w = arg;

  await_missing (w->mem, 1);
  sleep_ns (2000000);
  w->error = synchedmem_abort (w->mem);
  return NULL;
}

static void *
write_or_abort (void *arg)
{
  struct worker *w = arg;

  return w->id ? write_and_look (w) : abort_when_waited_for (w);
}

/* With one buffer in its write, with two after it.  */
static void
test_abort_wakes_writer (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  for (attr.buffers = 1; attr.buffers <= 2; attr.buffers++)
    {
      struct worker w[2] = { { .id = 0 }, { .id = 1 } };

      w[0].mem = w[1].mem = group (2, 1, 1, &attr);
      run_threads (2, write_or_abort, w, sizeof *w);
      g_assert_cmpint (w[0].error, ==, 0);
      g_assert_cmpint (w[1].error, ==, ECANCELED);
      g_assert_cmpuint (w[1].cycles, ==, attr.buffers - 1);
      g_assert_cmpuint (w[1].wrong, ==, 0);
      g_assert_cmpint (synchedmem_destroy (w[0].mem), ==, 0);
    }
}

/* No call sets errno, whether it succeeds or fails, waits or not.  */
static void *
meet_with_errno (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  struct timespec past = { 0, 0 };
  uint32_t seed = (uint32_t) w->id + 1;
  uint64_t k;

  errno = 4711;
  w->error = synchedmem_attach (w->mem, w->id, &self);
  for (k = 0; k < w->cycles && !w->error; k++)
    {
      synchedmem_write (self, NULL, 0);
      w->error = synchedmem_arrive (self);
      w->wrong += errno != 4711;
      if (synchedmem_wait_until (self, &past) == ETIMEDOUT)
        w->error = synchedmem_wait (self);
      w->wrong += errno != 4711;
      random_delay (&seed);
      errno = 4711;
    }
  synchedmem_detach (self);
  w->wrong += errno != 4711;
  return NULL;
}

static int
succeed (struct synchedmem_local *self, void *arg)
{
  (void) arg;
  return synchedmem_sync (self);
}

static void
test_errno (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int cpus[2] = { 1000000, 1000000 }, policy;
  /* Of 32 bits, a sixteenth can be had.  */
  const size_t too_much = sizeof (size_t) < 8 ? SIZE_MAX : SIZE_MAX / 16;
  struct synchedmem *mem;

  for (policy = 0; policy <= SYNCHEDMEM_WAIT_PASSIVE; policy += 2)
    {
      errno = 4711;
      attr.wait_policy = policy;
      mem = group (2, 1, 1, &attr);
      g_assert_cmpint (errno, ==, 4711);
      run_workers (mem, 2, meet_with_errno, scaled (3000));
      errno = 4711;
      g_assert_cmpint (synchedmem_reset (mem), ==, 0);
      g_assert_cmpint (synchedmem_run (mem, succeed, NULL), ==, 0);
      g_assert_cmpint (errno, ==, 4711);
      g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
      g_assert_cmpint (errno, ==, 4711);
    }
  attr.cpus = cpus;
  mem = group (2, 1, 1, &attr);
  g_assert_cmpint (synchedmem_run (mem, succeed, NULL), !=, 0);
  g_assert_cmpint (errno, ==, 4711);
  g_assert_cmpint (synchedmem_create (&mem, 4, too_much, 1, NULL), !=, 0);
  g_assert_cmpint (errno, ==, 4711);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cycle/null", test_null);
  g_test_add_func ("/cycle/too-long", test_too_long);
  g_test_add_func ("/cycle/out-of-order", test_out_of_order);
  g_test_add_func ("/cycle/pure-barrier", test_pure_barrier);
  g_test_add_func ("/cycle/errno-is-left-alone", test_errno);
  g_test_add_func ("/cycle/abort-wakes-writer", test_abort_wakes_writer);
  return g_test_run ();
}
