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
#include "bench.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <synchedmem.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum
{
  threads = 2,
  word = sizeof (uint64_t),
  large = 4 << 20
};

enum program
{
  FREE,
  WORK,
  FLAG,
  MEETING,
  SMALL,
  num_programs
};

static const char *const names[num_programs]
    = { "free", "work", "flag", "meeting", "small" };

enum phase
{
  WARM_UP,
  MEASURE,
  END
};

/* Two words at once: every machine that has vectors has such ones.  */
typedef uint64_t vector __attribute__ ((vector_size (16)));

struct run
{
  enum program program;
  unsigned int buffers;
  bool copies; /* by synchedmem_write, from memory of the thread's own */
  size_t size; /* of a segment, in bytes */
  struct synchedmem *mem;
  unsigned char *buffer[2];
  double clock_cost;
  _Alignas(128) _Atomic (int) phase;     /* set by the main thread */
  _Alignas(128) _Atomic (uint64_t) last; /* cycle; set by thread 0 */
  struct
  {
    _Alignas(128) _Atomic (uint64_t) epoch;
    vector *source;
    double ns; /* a cycle */
    uint64_t wrong;
  } thread[threads];
};

struct worker
{
  struct run *run;
  size_t id;
  struct synchedmem_local *self;
  uint64_t since, work; /* when the clock was started; nanoseconds */
  bool measures;
  uint64_t first, from; /* cycle and time when that began */
};

/* Word i becomes K + i.  */
static void
fill (vector *segment, size_t size, uint64_t k)
{
  size_t n = size / sizeof *segment, i;
  vector value = { k, k + 1 }, next = value + 2;

  for (i = 0; i < n; i += 4)
    {
      segment[i] = value;
      segment[i + 1] = next;
      segment[i + 2] = value + 4;
      segment[i + 3] = next + 4;
      value += 8;
      next += 8;
    }
}

static uint64_t
sum (const vector *words, size_t size)
{
  size_t n = size / sizeof *words, i;
  vector a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };

  for (i = 0; i < n; i += 4)
    {
      a += words[i];
      b += words[i + 1];
      c += words[i + 2];
      d += words[i + 3];
    }
  a += b + c + d;
  return a[0] + a[1];
}

/* What the sum of all segments is in cycle K.  */
static uint64_t
right_sum (const struct run *run, uint64_t k)
{
  uint64_t n = run->size / sizeof k;

  return threads * (n * (n - 1) / 2 + (run->copies ? 1 : n) * k);
}

/* Set the own flag, and wait for the other's.  */
static void
flags (struct worker *me, uint64_t epoch)
{
  struct run *run = me->run;
  _Atomic (uint64_t) *other = &run->thread[!me->id].epoch;

  if (run->program == WORK)
    me->work += now_ns () - me->since;
  /* release; pairs with the acquire below; publishes the segment, or that the
     view was read.  */
  atomic_store_explicit (&run->thread[me->id].epoch, epoch,
                         memory_order_release);
  /* acquire; pairs with the release above.  */
  while (atomic_load_explicit (other, memory_order_acquire) < epoch)
    ;
  if (run->program == WORK)
    me->since = now_ns ();
}

/* Publish the own segment of cycle K.  */
static void
publish (struct worker *me, uint64_t k)
{
  struct run *run = me->run;
  uint64_t *source = (void *) run->thread[me->id].source;
  void *segment = run->buffer[k & 1] + me->id * run->size;

  source[0] = k;
  if (run->program == MEETING && run->copies)
    {
      if (synchedmem_write (me->self, source, run->size / word) != 0)
        abort ();
      return;
    }
  if (run->program == MEETING)
    segment = synchedmem_overwrite (me->self);
  else if (run->program != FREE && run->buffers == 1)
    flags (me, 2 * k + 1);
  if (run->copies)
    memmove (segment, source, run->size);
  else
    fill (segment, run->size, k);
}

