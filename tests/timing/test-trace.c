/* test-trace.c: Trace Event JSON.  tests/checks/check-trace.sh reads it with
   a parser.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/snapshot.h"

#include <glib.h>
#include <stdlib.h>

static void
test_golden (gconstpointer data)
{
  const char *name = data;
  struct synchedmem_timing *timing = snapshot_named (name);
  char *text = snapshot_written (timing, synchedmem_timing_write_trace);

  snapshot_assert_golden (text, name, "json");
  free (text);
  snapshot_free (timing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/trace/load", "load", test_golden);
  g_test_add_data_func ("/trace/dropped", "dropped", test_golden);
  g_test_add_data_func ("/trace/absent", "absent", test_golden);
  return g_test_run ();
}
