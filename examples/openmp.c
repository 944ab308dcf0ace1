/* openmp.c: the threads of an OpenMP region as a group.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: openmp [-t THREADS] [-n SIDE]

   The largest eigenvalue of the Hilbert matrix, whose elements are
   1 / (i + j + 1), by the power method: each thread multiplies its rows with
   the vector and publishes them; after the meeting the view is the product,
   and everyone divides it by its largest element.  OpenMP starts the threads;
   each of them attaches to a place.  */

#include <omp.h>
#include <synchedmem.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

SYNCHEDMEM_DEFINE (vector, double)

struct power
{
  size_t side, threads, rows; /* rows of each thread */
  unsigned long rounds;
  double value; /* by thread 0 */
};

static int
work (struct power *power, struct synchedmem_local *self)
{
  size_t id = synchedmem_thread_id (self), n = power->side, x, y;
  size_t from = id * power->rows < n ? id * power->rows : n;
  size_t to = from + power->rows < n ? from + power->rows : n;
  const double *view = vector_view (self); /* all elements are 1 */
  double value = 1, before;
  unsigned long rounds = 0;
  int error = 0;

  do
    {
      double *mine = vector_overwrite (self);
      if (!mine)
        return synchedmem_sync (self); /* which says why */
      for (y = from; y < to; y++)
        for (mine[y - from] = 0, x = 0; x < n; x++)
          mine[y - from] += view[x] / value / (double) (x + y + 1);
      error = synchedmem_sync (self);
      if (error)
        return error;
      view = vector_view (self);
      before = value;
      for (value = view[0], x = 1; x < n; x++)
        value = view[x] > value ? view[x] : value;
      rounds++;
  } while (value - before > 1e-14 * value || before - value > 1e-14 * value);
  if (id == 0)
    {
      power->value = value;
      power->rounds = rounds;
    }
  return 0;
}

/* A region may have fewer threads than were asked for, so that one of them
   creates the group when it has begun.  */
static int
run (struct power *power)
{
  struct synchedmem *mem = NULL;
  const double one = 1;
  int first_error = 0;

#pragma omp parallel num_threads((int) power->threads)
  {
    struct synchedmem_local *self = NULL;
    int error;

#pragma omp single
    {
      struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
      attr.fill = &one;
      power->threads = (size_t) omp_get_num_threads ();
      power->rows = (power->side + power->threads - 1) / power->threads;
      first_error = vector_create (&mem, power->threads, power->rows, &attr);
    } /* where they wait for each other */

    error = vector_attach (mem, (size_t) omp_get_thread_num (), &self);
    if (!error)
      error = work (power, self);
    if (error)
      {
#pragma omp critical
        if (!first_error)
          first_error = error;
        synchedmem_abort (mem);
      }
    synchedmem_detach (self);
  }
  synchedmem_destroy (mem);
  return first_error;
}

int
main (int argc, char **argv)
{
  struct power power = { .side = 10, .threads = 2 };
  int option, error;

  while ((option = getopt (argc, argv, "t:n:")) != -1)
    switch (option)
      {
      case 't':
        power.threads = strtoul (optarg, NULL, 10);
        break;
      case 'n':
        power.side = strtoul (optarg, NULL, 10);
        break;
      default:
        optind = argc + 1;
      }
  if (optind != argc || power.threads < 1 || power.threads > 1024
      || power.side < 1 || power.side > 4096)
    {
      fputs ("usage: openmp [-t THREADS] [-n SIDE]\n", stderr);
      return 2;
    }
  error = run (&power);
  if (error)
    fprintf (stderr, "openmp: %s\n", strerror (error));
  else
    printf ("%.10f is the largest eigenvalue of the Hilbert matrix of side "
            "%zu\n%lu rounds, %zu threads\n",
            power.value, power.side, power.rounds, power.threads);
  return error ? 1 : 0;
}
