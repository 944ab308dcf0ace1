/* test-place.c: attach, detach.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/workers.h"

#include <glib.h>
#include <pthread.h>
#include <sched.h>

static void
test_null (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self;

  g_assert_cmpint (synchedmem_attach (NULL, 0, &self), ==, EINVAL);
  g_assert_cmpint (synchedmem_attach (mem, 0, NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_detach (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_leave (NULL), ==, EINVAL);
  g_assert_cmpuint (synchedmem_thread_id (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_cycle (NULL), ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void
test_attach_errors (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *self = NULL, *other = NULL;

  g_assert_cmpint (synchedmem_attach (mem, 2, &self), ==, EINVAL);
  g_assert_cmpint (synchedmem_attach (mem, SIZE_MAX, &self), ==, EINVAL);
  self = place (mem, 1);
  g_assert_cmpuint (synchedmem_thread_id (self), ==, 1);
  g_assert_cmpint (synchedmem_attach (mem, 1, &other), ==, EBUSY);
  g_assert_null (other);
  g_assert_cmpint (synchedmem_detach (self), ==, 0);
  synchedmem_destroy (mem);
}

static void
test_detached_place_is_dead (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);
  const void *view;
  char byte;

  g_assert_cmpint (synchedmem_detach (self), ==, 0);
  g_assert_cmpint (synchedmem_detach (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_leave (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_write (self, "a", 1), ==, EINVAL);
  g_assert_cmpint (synchedmem_write_sync_read (self, "a", 1, &view), ==,
                   EINVAL);
  g_assert_cmpint (synchedmem_arrive (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_wait (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_try_wait (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_sync (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_read (self, &byte, 1), ==, EINVAL);
  g_assert_null (synchedmem_overwrite (self));
  g_assert_null (synchedmem_update (self));
  synchedmem_destroy (mem);
}

static void
test_attach_again_goes_on (void)
{
  struct synchedmem *mem = group (1, 2, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);
  char *segment;

  g_assert_cmpint (synchedmem_write (self, "ab", 2), ==, 0);
  g_assert_cmpint (synchedmem_sync (self), ==, 0);
  g_assert_cmpint (synchedmem_write (self, "cd", 2), ==, 0);
  g_assert_cmpint (synchedmem_detach (self), ==, 0);

  /* What was written stays written, and can be written on.  */
  self = place (mem, 0);
  g_assert_cmpuint (synchedmem_cycle (self), ==, 1);
  g_assert_cmpmem (synchedmem_view (self), 2, "ab", 2);
  segment = synchedmem_update (self);
  g_assert_cmpmem (segment, 2, "cd", 2);
  segment[1] = 'e';
  g_assert_cmpint (synchedmem_arrive (self), ==, 0);
  g_assert_cmpint (synchedmem_detach (self), ==, 0);

  /* An arrival stands.  */
  self = place (mem, 0);
  g_assert_cmpint (synchedmem_arrive (self), ==, EALREADY);
  g_assert_cmpint (synchedmem_wait (self), ==, 0);
  g_assert_cmpuint (synchedmem_cycle (self), ==, 2);
  g_assert_cmpmem (synchedmem_view (self), 2, "ce", 2);
  g_assert_cmpint (synchedmem_detach (self), ==, 0);
  synchedmem_destroy (mem);
}

static uint64_t
check_view (const struct worker *w, const uint64_t *view, uint64_t cycle)
{
  size_t i, n = synchedmem_num_threads (w->mem);
  uint64_t wrong = 0;

  for (i = 0; i < n; i++)
    wrong += view[i] != payload (cycle, i, 0);
  return wrong;
}

static void *
attach_each_cycle (void *arg)
{
  struct worker *w = arg;
  uint64_t cycle;

  for (cycle = 0; cycle < w->cycles && !w->error; cycle++)
    {
      struct synchedmem_local *self;
      uint64_t mine = payload (cycle, w->id, 0);
      const void *view = NULL;

      w->error = synchedmem_attach (w->mem, w->id, &self);
      if (w->error)
        break;
      w->wrong += synchedmem_cycle (self) != cycle;
      w->error = synchedmem_write_sync_read (self, &mine, 1, &view);
      if (!w->error)
        w->wrong += check_view (w, view, cycle);
      synchedmem_detach (self);
    }
  return NULL;
}

