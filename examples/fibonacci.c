/* fibonacci.c: threads whose work differs by a factor of twenty.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: fibonacci [PICTURE.svg]

   In each of 10 rounds each of 4 threads computes 10 Fibonacci numbers modulo
   2^64, each of them step by step, and publishes them at the front of a
   segment of 100.  Thread 0 takes 50 000 steps, the others almost a million:
   it waits most of the time, as the table shows that is printed in the end,
   and the picture, if the library has the profiler.  Thread 0 also prints and
   checks what everyone published, by another algorithm.  */

#include <synchedmem.h>

#include <inttypes.h>
#include <string.h>

enum
{
  threads = 4,
  rounds = 10,
  results = 10,
  segment = 100
};

static const unsigned long steps[threads] = { 50000, 900000, 950000, 1000000 };

SYNCHEDMEM_DEFINE (numbers, uint64_t)

/* A and the number after it, moved on by N steps.  */
static void
walk (uint64_t *a, uint64_t *b, unsigned long n)
{
  while (n--)
    {
      uint64_t next = *a + *b;
      *a = *b;
      *b = next;
    }
}

/* F(N) and F(N + 1), by doubling: F(2k) = F(k) (2 F(k + 1) - F(k)), and
   F(2k + 1) = F(k)^2 + F(k + 1)^2.  */
static void
doubled (unsigned long n, uint64_t *a, uint64_t *b)
{
  uint64_t c, d;

  *a = 0;
  *b = 1;
  if (n == 0)
    return;
  doubled (n / 2, &c, &d);
  *a = c * (2 * d - c);
  *b = c * c + d * d;
  if (n % 2)
    walk (a, b, 1);
}

/* Print a line for each result of ROUND, and return how many are wrong.  */
static unsigned long
show (const struct synchedmem_local *self, unsigned long round)
{
  unsigned long start, wrong = 0;
  size_t i, t;

  for (i = 0; i < results; i++)
    {
      start = round * results + i;
      printf ("F(n+%lu)", start);
      for (t = 0; t < threads; t++)
        {
          uint64_t got = numbers_view_of (self, t)[i], right, after;
          doubled (steps[t] + start, &right, &after);
          wrong += got != right;
          printf (" %20" PRIu64, got);
        }
      putchar ('\n');
    }
  return wrong;
}

static int
work (struct synchedmem_local *self, void *arg)
{
  unsigned long *wrong = arg, round;
  size_t id = synchedmem_thread_id (self), i;
  uint64_t mine[results], first = 0, second = 1;
  int error = 0;

  for (round = 0; round < rounds && !error; round++)
    {
      /* Result number s of all starts from F(s) and F(s + 1).  */
      for (i = 0; i < results; i++)
        {
          uint64_t a = first, b = second;
          walk (&a, &b, steps[id]);
          mine[i] = a;
          walk (&first, &second, 1);
        }
      error = numbers_write (self, mine, results);
      if (!error)
        error = synchedmem_sync (self);
      if (!error && id == 0)
        *wrong += show (self, round);
    }
  return error;
}

/* Show where the time went, and draw it in PATH.  */
static int
profile (struct synchedmem *mem, const char *path)
{
  struct synchedmem_timing *timing;
  FILE *picture;
  int error = synchedmem_finalize (mem);

  if (!error)
    error = synchedmem_timing_create (mem, &timing);
  if (error)
    return error;
  error = synchedmem_timing_plot (timing, stdout);
  picture = fopen (path, "w");
  if (!picture)
    error = errno;
  else
    {
      if (!error)
        error = synchedmem_timing_write_svg (timing, picture);
      fclose (picture);
      if (!error)
        printf ("the picture is %s\n", path);
    }
  synchedmem_timing_destroy (timing);
  return error;
}

int
main (int argc, char **argv)
{
  struct synchedmem *mem = NULL;
  unsigned long wrong = 0;
  size_t t;
  int error = numbers_create (&mem, threads, segment, NULL);

  printf ("modulo 2^64, n =");
  for (t = 0; t < threads; t++)
    printf (" %lu", steps[t]);
  putchar ('\n');
  if (!error)
    error = synchedmem_run (mem, work, &wrong);
  if (!error)
    {
      printf ("%lu of %d numbers are wrong\n", wrong,
              threads * rounds * results);
      if (synchedmem_has_profiler ())
        error = profile (mem, argc > 1 ? argv[1] : "fibonacci.svg");
    }
  if (error)
    fprintf (stderr, "fibonacci: %s\n", strerror (error));
  synchedmem_destroy (mem);
  return error || wrong ? 1 : 0;
}
