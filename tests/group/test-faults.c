/* test-faults.c: threads that die, stop or are interrupted: everyone gets an
   error or a right view, and nobody hangs.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "base/annotate.h"
#include "os/os.h"
#include "support/cycler.h"

#include <glib.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- threads that die */

enum death
{
  DEATH_EXIT,
  DEATH_CANCEL,         /* at a cancellation point */
  DEATH_CANCEL_AT_ONCE, /* asynchronously, while it computes */
  DEATHS
};

static enum death death;
static size_t victim;
static uint64_t last_cycle;
static int last_moment;
static pthread_t threads[CYCLERS_MAX];

static void
die (struct cycler *c, int moment)
{
  int old;

  if (c->id != victim || c->done != last_cycle || moment != last_moment)
    return;
  /* Who waits may be asleep by then, or not.  */
  random_delay (&c->seed);
  if (death == DEATH_EXIT)
    pthread_exit (NULL);
  if (death == DEATH_CANCEL_AT_ONCE)
    pthread_setcanceltype (PTHREAD_CANCEL_ASYNCHRONOUS, &old);
  pthread_cancel (pthread_self ());
  pthread_testcancel ();
}

static void
test_killed_anywhere (void)
{
  uint32_t seed = 4711;
  uint64_t round, rounds = scaled (1500);

  for (round = 0; round < rounds; round++)
    {
      size_t n = 1 + random_next (&seed) % 5, i;
      unsigned int buffers = 1 + random_next (&seed) % 2;
      struct cycler c[CYCLERS_MAX];
      struct synchedmem *mem;

      mem = cyclers_make (c, n, 10, buffers, round % 2 ? 2 : 0);
      death = random_next (&seed) % DEATHS;
      victim = random_next (&seed) % n;
      last_cycle = random_next (&seed) % 9;
      last_moment = (int) (random_next (&seed) % 3);
      for (i = 0; i < n; i++)
        {
          c[i].hook = die;
          g_assert_cmpint (
              pthread_create (&threads[i], NULL, cycler_run, &c[i]), ==, 0);
        }
      for (i = 0; i < n; i++)
        pthread_join (threads[i], NULL);
      for (i = 0; i < n; i++)
        {
          g_assert_cmpint (c[i].error, ==, i == victim ? 0 : EOWNERDEAD);
          g_assert_cmpuint (c[i].wrong, ==, 0);
          /* The others pass the meetings that the victim came to.  */
          g_assert_cmpuint (c[i].done, <=, last_cycle + (last_moment > 0));
        }
      g_assert_cmpuint (c[victim].done, ==, last_cycle);
      g_assert_cmpint (synchedmem_status (mem), ==, EOWNERDEAD);
      g_assert_cmpint (synchedmem_reset (mem), ==, 0);
      g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
    }
}

/* Killed from outside, at whichever point it is: waits are no cancellation
   points, so it dies between two calls of the cycle.  */
static void
look_for_cancel (struct cycler *c, int moment)
{
  int old;

  (void) moment;
  /* ThreadSanitizer takes a thread that is cancelled in a sleep for one that
     is in it for ever, and misses the locks that it takes at its end.  */
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, &old);
  random_delay (&c->seed);
  pthread_setcancelstate (old, NULL);
  pthread_testcancel ();
}

static void
test_cancelled_from_outside (void)
{
  uint32_t seed = 42;
  uint64_t round, rounds = scaled (500);

  for (round = 0; round < rounds; round++)
    {
      size_t n = 2 + random_next (&seed) % 4, i;
      struct cycler c[CYCLERS_MAX];

      cyclers_make (c, n, UINT64_MAX, 1 + round % 2, round / 2 % 2 ? 2 : 0);
      victim = random_next (&seed) % n;
      for (i = 0; i < n; i++)
        {
          c[i].hook = i == victim ? look_for_cancel : NULL;
          g_assert_cmpint (
              pthread_create (&threads[i], NULL, cycler_run, &c[i]), ==, 0);
        }
      sleep_ns (random_next (&seed) % 1000000);
      pthread_cancel (threads[victim]);
      for (i = 0; i < n; i++)
        pthread_join (threads[i], NULL);
      /* It may have been cancelled before it attached.  */
      if (synchedmem_status (c[0].mem) == 0)
        g_assert_not_reached ();
      for (i = 0; i < n; i++)
        {
          g_assert_cmpint (c[i].error, ==, i == victim ? 0 : EOWNERDEAD);
          g_assert_cmpuint (c[i].wrong, ==, 0);
        }
      g_assert_cmpint (synchedmem_destroy (c[0].mem), ==, 0);
    }
}

/* ---- threads that are interrupted, and ones that stop */

static sm_atomic32 signals;
static volatile sig_atomic_t handler_sleeps;

static void
on_signal (int number)
{
  int saved = errno;

  (void) number;
  sm_add_seq_cst (&signals, 1);
  if (handler_sleeps)
    sleep_ns (3000000);
  errno = saved;
}

