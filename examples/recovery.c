/* recovery.c: a time limit, who is missing, abort, start again.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <string.h>
#include <synchedmem.h>
#include <time.h>

enum
{
  num_threads = 4
};

struct job
{
  struct synchedmem *mem;
  int attempt;
};

/* Wait for the others, but no longer than a second.  */
static int
wait_a_moment (struct synchedmem_local *self)
{
  struct timespec limit;

  clock_gettime (CLOCK_MONOTONIC, &limit);
  limit.tv_sec++;
  return synchedmem_wait_until (self, &limit);
}

static int
work (struct synchedmem_local *self, void *arg)
{
  struct job *job = arg;
  size_t late[num_threads], n, i;
  const struct timespec nap = { 0, 1000 * 1000 };
  int error;

  /* The first time, thread 2 is held up by something.  */
  if (job->attempt == 1 && synchedmem_thread_id (self) == 2)
    while (synchedmem_status (job->mem) == 0)
      nanosleep (&nap, NULL);

  error = synchedmem_arrive (self);
  if (error)
    return error;
  if (synchedmem_thread_id (self) != 0)
    return synchedmem_wait (self);

  /* Thread 0 watches over the group.  */
  error = wait_a_moment (self);
  if (error == ETIMEDOUT)
    {
      n = synchedmem_missing (job->mem, late, num_threads);
      for (i = 0; i < n && i < num_threads; i++)
        printf ("thread %zu is late\n", late[i]);
      synchedmem_abort (job->mem);
    }
  return error;
}

int
main (void)
{
  struct job job = { NULL, 0 };
  int error = synchedmem_create (&job.mem, num_threads, 0, 1, NULL);

  if (error)
    {
      fprintf (stderr, "recovery: %s\n", strerror (error));
      return 1;
    }
  do
    {
      job.attempt++;
      error = synchedmem_run (job.mem, work, &job);
      if (error)
        printf ("attempt %d: the group is %s\n", job.attempt,
                synchedmem_status (job.mem) ? "broken" : "whole");
  }
  /* Nobody is attached any more: make it as it was, and try again.  */
  while (error && job.attempt < 3 && synchedmem_reset (job.mem) == 0);
  if (!error)
    printf ("attempt %d: everyone came\n", job.attempt);
  synchedmem_destroy (job.mem);
  return error != 0;
}
