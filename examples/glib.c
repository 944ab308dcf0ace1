/* glib.c: the threads of a GLib pool as a group.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   In each of two rounds a task for each place is pushed into the pool.  All
   of them must run at the same time, since they wait for each other: the pool
   has as many threads of its own as the group has places.  */

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

enum
{
  num_threads = 3,
  num_rounds = 2,
  num_cycles = 4
};

struct job
{
  struct synchedmem *mem;
  long sum;   /* by place 0 */
  int *error; /* of each place */
};

/* Number DATA - 1 of the tasks; a pool takes no NULL.  */
static void
task (gpointer data, gpointer user_data)
{
  struct job *job = user_data;
  size_t id = (size_t) GPOINTER_TO_UINT (data) - 1, i;
  struct synchedmem_local *self = NULL;
  const void *view = NULL;
  int k, error = synchedmem_attach (job->mem, id, &self);

  for (k = 0; k < num_cycles && !error; k++)
    {
      long mine = (long) id + 1;
      error = synchedmem_write_sync_read (self, &mine, 1, &view);
      for (i = 0; i < num_threads && id == 0 && !error; i++)
        job->sum += ((const long *) view)[i];
    }
  job->error[id] = error;
  if (error)
    synchedmem_abort (job->mem);
  /* Whoever takes the place in the next round goes on here.  */
  synchedmem_detach (self);
}

/* A round, after which all tasks are done.  */
static int
play (struct job *job)
{
  GError *problem = NULL;
  GThreadPool *pool
      = g_thread_pool_new (task, job, num_threads, TRUE, &problem);
  guint i;

  if (problem) /* fewer threads than places, who would wait for ever */
    {
      g_error_free (problem);
      g_thread_pool_free (pool, TRUE, TRUE);
      return EAGAIN;
    }
  for (i = 0; i < num_threads; i++)
    g_thread_pool_push (pool, GUINT_TO_POINTER (i + 1), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  for (i = 0; i < num_threads; i++)
    if (job->error[i])
      return job->error[i];
  return 0;
}

int
main (void)
{
  int errors[num_threads] = { 0 }, round;
  struct job job = { NULL, 0, errors };
  int error
      = synchedmem_create (&job.mem, num_threads, 1, sizeof (long), NULL);

  for (round = 1; round <= num_rounds && !error; round++)
    {
      error = play (&job);
      if (!error)
        printf ("round %d: %ld\n", round, job.sum);
    }
  if (error)
    fprintf (stderr, "glib: %s\n", strerror (error));
  synchedmem_destroy (job.mem);
  return error != 0;
}
