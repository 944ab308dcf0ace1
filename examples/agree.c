/* agree.c: all threads stop in the same cycle, since all see the same.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

enum
{
  num_threads = 4
};

static double
spread (const double *values)
{
  double min = values[0], max = values[0];
  int i;

  for (i = 1; i < num_threads; i++)
    {
      if (values[i] < min)
        min = values[i];
      if (values[i] > max)
        max = values[i];
    }
  return max - min;
}

/* Move half-way to the left neighbour until all are close.  */
static int
approach (struct synchedmem_local *self, void *arg)
{
  size_t id = synchedmem_thread_id (self);
  double mine = (double) (id * id);
  const double *all;
  const void *view;
  int error;

  (void) arg;
  for (;;)
    {
      error = synchedmem_write_sync_read (self, &mine, 1, &view);
      if (error)
        return error;
      all = view;
      /* Everyone decides by the same numbers.  */
      if (spread (all) < 1e-6)
        break;
      mine = (mine + all[(id + num_threads - 1) % num_threads]) / 2;
    }
  if (id == 0)
    printf ("all agree on %.3f\n", mine);
  return 0;
}

int
main (void)
{
  struct synchedmem *mem;
  const size_t size = sizeof (double);
  int error = synchedmem_create (&mem, num_threads, 1, size, NULL);
  if (!error)
    {
      error = synchedmem_run (mem, approach, NULL);
      synchedmem_destroy (mem);
    }
  if (error)
    fprintf (stderr, "agree: %s\n", strerror (error));
  return error != 0;
}
