/* ck.c: the dissemination barrier of Concurrency Kit.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "peer.h"

#include <ck_barrier.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct group
{
  ck_barrier_dissemination_t barrier[max_threads];
  ck_barrier_dissemination_flag_t *flags[max_threads];
  struct
  {
    ck_barrier_dissemination_state_t state;
    char line[128]; /* one thread's, on lines of its own */
  } thread[max_threads];
  struct exchange *exchange;
};

static const uint64_t *
meet (void *arg, size_t id, uint64_t k, const uint64_t *mine)
{
  struct group *group = arg;

  memcpy (group->exchange->words[k & 1][id], mine,
          sizeof group->exchange->words[0][0]);
  ck_barrier_dissemination (group->barrier, &group->thread[id].state);
  return group->exchange->words[k & 1][0];
}

static void *
start (void *arg)
{
  struct peer_thread *self = arg;
  struct group *group = self->group;

  ck_barrier_dissemination_subscribe (group->barrier,
                                      &group->thread[self->id].state);
  self->body (self->arg, self->id, meet, group);
  return NULL;
}

int
run_ck (size_t threads, body_fn *body, void *arg)
{
  struct group *group = calloc (1, sizeof *group);
  unsigned int n = (unsigned int) threads;
  size_t i;
  int error;

  if (!group)
    return ENOMEM;
  group->exchange = aligned_alloc (4096, sizeof *group->exchange);
  for (i = 0; i < threads; i++)
    group->flags[i] = aligned_alloc (
        4096,
        (ck_barrier_dissemination_size (n) * sizeof **group->flags + 4095)
            / 4096 * 4096);
  ck_barrier_dissemination_init (group->barrier, group->flags, n);
  error = peer_threads (threads, start, group, body, arg);
  for (i = 0; i < threads; i++)
    free (group->flags[i]);
  free (group->exchange);
  free (group);
  return error;
}
