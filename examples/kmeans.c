/* kmeans.c: points in clusters, by map and reduce.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: kmeans [-t THREADS] [-k CLUSTERS] FILE.csv

   Each thread gives its share of the points to the nearest centroids, and
   publishes its sums.  After one meeting each adds up everybody's, and has
   the same new centroids as the others.  They stop when no point moved.

   The sums are integers, millionths, so that they do not depend on who added
   what: the result is the same, to the last bit, with any number of threads.
   It is compared with that of a serial run.  */

#include "csv.h"

#include <synchedmem.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

SYNCHEDMEM_DEFINE (sums, int64_t)

/* What a thread publishes: for each cluster the number of its points and the
   sums of their coordinates; and at last how many points moved.  */
struct kmeans
{
  struct csv points;
  size_t threads, k, rounds;
  size_t segment;    /* k * (1 + columns) + 1 */
  size_t *cluster;   /* of each point; a thread writes that of its own ones */
  double *centroids; /* k * columns for each thread, and for a serial run */
  int64_t *total;    /* a segment for each of them, too */
};

/* At first every cluster is one point.  */
static void
choose (const struct kmeans *km, double *centroids)
{
  size_t c, x, width = km->points.columns;

  for (c = 0; c < km->k; c++)
    for (x = 0; x < width; x++)
      centroids[c * width + x]
          = km->points.cells[c * km->points.rows / km->k * width + x] / 1e6;
}

/* Give points FROM to TO to the nearest centroids, and add them to SUMS.  */
static void
map (const struct kmeans *km, const double *centroids, size_t from, size_t to,
     int64_t *sums)
{
  size_t i, c, x, width = km->points.columns;

  memset (sums, 0, km->segment * sizeof *sums);
  for (i = from; i < to; i++)
    {
      const int64_t *point = km->points.cells + i * width;
      size_t nearest = 0;
      double least = 0;

      for (c = 0; c < km->k; c++)
        {
          double square = 0;
          for (x = 0; x < width; x++)
            {
              double d = point[x] / 1e6 - centroids[c * width + x];
              square += d * d;
            }
          if (c == 0 || square < least)
            {
              nearest = c;
              least = square;
            }
        }
      sums[km->segment - 1] += km->cluster[i] != nearest;
      km->cluster[i] = nearest;
      sums[nearest * (1 + width)]++;
      for (x = 0; x < width; x++)
        sums[nearest * (1 + width) + 1 + x] += point[x];
    }
}

/* Add up THREADS segments of ALL, and move the centroids to the middle of
   their points.  Returns how many points moved.  */
static int64_t
reduce (const struct kmeans *km, const int64_t *all, size_t threads,
        int64_t *total, double *centroids)
{
  size_t t, i, c, x, width = km->points.columns;

  memset (total, 0, km->segment * sizeof *total);
  for (t = 0; t < threads; t++)
    for (i = 0; i < km->segment; i++)
      total[i] += all[t * km->segment + i];
  for (c = 0; c < km->k; c++)
    for (x = 0; x < width; x++)
      {
        const int64_t *sum = total + c * (1 + width);
        if (sum[0] > 0)
          centroids[c * width + x] = (double) sum[1 + x] / 1e6 / sum[0];
      }
  return total[km->segment - 1];
}

static int
work (struct synchedmem_local *self, void *arg)
{
  struct kmeans *km = arg;
  size_t id = synchedmem_thread_id (self), rounds = 0;
  size_t from = km->points.rows * id / km->threads;
  size_t to = km->points.rows * (id + 1) / km->threads;
  double *centroids = km->centroids + id * km->k * km->points.columns;
  int64_t *mine, moved;
  int error;

  choose (km, centroids);
  do
    {
      mine = sums_overwrite (self);
      if (!mine)
        return synchedmem_sync (self); /* which says why */
      map (km, centroids, from, to, mine);
      error = synchedmem_sync (self);
      if (error)
        return error;
      moved = reduce (km, sums_view (self), km->threads,
                      km->total + id * km->segment, centroids);
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
  size_t t, size = km->k * km->points.columns, rounds = 0;
  double *centroids = km->centroids + km->threads * size;
  int64_t *total = km->total + km->threads * km->segment, moved;
  int64_t *sums = calloc (km->segment, sizeof *sums);
  int same;

  if (!sums)
    return 0;
  memset (km->cluster, -1, km->points.rows * sizeof *km->cluster);
  choose (km, centroids);
  do
    {
      map (km, centroids, 0, km->points.rows, sums);
      moved = reduce (km, sums, 1, total, centroids);
      rounds++;
  } while (moved);
  free (sums);
  same = rounds == km->rounds;
  for (t = 0; t < km->threads; t++)
    same &= memcmp (km->centroids + t * size, centroids,
                    size * sizeof *centroids)
            == 0;
  return same;
}

static int
set_up (struct kmeans *km)
{
  km->segment = km->k * (1 + km->points.columns) + 1;
  km->cluster = malloc (km->points.rows * sizeof *km->cluster);
  km->centroids = calloc ((km->threads + 1) * km->k * km->points.columns,
                          sizeof *km->centroids);
  km->total = calloc ((km->threads + 1) * km->segment, sizeof *km->total);
  if (!km->cluster || !km->centroids || !km->total)
    return ENOMEM;
  memset (km->cluster, -1, km->points.rows * sizeof *km->cluster);
  return 0;
}

static void
show (const struct kmeans *km)
{
  size_t c, x, width = km->points.columns;

  for (c = 0; c < km->k; c++)
    {
      printf ("%" PRId64 " points around", km->total[c * (1 + width)]);
      for (x = 0; x < width; x++)
        printf (" %.6f", km->centroids[c * width + x]);
      putchar ('\n');
    }
  printf ("%zu points, %zu rounds, %zu threads\n", km->points.rows, km->rounds,
          km->threads);
}

static int
usage (void)
{
  fputs ("usage: kmeans [-t THREADS] [-k CLUSTERS] FILE.csv\n", stderr);
  return 2;
}

int
main (int argc, char **argv)
{
  struct kmeans km = { .threads = 2, .k = 3 };
  struct synchedmem *mem = NULL;
  int option, error;

  while ((option = getopt (argc, argv, "t:k:")) != -1)
    switch (option)
      {
      case 't':
        km.threads = strtoul (optarg, NULL, 10);
        break;
      case 'k':
        km.k = strtoul (optarg, NULL, 10);
        break;
      default:
        return usage ();
      }
  if (optind + 1 != argc || km.threads < 1 || km.threads > 1024 || km.k < 1)
    return usage ();
  if (csv_read (argv[optind], &km.points) != 0)
    return 1;
  if (km.k > km.points.rows)
    {
      fprintf (stderr, "kmeans: fewer points than clusters\n");
      free (km.points.cells);
      return 1;
    }

  error = set_up (&km);
  if (!error)
    error = sums_create (&mem, km.threads, km.segment, NULL);
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
  free (km.points.cells);
  free (km.cluster);
  free (km.centroids);
  free (km.total);
  return error ? 1 : 0;
}
