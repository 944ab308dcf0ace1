/* control.c: a right program, and wrong ones that a detector must report.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: control FAULT, which is one of those below.  */

#include <synchedmem.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum
{
  num_threads = 3,
  num_cycles = 200,
  len = 16
};

enum fault
{
  RIGHT,
  NO_MEETING,  /* the segments beside it, as if they had met */
  READ_BEFORE, /* what is being written now */
  LATE_WRITE,  /* after the arrival, while others read */
  WRITE_INTO_VIEW,
  USE_AFTER_DESTROY,
  OVERFLOW
};
static const char *const names[]
    = { "right",           "no-meeting",        "read-before", "late-write",
        "write-into-view", "use-after-destroy", "overflow" };

static enum fault fault;
static long sums[num_threads];

/* Volatile, or clang makes two loads of it, of a size that ThreadSanitizer
   does not see.  */
static long
sum (const volatile long *numbers, size_t n)
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
      if (fault == NO_MEETING || fault == READ_BEFORE)
        sums[id] += sum (mine - id * len, num_threads * len);
      /* Without a meeting they meet at last, so that no thread ends before
         another begins.  */
      if (fault != NO_MEETING || k == num_cycles - 1)
        error = synchedmem_sync (self);
      if (fault == LATE_WRITE)
        mine[0]++;
      view = synchedmem_view (self);
      if (fault != NO_MEETING && fault != READ_BEFORE)
        sums[id] += sum (view, num_threads * len);
      if (fault == WRITE_INTO_VIEW)
        *(long *) (uintptr_t) view = 0;
    }
  return error;
}

static int
find_fault (const char *name)
{
  int i = 0;

  while (i <= OVERFLOW && strcmp (names[i], name) != 0)
    i++;
  return i;
}

int
main (int argc, char **argv)
{
  struct synchedmem *mem;
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  long *heap;
  int error;

  if (argc != 2 || find_fault (argv[1]) > OVERFLOW)
    return 2;
  fault = (enum fault) find_fault (argv[1]);
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
  if (fault == OVERFLOW)
    return *heap + LONG_MAX == 12345;
  if (fault == USE_AFTER_DESTROY)
    return synchedmem_num_threads (mem) == 12345;
  free (heap);
  return 0;
}
