/* rod-barrier.c: the rod, computed by two threads and a barrier.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#define _POSIX_C_SOURCE 200809L
#include "rod.h"

#include <pthread.h>
#include <stdio.h>

enum
{
  num_threads = 2
};

static double cells[2][rod_cells];
static pthread_barrier_t barrier;

static void *
work (void *arg)
{
  size_t id = *(size_t *) arg, i;
  size_t from = rod_cells / num_threads * id;
  size_t to = rod_cells / num_threads * (id + 1);
  int k;

  for (i = from; i < to; i++)
    cells[0][i] = rod_begin (i);
  pthread_barrier_wait (&barrier);
  for (k = 0; k < rod_steps; k++)
    {
      for (i = from; i < to; i++)
        cells[(k + 1) % 2][i] = rod_step (cells[k % 2], i);
      pthread_barrier_wait (&barrier);
    }
  return NULL;
}

int
main (void)
{
  pthread_t threads[num_threads];
  size_t ids[num_threads], t;

  if (pthread_barrier_init (&barrier, NULL, num_threads) != 0)
    return 1;
  for (t = 0; t < num_threads; t++)
    {
      ids[t] = t;
      if (pthread_create (&threads[t], NULL, work, &ids[t]) != 0)
        return 1; /* ends those that wait at the barrier, too */
    }
  for (t = 0; t < num_threads; t++)
    pthread_join (threads[t], NULL);
  pthread_barrier_destroy (&barrier);
  rod_show (cells[rod_steps % 2]);
  return 0;
}
