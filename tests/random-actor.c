/* random-actor.c: threads that make calls when they are told to.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "random-actor.h"
#include "support.h"

#include <stdlib.h>

double random_patience_s = 10;

void
actor_init (struct actor *actor)
{
  pthread_condattr_t attr;

  pthread_condattr_init (&attr);
  pthread_condattr_setclock (&attr, CLOCK_MONOTONIC);
  pthread_mutex_init (&actor->lock, NULL);
  pthread_cond_init (&actor->changed, &attr);
  pthread_condattr_destroy (&attr);
  actor->started = false;
  actor->order = NULL;
}

void
actor_fini (struct actor *actor)
{
  pthread_cond_destroy (&actor->changed);
  pthread_mutex_destroy (&actor->lock);
}

static void *
act (void *arg)
{
  struct actor *actor = arg;
  int end;

  pthread_mutex_lock (&actor->lock);
  for (;;)
    {
      struct random_order *order = actor->order;

      end = actor->end;
      if (end)
        break;
      if (!order)
        {
          pthread_cond_wait (&actor->changed, &actor->lock);
          continue;
        }
      pthread_mutex_unlock (&actor->lock);
      random_perform (order);
      pthread_mutex_lock (&actor->lock);
      actor->order = NULL;
      pthread_cond_broadcast (&actor->changed);
    }
  pthread_mutex_unlock (&actor->lock);
  if (end % 3 == 1)
    pthread_exit (NULL);
  if (end % 3 == 2)
    {
      pthread_cancel (pthread_self ());
      pthread_testcancel ();
    }
  return NULL;
}

void
actor_start (struct actor *actor, struct random_order *order)
{
  pthread_mutex_lock (&actor->lock);
  actor->order = order;
  actor->end = 0;
  pthread_cond_broadcast (&actor->changed);
  pthread_mutex_unlock (&actor->lock);
  if (!actor->started
      && pthread_create (&actor->thread, NULL, act, actor) != 0)
    abort ();
  actor->started = true;
}

bool
actor_is_done (struct actor *actor)
{
  bool done;

  pthread_mutex_lock (&actor->lock);
  done = !actor->order;
  pthread_mutex_unlock (&actor->lock);
  return done;
}

void
random_wait (pthread_cond_t *changed, pthread_mutex_t *lock, double *waited)
{
  const double nap_s = 0.01;
  struct timespec limit = from_now ((int64_t) (nap_s * 1e9));

  pthread_cond_timedwait (changed, lock, &limit);
  *waited += nap_s;
}

bool
actor_await (struct actor *actor)
{
  double waited = 0;
  bool done;

  pthread_mutex_lock (&actor->lock);
  while (actor->order && waited < random_patience_s)
    random_wait (&actor->changed, &actor->lock, &waited);
  done = !actor->order;
  pthread_mutex_unlock (&actor->lock);
  return done;
}

void
actor_end (struct actor *actor, int how)
{
  if (!actor->started)
    return;
  pthread_mutex_lock (&actor->lock);
  actor->end = 3 + how;
  pthread_cond_broadcast (&actor->changed);
  pthread_mutex_unlock (&actor->lock);
  pthread_join (actor->thread, NULL);
  actor->started = false;
}
