/* clusters.h: points in clusters, the arithmetic of k-means.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Sums are integers, millionths, so that they do not depend on who added
   what: the result is the same, to the last bit, however the points are
   shared out.  */

#ifndef CLUSTERS_H
#define CLUSTERS_H

#include "csv.h"

struct clusters
{
  struct csv points;
  size_t k;
  size_t *of; /* the cluster of each point, which the caller frees */
};

/* Put no point in a cluster yet.  Returns 0 or ENOMEM.  */
int clusters_begin (struct clusters *clusters);

/* The length of sums: for each cluster the number of its points and the sums
   of their coordinates; and at last how many points moved.  */
size_t clusters_len (const struct clusters *clusters);

/* Choose K points as the centroids, which are K * POINTS.COLUMNS numbers.  */
void clusters_choose (const struct clusters *clusters, double *centroids);

/* Give points FROM to TO to the nearest centroids, and store their sums.  */
void clusters_map (const struct clusters *clusters, const double *centroids,
                   size_t from, size_t to, int64_t *sums);

/* Add up N sums of ALL, and move the centroids to the middle of their points.
   Returns how many points moved.  */
int64_t clusters_reduce (const struct clusters *clusters, const int64_t *all,
                         size_t n, int64_t *total, double *centroids);

/* The same serially, from the beginning, until no point moves.  Returns the
   number of rounds, 0 if there is no memory.  */
size_t clusters_serially (struct clusters *clusters, double *centroids);

#endif
