/* workers.c: threads that each hold a place, and count what they find wrong.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "workers.h"

#include <glib.h>

void
run_workers (struct synchedmem *mem, size_t num_threads, void *(*fn) (void *),
             uint64_t cycles)
{
  struct worker *workers = g_new0 (struct worker, num_threads);
  size_t i;

  for (i = 0; i < num_threads; i++)
    workers[i] = (struct worker){ .mem = mem, .id = i, .cycles = cycles };
  run_threads (num_threads, fn, workers, sizeof *workers);
  for (i = 0; i < num_threads; i++)
    {
      g_assert_cmpint (workers[i].error, ==, 0);
      g_assert_cmpuint (workers[i].wrong, ==, 0);
    }
  g_free (workers);
}
