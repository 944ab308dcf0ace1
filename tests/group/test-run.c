/* test-run.c: synchedmem_run.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/runs.h"

#include <glib.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>

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

/* All but one have returned.  It ends where none of them came, and afterwards
   they are there, too: nobody is missing.  */
static int
exit_far_ahead (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  int k;

  if (synchedmem_thread_id (self) == results->special)
    {
      for (k = 0; k < 5; k++)
        if (synchedmem_sync (self))
          return 1;
      pthread_exit (NULL);
    }
  return 0;
}

static void
test_dead_thread_is_not_ahead (void)
{
  struct synchedmem *mem = group (num_threads, 0, 1, NULL);
  struct results results = { .special = 3 };

  g_assert_cmpint (synchedmem_run (mem, exit_far_ahead, &results), ==,
                   EOWNERDEAD);
  g_assert_cmpuint (synchedmem_missing (mem, NULL, 0), ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
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
  g_test_add_func ("/run/failed-meeting-passes-for-nobody",
                   test_failed_meeting_passes_for_nobody);
  g_test_add_func ("/run/dead-thread-is-not-ahead",
                   test_dead_thread_is_not_ahead);
  g_test_add_func ("/run/dead-thread-is-reported",
                   test_dead_thread_is_reported);
  g_test_add_func ("/run/cancelled-caller", test_cancelled_caller);
  g_test_add_func ("/run/pinned", test_pinned);
  return g_test_run ();
}
