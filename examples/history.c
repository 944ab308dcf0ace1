/* history.c: a copy for longer than a view lasts.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

enum
{
  num_threads = 3
};

static int
compare (struct synchedmem_local *self, void *arg)
{
  size_t id = synchedmem_thread_id (self), i;
  int mine = (int) id, old[num_threads], round, error;
  const int *now;

  (void) arg;
  for (round = 0; round < 2; round++)
    {
      error = synchedmem_write (self, &mine, 1);
      /* The view ends when this thread arrives; the copy stays.  */
      if (!error)
        error = synchedmem_read (self, old, num_threads);
      if (!error)
        error = synchedmem_sync (self);
      if (error)
        return error;
      mine = (mine + 1) * 10;
    }
  if (id == 0)
    for (i = 0; i < num_threads; i++)
      {
        now = synchedmem_view_of (self, i);
        printf ("thread %zu: from %d to %d\n", i, old[i], *now);
      }
  return 0;
}

int
main (void)
{
  struct synchedmem *mem;
  int error;

  error = synchedmem_create (&mem, num_threads, 1, sizeof (int), NULL);
  if (!error)
    {
      error = synchedmem_run (mem, compare, NULL);
      synchedmem_destroy (mem);
    }
  if (error)
    fprintf (stderr, "history: %s\n", strerror (error));
  return error != 0;
}
