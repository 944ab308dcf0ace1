/* peer-pthread.c: pthread_barrier, and starting threads for others.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "peer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct group
{
  pthread_barrier_t barrier;
  struct exchange *exchange;
};

int
peer_threads (size_t threads, void *(*fn) (void *), void *group, body_fn *body,
              void *arg)
{
  pthread_t *ids = calloc (threads, sizeof *ids);
  struct peer_thread *args = calloc (threads, sizeof *args);
  size_t i;

  if (!ids || !args)
    abort ();
  for (i = 0; i < threads; i++)
    {
      args[i] = (struct peer_thread){ group, i, body, arg };
      /* Half a group would wait for ever.  */
      if (pthread_create (&ids[i], NULL, fn, &args[i]))
        abort ();
    }
  for (i = 0; i < threads; i++)
    pthread_join (ids[i], NULL);
  free (ids);
  free (args);
  return 0;
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

  group.exchange = aligned_alloc (4096, sizeof *group.exchange);
  if (!group.exchange)
    return ENOMEM;
  pthread_barrier_init (&group.barrier, NULL, (unsigned int) threads);
  peer_threads (threads, start, &group, body, arg);
  pthread_barrier_destroy (&group.barrier);
  free (group.exchange);
  return 0;
}
