/* test-shortage-run.c: no threads: a run that cannot be starts nothing, and
   leaves the group as it was.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/refusal.h"

#include <glib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Not all threads of a run can be started: no function runs, and the group is
   as it was.  */
static int num_runs;

static int
count_runs (struct synchedmem_local *self, void *arg)
{
  (void) arg;
  if (synchedmem_thread_id (self) == 0)
    num_runs++;
  return synchedmem_sync (self);
}

static void
test_no_threads (void)
{
  enum
  {
    n = 5
  };
  struct synchedmem *mem;
  int k, error;

  if (refuses_the_runtime ())
    return;
  mem = group (n, 1, 1, NULL);
  refuse_threads = true;
  for (k = 0; k < n; k++)
    {
      num_runs = 0;
      /* The table first, then a thread and its attach in any order.  */
      grants = 1 + k;
      error = synchedmem_run (mem, count_runs, NULL);
      grants = -1;
      g_assert_true (error == EAGAIN || error == ENOMEM);
      g_assert_cmpint (num_runs, ==, 0);
      g_assert_cmpint (synchedmem_status (mem), ==, 0);
      g_assert_cmpint (synchedmem_run (mem, count_runs, NULL), ==, 0);
      g_assert_cmpint (num_runs, ==, 1);
    }
  refuse_threads = false;
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* Runs that must not be start nothing.  */
static void
test_refused_runs (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 1);
  int busy, broken;

  grants = 0;
  busy = synchedmem_run (mem, count_runs, NULL);
  grants = -1;
  synchedmem_detach (self);
  synchedmem_abort (mem);
  grants = 0;
  broken = synchedmem_run (mem, count_runs, NULL);
  grants = -1;
  g_assert_cmpint (busy, ==, EBUSY);
  g_assert_cmpint (broken, ==, ECANCELED);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* Limits of the system itself.  The soft one is set, and put back.  */
static int
under_limit (int resource, rlim_t soft, size_t len, int error1, int error2)
{
  struct synchedmem *mem, *large = NULL;
  struct rlimit before, limit;
  int error;

  expect (synchedmem_create (&mem, 4, 1, 1, NULL) == 0);
  expect (getrlimit (resource, &before) == 0);
  limit = before;
  limit.rlim_cur = soft;
  if (setrlimit (resource, &limit) != 0)
    return 77;
  error = len ? synchedmem_create (&large, 4, len, 1, NULL)
              : synchedmem_run (mem, count_runs, NULL);
  expect (setrlimit (resource, &before) == 0);
  if (error == 0)
    return 77;
  expect (error == error1 || error == error2);
  expect (large == NULL && num_runs == 0);
  expect (synchedmem_status (mem) == 0);
  expect (synchedmem_run (mem, count_runs, NULL) == 0 && num_runs == 1);
  expect (synchedmem_destroy (mem) == 0);
  return 0;
}

static int
few_processes (void)
{
  const char *detector = g_getenv ("SYNCHEDMEM_TEST_DETECTOR");

  /* For Helgrind, a thread that cannot be started is an error by itself; DRD
     does not survive it.  */
  if (detector
      && (strcmp (detector, "helgrind") == 0 || strcmp (detector, "drd") == 0))
    return 77;
  /* The limit does not hold for root.  */
  if (getuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
    return 77;
  return under_limit (RLIMIT_NPROC, 1, 0, EAGAIN, ENOMEM);
}

static int
little_address_space (void)
{
  const char *detector = g_getenv ("SYNCHEDMEM_TEST_DETECTOR");
  int status;

  /* Detectors need terabytes.  */
  if (detector && strcmp (detector, "none") != 0)
    return 77;
  /* First, while no thread has left a stack to use again.  An emulator's
     limit is not that of its program.  */
  status = under_limit (RLIMIT_AS, 1 << 20, 0, EAGAIN, ENOMEM);
  if (status)
    return status;
  num_runs = 0;
  return under_limit (RLIMIT_AS, (rlim_t) 256 << 20, (size_t) 256 << 20,
                      ENOMEM, ENOMEM);
}

static void
test_few_processes (void)
{
  in_child (few_processes);
}

static void
test_little_address_space (void)
{
  in_child (little_address_space);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* In children, before there is a group here.  */
  g_test_add_func ("/shortage-run/few-processes", test_few_processes);
  g_test_add_func ("/shortage-run/little-address-space",
                   test_little_address_space);
  g_test_add_func ("/shortage-run/no-threads", test_no_threads);
  g_test_add_func ("/shortage-run/refused-runs", test_refused_runs);
  return g_test_run ();
}