static void
test_attach_each_cycle (void)
{
  struct synchedmem *mem = group (4, 1, sizeof (uint64_t), NULL);

  run_workers (mem, 4, attach_each_cycle, scaled (5000));
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void *
one_cycle (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  uint64_t mine = payload (w->cycles, w->id, 0);
  const void *view = NULL;

  w->error = synchedmem_attach (w->mem, w->id, &self);
  if (w->error)
    return NULL;
  w->wrong += synchedmem_cycle (self) != w->cycles;
  w->error = synchedmem_write_sync_read (self, &mine, 1, &view);
  if (!w->error)
    w->wrong += check_view (w, view, w->cycles);
  synchedmem_detach (self);
  return NULL;
}

static void
test_attach_from_other_threads (void)
{
  struct synchedmem *mem = group (2, 1, sizeof (uint64_t), NULL);
  uint64_t cycle;

  /* New threads for every cycle.  */
  for (cycle = 0; cycle < scaled (200); cycle++)
    run_workers (mem, 2, one_cycle, cycle);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void *
detach_it (void *self)
{
  return GINT_TO_POINTER (synchedmem_detach (self));
}

static void
test_detach_by_other_thread (void)
{
  struct synchedmem *mem = group (3, 1, 1, NULL);
  struct synchedmem_local *self[3];
  int order[3] = { 1, 0, 2 }, i;

  for (i = 0; i < 3; i++)
    self[i] = place (mem, (size_t) i);
  for (i = 0; i < 3; i++)
    {
      pthread_t thread;
      void *error;
      g_assert_cmpint (
          pthread_create (&thread, NULL, detach_it, self[order[i]]), ==, 0);
      pthread_join (thread, &error);
      g_assert_null (error);
    }
  /* The other thread has ended, and broke nothing.  */
  g_assert_cmpint (synchedmem_status (mem), ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void *
attach_pinned (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;

  w->error = synchedmem_attach (w->mem, w->id, &self);
  if (!w->error)
    {
      w->wrong = (uint64_t) sched_getcpu ();
      synchedmem_detach (self);
    }
  return NULL;
}

static void
test_pinning (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int here = sched_getcpu (), cpus[2] = { here, 1000000 };
  struct synchedmem *mem;
  struct worker w[2];

  g_assert_cmpint (here, >=, 0);
  attr.cpus = cpus;
  mem = group (2, 1, 1, &attr);
  cpus[0] = 1000000; /* it was copied */
  w[0] = (struct worker){ .mem = mem, .id = 0 };
  w[1] = (struct worker){ .mem = mem, .id = 1 };
  run_threads (2, attach_pinned, w, sizeof *w);
  g_assert_cmpint (w[0].error, ==, 0);
  g_assert_cmpint ((int) w[0].wrong, ==, here);
  /* There is no such processor, and nobody was attached to it.  */
  g_assert_cmpint (w[1].error, ==, EINVAL);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void *
come_and_go (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  uint64_t left = w->cycles;

  while (left--)
    {
      int error = synchedmem_attach (w->mem, 0, &self);
      if (!error)
        {
          if (synchedmem_sync (self) != 0 || synchedmem_detach (self) != 0)
            w->wrong++;
        }
      else if (error != EBUSY)
        w->wrong++;
    }
  return NULL;
}

static void *
reset_again_and_again (void *arg)
{
  struct worker *w = arg;
  uint64_t left = w->cycles;

  while (left--)
    {
      int error = synchedmem_reset (w->mem);
      if (error && error != EBUSY)
        w->wrong++;
    }
  return NULL;
}

/* Who does not get the place touches nothing of it, and a reset is before an
   attach or after it.  */
static void
test_attach_beside_others (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct worker w[3];
  pthread_t threads[3];
  size_t i;

  for (i = 0; i < 3; i++)
    {
      w[i] = (struct worker){ .mem = mem, .cycles = scaled (3000) };
      pthread_create (&threads[i], NULL,
                      i < 2 ? come_and_go : reset_again_and_again, &w[i]);
    }
  for (i = 0; i < 3; i++)
    {
      pthread_join (threads[i], NULL);
      g_assert_cmpuint (w[i].wrong, ==, 0);
    }
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/place/null", test_null);
  g_test_add_func ("/place/attach-errors", test_attach_errors);
  g_test_add_func ("/place/detached-place-is-dead",
                   test_detached_place_is_dead);
  g_test_add_func ("/place/attach-again-goes-on", test_attach_again_goes_on);
  g_test_add_func ("/place/attach-each-cycle", test_attach_each_cycle);
  g_test_add_func ("/place/attach-from-other-threads",
                   test_attach_from_other_threads);
  g_test_add_func ("/place/detach-by-other-thread",
                   test_detach_by_other_thread);
  g_test_add_func ("/place/attach-beside-others", test_attach_beside_others);
  g_test_add_func ("/place/pinning", test_pinning);
  return g_test_run ();
}
