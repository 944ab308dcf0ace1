/* rod-profile.c: the rod, and who waits for whom.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "rod.h"

#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

/* Two threads; the first has the cells below SPLIT.  */
struct rod
{
  size_t split;
  double result[rod_cells]; /* by thread 0 */
};

static double
cell (const struct synchedmem_local *self, const struct rod *rod, size_t i)
{
  const double *first = synchedmem_view_of (self, 0);
  const double *second = synchedmem_view_of (self, 1);

  return i < rod->split ? first[i] : second[i - rod->split];
}

static int
work (struct synchedmem_local *self, void *arg)
{
  struct rod *rod = arg;
  size_t id = synchedmem_thread_id (self), i;
  size_t from = id == 0 ? 0 : rod->split;
  size_t to = id == 0 ? rod->split : rod_cells;
  int k, error = 0;

  for (k = 0; k <= rod_steps && !error; k++)
    {
      double *mine = synchedmem_overwrite (self);
      if (!mine)
        return synchedmem_arrive (self); /* which says why */
      for (i = from; i < to; i++)
        mine[i - from]
            = k == 0
                  ? rod_begin (i)
                  : rod_next (cell (self, rod, i > 0 ? i - 1 : i),
                              cell (self, rod, i),
                              cell (self, rod, i < rod_cells - 1 ? i + 1 : i));
      error = synchedmem_sync (self);
    }
  for (i = 0; i < rod_cells && id == 0 && !error; i++)
    rod->result[i] = cell (self, rod, i);
  return error;
}

/* Show the table, and find a better SPLIT.  */
static int
learn (struct synchedmem *mem, size_t *split)
{
  struct synchedmem_timing *timing;
  struct synchedmem_thread_stats stats[2];
  double left, right;
  int error = synchedmem_finalize (mem);

  if (!error)
    error = synchedmem_timing_create (mem, &timing);
  if (error)
    return error;
  error = synchedmem_timing_plot (timing, stdout);
  synchedmem_timing_thread (timing, 0, &stats[0]);
  synchedmem_timing_thread (timing, 1, &stats[1]);
  synchedmem_timing_destroy (timing);

  /* Where both sides cost the same, if the cells of a thread do.  */
  left = (double) stats[0].compute_total;
  right = (double) stats[1].compute_total;
  if (left > right)
    *split = (size_t) ((double) *split * (left + right) / 2 / left);
  else
    *split = rod_cells
             - (size_t) ((double) (rod_cells - *split) * (left + right) / 2
                         / right);
  return error;
}

static int
run (struct rod *rod)
{
  struct synchedmem *mem;
  int error = synchedmem_create (&mem, 2, rod_cells, sizeof (double), NULL);

  if (error)
    return error;
  error = synchedmem_run (mem, work, rod);
  if (!error)
    {
      rod_show (rod->result);
      printf ("thread 0 has %zu of %d cells\n", rod->split, rod_cells);
      error = learn (mem, &rod->split);
    }
  synchedmem_destroy (mem);
  return error;
}

int
main (void)
{
  static struct rod rod = { .split = rod_cells / 2 };
  int error = run (&rod);

  if (!error)
    error = run (&rod);
  if (error == ENOTSUP)
    error = printf ("the library was built without the profiler\n") < 0;
  if (error)
    fprintf (stderr, "rod-profile: %s\n", strerror (error));
  return error != 0;
}
