/* test-snapshot.c: a snapshot's numbers; and without the profiler, that there
   are none.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/support.h"

#include <glib.h>

static void
test_unsupported (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_timing *timing = NULL;
  struct synchedmem_block block = { 0 };
  struct synchedmem_thread_stats stats = { 0 };

  g_assert_cmpint (synchedmem_has_profiler (), ==, 0);
  g_assert_cmpint (synchedmem_finalize (mem), ==, 0);
  g_assert_cmpint (synchedmem_finalize (NULL), ==, EINVAL);
  g_assert_cmpuint (synchedmem_init_timestamp (mem), ==, 0);
  g_assert_cmpuint (synchedmem_completion_timestamp (mem), ==, 0);
  g_assert_cmpuint (synchedmem_total_runtime (mem), ==, 0);
  g_assert_cmpuint (synchedmem_computation_start (mem, 0), ==, 0);
  g_assert_cmpuint (synchedmem_computation_end (mem, 0), ==, 0);
  g_assert_cmpint (synchedmem_timing_create (mem, &timing), ==, ENOTSUP);
  g_assert_cmpint (synchedmem_timing_create (NULL, &timing), ==, EINVAL);
  g_assert_cmpint (synchedmem_timing_create (mem, NULL), ==, EINVAL);
  g_assert_null (timing);
  synchedmem_timing_destroy (NULL);
  g_assert_cmpuint (synchedmem_timing_total_runtime (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_timing_num_threads (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_timing_block_count (NULL, 0), ==, 0);
  g_assert_cmpint (synchedmem_timing_block (NULL, 0, 0, &block), ==, ENOTSUP);
  g_assert_cmpint (synchedmem_timing_thread (NULL, 0, &stats), ==, ENOTSUP);
  g_assert_cmpuint (synchedmem_timing_total_computation (NULL, 0), ==, 0);
  g_assert_cmpuint (synchedmem_timing_average_computation (NULL, 0), ==, 0);
  g_assert_cmpfloat (synchedmem_timing_imbalance (NULL), ==, 0.0);
  g_assert_cmpint (synchedmem_timing_plot (NULL, stdout), ==, ENOTSUP);
  g_assert_cmpint (synchedmem_timing_write_csv (NULL, stdout), ==, ENOTSUP);
  g_assert_cmpint (synchedmem_timing_write_svg (NULL, stdout), ==, ENOTSUP);
  g_assert_cmpint (synchedmem_timing_write_trace (NULL, stdout), ==, ENOTSUP);
  synchedmem_destroy (mem);
}

/* ---- with the profiler */

static void
cycle (struct synchedmem_local **self, size_t n, int64_t ns)
{
  int error = 0;
  size_t i;

  for (i = 0; i < n; i++)
    {
      if (i == 0)
        sleep_ns (ns);
      error |= synchedmem_arrive (self[i]);
    }
  for (i = 0; i < n; i++)
    error |= synchedmem_wait (self[i]);
  g_assert_cmpint (error, ==, 0);
}

