/* bench.c: what a meeting costs, beside others, in every regime.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: bench [-r REPEATS] [-m MILLISECONDS] [-o PREFIX] [-x PATTERN]

   All peers are measured in one process, in turns, and the medians count.
   Each run takes MILLISECONDS, whatever a cycle costs.  Writes the table to
   stdout, and PREFIX.csv and PREFIX.svg.  -x: only rows whose name contains
   PATTERN; "profiler" is what the profiler costs.  */

#define _GNU_SOURCE
#include "machine.h"
#include "table.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* FUNCTION of a module beside PROGRAM, each in a namespace of its own.  */
static peer_run_fn *
module (const char *program, const char *name, const char *function)
{
  char path[4096];
  const char *slash = strrchr (program, '/');
  void *handle;
  peer_run_fn *run = NULL;

  snprintf (path, sizeof path, "%.*s/%s", (int) (slash - program), program,
            name);
  handle = dlopen (path, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
  if (handle)
    *(void **) &run = dlsym (handle, function);
  return run;
}

static int
write_file (const struct table *table, const char *prefix, const char *suffix,
            void (*report) (const struct table *, FILE *))
{
  char name[4096];
  FILE *out;

  snprintf (name, sizeof name, "%s%s", prefix, suffix);
  out = fopen (name, "w");
  if (!out)
    {
      perror (name);
      return 1;
    }
  report (table, out);
  if (fclose (out) != 0)
    {
      perror (name);
      return 1;
    }
  printf ("%s\n", name);
  return 0;
}

int
main (int argc, char **argv)
{
  struct peer peers[] = { { "synchedmem", run_synchedmem, 0 },
                          { "pthread", run_pthread_barrier, 0 },
                          { "std", HAVE_STD_BARRIER, 0 },
                          { "libgomp", NULL, 250 },
                          { "libomp", NULL, 250 },
                          { "ck", HAVE_CK, 0 } };
  enum
  {
    num_peers = sizeof peers / sizeof peers[0],
    limit_ns = 200000000
  };
  struct regime rows[max_rows];
  const char *prefix = "bench", *pattern = "";
  size_t repeats = 5, i, n = 0;
  struct effort effort = { 0 };
  uint64_t ns = 100000000;
  struct table table = { 0 };
  int option;

  while ((option = getopt (argc, argv, "r:m:o:x:")) != -1)
    switch (option)
      {
      case 'r':
        repeats = strtoul (optarg, NULL, 10);
        break;
      case 'm':
        ns = strtoul (optarg, NULL, 10) * 1000000;
        break;
      case 'o':
        prefix = optarg;
        break;
      case 'x':
        pattern = optarg;
        break;
      default:
        return 2;
      }
  if (repeats < 1 || repeats > max_repeats || ns < 1000000)
    return 2;
  num_processors ();
  pin_to (-1);
  peers[3].run = module (argv[0], "peer-libgomp.so", "run_openmp");
  peers[4].run = module (argv[0], "peer-libomp.so", "run_openmp");
  for (i = 0; i < num_peers; i++)
    if (!peers[i].run)
      printf ("left out, since it is not installed: %s\n", peers[i].name);

  table.transfer = limit_transfer (limit_ns);
  table.forced_switch = limit_switch (limit_ns);
  table.num_rows = make_rows (rows, table.transfer, table.forced_switch);
  for (i = 0; i < table.num_rows; i++)
    if (strstr (rows[i].name, pattern))
      rows[n++] = rows[i];
  table.num_rows = n;
  table.rows = rows;
  table.peers = peers;
  table.num_peers = num_peers;
  table.cell = calloc (n * num_peers + 1, sizeof *table.cell);
  if (!table.cell)
    return 1;
  for (i = 0; i < n; i++)
    {
      fprintf (stderr, "%zu of %zu: %s\n", i + 1, n, rows[i].name);
      effort.ns = rows[i].busy ? 3 * ns : ns;
      effort.repeats = repeats;
      measure_row (&rows[i], peers, num_peers, &effort,
                   table.cell + i * num_peers);
    }
  report_text (&table, stdout);
  if (strstr ("profiler", pattern))
    report_profiler (
        module (argv[0], ".libs/peer-plain.so", "run_synchedmem"),
        module (argv[0], ".libs/peer-profiling.so", "run_synchedmem"), repeats,
        ns, stdout);
  i = (size_t) (write_file (&table, prefix, ".csv", report_csv)
                + write_file (&table, prefix, ".svg", report_svg));
  free (table.cell);
  return i ? 1 : 0;
}
