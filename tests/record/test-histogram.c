/* test-histogram.c: percentiles.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "record/histogram.h"
#include "support/support.h"

#include <glib.h>
#include <stdlib.h>

static struct sm_histogram histogram;
static struct sm_histogram_copy copy;

/* Every power of two, and what is beside it.  */
static void
test_error (void)
{
  unsigned int shift;
  int beside;

  for (shift = 0; shift < 64; shift++)
    for (beside = -1; beside <= 1; beside++)
      {
        uint64_t value = ((uint64_t) 1 << shift) + (uint64_t) beside, got;
        uint64_t off;

        sm_histogram_clear (&histogram);
        sm_histogram_add (&histogram, value);
        sm_histogram_copy (&histogram, &copy);
        g_assert_cmpuint (copy.total, ==, 1);
        got = sm_histogram_percentile (&copy, 50);
        off = got > value ? got - value : value - got;
        g_assert_cmpuint (off, <=, value / 64);
      }
}

/* Larger values are never in smaller buckets, and none is left out.  */
static void
test_order (void)
{
  uint64_t value = 0;
  size_t last = 0;

  while (value < UINT64_MAX / 2)
    {
      size_t bucket = sm_histogram_bucket (value);
      g_assert_cmpuint (bucket - last, <=, 1);
      last = bucket;
      value += value / 128 + 1;
    }
  g_assert_cmpuint (sm_histogram_bucket (UINT64_MAX), ==,
                    sm_histogram_buckets - 1);
}

static int
compare (const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;

  return x < y ? -1 : x > y;
}

static void
test_percentiles (void)
{
  enum
  {
    max = 3000
  };
  static uint64_t values[max];
  uint32_t seed = 7;
  size_t n, i;
  unsigned int p;

  for (n = 1; n <= max; n += n / 3 + 1)
    {
      sm_histogram_clear (&histogram);
      for (i = 0; i < n; i++)
        {
          values[i] = random_next (&seed) >> random_next (&seed) % 32;
          sm_histogram_add (&histogram, values[i]);
        }
      qsort (values, n, sizeof *values, compare);
      sm_histogram_copy (&histogram, &copy);
      for (p = 1; p <= 100; p++)
        {
          double exact = (double) values[(n * p + 99) / 100 - 1];
          double got = (double) sm_histogram_percentile (&copy, p);
          g_assert_cmpfloat (got, <=, exact * 1.016);
          g_assert_cmpfloat (got, >=, exact * 0.984);
        }
    }
}

static void
test_empty (void)
{
  sm_histogram_clear (&histogram);
  sm_histogram_copy (&histogram, &copy);
  g_assert_cmpuint (copy.total, ==, 0);
  g_assert_cmpuint (sm_histogram_percentile (&copy, 50), ==, 0);
  sm_histogram_copy_add (&copy, 12345);
  g_assert_cmpuint (copy.total, ==, 1);
  g_assert_cmpuint (sm_histogram_percentile (&copy, 99), >, 12000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/histogram/error", test_error);
  g_test_add_func ("/histogram/order", test_order);
  g_test_add_func ("/histogram/percentiles", test_percentiles);
  g_test_add_func ("/histogram/empty", test_empty);
  return g_test_run ();
}
