/* histogram.c: how often which times occurred, for percentiles.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "record/histogram.h"

void
sm_histogram_clear (struct sm_histogram *histogram)
{
  size_t i;

  /* relaxed; nobody counts now.  Looked at first, so that memory which was
     never used stays so.  */
  for (i = 0; i < sm_histogram_buckets; i++)
    if (sm_load_relaxed (&histogram->count[i]))
      sm_store_relaxed (&histogram->count[i], 0);
}

void
sm_histogram_copy (const struct sm_histogram *histogram,
                   struct sm_histogram_copy *copy)
{
  size_t i;

  copy->total = 0;
  for (i = 0; i < sm_histogram_buckets; i++)
    {
      /* relaxed; counts are read one by one, and publish nothing.  */
      copy->count[i] = sm_load_relaxed (&histogram->count[i]);
      copy->total += copy->count[i];
    }
}

void
sm_histogram_copy_add (struct sm_histogram_copy *copy, uint64_t value)
{
  copy->count[sm_histogram_bucket (value)]++;
  copy->total++;
}

/* The middle of a bucket, or its only number.  */
static uint64_t
middle (size_t bucket)
{
  size_t per_doubling = (size_t) 1 << sm_histogram_bits;
  unsigned int shift;
  uint64_t first;

  if (bucket < 2 * per_doubling)
    return bucket;
  shift = (unsigned int) (bucket >> sm_histogram_bits) - 1;
  first = (uint64_t) (bucket % per_doubling + per_doubling) << shift;
  return first + ((uint64_t) 1 << shift) / 2;
}

uint64_t
sm_histogram_percentile (const struct sm_histogram_copy *copy,
                         unsigned int per_cent)
{
  /* The rank, rounded up, without overflow.  */
  uint64_t rank = copy->total / 100 * per_cent
                  + (copy->total % 100 * per_cent + 99) / 100;
  uint64_t seen = 0;
  size_t i;

  for (i = 0; i < sm_histogram_buckets; i++)
    {
      seen += copy->count[i];
      if (copy->count[i] && seen >= rank)
        return middle (i);
    }
  return 0;
}
