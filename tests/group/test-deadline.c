/* test-deadline.c: waiting until a time.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/workers.h"

#include <glib.h>

static void
test_timed_wait (void)
{
  enum synchedmem_wait_policy policy;
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  for (policy = SYNCHEDMEM_WAIT_ADAPTIVE; policy <= SYNCHEDMEM_WAIT_PASSIVE;
       policy++)
    {
      struct synchedmem *mem;
      struct synchedmem_local *self, *other;
      struct timespec bad = { 1, 1000000000 }, soon, never;

      attr.wait_policy = (int) policy;
      mem = group (2, 1, 1, &attr);
      self = place (mem, 0);
      other = place (mem, 1);
      synchedmem_write (self, "a", 1);
      synchedmem_arrive (self);
      g_assert_cmpint (synchedmem_wait_until (self, &bad), ==, EINVAL);
      bad.tv_nsec = -1;
      g_assert_cmpint (synchedmem_wait_until (self, &bad), ==, EINVAL);
      soon = from_now (0);
      g_assert_cmpint (synchedmem_wait_until (self, &soon), ==, ETIMEDOUT);
      soon.tv_sec = -1;
      g_assert_cmpint (synchedmem_wait_until (self, &soon), ==, ETIMEDOUT);
      soon = from_now (3000000);
      g_assert_cmpint (synchedmem_wait_until (self, &soon), ==, ETIMEDOUT);
      /* It waited at least that long, and the arrival stands.  */
      g_assert_cmpint (synchedmem_wait_until (self, &soon), ==, ETIMEDOUT);
      g_assert_cmpint (synchedmem_write (self, "b", 1), ==, EALREADY);
      g_assert_cmpint (synchedmem_sync (other), ==, 0);
      /* Who has arrived passes, however late it is.  */
      g_assert_cmpint (synchedmem_wait_until (self, &soon), ==, 0);
      g_assert_cmpmem (synchedmem_view (self), 1, "a", 1);

      /* Far away is no overflow.  */
      synchedmem_arrive (self);
      synchedmem_arrive (other);
      never.tv_sec
          = sizeof never.tv_sec == 8 ? (time_t) INT64_MAX : (time_t) INT32_MAX;
      never.tv_nsec = 999999999;
      g_assert_cmpint (synchedmem_wait_until (self, &never), ==, 0);
      g_assert_cmpint (synchedmem_wait (other), ==, 0);
      synchedmem_detach (self);
      synchedmem_detach (other);
      synchedmem_destroy (mem);
    }
}

/* A time that is so far away that its nanoseconds do not fit.  */
static void *
wait_for_ages (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  struct timespec ages = { 0, 0 };

  ages.tv_sec = sizeof ages.tv_sec == 8
                    ? (time_t) (UINT64_MAX / 1000000000 + 1)
                    : (time_t) INT32_MAX;
  w->error = synchedmem_attach (w->mem, 1, &self);
  if (!w->error)
    w->error = synchedmem_arrive (self);
  if (!w->error)
    w->error = synchedmem_wait_until (self, &ages);
  synchedmem_detach (self);
  return NULL;
}

static void *
arrive_when_waited_for (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;

  await_missing (w->mem, 1);
  sleep_ns (2000000);
  w->error = synchedmem_attach (w->mem, 0, &self);
  if (!w->error)
    w->error = synchedmem_sync (self);
  synchedmem_detach (self);
  return NULL;
}

static void *
wait_or_arrive (void *arg)
{
  struct worker *w = arg;

  return w->id ? wait_for_ages (w) : arrive_when_waited_for (w);
}

static void
test_far_future (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int policy;

  for (policy = SYNCHEDMEM_WAIT_ADAPTIVE; policy <= SYNCHEDMEM_WAIT_PASSIVE;
       policy++)
    {
      struct synchedmem *mem;

      attr.wait_policy = policy;
      mem = group (2, 1, 1, &attr);
      run_workers (mem, 2, wait_or_arrive, 1);
      g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deadline/timed-wait", test_timed_wait);
  g_test_add_func ("/deadline/far-future", test_far_future);
  return g_test_run ();
}
