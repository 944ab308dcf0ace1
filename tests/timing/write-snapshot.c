/* write-snapshot.c: what a writer makes of a snapshot made by hand, on
   standard output, in the environment's locale.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: write-snapshot NAME txt|csv|svg|json
          write-snapshot THREADS CYCLES txt|csv|svg|json
          write-snapshot dump      a dump of a group that was just created
          write-snapshot -         say how the locale writes a half  */

#include <config.h>

#include "support/snapshot.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

static int
dump (void)
{
  struct synchedmem *mem;
  int error = synchedmem_create (&mem, 1, 1, 1, NULL);

  if (!error)
    error = synchedmem_dump (mem, stdout);
  if (!error)
    error = synchedmem_destroy (mem);
  return error != 0;
}

int
main (int argc, char **argv)
{
  static const char *const forms[] = { "txt", "csv", "svg", "json" };
  static snapshot_writer *const writers[]
      = { synchedmem_timing_plot, synchedmem_timing_write_csv,
          synchedmem_timing_write_svg, synchedmem_timing_write_trace };
  struct synchedmem_timing *timing = NULL;
  int i, error = 0;

  setlocale (LC_ALL, "");
  if (argc == 2 && strcmp (argv[1], "dump") == 0)
    return dump ();
  if (argc == 2)
    return printf ("%.1f\n", 0.5) < 0;
  if (argc == 3)
    timing = snapshot_named (argv[1]);
  else if (argc == 4)
    timing = snapshot_random (strtoul (argv[1], NULL, 10),
                              strtoul (argv[2], NULL, 10));
  if (!timing)
    return 2;
  for (i = 0; i < 4; i++)
    if (strcmp (argv[argc - 1], forms[i]) == 0)
      error = writers[i](timing, stdout);
  if (error)
    fprintf (stderr, "write-snapshot: %s\n", strerror (error));
  snapshot_free (timing);
  return error != 0;
}
