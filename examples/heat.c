/* heat.c: how warm a plate gets, its rows spread over threads.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: heat [-t THREADS] [-n SIDE] [-e RESIDUAL] [-o FILE.ppm]

   The upper edge of a square plate is at 100 degrees, the other ones are at
   0.  Every cell becomes the mean of its four neighbours (Jacobi's method)
   until none changes by more than RESIDUAL.  One meeting a step: the threads
   read their neighbours' rows, and how much everybody's changed.  The last
   plate is compared with that of a serial run.  */

#include "plate.h"
#include "ppm.h"

#include <synchedmem.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

SYNCHEDMEM_DEFINE (cells, double)

/* A thread's segment is its rows, and at last the most that one changed.  */
struct heat
{
  size_t side, threads, rows; /* rows of each thread */
  double residual;
  double *plate; /* its edges, and the result by thread 0 */
  unsigned long steps;
};

static double
greater (double a, double b)
{
  return a > b ? a : b;
}

/* Row Y of the plate in VIEW, from 1 to SIDE, or an edge.  */
static const double *
row (const struct heat *heat, const double *view, size_t y)
{
  size_t n = heat->side, rows = heat->rows;

  if (y == 0 || y == n + 1)
    return heat->plate + y * n;
  return view + (y - 1) / rows * (rows * n + 1) + (y - 1) % rows * n;
}

static int
work (struct synchedmem_local *self, void *arg)
{
  struct heat *heat = arg;
  size_t id = synchedmem_thread_id (self), n = heat->side, t, y;
  size_t last = heat->rows * n, from = id * heat->rows + 1;
  const double *view = cells_view (self); /* all cells are 0 */
  unsigned long steps = 0;
  double most;
  int error;

  do
    {
      double *mine = cells_overwrite (self);
      if (!mine)
        return synchedmem_sync (self); /* which says why */
      for (most = 0, y = from; y < from + heat->rows && y <= n; y++)
        most = greater (most, plate_step (row (heat, view, y - 1),
                                          row (heat, view, y),
                                          row (heat, view, y + 1),
                                          mine + (y - from) * n, n));
      mine[last] = most;
      error = synchedmem_sync (self);
      if (error)
        return error;
      view = cells_view (self);
      for (most = 0, t = 0; t < heat->threads; t++)
        most = greater (most, cells_view_of (self, t)[last]);
      steps++;
  } while (most > heat->residual);
  if (id == 0)
    {
      heat->steps = steps;
      for (y = 1; y <= n; y++)
        memcpy (heat->plate + y * n, row (heat, view, y), n * sizeof *view);
    }
  return 0;
}

/* Say what came of it.  Returns whether a serial run is the same.  */
static int
report (const struct heat *heat)
{
  size_t n = heat->side;
  int same = plate_is_right (heat->plate, n, heat->residual, heat->steps);

  printf ("%zu x %zu cells, %lu steps, %zu threads: %.2f degrees in the "
          "middle\n%s\n",
          n, n, heat->steps, heat->threads,
          heat->plate[(n / 2 + 1) * n + n / 2],
          same ? "the same as a serial run" : "NOT the same as a serial run");
  return same;
}

static int
usage (void)
{
  fputs ("usage: heat [-t THREADS] [-n SIDE] [-e RESIDUAL] [-o FILE.ppm]\n",
         stderr);
  return 2;
}

int
main (int argc, char **argv)
{
  struct heat heat = { .threads = 2, .side = 63, .residual = 1e-4 };
  struct synchedmem *mem = NULL;
  const char *picture = NULL;
  int option, error;

  while ((option = getopt (argc, argv, "t:n:e:o:")) != -1)
    switch (option)
      {
      case 't':
        heat.threads = strtoul (optarg, NULL, 10);
        break;
      case 'n':
        heat.side = strtoul (optarg, NULL, 10);
        break;
      case 'e':
        heat.residual = strtod (optarg, NULL);
        break;
      case 'o':
        picture = optarg;
        break;
      default:
        return usage ();
      }
  if (optind != argc || heat.threads < 1 || heat.threads > 1024
      || heat.side < 1 || heat.side > 4096 || !(heat.residual >= 1e-9))
    return usage ();

  heat.rows = (heat.side + heat.threads - 1) / heat.threads;
  heat.plate = plate_create (heat.side);
  error = heat.plate ? 0 : ENOMEM;
  if (!error)
    error = cells_create (&mem, heat.threads, heat.rows * heat.side + 1, NULL);
  if (!error)
    error = synchedmem_run (mem, work, &heat);
  if (!error && picture)
    error = ppm_write (picture, heat.plate + heat.side, heat.side, heat.side);
  if (error)
    fprintf (stderr, "heat: %s\n", strerror (error));
  else
    error = !report (&heat);
  synchedmem_destroy (mem);
  free (heat.plate);
  return error ? 1 : 0;
}
