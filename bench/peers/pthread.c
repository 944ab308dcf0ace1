/* pthread.c: pthread_barrier, and starting threads for others.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "peer.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct group
{
  pthread_barrier_t barrier;
  struct exchange *exchange;
};

/* Where threads wait until all have been started: half a group would wait
   for ever.  */
struct gate
{
  pthread_mutex_t lock;
  pthread_cond_t changed;
  enum
  {
    CLOSED,
    OPEN,
    CANCELLED
  } state;
};

struct starter
{
  struct peer_thread thread;
  void *(*fn) (void *);
  struct gate *gate;
};

static void *
start_at_gate (void *arg)
{
  struct starter *starter = arg;
  struct gate *gate = starter->gate;
  bool open;

  pthread_mutex_lock (&gate->lock);
  while (gate->state == CLOSED)
    pthread_cond_wait (&gate->changed, &gate->lock);
  open = gate->state == OPEN;
  pthread_mutex_unlock (&gate->lock);
  return open ? starter->fn (&starter->thread) : NULL;
}

int
peer_threads (size_t threads, void *(*fn) (void *), void *group, body_fn *body,
              void *arg)
{
  pthread_t *ids = calloc (threads, sizeof *ids);
  struct starter *starters = calloc (threads, sizeof *starters);
  struct gate gate
      = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, CLOSED };
  size_t i, n;
  int error = ids && starters ? 0 : ENOMEM;

  for (n = 0; !error && n < threads; n++)
    {
      starters[n] = (struct starter){ { group, n, body, arg }, fn, &gate };
      error = pthread_create (&ids[n], NULL, start_at_gate, &starters[n]);
      if (error)
        break;
    }
  pthread_mutex_lock (&gate.lock);
  gate.state = error ? CANCELLED : OPEN;
  pthread_cond_broadcast (&gate.changed);
  pthread_mutex_unlock (&gate.lock);
  for (i = 0; i < n; i++)
    pthread_join (ids[i], NULL);
  free (ids);
  free (starters);
  return error;
}

static const uint64_t *
meet (void *arg, size_t id, uint64_t k, const uint64_t *mine)
{
  struct group *group = arg;

  memcpy (group->exchange->words[k & 1][id], mine,
          sizeof group->exchange->words[0][0]);
  pthread_barrier_wait (&group->barrier);
  return group->exchange->words[k & 1][0];
}

static void *
start (void *arg)
{
  struct peer_thread *self = arg;

  self->body (self->arg, self->id, meet, self->group);
  return NULL;
}

int
run_pthread_barrier (size_t threads, body_fn *body, void *arg)
{
  struct group group;
  int error;

  group.exchange = aligned_alloc (4096, sizeof *group.exchange);
  if (!group.exchange)
    return ENOMEM;
  pthread_barrier_init (&group.barrier, NULL, (unsigned int) threads);
  error = peer_threads (threads, start, &group, body, arg);
  pthread_barrier_destroy (&group.barrier);
  free (group.exchange);
  return error;
}
