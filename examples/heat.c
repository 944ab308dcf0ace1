/* heat.c: how warm a plate gets, its rows spread over threads.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: heat [-t THREADS] [-n SIDE] [-e RESIDUAL] [-o FILE.ppm]

   The upper edge of a square plate is at 100 degrees, the other ones are at
   0.  Every cell becomes the mean of its four neighbours (Jacobi's method)
   until none changes by more than RESIDUAL.  One meeting a step: the threads
   read their neighbours' rows, and how much everybody's changed.  The last
   plate is compared with that of a serial run.  */

#include <synchedmem.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

SYNCHEDMEM_DEFINE (cells, double)

/* A thread's segment is its rows, and at last the most that one changed.  */
struct heat
{
  size_t side, threads, rows; /* rows of each thread */
  double residual, *hot, *cold;
  double *plate; /* the result, by thread 0 */
  unsigned long steps;
};

static double
greater (double a, double b)
{
  return a > b ? a : b;
}

/* Row Y of the plate in VIEW, in which each thread has ROWS.  */
static const double *
row (const struct heat *heat, const double *view, size_t rows, size_t y)
{
  if (y == (size_t) -1)
    return heat->hot;
  if (y == heat->side)
    return heat->cold;
  return view + y / rows * (rows * heat->side + 1) + y % rows * heat->side;
}

/* Compute rows FROM to TO from VIEW, in which each thread has ROWS, and
   return the most that a cell changed.  */
static double
step (const struct heat *heat, const double *view, size_t rows, double *out,
      size_t from, size_t to)
{
  size_t x, y, n = heat->side;
  double most = 0;

  for (y = from; y < to; y++)
    {
      const double *up = row (heat, view, rows, y - 1);
      const double *now = row (heat, view, rows, y);
      const double *down = row (heat, view, rows, y + 1);

      for (x = 0; x < n; x++)
        {
          double left = x ? now[x - 1] : 0, right = x + 1 < n ? now[x + 1] : 0;
          double mean = (up[x] + down[x] + left + right) / 4;
          most = greater (most, greater (mean - now[x], now[x] - mean));
          *out++ = mean;
        }
    }
  return most;
}

static int
work (struct synchedmem_local *self, void *arg)
{
  struct heat *heat = arg;
  size_t id = synchedmem_thread_id (self), n = heat->side;
  size_t last = heat->rows * n, t, y;
  size_t from = id * heat->rows < n ? id * heat->rows : n;
  size_t to = from + heat->rows < n ? from + heat->rows : n;
  const double *view = cells_view (self); /* all cells are 0 */
  unsigned long steps = 0;
  double most;
  int error;

  do
    {
      double *mine = cells_overwrite (self);
      if (!mine)
        return synchedmem_sync (self); /* which says why */
      mine[last] = step (heat, view, heat->rows, mine, from, to);
      error = synchedmem_sync (self);
      if (error)
        return error;
      view = cells_view (self);
      for (t = 0, most = 0; t < heat->threads; t++)
        most = greater (most, cells_view_of (self, t)[last]);
      steps++;
  } while (most > heat->residual);
  if (id == 0)
    {
      heat->steps = steps;
      for (y = 0; y < n; y++)
        memcpy (heat->plate + y * n, row (heat, view, heat->rows, y),
                n * sizeof *view);
    }
  return 0;
}

/* Do the same serially, and compare.  */
static int
same_as_serial (const struct heat *heat)
{
  size_t n = heat->side;
  double *now = calloc (n * n + 1, sizeof *now), most;
  double *next = calloc (n * n + 1, sizeof *now), *swap;
  unsigned long steps = 0;
  int same = 0;

  if (now && next)
    {
      do
        {
          most = step (heat, now, n, next, 0, n);
          swap = now;
          now = next;
          next = swap;
          steps++;
      } while (most > heat->residual);
      same = steps == heat->steps
             && memcmp (now, heat->plate, n * n * sizeof *now) == 0;
    }
  free (now);
  free (next);
  return same;
}

/* From black over red and yellow to white.  */
static int
draw (const struct heat *heat, const char *name)
{
  size_t i, n = heat->side;
  int channel, error;
  FILE *out = fopen (name, "wb");

  if (!out)
    return errno;
  fprintf (out, "P6\n%zu %zu\n255\n", n, n);
  for (i = 0; i < n * n; i++)
    for (channel = 0; channel < 3; channel++)
      {
        double light = heat->plate[i] / 100 * 3 - channel;
        putc (light < 0 ? 0 : light < 1 ? (int) (255 * light) : 255, out);
      }
  error = ferror (out) ? EIO : 0;
  return fclose (out) != 0 && !error ? errno : error;
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
  size_t i;
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
  heat.plate = calloc (heat.side * heat.side, sizeof *heat.plate);
  heat.hot = calloc (heat.side, sizeof *heat.hot);
  heat.cold = calloc (heat.side, sizeof *heat.cold);
  error = heat.plate && heat.hot && heat.cold ? 0 : ENOMEM;
  for (i = 0; i < heat.side && !error; i++)
    heat.hot[i] = 100;
  if (!error)
    error = cells_create (&mem, heat.threads, heat.rows * heat.side + 1, NULL);
  if (!error)
    error = synchedmem_run (mem, work, &heat);
  if (!error && picture)
    error = draw (&heat, picture);
  if (error)
    fprintf (stderr, "heat: %s\n", strerror (error));
  else
    {
      printf ("%zu x %zu cells, %lu steps, %zu threads: %.2f degrees in the "
              "middle\n",
              heat.side, heat.side, heat.steps, heat.threads,
              heat.plate[heat.side / 2 * heat.side + heat.side / 2]);
      error = !same_as_serial (&heat);
      puts (error ? "NOT the same as a serial run"
                  : "the same as a serial run");
    }
  synchedmem_destroy (mem);
  free (heat.plate);
  free (heat.hot);
  free (heat.cold);
  return error ? 1 : 0;
}
