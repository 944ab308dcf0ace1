/* large.c: what a cycle with large segments costs, beside no meeting at all.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: bench-large [-r REPEATS] [-m MILLISECONDS] [-o FILE.csv] [-s KIB]

   Two threads, a core each.  In a cycle each writes its segment and adds up
   all segments.  These programs do that, in turns, in the very same memory,
   which is the group's:

   work     They meet by a flag each, and the clock stands still meanwhile: the
            time of the reads and writes alone, in the order and with the
            lines to and fro that they have in every program that meets.
   flag     The same, with all of the time: the least that a meeting costs.
   meeting  By the library.
   free     Nobody waits.  That is no limit for those who meet: undisturbed,
            the threads soon run in the order that costs least, where one
            reads what the other has just written, or one runs ahead and finds
            the other's lines still in its cache.  What is read is as random
            as that, and is not looked at.
   small    By the library, in a group that gets no huge pages.

   The goal is meeting / work.  Of two threads, the slower counts; of runs that
   follow each other, the ratio; of the repeats, the median.  -s: only segments
   of KIB kibibytes.  */

#define _GNU_SOURCE
#include "large.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

enum
{
  large = 4 << 20
};

static const char *const names[num_programs]
    = { "free", "work", "flag", "meeting", "small" };

/* Where the views of cycles of either parity are.  Nothing is touched.  */
static void
look_up (struct run *run)
{
  struct synchedmem_local *self[threads];
  size_t i, k;

  for (i = 0; i < threads; i++)
    if (synchedmem_attach (run->mem, i, &self[i]) != 0)
      abort ();
  for (k = 0; k < 2; k++)
    {
      run->buffer[!k] = (void *) (uintptr_t) synchedmem_view (self[0]);
      for (i = 0; i < threads; i++)
        synchedmem_arrive (self[i]);
      for (i = 0; i < threads; i++)
        synchedmem_wait (self[i]);
    }
  for (i = 0; i < threads; i++)
    synchedmem_detach (self[i]);
}

/* A new group, in RUN.  */
static void
create (struct run *run, bool small_pages)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  attr.buffers = run->buffers;
  /* For this process, whatever was asked for.  */
  prctl (PR_SET_THP_DISABLE, small_pages, 0, 0, 0);
  if (synchedmem_create (&run->mem, threads, run->size / word, word, &attr)
      != 0)
    abort ();
  look_up (run);
}

/* One repeat: all programs, once each, in the memory of a new group.  */
static void
measure_all (struct run *run, uint64_t ns, double cell[num_programs])
{
  int i;

  for (i = 0; i < num_programs; i++)
    {
      if (i == 0 || i == SMALL)
        {
          create (run, i == SMALL);
          /* First of all, the owners touch their segments.  */
          measure_program (run, MEETING, ns / 4);
        }
      cell[i]
          = measure_program (run, i == SMALL ? MEETING : (enum program) i, ns);
      if (i == SMALL - 1 || i == SMALL)
        synchedmem_destroy (run->mem);
    }
}

struct row
{
  size_t size;
  unsigned int buffers;
  bool copies;
  /* Medians: nanoseconds a cycle, and of MEETING what it is to each.  */
  double ns[num_programs], ratio[num_programs];
};

static void
measure_segments (struct row *row, size_t repeats, uint64_t ns)
{
  double cell[max_repeats][num_programs], values[max_repeats];
  struct run *run = aligned_alloc (128, sizeof *run);
  size_t r, i;

  if (!run)
    abort ();
  run->buffers = row->buffers;
  run->size = row->size;
  run->copies = row->copies;
  run->clock_cost = clock_cost ();
  for (i = 0; i < threads; i++)
    if (!(run->thread[i].source = aligned_alloc (4096, run->size)))
      abort ();
  /* Some ten cycles at least.  */
  if (run->size > large)
    ns = ns * run->size / large;
  for (r = 0; r < repeats; r++)
    measure_all (run, ns, cell[r]);
  for (i = 0; i < num_programs; i++)
    {
      for (r = 0; r < repeats; r++)
        values[r] = cell[r][i];
      row->ns[i] = median (values, repeats);
      for (r = 0; r < repeats; r++)
        values[r] = cell[r][MEETING] / cell[r][i];
      row->ratio[i] = median (values, repeats);
    }
  for (i = 0; i < threads; i++)
    free (run->thread[i].source);
  free (run);
}

static void
print_row (const struct row *row)
{
  static const enum program others[] = { WORK, FLAG, FREE, SMALL };
  size_t i;

  printf ("%5zu%3u %-6s", row->size / 1024, row->buffers,
          row->copies ? "copied" : "place");
  for (i = 0; i < num_programs; i++)
    printf ("%8.*f", row->ns[i] < 99950 ? 1 : 0, row->ns[i] / 1000);
  for (i = 0; i < num_programs - 1; i++)
    printf ("%6.2f", row->ratio[others[i]]);
  printf ("\n");
  fflush (stdout);
}

static void
write_csv (FILE *out, const struct row *row)
{
  int i;

  for (i = 0; i < num_programs; i++)
    fprintf (out, "%zu,%u,%s,%s,%.1f,%.4f\n", row->size, row->buffers,
             row->copies ? "copied" : "place", names[i], row->ns[i],
             row->ratio[i]);
}

int
main (int argc, char **argv)
{
  static const size_t kib[] = { 4, 16, 64, 256, 1024, 4096, 16384 };
  size_t repeats = 11, only = 0, i, n = sizeof kib / sizeof kib[0], kind;
  const char *name = "bench-large.csv";
  uint64_t ns = 6000000;
  int option;
  FILE *csv;

  while ((option = getopt (argc, argv, "r:m:o:s:")) != -1)
    switch (option)
      {
      case 'r':
        repeats = strtoul (optarg, NULL, 10);
        break;
      case 'm':
        ns = strtoul (optarg, NULL, 10) * 1000000;
        break;
      case 'o':
        name = optarg;
        break;
      case 's':
        only = strtoul (optarg, NULL, 10);
        n = 1;
        break;
      default:
        return 2;
      }
  if (repeats < 1 || repeats > max_repeats || ns < 1000000
      || only > SIZE_MAX / 1024 || (n == 1 && only < 1))
    return 2;
  if (num_processors () < threads)
    {
      printf ("large segments: left out, since there is one processor\n");
      return 0;
    }
  pin_to (-1);
  csv = fopen (name, "w");
  if (!csv)
    {
      perror (name);
      return 1;
    }
  fprintf (csv, "bytes,buffers,writes,program,ns,meeting_to_it\n");
  printf ("\nMicroseconds a cycle of 2 threads, a core each, and what the\n"
          "meeting's are to the others'; medians.\n\n%5s%3s %-6s",
          "KiB", "b.", "writes");
  for (i = 0; i < num_programs; i++)
    printf ("%8s", names[i]);
  printf ("  work  flag  free small\n");
  for (kind = 0; kind < 4; kind++)
    for (i = 0; i < n; i++)
      {
        struct row row = { .size = (only ? only : kib[i]) * 1024,
                           .buffers = kind < 2 ? 2 : 1,
                           .copies = kind % 2 };
        measure_segments (&row, repeats, ns);
        print_row (&row);
        write_csv (csv, &row);
      }
  if (fclose (csv) != 0)
    {
      perror (name);
      return 1;
    }
  printf ("%s\n", name);
  return 0;
}
