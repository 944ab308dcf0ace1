/* test-regimes.c: suite of bench/regimes.c, on machines that are not there.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "machine.h"
#include "peers/peer.h"
#include "regime.h"

#include <glib.h>
#include <string.h>

/* ---- the machine, in the place of bench/machine.c */

static size_t processors;
static bool pinning;

size_t
num_processors (void)
{
  return processors;
}

bool
can_pin (void)
{
  return pinning;
}

/* ---- rows */

static const struct regime *
find (const struct regime *rows, size_t n, const char *name)
{
  size_t i;

  for (i = 0; i < n; i++)
    if (strcmp (rows[i].name, name) == 0)
      return &rows[i];
  return NULL;
}

static void
test_sensible (void)
{
  static const size_t machines[] = { 1, 2, 3, 16, 256, 1024, 5000 };
  struct regime rows[max_rows];
  size_t m, i, n;

  for (m = 0; m < 2 * G_N_ELEMENTS (machines); m++)
    {
      processors = machines[m / 2];
      pinning = m % 2;
      n = make_rows (rows, 60, 1000);
      g_assert_cmpuint (n, <=, max_rows);
      g_assert_cmpstr (rows[0].name, ==, "1 thread");
      g_assert_cmpuint (rows[n - 1].late, >, 0);
      for (i = 0; i < n; i++)
        {
          const struct regime *row = &rows[i];

          g_assert_cmpuint (row->threads, <=, max_threads);
          g_assert_true (!row->pinned || (pinning && processors > 1));
          g_assert_true (!row->late || row->threads >= 2);
          g_assert_true (!row->busy || row->threads >= 2);
          g_assert_true (row->by_cpu == (row->late > 0));
          g_assert_cmpuint (strlen (row->name), <, sizeof row->name - 1);
          g_assert_true (find (rows, n, row->name) == row);
          if (strstr (row->name, "a core each"))
            g_assert_cmpuint (row->threads, <=, processors);
        }
    }
}

static void
test_two (void)
{
  static const char *const names[] = { "1 thread",
                                       "2, a core each, pinned",
                                       "2, a core each",
                                       "4 on 2 cores",
                                       "8 on 2 cores",
                                       "16 on 2 cores",
                                       "4 on 2 cores, pinned",
                                       "2 on 2 busy cores",
                                       "4 on 2 busy cores",
                                       "8 on 2 busy cores",
                                       "2, one 5 ms late" };
  struct regime rows[max_rows];
  size_t i;

  processors = 2;
  pinning = true;
  g_assert_cmpuint (make_rows (rows, 60, 1000), ==, G_N_ELEMENTS (names));
  for (i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (rows[i].name, ==, names[i]);
  g_assert_cmpfloat (rows[2].limit, ==, 120);
  g_assert_cmpfloat (rows[5].limit, ==, 7000);
  g_assert_cmpfloat (rows[6].limit, ==, 1000);
}

static void
test_many (void)
{
  struct regime rows[max_rows];
  size_t n;

  processors = 256;
  pinning = true;
  n = make_rows (rows, 60, 1000);
  g_assert_nonnull (find (rows, n, "2, a core each"));
  g_assert_nonnull (find (rows, n, "256, a core each, pinned"));
  g_assert_nonnull (find (rows, n, "1024 on 256 cores"));
  g_assert_null (find (rows, n, "2048 on 256 cores"));
  g_assert_nonnull (find (rows, n, "1024 on 256 busy cores"));
  g_assert_nonnull (find (rows, n, "256, one 5 ms late"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/regimes/sensible", test_sensible);
  g_test_add_func ("/regimes/two", test_two);
  g_test_add_func ("/regimes/many", test_many);
  return g_test_run ();
}