/* Meet, and return all segments.  */
static const void *
meet (struct worker *me, uint64_t k)
{
  struct run *run = me->run;

  if (run->program == MEETING)
    {
      if (synchedmem_sync (me->self) != 0)
        abort ();
      return synchedmem_view (me->self);
    }
  if (run->program != FREE)
    flags (me, 2 * k + 2);
  return run->buffer[k & 1];
}

/* One cycle, K.  */
static uint64_t
cycle (struct worker *me, uint64_t k)
{
  struct run *run = me->run;

  publish (me, k);
  /* relaxed, both; the meeting of this cycle publishes it.  The last meeting
     published to the other thread that it, too, should measure.  */
  if (me->id == 0 && me->measures && k > me->first + 1
      && atomic_load_explicit (&run->phase, memory_order_relaxed) == END)
    atomic_store_explicit (&run->last, k, memory_order_relaxed);
  return sum (meet (me, k), threads * run->size);
}

/* What two readings of the clock are apart.  */
static double
clock_cost (void)
{
  enum
  {
    n = 1000
  };
  uint64_t begun = now_ns ();
  int i;

  for (i = 1; i < n; i++)
    now_ns ();
  return (double) (now_ns () - begun) / n;
}

static void *
thread (void *arg)
{
  struct worker *me = arg;
  struct run *run = me->run;
  uint64_t k, wrong = 0;
  double ns;

  pin_to ((int) me->id);
  if (synchedmem_attach (run->mem, me->id, &me->self) != 0)
    abort ();
  for (k = 0;; k++)
    {
      uint64_t total = cycle (me, k);
      int phase = atomic_load_explicit (&run->phase, memory_order_relaxed);

      if (run->program == FREE)
        __asm__ volatile("" : : "r"(total));
      else
        wrong += total != right_sum (run, k);
      /* relaxed; see above.  Without a meeting, everyone ends by itself.  */
      if (run->program == FREE
              ? phase == END && me->measures && k > me->first
              : k == atomic_load_explicit (&run->last, memory_order_relaxed))
        break;
      if (!me->measures && phase != WARM_UP)
        {
          me->measures = true;
          me->first = k;
          me->work = 0;
          me->from = me->since = now_ns ();
        }
    }
  ns = (double) (now_ns () - (run->program == WORK ? me->since : me->from));
  ns = (ns + (run->program == WORK ? (double) me->work : 0))
       / (double) (k - me->first);
  if (run->program == WORK)
    ns -= run->clock_cost * (run->buffers == 1 ? 2 : 1);
  run->thread[me->id].ns = ns;
  run->thread[me->id].wrong = wrong;
  synchedmem_detach (me->self);
  return NULL;
}

static void
sleep_ns (uint64_t ns)
{
  struct timespec t = { (time_t) (ns / 1000000000), (long) (ns % 1000000000) };

  nanosleep (&t, NULL);
}

/* Nanoseconds a cycle.  */
static double
measure_program (struct run *run, enum program program, uint64_t ns)
{
  struct worker workers[threads];
  pthread_t ids[threads];
  double slower = 0;
  size_t i;

  run->program = program;
  atomic_init (&run->phase, WARM_UP);
  atomic_init (&run->last, UINT64_MAX);
  for (i = 0; i < threads; i++)
    {
      atomic_init (&run->thread[i].epoch, 0);
      fill (run->thread[i].source, run->size, 0);
    }
  for (i = 0; i < threads; i++)
    {
      workers[i] = (struct worker){ .run = run, .id = i };
      if (pthread_create (&ids[i], NULL, thread, &workers[i]) != 0)
        abort ();
    }
  sleep_ns (ns / 4);
  atomic_store_explicit (&run->phase, MEASURE, memory_order_relaxed);
  sleep_ns (ns);
  atomic_store_explicit (&run->phase, END, memory_order_relaxed);
  for (i = 0; i < threads; i++)
    {
      pthread_join (ids[i], NULL);
      if (run->thread[i].ns > slower)
        slower = run->thread[i].ns;
      if (program != FREE && run->thread[i].wrong)
        fprintf (stderr, "%zu bytes: %llu sums were wrong\n", run->size,
                 (unsigned long long) run->thread[i].wrong);
    }
  return slower;
}

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
