/* cycler.c: a thread that writes, meets and checks what it sees.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "cycler.h"

static int
wait_for_all (struct cycler *c, struct synchedmem_local *self)
{
  struct timespec t;
  int error;

  if (!c->timed)
    return synchedmem_wait (self);
  do
    {
      t = from_now (random_next (&c->seed) % 300000);
      error = synchedmem_wait_until (self, &t);
  } while (error == ETIMEDOUT);
  return error;
}

static int
one_cycle (struct cycler *c, struct synchedmem_local *self)
{
  uint64_t mine[CYCLER_LEN];
  const uint64_t *segment;
  size_t i, j;
  int error;

  for (j = 0; j < CYCLER_LEN; j++)
    mine[j] = payload (c->done, c->id, j);
  error = synchedmem_write (self, mine, CYCLER_LEN);
  if (error)
    return error;
  if (c->hook)
    c->hook (c, 0);
  error = synchedmem_arrive (self);
  if (error)
    return error;
  if (c->hook)
    c->hook (c, 1);
  error = wait_for_all (c, self);
  if (error)
    return error;
  if (c->hook)
    c->hook (c, 2);
  for (i = 0; (segment = synchedmem_view_of (self, i)); i++)
    for (j = 0; j < CYCLER_LEN; j++)
      c->wrong += segment[j] != payload (c->done, i, j);
  c->done++;
  return 0;
}

void *
cycler_run (void *arg)
{
  struct cycler *c = arg;
  struct synchedmem_local *self = NULL;

  c->error = synchedmem_attach (c->mem, c->id, &self);
  while (!c->error && c->done < c->cycles)
    c->error = one_cycle (c, self);
  if (self)
    synchedmem_detach (self);
  return NULL;
}

struct synchedmem *
cyclers_make (struct cycler *cyclers, size_t n, uint64_t cycles,
              unsigned int buffers, int wait_policy)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  size_t i;

  attr.buffers = buffers;
  attr.wait_policy = wait_policy;
  mem = group (n, CYCLER_LEN, sizeof (uint64_t), &attr);
  for (i = 0; i < n; i++)
    cyclers[i] = (struct cycler){
      .mem = mem, .id = i, .cycles = cycles, .seed = (uint32_t) i + 1
    };
  return mem;
}

bool
cyclers_are_right (struct cycler *cyclers, size_t n)
{
  bool right = true;
  size_t i;

  for (i = 0; i < n; i++)
    right = right && cyclers[i].error == 0 && cyclers[i].wrong == 0
            && cyclers[i].done == cyclers[i].cycles;
  return synchedmem_destroy (cyclers[0].mem) == 0 && right;
}
