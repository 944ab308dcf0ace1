/* runs.c: what a run's function counts.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/runs.h"

#include <sched.h>

int
count_cycles (struct synchedmem_local *self, void *arg)
{
  struct results *results = arg;
  size_t id = synchedmem_thread_id (self), i;
  uint64_t k, first = synchedmem_cycle (self);

  results->calls[id]++;
  results->cpu[id] = sched_getcpu ();
  for (k = 0; k < 100; k++)
    {
      const void *all = NULL;
      const uint64_t *view;
      uint64_t mine = payload (first + k, id, 0);
      int error = synchedmem_write_sync_read (self, &mine, 1, &all);

      results->error[id] = error;
      if (error)
        return error;
      view = all;
      for (i = 0; i < num_threads; i++)
        results->wrong[id] += view[i] != payload (first + k, i, 0);
    }
  results->cycles[id] = synchedmem_cycle (self);
  return 0;
}
