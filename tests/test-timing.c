/* test-timing.c: the profiler's functions, in a library without it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support.h"

#include <glib.h>

static void
test_unsupported (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_timing *timing = NULL;
  struct synchedmem_block block;
  struct synchedmem_thread_stats stats;

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timing/unsupported", test_unsupported);
  return g_test_run ();
}
