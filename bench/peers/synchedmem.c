/* synchedmem.c: the library, with default attributes.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "peer.h"

#include <synchedmem.h>

struct run
{
  body_fn *body;
  void *arg;
};

static const uint64_t *
meet (void *group, size_t id, uint64_t k, const uint64_t *mine)
{
  const void *all = NULL;

  (void) id;
  (void) k;
  return synchedmem_write_sync_read (group, mine, num_words, &all) == 0 ? all
                                                                        : NULL;
}

static int
start (struct synchedmem_local *self, void *arg)
{
  struct run *run = arg;

  run->body (run->arg, synchedmem_thread_id (self), meet, self);
  return 0;
}

int
run_synchedmem (size_t threads, body_fn *body, void *arg)
{
  struct run run = { body, arg };
  struct synchedmem *mem;
  int error
      = synchedmem_create (&mem, threads, num_words, sizeof (uint64_t), NULL);

  if (error)
    return error;
  error = synchedmem_run (mem, start, &run);
  synchedmem_destroy (mem);
  return error;
}
