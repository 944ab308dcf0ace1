/* aligned.c: segments on cache lines of their own.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

static int
squares (struct synchedmem_local *self, void *arg)
{
  struct synchedmem *mem = arg;
  size_t id = synchedmem_thread_id (self);
  size_t len = synchedmem_segment_len (mem), i, j;
  int *mine = synchedmem_overwrite (self), error;
  const int *all;

  if (!mine)
    return synchedmem_arrive (self); /* which says why */
  for (i = 0; i < len; i++)
    mine[i] = (int) ((id * len + i) * (id * len + i));
  error = synchedmem_sync (self);
  if (error || id != 0)
    return error;

  /* From one segment to the next it is a stride.  */
  all = synchedmem_view (self);
  for (i = 0; i < synchedmem_num_threads (mem); i++)
    {
      for (j = 0; j < len; j++)
        printf (" %2d", all[i * synchedmem_stride (mem) + j]);
      printf (" of thread %zu\n", i);
    }
  return 0;
}

int
main (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  int error;

  attr.layout = SYNCHEDMEM_LAYOUT_ALIGNED;
  error = synchedmem_create (&mem, 3, 3, sizeof (int), &attr);
  if (!error)
    {
      error = synchedmem_run (mem, squares, mem);
      synchedmem_destroy (mem);
    }
  if (error)
    fprintf (stderr, "aligned: %s\n", strerror (error));
  return error != 0;
}
