/* measure.c: one run of one peer in one regime, and the machine's limits.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#define _GNU_SOURCE
#include "bench.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t
clock_ns (clockid_t clock)
{
  struct timespec t;

  clock_gettime (clock, &t);
  return (uint64_t) t.tv_sec * 1000000000 + (uint64_t) t.tv_nsec;
}

uint64_t
now_ns (void)
{
  return clock_ns (CLOCK_MONOTONIC);
}

size_t
num_processors (void)
{
  static size_t n; /* before anybody is pinned */
  cpu_set_t set;

  if (!n)
    {
      sched_getaffinity (0, sizeof set, &set);
      n = (size_t) CPU_COUNT (&set);
    }
  return n;
}

void
pin_to (int cpu)
{
  static cpu_set_t all;
  static int known;
  cpu_set_t set;
  int i;

  if (!known)
    sched_getaffinity (0, sizeof all, &all);
  known = 1;
  set = all;
  if (cpu >= 0)
    {
      CPU_ZERO (&set);
      for (i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET (i, &all) && cpu-- == 0)
          CPU_SET (i, &set);
    }
  sched_setaffinity (0, sizeof set, &set);
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

double
median (double *values, size_t n)
{
  qsort (values, n, sizeof *values, compare);
  return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* ---- one run */

enum phase
{
  WARM_UP,
  MEASURE,
  END
};

struct thread_result
{
  uint64_t cpu, wrong;
  char line[112];
};

struct run
{
  const struct regime *regime;
  uint64_t ns;
  /* Of thread 0, which says through its segment what phase it is.  */
  uint64_t begun, measured_from, measured_to, first, last;
  struct thread_result thread[max_threads];
};

/* Thread 0: the phase in cycle K.  The clock is read in each cycle if they
   are slow, otherwise seldom.  */
static enum phase
phase_in (struct run *run, uint64_t k, enum phase phase)
{
  uint64_t now;
  static const uint64_t seldom = 64;

  if (k >= 256 && k % seldom != 0 && run->ns / (k + 1) < 1000000)
    return phase;
  now = now_ns ();
  if (phase == WARM_UP && now - run->begun > run->ns / 5)
    {
      run->measured_from = now;
      run->first = k;
      return MEASURE;
    }
  if (phase == MEASURE && now - run->begun > run->ns)
    {
      run->measured_to = now;
      run->last = k;
      return END;
    }
  return phase;
}

static void
cycles (void *arg, size_t id, meet_fn *meet, void *group)
{
  struct run *run = arg;
  struct thread_result *result = &run->thread[id];
  size_t n = run->regime->threads, i, j;
  struct timespec late = { 0, (long) run->regime->late };
  uint64_t mine[num_words] = { 0 }, k, cpu = 0, wrong = 0;
  enum phase seen = WARM_UP;

  pin_to (run->regime->pinned ? (int) (id % num_processors ()) : -1);
  if (id == 0)
    run->begun = now_ns ();
  for (k = 0;; k++)
    {
      const uint64_t *all;

      if (id == 0)
        mine[1] = phase_in (run, k, (enum phase) mine[1]);
      if (id == 0 && late.tv_nsec)
        nanosleep (&late, NULL);
      mine[0] = mine[num_words - 1] = k;
      all = meet (group, id, k, mine);
      for (i = 0; i < n; i++)
        for (j = 0; j < num_words; j += num_words - 1)
          wrong += all[i * num_words + j] != k;
      if (all[1] != seen)
        {
          seen = (enum phase) all[1];
          cpu = clock_ns (CLOCK_THREAD_CPUTIME_ID) - cpu;
          if (seen == END)
            break;
        }
    }
  result->cpu = cpu;
  result->wrong = wrong;
  pin_to (-1);
}

int
measure (const struct regime *regime, const struct peer *peer, uint64_t ns,
         struct measurement *out)
{
  struct run *run = calloc (1, sizeof *run);
  size_t i;
  int error;

  if (!run)
    return ENOMEM;
  run->regime = regime;
  run->ns = ns;
  error = peer->run (regime->threads, cycles, run);
  if (!error)
    {
      double n = (double) (run->last - run->first);
      double all = 0, waiters = 0;
      double wall = (double) (run->measured_to - run->measured_from);

      memset (out, 0, sizeof *out);
      for (i = 0; i < regime->threads; i++)
        {
          all += (double) run->thread[i].cpu;
          waiters += i ? (double) run->thread[i].cpu : 0;
          out->wrong += run->thread[i].wrong;
        }
      out->wall = wall / n;
      out->cpu = all / n;
      if (regime->threads > 1)
        out->waiting = waiters / wall / (double) (regime->threads - 1);
    }
  free (run);
  return error;
}

/* ---- foreign work */

static pid_t busy[max_threads];

void
busy_start (void)
{
  size_t i;

  for (i = 0; i < num_processors (); i++)
    {
      busy[i] = fork ();
      if (busy[i] == 0)
        {
          prctl (PR_SET_PDEATHSIG, SIGKILL);
          pin_to ((int) i);
          for (;;)
            __asm__ volatile("" ::: "memory");
        }
    }
}

void
busy_stop (void)
{
  size_t i;

  for (i = 0; i < num_processors (); i++)
    {
      kill (busy[i], SIGKILL);
      waitpid (busy[i], NULL, 0);
    }
}

/* ---- limits */

enum
{
  transfers = 200000,
  switches = 20000
};

struct ball
{
  _Alignas(128) _Atomic (uint64_t) word; /* which carries its data */
  uint64_t data[6];
};

static struct ball balls[2];
static int ball_cpus[2];
static bool ball_yields;

static void
relax (void)
{
#if defined __i386__ || defined __x86_64__
  __builtin_ia32_pause ();
#endif
}

/* Two threads pass a ball to and fro.  */
static void *
play (void *arg)
{
  size_t id = (size_t) (uintptr_t) arg;
  uint64_t k, n = ball_yields ? switches : transfers;

  pin_to (ball_cpus[id]);
  for (k = 1; k <= n; k++)
    {
      if (id == 0)
        {
          balls[0].data[0] = k;
          atomic_store_explicit (&balls[0].word, k, memory_order_release);
        }
      while (atomic_load_explicit (&balls[!id].word, memory_order_acquire) < k)
        if (ball_yields)
          sched_yield ();
        else
          relax ();
      if (balls[!id].data[0] != k)
        abort ();
      if (id == 1)
        {
          balls[1].data[0] = k;
          atomic_store_explicit (&balls[1].word, k, memory_order_release);
        }
    }
  return NULL;
}

/* Nanoseconds of one way.  */
static double
one_way (int first, int second, bool yields)
{
  pthread_t threads[2];
  double times[5];
  size_t r, i;

  for (r = 0; r < 5; r++)
    {
      uint64_t begun = now_ns ();

      memset (balls, 0, sizeof balls);
      ball_cpus[0] = first;
      ball_cpus[1] = second;
      ball_yields = yields;
      for (i = 0; i < 2; i++)
        if (pthread_create (&threads[i], NULL, play, (void *) (uintptr_t) i))
          abort ();
      for (i = 0; i < 2; i++)
        pthread_join (threads[i], NULL);
      times[r] = (double) (now_ns () - begun)
                 / (2.0 * (yields ? switches : transfers));
    }
  return median (times, 5);
}

double
limit_transfer (void)
{
  return num_processors () > 1 ? one_way (0, 1, false) : 0;
}

double
limit_switch (void)
{
  return one_way (0, 0, true);
}