static void
handle_signals (int flags)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = flags };

  sigaction (SIGUSR1, &action, NULL);
  sm_exchange_seq_cst (&signals, 0);
}

static sm_atomic32 finished;

static void *
cycle_and_finish (void *arg)
{
  cycler_run (arg);
  sm_add_seq_cst (&finished, 1);
  /* Nobody may send a signal to a thread that has ended.  */
  while (sm_load_acquire (&finished) < UINT32_MAX / 2)
    sleep_ns (100000);
  return NULL;
}

/* Some cycles, while signals are sent, PAUSE_NS apart.  */
static void
cycle_and_signal (int wait_policy, bool timed, int64_t pause_ns)
{
  enum
  {
    n = 4
  };
  struct cycler c[n];
  uint32_t seed = 5;
  size_t i;

  sm_exchange_seq_cst (&finished, 0);
  cyclers_make (c, n, scaled (pause_ns > 1000000 ? 300 : 3000), 2 - timed,
                wait_policy);
  for (i = 0; i < n; i++)
    {
      c[i].timed = timed;
      g_assert_cmpint (
          pthread_create (&threads[i], NULL, cycle_and_finish, &c[i]), ==, 0);
    }
  while (sm_load_acquire (&finished) < n)
    {
      pthread_kill (threads[random_next (&seed) % n], SIGUSR1);
      if (pause_ns)
        sleep_ns (pause_ns);
    }
  sm_add_seq_cst (&finished, UINT32_MAX / 2);
  for (i = 0; i < n; i++)
    pthread_join (threads[i], NULL);
  g_assert_true (cyclers_are_right (c, n));
}

/* Until one was handled: on a busy machine, or by ThreadSanitizer, which
   defers them, all cycles may be over before.  */
static void
cycle_under_signals (int flags, int wait_policy, bool timed, int64_t pause_ns)
{
  handle_signals (flags);
  do
    cycle_and_signal (wait_policy, timed, pause_ns);
  while (sm_load_acquire (&signals) == 0);
  signal (SIGUSR1, SIG_DFL);
}

static void
test_signal_storm (gconstpointer data)
{
  int flags = GPOINTER_TO_INT (data);

  cycle_under_signals (flags, SYNCHEDMEM_WAIT_PASSIVE, false, 0);
  cycle_under_signals (flags, SYNCHEDMEM_WAIT_PASSIVE, true, 20000);
  cycle_under_signals (flags, SYNCHEDMEM_WAIT_ADAPTIVE, false, 20000);
}

/* A thread that is in a handler for long is as one that was stopped.  */
static void
test_stopped_threads (void)
{
  handler_sleeps = 1;
  cycle_under_signals (SA_RESTART, SYNCHEDMEM_WAIT_ADAPTIVE, false, 2000000);
  cycle_under_signals (0, SYNCHEDMEM_WAIT_PASSIVE, true, 2000000);
  handler_sleeps = 0;
}

/* A process of three threads is stopped and goes on, again and again; how
   often, before it ended.  */
static int
stop_a_process (int policy)
{
  static uint32_t seed = 6; /* another try sleeps for other times */
  int stops = 0, status = 0;
  pid_t child = fork ();

  if (child == 0)
    {
      struct cycler c[3];

      alarm (300);
      cyclers_make (c, 3, scaled (20000), 1 + (unsigned int) policy / 2,
                    policy);
      c[1].timed = true;
      run_threads (3, cycler_run, c, sizeof *c);
      end_child (cyclers_are_right (c, 3) ? 0 : 1);
    }
  g_assert_cmpint (child, >, 0);
  for (;;)
    {
      sleep_ns (random_next (&seed) % 10000000);
      kill (child, SIGSTOP);
      if (waitpid (child, &status, WUNTRACED) != child || !WIFSTOPPED (status))
        break;
      stops++;
      sleep_ns (random_next (&seed) % 10000000);
      kill (child, SIGCONT);
    }
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return stops;
}

static void
test_stopped_process (void)
{
  int policy;

  for (policy = 0; policy <= SYNCHEDMEM_WAIT_PASSIVE; policy += 2)
    while (stop_a_process (policy) == 0)
      continue;
}

int
main (int argc, char **argv)
{
  sm_annotate_sync_memory (&signals, sizeof signals);
  sm_annotate_sync_memory (&finished, sizeof finished);
  g_test_init (&argc, &argv, NULL);
  /* First, while there is no other thread: the child makes its own.  */
  g_test_add_func ("/faults/stopped-process", test_stopped_process);
  g_test_add_func ("/faults/killed-anywhere", test_killed_anywhere);
  g_test_add_func ("/faults/cancelled-from-outside",
                   test_cancelled_from_outside);
  g_test_add_data_func ("/faults/signal-storm/restart",
                        GINT_TO_POINTER (SA_RESTART), test_signal_storm);
  g_test_add_data_func ("/faults/signal-storm/interrupt", GINT_TO_POINTER (0),
                        test_signal_storm);
  g_test_add_func ("/faults/stopped-threads", test_stopped_threads);
  return g_test_run ();
}
