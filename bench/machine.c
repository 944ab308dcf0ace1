/* machine.c: what the bench needs to know of the machine, and does to it:
   clocks, processors, foreign work, limits.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "machine.h"

#include "base/atomics.h"
#include "base/cpu.h"
#include "median.h"
#include "os/os.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

uint64_t
now_ns (void)
{
  return sm_os_now ();
}

/* ---- processors */

#ifdef HAVE_SCHED_SETAFFINITY

/* What the process may use, before anybody is pinned.  More of them than
   cpu_set_t holds.  */
static cpu_set_t usable[8];

static void
usable_find (void)
{
  static bool known;
  size_t i, size = sizeof usable, n = sm_os_processors ();

  if (known)
    return;
  known = true;
  if (sched_getaffinity (0, size, usable) != 0)
    memset (usable, 0, size);
  /* As many as the quota pays for.  */
  for (i = 0; i < 8 * size; i++)
    if (CPU_ISSET_S (i, size, usable))
      {
        if (n > 0)
          n--;
        else
          CPU_CLR_S (i, size, usable);
      }
}

bool
pin_to (int cpu)
{
  cpu_set_t set[8];
  size_t i, size = sizeof set;

  usable_find ();
  memcpy (set, usable, size);
  if (cpu >= 0)
    {
      CPU_ZERO_S (size, set);
      for (i = 0; i < 8 * size; i++)
        if (CPU_ISSET_S (i, size, usable) && cpu-- == 0)
          CPU_SET_S (i, size, set);
    }
  return sched_setaffinity (0, size, set) == 0;
}

#else

static void
usable_find (void)
{
}

bool
pin_to (int cpu)
{
  return cpu < 0;
}

#endif

size_t
num_processors (void)
{
  static size_t n;

  if (!n)
    {
      usable_find ();
      n = sm_os_processors ();
    }
  return n;
}

bool
can_pin (void)
{
  bool can = pin_to (0);

  pin_to (-1);
  return can;
}

/* ---- foreign work */

static pid_t *busy;
static size_t num_busy;

static void
work (pid_t parent, size_t cpu)
{
  unsigned long i;

  pin_to ((int) cpu);
  /* Whoever is killed cannot end it.  */
  while (getppid () == parent)
    for (i = 0; i < 1000000; i++)
      __asm__ volatile("" ::: "memory");
  _exit (0);
}

int
busy_start (void)
{
  pid_t parent = getpid ();

  busy = calloc (num_processors (), sizeof *busy);
  if (!busy)
    return ENOMEM;
  for (num_busy = 0; num_busy < num_processors (); num_busy++)
    {
      busy[num_busy] = fork ();
      if (busy[num_busy] == 0)
        work (parent, num_busy);
      if (busy[num_busy] < 0)
        {
          int error = errno;
          busy_stop ();
          return error;
        }
    }
  return 0;
}

void
busy_stop (void)
{
  size_t i;

  for (i = 0; i < num_busy; i++)
    kill (busy[i], SIGKILL);
  for (i = 0; i < num_busy; i++)
    waitpid (busy[i], NULL, 0);
  free (busy);
  busy = NULL;
  num_busy = 0;
}

/* ---- limits */

struct ball
{
  alignas (128) sm_atomic64 word; /* which carries its data */
  uint64_t data, last;
};

struct game
{
  struct ball ball[2];
  int cpu[2];
  bool yields;
};

static void
throw_ball (struct game *game, size_t id, uint64_t k, bool last)
{
  game->ball[id].data = k;
  game->ball[id].last = last;
  /* release; pairs with the acquire in catch_ball; publishes the data.  */
  sm_store_release (&game->ball[id].word, k);
}

/* Returns whether it was the last one.  */
static bool
catch_ball (struct game *game, size_t id, uint64_t k)
{
  /* acquire; pairs with the release in throw_ball.  */
  while (sm_load_acquire (&game->ball[id].word) < k)
    if (game->yields)
      sched_yield ();
    else
      sm_cpu_relax ();
  if (game->ball[id].data != k)
    abort ();
  return game->ball[id].last;
}

/* Two threads pass a ball to and fro, until the first has had enough.  */
static void *
play_second (void *arg)
{
  struct game *game = arg;
  uint64_t k;

  pin_to (game->cpu[1]);
  for (k = 1; !catch_ball (game, 0, k); k++)
    throw_ball (game, 1, k, false);
  return NULL;
}

/* Nanoseconds of one way, once both are where they should be.  */
static double
play_first (struct game *game, uint64_t ns)
{
  uint64_t k, begun = 0, until = 0, seldom = game->yields ? 16 : 256;

  pin_to (game->cpu[0]);
  for (k = 1; k % seldom != 1 || k == 1 || now_ns () < until; k++)
    {
      throw_ball (game, 0, k, false);
      catch_ball (game, 1, k);
      if (k == 1)
        {
          begun = now_ns ();
          until = begun + ns;
        }
    }
  ns = now_ns () - begun;
  throw_ball (game, 0, k, true);
  return (double) ns / 2 / (double) (k - 2);
}

/* The same, as GAME says; 0 where that cannot be measured.  */
static double
play (struct game *game, uint64_t ns)
{
  pthread_t second;
  double one_way;

  if (pthread_create (&second, NULL, play_second, game))
    return 0;
  one_way = play_first (game, ns);
  pthread_join (second, NULL);
  return one_way;
}

struct companion
{
  struct game game;
  uint64_t ns;
};

static void *
play_along (void *arg)
{
  struct companion *companion = arg;

  play (&companion->game, companion->ns);
  return NULL;
}

enum
{
  repeats = 15,
  max_companions = 64
};

double
limit_transfer (uint64_t ns)
{
  static struct game game;
  double times[repeats];
  size_t r;

  if (num_processors () == 1 || !can_pin ())
    return 0;
  for (r = 0; r < repeats; r++)
    {
      game = (struct game){ .cpu = { 0, 1 } };
      times[r] = play (&game, ns / repeats);
      pin_to (-1);
    }
  return median (times, repeats);
}

/* While all processors switch, as they do in a crowd: that is dearer than on
   one alone.  */
double
limit_switch (uint64_t ns)
{
  static struct companion companions[max_companions];
  pthread_t threads[max_companions];
  double times[repeats];
  size_t r, i, n = num_processors ();

  if (n > 1 && !can_pin ())
    return 0;
  n = n < max_companions ? n : max_companions;
  for (r = 0; r < repeats; r++)
    {
      for (i = 0; i < n; i++)
        companions[i]
            = (struct companion){ .game = { .cpu = { (int) i, (int) i },
                                            .yields = true },
                                  .ns = ns / repeats };
      for (i = 1; i < n; i++)
        if (pthread_create (&threads[i], NULL, play_along, &companions[i]))
          break;
      times[r] = play (&companions[0].game, ns / repeats);
      while (--i > 0)
        pthread_join (threads[i], NULL);
      pin_to (-1);
    }
  return median (times, repeats);
}
