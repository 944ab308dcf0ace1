/* histogram.h: how often which times occurred, for percentiles.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Each doubling is cut into equal buckets, so that the middle of a bucket is
   never further than one part in 64 from any number in it; small numbers have
   a bucket each.  The method is that of G. Tene's HdrHistogram.  */

#ifndef SM_HISTOGRAM_H
#define SM_HISTOGRAM_H

#include "base/atomics.h"

#include <stddef.h>

enum
{
  sm_histogram_bits = 5, /* 32 buckets a doubling */
  sm_histogram_buckets = (64 - sm_histogram_bits + 1) << sm_histogram_bits
};

/* Written by one thread, read by any.  */
struct sm_histogram
{
  sm_atomic64 count[sm_histogram_buckets];
};

/* A copy, and the sum of its counts.  */
struct sm_histogram_copy
{
  uint64_t total;
  uint64_t count[sm_histogram_buckets];
};

static inline size_t
sm_histogram_bucket (uint64_t value)
{
  unsigned int shift;

  if (value >> sm_histogram_bits == 0)
    return (size_t) value;
  shift = 63U - (unsigned int) __builtin_clzll (value) - sm_histogram_bits;
  return ((size_t) shift << sm_histogram_bits) + (size_t) (value >> shift);
}

/* By the one who writes.  */
static inline void
sm_histogram_add (struct sm_histogram *histogram, uint64_t value)
{
  sm_atomic64 *count = &histogram->count[sm_histogram_bucket (value)];

  /* relaxed; counts are read one by one, and publish nothing.  */
  sm_store_relaxed (count, sm_load_relaxed (count) + 1);
}

void sm_histogram_clear (struct sm_histogram *histogram);

void sm_histogram_copy (const struct sm_histogram *histogram,
                        struct sm_histogram_copy *copy);
void sm_histogram_copy_add (struct sm_histogram_copy *copy, uint64_t value);

/* The smallest value that PER_CENT of the values are not above, within 1.6 %;
   0 if there are none.  */
uint64_t sm_histogram_percentile (const struct sm_histogram_copy *copy,
                                  unsigned int per_cent);

#endif
