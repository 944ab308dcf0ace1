/* test-run-places.c: what becomes of the places of a run whose threads leave
   them, swap them, or take others.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/runs.h"

#include <glib.h>
#include <pthread.h>
#include <signal.h>

/* One that returns 0 early is no longer waited for, wherever it stopped.  */
static int
return_early (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  size_t id = synchedmem_thread_id (self);
  const uint64_t *view;
  uint64_t k, mine;

  results->calls[id]++;
  for (k = 0; k < 50; k++)
    {
      mine = payload (k, id, 0);
      if (synchedmem_write (self, &mine, 1) != 0)
        return 1;
      if (id == results->special && k == 20)
        return 0; /* this write is dropped */
      if (synchedmem_arrive (self) != 0)
        return 2;
      if (id == results->special + 1 && k == 30)
        return 0; /* this arrival counts */
      if (synchedmem_wait (self) != 0)
        return 3;
      if (id == results->special + 2 && k == 40)
        return synchedmem_detach (self);
    }
  view = synchedmem_view (self);
  results->wrong[id]
      += view[results->special] != payload (19, results->special, 0);
  results->wrong[id]
      += view[results->special + 1] != payload (30, results->special + 1, 0);
  results->wrong[id]
      += view[results->special + 2] != payload (40, results->special + 2, 0);
  return 0;
}

