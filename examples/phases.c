/* phases.c: arrive, do something else, wait.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

enum
{
  num_threads = 3,
  num_rounds = 4
};

/* Work that needs nobody: the number for a round.  */
static long
prepare (size_t id, int round)
{
  return num_threads * round + (long) id + 1;
}

static int
rounds (struct synchedmem_local *self, void *arg)
{
  size_t id = synchedmem_thread_id (self), i;
  long next = prepare (id, 0), sum = 0, *total = arg;
  const long *all;
  int round, error;

  for (round = 0; round < num_rounds; round++)
    {
      error = synchedmem_write (self, &next, 1);
      if (!error)
        error = synchedmem_arrive (self);
      if (error)
        return error;

      /* The others may be on their way: use the time.  */
      next = prepare (id, round + 1);

      error = synchedmem_wait (self);
      if (error)
        return error;
      all = synchedmem_view (self);
      for (i = 0; i < num_threads; i++)
        sum += all[i];
    }
  if (id == 0)
    *total = sum;
  return 0;
}

int
main (void)
{
  struct synchedmem *mem;
  long total = 0;
  int error;

  error = synchedmem_create (&mem, num_threads, 1, sizeof total, NULL);
  if (!error)
    {
      error = synchedmem_run (mem, rounds, &total);
      synchedmem_destroy (mem);
    }
  if (error)
    {
      fprintf (stderr, "phases: %s\n", strerror (error));
      return 1;
    }
  printf ("1 + 2 + ... + %d = %ld\n", num_threads * num_rounds, total);
  return 0;
}
