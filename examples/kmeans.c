/* kmeans.c: points in clusters, by map and reduce.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: kmeans [-t THREADS] [-k CLUSTERS] FILE.csv

   Each thread gives its share of the points to the nearest centroids, and
   publishes its sums.  After one meeting each adds up everybody's, and has
   the same new centroids as the others.  They stop when no point moved.  The
   result, which is the same with any number of threads, is compared with that
   of a serial run.  */

#include "clusters.h"

#include <synchedmem.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

SYNCHEDMEM_DEFINE (sums, int64_t)

struct kmeans
{
  struct clusters clusters;
  size_t threads, rounds;
  size_t size;       /* of the centroids */
  size_t len;        /* of the sums, which a thread publishes */
  double *centroids; /* of each thread, and of a serial run */
  int64_t *total;    /* of each thread */
};

static int
work (struct synchedmem_local *self, void *arg)
{
  struct kmeans *km = arg;
  size_t id = synchedmem_thread_id (self), rounds = 0;
  size_t from = km->clusters.points.rows * id / km->threads;
  size_t to = km->clusters.points.rows * (id + 1) / km->threads;
  double *centroids = km->centroids + id * km->size;
  int64_t *mine, moved;
  int error;

  clusters_choose (&km->clusters, centroids);
  do
    {
      mine = sums_overwrite (self);
      if (!mine)
        return synchedmem_sync (self); /* which says why */
      clusters_map (&km->clusters, centroids, from, to, mine);
      error = synchedmem_sync (self);
      if (error)
        return error;
      moved = clusters_reduce (&km->clusters, sums_view (self), km->threads,
                               km->total + id * km->len, centroids);
      rounds++;
  } while (moved);
  if (id == 0)
    km->rounds = rounds;
  return 0;
}

/* Do the same serially, and compare every thread's result.  */
static int
same_as_serial (struct kmeans *km)
{
  size_t t, size = km->size * sizeof *km->centroids;
  double *serial = km->centroids + km->threads * km->size;
  int same = clusters_serially (&km->clusters, serial) == km->rounds;

  for (t = 0; t < km->threads; t++)
    same &= memcmp (km->centroids + t * km->size, serial, size) == 0;
  return same;
}

static int
set_up (struct kmeans *km)
{
  km->size = km->clusters.k * km->clusters.points.columns;
  km->len = clusters_len (&km->clusters);
  km->centroids = calloc ((km->threads + 1) * km->size, sizeof (double));
  km->total = calloc (km->threads * km->len, sizeof *km->total);
  if (!km->centroids || !km->total)
    return ENOMEM;
  return clusters_begin (&km->clusters);
}

static void
show (const struct kmeans *km)
{
  size_t c, x, width = km->clusters.points.columns;

  for (c = 0; c < km->clusters.k; c++)
    {
      printf ("%" PRId64 " points around", km->total[c * (1 + width)]);
      for (x = 0; x < width; x++)
        printf (" %.6f", km->centroids[c * width + x]);
      putchar ('\n');
    }
  printf ("%zu points, %zu rounds, %zu threads\n", km->clusters.points.rows,
          km->rounds, km->threads);
}

int
main (int argc, char **argv)
{
  struct kmeans km = { .threads = 2, .clusters.k = 3 };
  struct clusters *clusters = &km.clusters;
  struct synchedmem *mem = NULL;
  int option, error;

  while ((option = getopt (argc, argv, "t:k:")) == 't' || option == 'k')
    if (option == 't')
      km.threads = strtoul (optarg, NULL, 10);
    else
      clusters->k = strtoul (optarg, NULL, 10);
  if (option != -1 || optind + 1 != argc || km.threads < 1 || km.threads > 1024
      || clusters->k < 1)
    {
      fputs ("usage: kmeans [-t THREADS] [-k CLUSTERS] FILE.csv\n", stderr);
      return 2;
    }
  if (csv_read (argv[optind], &clusters->points) != 0)
    return 1;
  if (clusters->k > clusters->points.rows)
    {
      fprintf (stderr, "kmeans: fewer points than clusters\n");
      free (clusters->points.cells);
      return 1;
    }

  error = set_up (&km);
  if (!error)
    error = sums_create (&mem, km.threads, km.len, NULL);
  if (!error)
    error = synchedmem_run (mem, work, &km);
  if (error)
    fprintf (stderr, "kmeans: %s\n", strerror (error));
  else
    {
      show (&km);
      error = !same_as_serial (&km);
      puts (error ? "NOT the same as a serial run"
                  : "the same as a serial run");
    }
  synchedmem_destroy (mem);
  free (clusters->points.cells);
  free (clusters->of);
  free (km.centroids);
  free (km.total);
  return error ? 1 : 0;
}
