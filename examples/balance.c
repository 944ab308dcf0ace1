/* balance.c: find the thread that all others wait for, and even out the load.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: balance [PREFIX]    also write PREFIX-blocks.svg, PREFIX-dealt.svg

   How many pairs of points are nearer to each other than a radius, for one
   radius after the other.  Point i is compared with all before it, so that
   later ones take longer.  */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <synchedmem.h>
#include <time.h>

enum
{
  threads = 2,
  points = 3000,
  steps = 5,
  rounds = 9
};

static uint32_t x[points], y[points];

/* What a thread publishes in a step.  */
struct part
{
  uint64_t pairs, cpu_ns;
};

struct task
{
  int dealt; /* point by point, not the first half and the second */
  /* What thread 0 has found.  */
  uint64_t pairs[steps];
  uint64_t cpu_ns; /* of the thread that needed most, over all steps */
};

/* Processor time of this thread; other programs hardly change it.  */
static uint64_t
cpu_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (uint64_t) now.tv_sec * 1000000000 + (uint64_t) now.tv_nsec;
}

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
      struct part mine = { 0, cpu_now () };
      uint64_t most = 0;

      for (i = first; i < end; i += stride)
        mine.pairs += pairs_of (i, 100 * (uint64_t) (step + 1));
      mine.cpu_ns = cpu_now () - mine.cpu_ns;
      error = synchedmem_write_sync_read (self, &mine, 1, &all);
      for (t = 0; t < threads && id == 0 && !error; t++)
        {
          const struct part *part = (const struct part *) all + t;

          task->pairs[step] += part->pairs;
          most = part->cpu_ns > most ? part->cpu_ns : most;
        }
      if (id == 0)
        task->cpu_ns += most;
    }
  return error;
}

/* What is known of a way to divide the work.  */
struct result
{
  struct task task;
  struct synchedmem_timing *timing; /* of the fastest run */
  uint64_t cpu_ns;                  /* the least of any */
};

static int
run (struct result *result)
{
  struct synchedmem_timing *timing = NULL;
  struct task *task = &result->task;
  struct synchedmem *mem;
  size_t size = sizeof (struct part);
  int error;

  error = synchedmem_create (&mem, threads, 1, size, NULL);
  if (error)
    return error;
  memset (task->pairs, 0, sizeof task->pairs);
  task->cpu_ns = 0;
  error = synchedmem_run (mem, work, task);
  if (!error)
    error = synchedmem_finalize (mem);
  if (!error)
    error = synchedmem_timing_create (mem, &timing);
  synchedmem_destroy (mem);
  if (error)
    return error;
  if (!result->cpu_ns || task->cpu_ns < result->cpu_ns)
    result->cpu_ns = task->cpu_ns;
  if (!result->timing
      || synchedmem_timing_total_runtime (timing)
             < synchedmem_timing_total_runtime (result->timing))
    {
      synchedmem_timing_destroy (result->timing);
      result->timing = timing;
    }
  else
    synchedmem_timing_destroy (timing);
  return 0;
}

/* Print the table, and write the picture if there is a PREFIX.  */
static int
show (const struct result *result, const char *prefix)
{
  const char *name = result->task.dealt ? "dealt" : "blocks";
  char path[1000];
  FILE *picture;
  int step, error;

  printf ("%s:", name);
  for (step = 0; step < steps; step++)
    printf (" %" PRIu64, result->task.pairs[step]);
  printf (" pairs\n");
  error = synchedmem_timing_plot (result->timing, stdout);
  if (error || !prefix)
    return error;
  snprintf (path, sizeof path, "%s-%s.svg", prefix, name);
  picture = fopen (path, "w");
  if (!picture)
    return errno;
  error = synchedmem_timing_write_svg (result->timing, picture);
  if (fclose (picture) != 0 && !error)
    error = errno;
  return error;
}

int
main (int argc, char **argv)
{
  struct result results[2]
      = { { .task = { .dealt = 0 } }, { .task = { .dealt = 1 } } };
  uint32_t state = 1;
  size_t i;
  int dealt, round, error = 0;

  for (i = 0; i < points; i++)
    {
      x[i] = (state = state * 1664525 + 1013904223) >> 18;
      y[i] = (state = state * 1664525 + 1013904223) >> 18;
    }
  /* In turn, so that what disturbs one way disturbs the other, too.  */
  for (round = 0; round < rounds && !error; round++)
    for (dealt = 0; dealt < 2 && !error; dealt++)
      error = run (&results[dealt]);
  if (error == ENOTSUP)
    {
      printf ("the library was built without the profiler\n");
      return 0;
    }
  for (dealt = 0; dealt < 2; dealt++)
    {
      if (!error)
        error = show (&results[dealt], argc > 1 ? argv[1] : NULL);
      synchedmem_timing_destroy (results[dealt].timing);
    }
  if (error)
    fprintf (stderr, "balance: %s\n", strerror (error));
  else
    printf ("Processor time of who needed most, summed over the steps:\n"
            "%.3f ms in blocks, %.3f ms dealt\n",
            (double) results[0].cpu_ns / 1e6,
            (double) results[1].cpu_ns / 1e6);
  return error != 0;
}