static void
test_early_return (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct results results = { 0 };
  struct synchedmem *mem = group (num_threads, 1, sizeof (uint64_t), &attr);

  g_assert_cmpint (synchedmem_run (mem, return_early, &results), ==, 0);
  g_assert_cmpuint (results.wrong[3], ==, 0);
  /* All are there again, in the same cycle.  */
  g_assert_cmpint (synchedmem_run (mem, count_cycles, &results), ==, 0);
  g_assert_cmpuint (results.cycles[0], ==, 150);
  g_assert_cmpuint (results.cycles[3], ==, 150);
  g_assert_cmpuint (results.wrong[0], ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static int
leave_for_good (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  int k, error = 0;

  if (synchedmem_thread_id (self) == results->special)
    return synchedmem_leave (self);
  for (k = 0; k < 10 && !error; k++)
    error = synchedmem_sync (self);
  return error;
}

static void
test_leave_is_for_good (void)
{
  struct synchedmem *mem = group (num_threads, 1, sizeof (uint64_t), NULL);
  struct results results = { .special = 1 };

  g_assert_cmpint (synchedmem_run (mem, leave_for_good, &results), ==, 0);
  g_assert_cmpint (synchedmem_run (mem, count_cycles, &results), ==, EBUSY);
  g_assert_cmpint (synchedmem_reset (mem), ==, 0);
  g_assert_cmpint (synchedmem_run (mem, count_cycles, &results), ==, 0);
  g_assert_cmpuint (results.cycles[1], ==, 100);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* Two threads change places: each leaves what it holds.  */
static int
swap_places (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  size_t id = synchedmem_thread_id (self);
  int k, error = synchedmem_sync (self);

  if (!error && id < 2)
    {
      error = synchedmem_detach (self);
      while (!error)
        {
          error = synchedmem_attach (results->mem, 1 - id, &self);
          if (error != EBUSY)
            break;
          error = sched_yield ();
        }
    }
  for (k = 0; k < 10 && !error; k++)
    error = synchedmem_sync (self);
  results->error[id] = error;
  return error;
}

static void
test_swapped_places (void)
{
  struct synchedmem *mem = group (num_threads, 1, sizeof (uint64_t), NULL);
  struct results results = { .mem = mem };
  int i;

  for (i = 0; i < 20; i++)
    {
      g_assert_cmpint (synchedmem_run (mem, swap_places, &results), ==, 0);
      g_assert_cmpint (synchedmem_status (mem), ==, 0);
    }
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* One thread takes the place that another gave up, and leaves both.  */
static int
hold_two_places (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  size_t id = synchedmem_thread_id (self);
  struct synchedmem_local *other;
  int error = 0;

  if (id == 0)
    while ((error = synchedmem_attach (results->mem, 1, &other)) == EBUSY)
      sched_yield ();
  else if (id == 1)
    {
      /* Until it is taken.  */
      do
        {
          synchedmem_detach (self);
          sched_yield ();
          error = synchedmem_attach (results->mem, 1, &self);
      } while (!error);
      error = error == EBUSY ? 0 : error;
    }
  return error;
}

static void
test_two_places (void)
{
  struct synchedmem *mem = group (num_threads, 1, 1, NULL);
  struct results results = { .mem = mem };
  int i;

  for (i = 0; i < 20; i++)
    {
      g_assert_cmpint (synchedmem_run (mem, hold_two_places, &results), ==, 0);
      g_assert_cmpint (synchedmem_status (mem), ==, 0);
    }
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* Detached, and then not returned: nobody would come back.  */
static int
detach_and_exit (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  int k, error = synchedmem_sync (self);

  if (!error && synchedmem_thread_id (self) == results->special)
    {
      synchedmem_detach (self);
      pthread_exit (NULL);
    }
  for (k = 0; k < 10 && !error; k++)
    error = synchedmem_sync (self);
  return 0;
}

static void
test_detach_and_exit (void)
{
  struct synchedmem *mem = group (num_threads, 0, 1, NULL);
  struct results results = { .special = 1 };

  g_assert_cmpint (synchedmem_run (mem, detach_and_exit, &results), ==,
                   EOWNERDEAD);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* A place of another group, which the function took and kept, is not the
   run's to leave: it breaks that group when the thread ends.  */
static int
attach_elsewhere (struct synchedmem_local *self, void *arg)
{
  struct synchedmem_local *other;
  int error = synchedmem_sync (self);

  if (!error && synchedmem_thread_id (self) == 1)
    error = synchedmem_attach (arg, 0, &other);
  return error;
}

static void
test_attached_elsewhere (void)
{
  struct synchedmem *mem = group (2, 0, 1, NULL);
  struct synchedmem *other = group (1, 0, 1, NULL);

  g_assert_cmpint (synchedmem_run (mem, attach_elsewhere, other), ==, 0);
  g_assert_cmpint (synchedmem_status (mem), ==, 0);
  g_assert_cmpint (synchedmem_status (other), ==, EOWNERDEAD);
  g_assert_cmpint (synchedmem_destroy (other), ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* A thread that is not of the run takes a place that its function gives up,
   and works there when the run is over.  */
struct outsider
{
  struct synchedmem *mem;
  pthread_t thread;
  pthread_mutex_t lock; /* guards what follows */
  bool attached, stop;
  int error;
};

static bool
outsider_is (struct outsider *o, const bool *what)
{
  bool is;

  pthread_mutex_lock (&o->lock);
  is = *what;
  pthread_mutex_unlock (&o->lock);
  return is;
}

static void
tell_outsider (struct outsider *o, bool *what)
{
  pthread_mutex_lock (&o->lock);
  *what = true;
  pthread_mutex_unlock (&o->lock);
}

static void *
work_outside (void *arg)
{
  struct outsider *o = arg;
  struct synchedmem_local *self = place (o->mem, 1);

  tell_outsider (o, &o->attached);
  while (!o->error && !outsider_is (o, &o->stop))
    o->error = synchedmem_sync (self);
  synchedmem_detach (self);
  return NULL;
}

static int
give_up_place_1 (struct synchedmem_local *self, void *arg)
{
  struct outsider *o = arg;

  if (synchedmem_thread_id (self) != 1)
    return 0;
  synchedmem_detach (self);
  pthread_create (&o->thread, NULL, work_outside, o);
  while (!outsider_is (o, &o->attached))
    sleep_ns (100000);
  return 0;
}

static void
test_outsider (void)
{
  struct outsider o = { .mem = group (num_threads, 1, 1, NULL) };
  struct results results = { 0 };

  pthread_mutex_init (&o.lock, NULL);
  g_assert_cmpint (synchedmem_run (o.mem, give_up_place_1, &o), ==, EBUSY);
  /* That one passed meetings in which the others had left: they stay so.  */
  tell_outsider (&o, &o.stop);
  pthread_join (o.thread, NULL);
  pthread_mutex_destroy (&o.lock);
  g_assert_cmpint (o.error, ==, 0);
  g_assert_cmpint (synchedmem_run (o.mem, count_cycles, &results), ==, EBUSY);
  g_assert_cmpint (synchedmem_reset (o.mem), ==, 0);
  g_assert_cmpint (synchedmem_destroy (o.mem), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-places/early-return", test_early_return);
  g_test_add_func ("/run-places/leave-is-for-good", test_leave_is_for_good);
  g_test_add_func ("/run-places/swapped-places", test_swapped_places);
  g_test_add_func ("/run-places/two-places", test_two_places);
  g_test_add_func ("/run-places/detach-and-exit", test_detach_and_exit);
  g_test_add_func ("/run-places/attached-elsewhere", test_attached_elsewhere);
  g_test_add_func ("/run-places/outsider", test_outsider);
  return g_test_run ();
}
