/* rod-cycle.c: the rod, computed by a group of threads.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "rod.h"

#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

enum
{
  num_threads = 2,
  share = rod_cells / num_threads
};

static int
work (struct synchedmem_local *self, void *arg)
{
  size_t from = share * synchedmem_thread_id (self), i;
  const double *cells = NULL;
  int k, error = 0;

  (void) arg;
  for (k = 0; k <= rod_steps && !error; k++)
    {
      double *mine = synchedmem_overwrite (self);
      if (!mine)
        return synchedmem_arrive (self); /* which says why */
      for (i = 0; i < share; i++)
        mine[i] = k == 0 ? rod_begin (from + i) : rod_step (cells, from + i);
      error = synchedmem_sync (self);
      cells = synchedmem_view (self);
    }
  if (!error && from == 0)
    rod_show (cells);
  return error;
}

int
main (void)
{
  struct synchedmem *mem;
  int error
      = synchedmem_create (&mem, num_threads, share, sizeof (double), NULL);

  if (!error)
    {
      error = synchedmem_run (mem, work, NULL);
      synchedmem_destroy (mem);
    }
  if (error)
    fprintf (stderr, "rod-cycle: %s\n", strerror (error));
  return error != 0;
}
