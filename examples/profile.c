/* profile.c: where the time goes, if the library keeps a record of it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

static int
cycles (struct synchedmem_local *self, void *arg)
{
  long steps = 1000000 * ((long) synchedmem_thread_id (self) + 1);
  volatile double sum = 0;
  int i, error = 0;
  long j;

  (void) arg;
  (void) sum; /* it only takes time */
  for (i = 0; i < 5 && !error; i++)
    {
      for (j = 0; j < steps; j++)
        sum += 1.0 / (double) (j + 1);
      error = synchedmem_sync (self);
    }
  return error;
}

static int
show (struct synchedmem *mem)
{
  struct synchedmem_timing *timing;
  int error = synchedmem_finalize (mem);

  if (!error)
    error = synchedmem_timing_create (mem, &timing);
  if (error == ENOTSUP)
    {
      printf ("the library was built without the profiler\n");
      return 0;
    }
  if (error)
    return error;
  error = synchedmem_timing_plot (timing, stdout);
  synchedmem_timing_destroy (timing);
  return error;
}

int
main (void)
{
  struct synchedmem *mem;
  int error = synchedmem_create (&mem, 2, 0, 1, NULL);

  if (!error)
    {
      error = synchedmem_run (mem, cycles, NULL);
      if (!error)
        error = show (mem);
      synchedmem_destroy (mem);
    }
  if (error)
    fprintf (stderr, "profile: %s\n", strerror (error));
  return error != 0;
}
