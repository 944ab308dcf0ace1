/* control.c: a right program, and wrong ones that a detector must report.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   One of RIGHT, NO_MEETING, READ_BEFORE, LATE_WRITE, WRITE_INTO_VIEW,
   USE_AFTER_DESTROY and OVERFLOW says which it is.  */

#include <synchedmem.h>

#include <limits.h>
#include <stdlib.h>

enum
{
  num_threads = 3,
  num_cycles = 200,
  len = 16
};

static long sums[num_threads];

static long
sum (const long *numbers, size_t n)
{
  long total = 0;
  size_t i;

  for (i = 0; i < n; i++)
    total += numbers[i];
  return total;
}

static int
cycles (struct synchedmem_local *self, void *arg)
{
  size_t id = synchedmem_thread_id (self);
  const void *view = NULL;
  long *mine;
  int k, i, error = 0;

  (void) arg;
  for (k = 0; k < num_cycles && !error; k++)
    {
      mine = synchedmem_overwrite (self);
      if (!mine)
        return 1;
      for (i = 0; i < len; i++)
        mine[i] = k + (long) id;
#if defined RIGHT || defined USE_AFTER_DESTROY || defined OVERFLOW
      error = synchedmem_sync (self);
      view = synchedmem_view (self);
      sums[id] += sum (view, num_threads * len);
#elif defined NO_MEETING
      /* The segments beside it, as if they had met.  They do at last, so that
         no thread ends before another begins.  */
      (void) view;
      sums[id] += sum (mine - id * len, num_threads * len);
      if (k == num_cycles - 1)
        error = synchedmem_sync (self);
#elif defined READ_BEFORE
      /* Read what is being written now.  */
      sums[id] += sum (mine - id * len, num_threads * len);
      error = synchedmem_sync (self);
      (void) view;
#elif defined LATE_WRITE
      /* Written after the arrival, while others read.  */
      error = synchedmem_sync (self);
      mine[0]++;
      view = synchedmem_view (self);
      sums[id] += sum (view, num_threads * len);
#elif defined WRITE_INTO_VIEW
      error = synchedmem_sync (self);
      view = synchedmem_view (self);
      sums[id] += sum (view, num_threads * len);
      *(long *) (uintptr_t) view = 0;
#endif
    }
  return error;
}

int
main (void)
{
  struct synchedmem *mem;
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  long *heap;
  int error;

  /* Once with each number of buffers.  */
  for (attr.buffers = 1; attr.buffers <= 2; attr.buffers++)
    {
      if (synchedmem_create (&mem, num_threads, len, sizeof (long), &attr))
        return 1;
      error = synchedmem_run (mem, cycles, NULL);
      if (error || synchedmem_destroy (mem))
        return 1;
    }
  heap = malloc (sizeof *heap);
  if (!heap)
    return 1;
  *heap = sums[0];
#ifdef OVERFLOW
  return *heap + LONG_MAX == 12345;
#endif
#ifdef USE_AFTER_DESTROY
  return synchedmem_num_threads (mem) == 12345;
#endif
  free (heap);
  return 0;
}
