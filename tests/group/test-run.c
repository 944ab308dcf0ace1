/* test-run.c: synchedmem_run.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/support.h"

#include <glib.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>

enum
{
  num_threads = 4
};

struct results
{
  uint64_t cycles[num_threads];
  uint64_t wrong[num_threads];
  int calls[num_threads];
  int error[num_threads];
  int cpu[num_threads];
  size_t special; /* the thread that does something else */
  struct synchedmem *mem;
};

static int
count_cycles (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  size_t id = synchedmem_thread_id (self), i;
  uint64_t k, first = synchedmem_cycle (self);

  results->calls[id]++;
  results->cpu[id] = sched_getcpu ();
  for (k = 0; k < 100; k++)
    {
      const void *all = NULL;
      const uint64_t *view;
      uint64_t mine = payload (first + k, id, 0);
      int error = synchedmem_write_sync_read (self, &mine, 1, &all);

      results->error[id] = error;
      if (error)
        return error;
      view = all;
      for (i = 0; i < num_threads; i++)
        results->wrong[id] += view[i] != payload (first + k, i, 0);
    }
  results->cycles[id] = synchedmem_cycle (self);
  return 0;
}

static void
test_runs_everywhere (void)
{
  struct synchedmem *mem = group (num_threads, 1, sizeof (uint64_t), NULL);
  struct results results = { 0 };
  int i, round;

  /* It can be run again, and goes on.  */
  for (round = 1; round <= 3; round++)
    {
      g_assert_cmpint (synchedmem_run (mem, count_cycles, &results), ==, 0);
      for (i = 0; i < num_threads; i++)
        {
          g_assert_cmpint (results.calls[i], ==, round);
          g_assert_cmpuint (results.cycles[i], ==, 100 * (uint64_t) round);
          g_assert_cmpuint (results.wrong[i], ==, 0);
        }
    }
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void
test_errors (void)
{
  struct synchedmem *mem = group (num_threads, 1, sizeof (uint64_t), NULL);
  struct synchedmem_local *self;
  struct results results = { 0 };

  g_assert_cmpint (synchedmem_run (NULL, count_cycles, NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_run (mem, NULL, NULL), ==, EINVAL);
  self = place (mem, 2);
  g_assert_cmpint (synchedmem_run (mem, count_cycles, &results), ==, EBUSY);
  synchedmem_detach (self);
  g_assert_cmpint (synchedmem_status (mem), ==, 0);
  g_assert_cmpint (results.calls[0], ==, 0);
  synchedmem_abort (mem);
  g_assert_cmpint (synchedmem_run (mem, count_cycles, &results), ==,
                   ECANCELED);
  g_assert_cmpint (results.calls[0], ==, 0);
  synchedmem_destroy (mem);
}

static int
fail_in_one (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  size_t id = synchedmem_thread_id (self);
  int error = 0, k;

  for (k = 0; !error; k++)
    {
      if (id == results->special && k == 10)
        return 4711;
      error = synchedmem_sync (self);
    }
  results->error[id] = error;
  return error;
}

static void
test_first_failure_aborts (void)
{
  size_t i;
  struct results results = { 0 };

  for (results.special = 0; results.special < num_threads; results.special++)
    {
      struct synchedmem *mem = group (num_threads, 0, 1, NULL);

      g_assert_cmpint (synchedmem_run (mem, fail_in_one, &results), ==, 4711);
      g_assert_cmpint (synchedmem_status (mem), ==, ECANCELED);
      for (i = 0; i < num_threads; i++)
        if (i != results.special)
          g_assert_cmpint (results.error[i], ==, ECANCELED);
      g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
    }
}

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

/* A meeting that somebody's failure prevented passes for nobody.  */
static int
fail_without_arriving (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  size_t id = synchedmem_thread_id (self);

  if (id == 0)
    {
      await_missing (results->mem, 1);
      return 4711;
    }
  results->error[id] = synchedmem_sync (self);
  return results->error[id];
}

static void
test_failed_meeting_passes_for_nobody (void)
{
  struct results results = { 0 };
  int round;
  size_t i;

  for (round = 0; round < 20; round++)
    {
      results.mem = group (num_threads, 0, 1, NULL);
      g_assert_cmpint (
          synchedmem_run (results.mem, fail_without_arriving, &results), ==,
          4711);
      for (i = 1; i < num_threads; i++)
        g_assert_cmpint (results.error[i], ==, ECANCELED);
      g_assert_cmpint (synchedmem_destroy (results.mem), ==, 0);
    }
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

static int
exit_in_one (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  int k, error = 0;

  for (k = 0; k < 20 && !error; k++)
    {
      if (synchedmem_thread_id (self) == results->special && k == 10)
        pthread_exit (NULL);
      error = synchedmem_sync (self);
    }
  return 0;
}

static void
test_dead_thread_is_reported (void)
{
  struct synchedmem *mem = group (num_threads, 0, 1, NULL);
  struct results results = { .special = 2 };

  g_assert_cmpint (synchedmem_run (mem, exit_in_one, &results), ==,
                   EOWNERDEAD);
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

/* A request to cancel the caller waits until all is over.  */
static void *
run_cancelled (void *arg)
{
  struct results *results = arg;

  pthread_cancel (pthread_self ());
  results->error[0] = synchedmem_run (results->mem, count_cycles, results);
  results->special = 1;
  pthread_testcancel ();
  results->special = 2;
  return NULL;
}

static void
test_cancelled_caller (void)
{
  struct synchedmem *mem = group (num_threads, 1, sizeof (uint64_t), NULL);
  struct results results = { .mem = mem };

  run_threads (1, run_cancelled, &results, sizeof results);
  g_assert_cmpint (results.error[0], ==, 0);
  g_assert_cmpuint (results.special, ==, 1);
  g_assert_cmpuint (results.cycles[0], ==, 100);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void
test_pinned (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int here = sched_getcpu (), cpus[num_threads] = { here, -1, here, -1 };
  struct synchedmem *mem;
  struct results results = { 0 };

  attr.cpus = cpus;
  mem = group (num_threads, 1, sizeof (uint64_t), &attr);
  g_assert_cmpint (synchedmem_run (mem, count_cycles, &results), ==, 0);
  g_assert_cmpint (results.cpu[0], ==, here);
  g_assert_cmpint (results.cpu[2], ==, here);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);

  /* A pin that fails in one: no function ran, and nothing changed.  */
  results = (struct results){ 0 };
  cpus[3] = 1000000;
  mem = group (num_threads, 1, sizeof (uint64_t), &attr);
  g_assert_cmpint (synchedmem_run (mem, count_cycles, &results), ==, EINVAL);
  g_assert_cmpint (results.calls[0] + results.calls[3], ==, 0);
  g_assert_cmpint (synchedmem_status (mem), ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/runs-everywhere", test_runs_everywhere);
  g_test_add_func ("/run/errors", test_errors);
  g_test_add_func ("/run/first-failure-aborts", test_first_failure_aborts);
  g_test_add_func ("/run/early-return", test_early_return);
  g_test_add_func ("/run/failed-meeting-passes-for-nobody",
                   test_failed_meeting_passes_for_nobody);
  g_test_add_func ("/run/leave-is-for-good", test_leave_is_for_good);
  g_test_add_func ("/run/dead-thread-is-reported",
                   test_dead_thread_is_reported);
  g_test_add_func ("/run/swapped-places", test_swapped_places);
  g_test_add_func ("/run/two-places", test_two_places);
  g_test_add_func ("/run/detach-and-exit", test_detach_and_exit);
  g_test_add_func ("/run/attached-elsewhere", test_attached_elsewhere);
  g_test_add_func ("/run/outsider", test_outsider);
  g_test_add_func ("/run/cancelled-caller", test_cancelled_caller);
  g_test_add_func ("/run/pinned", test_pinned);
  return g_test_run ();
}
