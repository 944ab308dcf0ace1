/* synchedmem-bench.c: what a meeting costs on the user's machine, beside the
   C library's barrier.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "machine.h"
#include "summary.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "synchedmem-bench"

/* What main returns, besides EXIT_SUCCESS and EXIT_FAILURE.  */
enum
{
  EXIT_USAGE = 2
};

struct options
{
  double seconds;
  bool json;
};

static const char help[] = "\
Usage: " PROGRAM " [OPTION]...\n\
Measure what a meeting of threads costs on this machine with libsynchedmem,\n\
and with the C library's pthread_barrier: with a core for each thread, with\n\
more threads than cores, beside foreign work, and while one thread is late.\n\
\n\
  -j, --json            print everything as JSON\n\
  -t, --time=SECONDS    how long to measure; 30 if not given, at most 3600\n\
  -h, --help            print this, and exit\n\
  -V, --version         print the version, and exit\n\
\n\
Exit status: 0; 1 if something could not be measured or written; 2 for\n\
arguments that are wrong.  The manual page says more: man " PROGRAM "\n";

static const char version[] = "\
" PROGRAM " (" PACKAGE_NAME ") " PACKAGE_VERSION "\n\
Copyright (C) 2026 The libsynchedmem authors\n\
License LGPLv2.1+: GNU LGPL version 2.1 or later\n\
<https://gnu.org/licenses/old-licenses/lgpl-2.1.html>.\n\
This is free software: you are free to change and redistribute it.\n\
There is NO WARRANTY, to the extent permitted by law.\n";

/* End with STATUS, or with an error if stdout was not written.  */
static void finish (int status) __attribute__ ((noreturn));

static void
finish (int status)
{
  bool failed = ferror (stdout);

  errno = 0;
  if (fclose (stdout) != 0 || failed)
    {
      fprintf (stderr, PROGRAM ": cannot write: %s\n",
               errno ? strerror (errno) : "an earlier error");
      status = EXIT_FAILURE;
    }
  exit (status);
}

static void usage (void) __attribute__ ((noreturn));

static void
usage (void)
{
  fprintf (stderr, "Try '" PROGRAM " --help' for more information.\n");
  exit (EXIT_USAGE);
}

static double
seconds_of (const char *text)
{
  char *end;
  double seconds = strtod (text, &end);

  if (end == text || *end || !(seconds > 0 && seconds <= 3600))
    {
      fprintf (stderr, PROGRAM ": not a time of up to 3600 seconds: '%s'\n",
               text);
      usage ();
    }
  return seconds;
}

static struct options
parse (int argc, char **argv)
{
  static const struct option long_options[]
      = { { "json", no_argument, NULL, 'j' },
          { "time", required_argument, NULL, 't' },
          { "help", no_argument, NULL, 'h' },
          { "version", no_argument, NULL, 'V' },
          { NULL, 0, NULL, 0 } };
  struct options options = { .seconds = 30 };
  int option;

  while ((option = getopt_long (argc, argv, "jt:hV", long_options, NULL))
         != -1)
    switch (option)
      {
      case 'j':
        options.json = true;
        break;
      case 't':
        options.seconds = seconds_of (optarg);
        break;
      case 'h':
        fputs (help, stdout);
        finish (EXIT_SUCCESS);
      case 'V':
        fputs (version, stdout);
        finish (EXIT_SUCCESS);
      default:
        usage ();
      }
  if (optind < argc)
    {
      fprintf (stderr, PROGRAM ": unexpected argument '%s'\n", argv[optind]);
      usage ();
    }
  return options;
}

/* A line on a terminal, which the next one replaces.  */
static void
show_progress (const char *what, double seconds_left)
{
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r%-40s about %3.0f s left", what, seconds_left);
}

static void
hide_progress (void)
{
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r%60s\r", "");
}

/* How much longer than others a row has to be measured: a busy machine is
   shared in time slices of milliseconds.  */
static unsigned int
weight (const struct regime *row)
{
  return row->busy ? 3 : 1;
}

/* Measure all rows until END.  Returns false if some could not be.  */
static bool
measure_rows (struct table *table, uint64_t end)
{
  bool good = true;
  unsigned int left = 0;
  size_t r;

  for (r = 0; r < table->num_rows; r++)
    left += weight (&table->rows[r]);
  for (r = 0; r < table->num_rows; r++)
    {
      const struct regime *row = &table->rows[r];
      uint64_t now = now_ns (), rest = now < end ? end - now : 1;
      struct effort effort = { .repeats = max_repeats };

      /* Some five repeats, if a run takes no longer than it was told.  */
      effort.budget = rest / left * weight (row);
      effort.ns = effort.budget / (5 * table->num_peers);
      if (effort.ns > 200000000 * weight (row))
        effort.ns = 200000000 * weight (row);
      left -= weight (row);
      show_progress (row->name, (double) rest / 1e9);
      if (!measure_row (row, table->peers, table->num_peers, &effort,
                        table->cell + r * table->num_peers))
        good = false;
    }
  hide_progress ();
  return good;
}

static void
print_text (const struct table *table, const struct facts *facts)
{
  size_t c = num_processors ();

  printf (PROGRAM " %s: %zu usable processor%s, measured for %.0f s\n",
          facts->version, c, c == 1 ? "" : "s", facts->seconds);
  if (facts->policy)
    printf ("SYNCHEDMEM_WAIT_POLICY is %s.\n", facts->policy);
  if (facts->spin_ns)
    printf ("SYNCHEDMEM_SPIN_NS is %s.\n", facts->spin_ns);
  if (!can_pin ())
    printf ("Threads cannot be pinned here; such rows are left out.\n");
  report_text (table, stdout);
  report_sentence (table, stdout);
  putchar ('\n');
}

int
main (int argc, char **argv)
{
  struct options options = parse (argc, argv);
  struct peer peers[] = { { "synchedmem", run_synchedmem, 0 },
                          { "pthread_barrier", run_pthread_barrier, 0 } };
  enum
  {
    num_peers = sizeof peers / sizeof peers[0]
  };
  struct measurement cells[max_rows * num_peers] = { 0 };
  struct regime rows[max_rows];
  struct table table = {
    .rows = rows, .peers = peers, .num_peers = num_peers, .cell = cells
  };
  struct facts facts = { .version = PACKAGE_VERSION,
                         .policy = getenv ("SYNCHEDMEM_WAIT_POLICY"),
                         .spin_ns = getenv ("SYNCHEDMEM_SPIN_NS") };
  uint64_t begun = now_ns (), ns = (uint64_t) (options.seconds * 1e9);
  uint64_t limit_ns = ns / 50 < 200000000 ? ns / 50 : 200000000;
  bool good;

  num_processors ();
  pin_to (-1);
  show_progress ("the machine's limits", options.seconds);
  table.transfer = limit_transfer (limit_ns);
  table.forced_switch = limit_switch (limit_ns);
  table.num_rows = make_rows (rows, table.transfer, table.forced_switch);
  good = measure_rows (&table, begun + ns);
  facts.seconds = (double) (now_ns () - begun) / 1e9;
  if (options.json)
    report_json (&table, &facts, stdout);
  else
    print_text (&table, &facts);
  finish (good ? EXIT_SUCCESS : EXIT_FAILURE);
}