static void
test_wrong_arguments (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *self[2] = { place (mem, 0), place (mem, 1) };
  struct synchedmem_timing *timing = NULL;
  struct synchedmem_block block = { 0 };
  struct synchedmem_thread_stats stats = { 0 };

  cycle (self, 2, 0);
  g_assert_cmpint (synchedmem_finalize (NULL), ==, EINVAL);
  g_assert_cmpuint (synchedmem_init_timestamp (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_completion_timestamp (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_total_runtime (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_computation_start (NULL, 0), ==, 0);
  g_assert_cmpuint (synchedmem_computation_end (NULL, 0), ==, 0);
  g_assert_cmpuint (synchedmem_computation_start (mem, 1), >, 0);
  g_assert_cmpuint (synchedmem_computation_start (mem, 2), ==, 0);
  g_assert_cmpuint (synchedmem_computation_end (mem, 2), ==, 0);
  g_assert_cmpint (synchedmem_timing_create (NULL, &timing), ==, EINVAL);
  g_assert_cmpint (synchedmem_timing_create (mem, NULL), ==, EINVAL);
  g_assert_null (timing);
  synchedmem_timing_destroy (NULL);
  g_assert_cmpuint (synchedmem_timing_total_runtime (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_timing_num_threads (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_timing_block_count (NULL, 0), ==, 0);
  g_assert_cmpint (synchedmem_timing_block (NULL, 0, 0, &block), ==, EINVAL);
  g_assert_cmpint (synchedmem_timing_thread (NULL, 0, &stats), ==, EINVAL);
  g_assert_cmpuint (synchedmem_timing_total_computation (NULL, 0), ==, 0);
  g_assert_cmpuint (synchedmem_timing_average_computation (NULL, 0), ==, 0);
  g_assert_cmpfloat (synchedmem_timing_imbalance (NULL), ==, 0.0);

  g_assert_cmpint (synchedmem_timing_create (mem, &timing), ==, 0);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 1), ==, 2);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 2), ==, 0);
  g_assert_cmpint (synchedmem_timing_block (timing, 1, 1, &block), ==, 0);
  g_assert_cmpint (synchedmem_timing_block (timing, 1, 2, &block), ==, EINVAL);
  g_assert_cmpint (synchedmem_timing_block (timing, 2, 0, &block), ==, EINVAL);
  g_assert_cmpint (synchedmem_timing_block (timing, 0, 0, NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_timing_block (timing, 0, SIZE_MAX, &block), ==,
                   EINVAL);
  g_assert_cmpint (synchedmem_timing_thread (timing, 2, &stats), ==, EINVAL);
  g_assert_cmpint (synchedmem_timing_thread (timing, SIZE_MAX, &stats), ==,
                   EINVAL);
  g_assert_cmpint (synchedmem_timing_thread (timing, 0, NULL), ==, EINVAL);
  g_assert_cmpuint (synchedmem_timing_total_computation (timing, 2), ==, 0);
  g_assert_cmpuint (synchedmem_timing_average_computation (timing, 2), ==, 0);

  /* It outlives its group.  */
  synchedmem_detach (self[0]);
  synchedmem_detach (self[1]);
  synchedmem_destroy (mem);
  g_assert_cmpint (synchedmem_timing_thread (timing, 1, &stats), ==, 0);
  g_assert_cmpuint (stats.blocks, ==, 2);
  g_assert_cmpuint (synchedmem_timing_num_threads (timing), ==, 2);
  synchedmem_timing_destroy (timing);
}

/* Nobody ever attached to place 1, nor to any of the second group.  */
static void
test_never_attached (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);
  struct synchedmem_timing *timing;
  struct synchedmem_thread_stats stats, zero = { 0 };

  sleep_ns (1000);
  g_assert_cmpint (synchedmem_finalize (mem), ==, 0);
  g_assert_cmpint (synchedmem_timing_create (mem, &timing), ==, 0);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, 1);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 1), ==, 0);
  g_assert_cmpuint (synchedmem_computation_end (mem, 1), ==, 0);
  g_assert_cmpint (synchedmem_timing_thread (timing, 1, &stats), ==, 0);
  g_assert_cmpmem (&stats, sizeof stats, &zero, sizeof zero);
  /* Place 1 is not one that computed little.  */
  g_assert_cmpfloat (synchedmem_timing_imbalance (timing), ==, 1.0);
  synchedmem_timing_destroy (timing);
  synchedmem_detach (self);
  synchedmem_destroy (mem);

  mem = group (3, 1, 1, NULL);
  g_assert_cmpint (synchedmem_timing_create (mem, &timing), ==, 0);
  g_assert_cmpuint (synchedmem_timing_num_threads (timing), ==, 3);
  g_assert_cmpfloat (synchedmem_timing_imbalance (timing), ==, 1.0);
  synchedmem_timing_destroy (timing);
  synchedmem_destroy (mem);
}

static void
test_imbalance (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *self[2] = { place (mem, 0), place (mem, 1) };
  struct synchedmem_timing *timing;
  double total[2];
  int k;

  for (k = 0; k < 10; k++)
    cycle (self, 2, 200000);
  g_assert_cmpint (synchedmem_finalize (mem), ==, 0);
  g_assert_cmpint (synchedmem_timing_create (mem, &timing), ==, 0);
  for (k = 0; k < 2; k++)
    {
      total[k]
          = (double) synchedmem_timing_total_computation (timing, (size_t) k);
      g_assert_cmpuint (
          synchedmem_timing_average_computation (timing, (size_t) k), ==,
          (uint64_t) total[k] / 11);
    }
  g_assert_cmpfloat_with_epsilon (
      synchedmem_timing_imbalance (timing),
      MAX (total[0], total[1]) / ((total[0] + total[1]) / 2), 1e-9);
  synchedmem_timing_destroy (timing);
  for (k = 0; k < 2; k++)
    synchedmem_detach (self[k]);
  synchedmem_destroy (mem);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!synchedmem_has_profiler ())
    {
      g_test_add_func ("/snapshot/unsupported", test_unsupported);
      return g_test_run ();
    }
  g_test_add_func ("/snapshot/wrong-arguments", test_wrong_arguments);
  g_test_add_func ("/snapshot/never-attached", test_never_attached);
  g_test_add_func ("/snapshot/imbalance", test_imbalance);
  return g_test_run ();
}
