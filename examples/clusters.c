/* clusters.c: points in clusters, the arithmetic of k-means.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "clusters.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int
clusters_begin (struct clusters *clusters)
{
  size_t size = clusters->points.rows * sizeof *clusters->of;

  if (!clusters->of)
    clusters->of = malloc (size);
  if (!clusters->of)
    return ENOMEM;
  memset (clusters->of, -1, size);
  return 0;
}

size_t
clusters_len (const struct clusters *clusters)
{
  return clusters->k * (1 + clusters->points.columns) + 1;
}

void
clusters_choose (const struct clusters *clusters, double *centroids)
{
  const struct csv *points = &clusters->points;
  size_t c, x, width = points->columns;

  for (c = 0; c < clusters->k; c++)
    {
      size_t row = c * points->rows / clusters->k;

      for (x = 0; x < width; x++)
        centroids[c * width + x] = points->cells[row * width + x] / 1e6;
    }
}

/* The cluster whose centroid is nearest to POINT.  */
static size_t
nearest (const struct clusters *clusters, const double *centroids,
         const int64_t *point)
{
  size_t c, x, width = clusters->points.columns, found = 0;
  double least = 0;

  for (c = 0; c < clusters->k; c++)
    {
      double square = 0;
      for (x = 0; x < width; x++)
        {
          double d = point[x] / 1e6 - centroids[c * width + x];
          square += d * d;
        }
      if (c == 0 || square < least)
        {
          found = c;
          least = square;
        }
    }
  return found;
}

void
clusters_map (const struct clusters *clusters, const double *centroids,
              size_t from, size_t to, int64_t *sums)
{
  size_t i, x, width = clusters->points.columns;
  size_t len = clusters_len (clusters);

  memset (sums, 0, len * sizeof *sums);
  for (i = from; i < to; i++)
    {
      const int64_t *point = clusters->points.cells + i * width;
      size_t c = nearest (clusters, centroids, point);

      sums[len - 1] += clusters->of[i] != c;
      clusters->of[i] = c;
      sums[c * (1 + width)]++;
      for (x = 0; x < width; x++)
        sums[c * (1 + width) + 1 + x] += point[x];
    }
}

int64_t
clusters_reduce (const struct clusters *clusters, const int64_t *all, size_t n,
                 int64_t *total, double *centroids)
{
  size_t i, c, x, width = clusters->points.columns;
  size_t len = clusters_len (clusters);

  memset (total, 0, len * sizeof *total);
  for (i = 0; i < n * len; i++)
    total[i % len] += all[i];
  for (c = 0; c < clusters->k; c++)
    for (x = 0; x < width; x++)
      {
        const int64_t *sum = total + c * (1 + width);
        if (sum[0] > 0)
          centroids[c * width + x] = (double) sum[1 + x] / 1e6 / sum[0];
      }
  return total[len - 1];
}

size_t
clusters_serially (struct clusters *clusters, double *centroids)
{
  size_t rounds = 0;
  int64_t *sums, moved;

  if (clusters_begin (clusters) != 0)
    return 0;
  sums = calloc (2 * clusters_len (clusters), sizeof *sums);
  if (!sums)
    return 0;
  clusters_choose (clusters, centroids);
  do
    {
      clusters_map (clusters, centroids, 0, clusters->points.rows, sums);
      moved = clusters_reduce (clusters, sums, 1,
                               sums + clusters_len (clusters), centroids);
      rounds++;
  } while (moved);
  free (sums);
  return rounds;
}
