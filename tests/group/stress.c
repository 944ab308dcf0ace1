/* stress.c: views against what everyone published, for many cycles.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: stress THREADS CYCLES [BUFFERS]  */

#include <config.h>

#include "support/support.h"

#include <inttypes.h>
#include <stdlib.h>

enum
{
  len = 8
};

struct totals
{
  uint64_t cycles;
  uint64_t *wrong; /* one for each thread */
};

static uint64_t
check (const uint64_t *view, size_t num_threads, uint64_t cycle)
{
  uint64_t wrong = 0;
  size_t i, j;

  for (i = 0; i < num_threads; i++)
    for (j = 0; j < len; j++)
      wrong += view[i * len + j] != payload (cycle, i, j);
  return wrong;
}

static int
stress (struct synchedmem_local *self, void *arg)
{
  struct totals *totals = arg;
  size_t id = synchedmem_thread_id (self), j, n = 0;
  uint32_t seed = (uint32_t) id + 1;
  uint64_t k, wrong = 0;

  while (synchedmem_view_of (self, n))
    n++;
  for (k = 0; k < totals->cycles; k++)
    {
      uint64_t mine[len];
      const void *view;
      int error;

      random_delay (&seed);
      for (j = 0; j < len; j++)
        mine[j] = payload (k, id, j);
      error = synchedmem_write_sync_read (self, mine, len, &view);
      if (error)
        return error;
      random_delay (&seed);
      wrong += check (view, n, k);
    }
  totals->wrong[id] = wrong;
  return 0;
}

int
main (int argc, char **argv)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  struct totals totals;
  size_t n, i;
  uint64_t wrong = 0;
  int error;

  if (argc < 3)
    {
      fprintf (stderr, "usage: stress THREADS CYCLES [BUFFERS]\n");
      return 2;
    }
  n = strtoul (argv[1], NULL, 10);
  totals.cycles = strtoull (argv[2], NULL, 10);
  attr.buffers = argc > 3 ? (unsigned int) atoi (argv[3]) : 2;
  totals.wrong = calloc (n, sizeof *totals.wrong);
  if (!totals.wrong)
    return 1;
  mem = group (n, len, sizeof (uint64_t), &attr);
  error = synchedmem_run (mem, stress, &totals);
  for (i = 0; i < n; i++)
    wrong += totals.wrong[i];
  printf ("%zu threads, %" PRIu64 " cycles, error %d, %" PRIu64
          " wrong elements\n",
          n, totals.cycles, error, wrong);
  synchedmem_destroy (mem);
  free (totals.wrong);
  return error || wrong ? 1 : 0;
}
