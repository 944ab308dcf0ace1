/* balance.c: find the thread that all others wait for, and even out the load.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: balance [PREFIX]    also write PREFIX-blocks.svg, PREFIX-dealt.svg

   How many pairs of points are nearer to each other than a radius, for one
   radius after the other.  Point i is compared with all before it, so that
   later ones take longer.  */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <synchedmem.h>

enum
{
  threads = 2,
  points = 5000,
  steps = 5
};

static uint32_t x[points], y[points];

struct task
{
  int dealt; /* point by point, not the first half and the second */
  uint64_t pairs[steps]; /* what thread 0 has found */
};

/* The pairs of point I and one before it.  */
static uint64_t
pairs_of (size_t i, uint64_t radius)
{
  uint64_t count = 0;
  size_t j;

  for (j = 0; j < i; j++)
    {
      int64_t dx = (int64_t) x[i] - x[j], dy = (int64_t) y[i] - y[j];
      count += (uint64_t) (dx * dx + dy * dy) < radius * radius;
    }
  return count;
}

static int
work (struct synchedmem_local *self, void *arg)
{
  struct task *task = arg;
  size_t id = synchedmem_thread_id (self), i, t;
  size_t first = task->dealt ? id : points / threads * id;
  size_t end = task->dealt ? points : points / threads * (id + 1);
  size_t stride = task->dealt ? threads : 1;
  const void *all;
  int step, error = 0;

  for (step = 0; step < steps && !error; step++)
    {
      uint64_t mine = 0;

      for (i = first; i < end; i += stride)
        mine += pairs_of (i, 100 * (uint64_t) (step + 1));
      error = synchedmem_write_sync_read (self, &mine, 1, &all);
      for (t = 0; t < threads && id == 0 && !error; t++)
        task->pairs[step] += ((const uint64_t *) all)[t];
    }
  return error;
}

/* Print the table, and write the picture if there is a PREFIX.  */
static int
show (struct synchedmem *mem, const char *prefix, const char *name)
{
  struct synchedmem_timing *timing;
  char path[1000];
  FILE *picture;
  int error = synchedmem_finalize (mem);

  if (!error)
    error = synchedmem_timing_create (mem, &timing);
  if (error)
    return error;
  error = synchedmem_timing_plot (timing, stdout);
  if (!error && prefix)
    {
      snprintf (path, sizeof path, "%s-%s.svg", prefix, name);
      picture = fopen (path, "w");
      error = EIO;
      if (picture)
        {
          error = synchedmem_timing_write_svg (timing, picture);
          fclose (picture);
        }
    }
  synchedmem_timing_destroy (timing);
  return error;
}

static int
run (int dealt, const char *prefix)
{
  const char *name = dealt ? "dealt" : "blocks";
  struct task task = { dealt, { 0 } };
  struct synchedmem *mem;
  int step, error;

  error = synchedmem_create (&mem, threads, 1, sizeof (uint64_t), NULL);
  if (error)
    return error;
  error = synchedmem_run (mem, work, &task);
  if (!error)
    {
      printf ("%s:", name);
      for (step = 0; step < steps; step++)
        printf (" %" PRIu64, task.pairs[step]);
      printf (" pairs\n");
      error = show (mem, prefix, name);
    }
  if (error == ENOTSUP)
    error = printf ("the library was built without the profiler\n") < 0;
  synchedmem_destroy (mem);
  return error;
}

int
main (int argc, char **argv)
{
  uint32_t state = 1;
  size_t i;
  int error;

  for (i = 0; i < points; i++)
    {
      x[i] = (state = state * 1664525 + 1013904223) >> 18;
      y[i] = (state = state * 1664525 + 1013904223) >> 18;
    }
  error = run (0, argc > 1 ? argv[1] : NULL);
  if (!error)
    error = run (1, argc > 1 ? argv[1] : NULL);
  if (error)
    fprintf (stderr, "balance: %s\n", strerror (error));
  return error != 0;
}
