/* random-actor.c: threads that make calls when they are told to.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "random-actor.h"

#include <stdlib.h>

double random_patience_s = 10;

void
actor_init (struct actor *actor)
{
  pthread_mutex_init (&actor->lock, NULL);
  pthread_cond_init (&actor->changed, NULL);
  bell_init (&actor->done);
  actor->started = false;
  actor->order = NULL;
}

void
actor_fini (struct actor *actor)
{
  bell_fini (&actor->done);
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
      bell_ring (&actor->done);
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

bool
actor_await (struct actor *actor)
{
  double waited = 0;

  while (!actor_is_done (actor) && waited < random_patience_s)
    bell_await (&actor->done, &waited);
  return actor_is_done (actor);
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
