/* votes.c: segments that change in part, by threads that end early.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

enum
{
  num_threads = 3,
  num_candidates = 4
};

/* What each thread is going to count, a vote a cycle.  */
static const char *const votes[] = { "abdacb", "bbc", "caba" };

static int
count (struct synchedmem_local *self, void *arg)
{
  size_t id = synchedmem_thread_id (self), i;
  const char *vote;
  const int *all;
  int *mine, total[num_candidates], error;

  (void) arg;
  for (vote = votes[id]; *vote; vote++)
    {
      /* The counts so far; all but one of them stay.  */
      mine = synchedmem_update (self);
      if (!mine)
        return synchedmem_arrive (self); /* which says why */
      mine[*vote - 'a']++;
      error = synchedmem_sync (self);
      if (error)
        return error;

      all = synchedmem_view (self);
      memset (total, 0, sizeof total);
      for (i = 0; i < num_threads * num_candidates; i++)
        total[i % num_candidates] += all[i];
      if (id == 0)
        printf ("a %d b %d c %d d %d\n", total[0], total[1], total[2],
                total[3]);
    }
  /* Nobody waits for this thread any more; its counts stay.  */
  return 0;
}

int
main (void)
{
  struct synchedmem *mem;
  int error = synchedmem_create (&mem, num_threads, num_candidates,
                                 sizeof (int), NULL);

  if (!error)
    {
      error = synchedmem_run (mem, count, NULL);
      synchedmem_destroy (mem);
    }
  if (error)
    fprintf (stderr, "votes: %s\n", strerror (error));
  return error != 0;
}
