/* openmp.c: the barrier of an OpenMP runtime: a module for each.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "peer.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t *
meet (void *arg, size_t id, uint64_t k, const uint64_t *mine)
{
  struct exchange *exchange = arg;

  memcpy (exchange->words[k & 1][id], mine, sizeof exchange->words[0][0]);
#pragma omp barrier
  return exchange->words[k & 1][0];
}

int
run_openmp (size_t threads, body_fn *body, void *arg)
{
  struct exchange *exchange = aligned_alloc (4096, sizeof *exchange);
  int error = 0;

  if (!exchange)
    return 1;
  omp_set_dynamic (0);
#pragma omp parallel num_threads((int) threads) reduction(| : error)
  {
    if ((size_t) omp_get_num_threads () == threads)
      body (arg, (size_t) omp_get_thread_num (), meet, exchange);
    else
      error = 1;
  }
  free (exchange);
  return error;
}
