/* test-csv.c: comma-separated values.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/snapshot.h"

#include <ctype.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

static const char header[]
    = "thread,cycle,start,arrive,release,compute,wait,blocks\n";

static void
test_golden (gconstpointer data)
{
  const char *name = data;
  struct synchedmem_timing *timing = snapshot_named (name);
  char *text = snapshot_written (timing, synchedmem_timing_write_csv);

  snapshot_assert_golden (text, name, "csv");
  free (text);
  snapshot_free (timing);
}

/* The sums are the totals, and the rows of a thread join without gaps, also
   if not all blocks were kept.  */
static void
test_sums (gconstpointer data)
{
  struct synchedmem_timing *timing = snapshot_named (data);
  char *text = snapshot_written (timing, synchedmem_timing_write_csv);
  char *at = text + strlen (header);
  struct sum
  {
    uint64_t compute, wait, blocks, release;
  } *sum = g_new0 (struct sum, timing->num_threads);
  size_t t;

  g_assert_cmpint (strncmp (text, header, strlen (header)), ==, 0);
  while (*at)
    {
      uint64_t value[8];
      int i;

      for (i = 0; i < 8; i++)
        {
          /* Digits alone: strtoull would take a blank or a sign, too.  */
          g_assert_true (isdigit ((unsigned char) *at));
          value[i] = strtoull (at, &at, 10);
          g_assert_cmpint (*at++, ==, i < 7 ? ',' : '\n');
        }
      g_assert_cmpuint (value[0], <, timing->num_threads);
      g_assert_cmpuint (value[1], ==, sum[value[0]].blocks);
      g_assert_cmpuint (value[3] - value[2], ==, value[5]);
      g_assert_cmpuint (value[4] - value[3], ==, value[6]);
      g_assert_cmpuint (value[2], ==,
                        sum[value[0]].blocks
                            ? sum[value[0]].release
                            : timing->thread[value[0]].start - timing->init);
      sum[value[0]].release = value[4];
      sum[value[0]].compute += value[5];
      sum[value[0]].wait += value[6];
      sum[value[0]].blocks += value[7];
    }
  for (t = 0; t < timing->num_threads; t++)
    {
      const struct sm_timing_thread *thread = &timing->thread[t];

      g_assert_cmpuint (sum[t].compute, ==, thread->stats.compute_total);
      g_assert_cmpuint (sum[t].wait, ==, thread->stats.wait_total);
      g_assert_cmpuint (sum[t].blocks, ==, thread->stats.blocks);
      if (sum[t].blocks)
        g_assert_cmpuint (sum[t].release, ==, thread->end - timing->init);
    }
  g_free (sum);
  free (text);
  snapshot_free (timing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/csv/load", "load", test_golden);
  g_test_add_data_func ("/csv/dropped", "dropped", test_golden);
  g_test_add_data_func ("/csv/absent", "absent", test_golden);
  g_test_add_data_func ("/csv/sums/load", "load", test_sums);
  g_test_add_data_func ("/csv/sums/dropped", "dropped", test_sums);
  g_test_add_data_func ("/csv/sums/absent", "absent", test_sums);
  g_test_add_data_func ("/csv/sums/many", "many", test_sums);
  return g_test_run ();
}
