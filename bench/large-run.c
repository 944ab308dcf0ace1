/* large-run.c: programs that write and read large segments, and meet or not.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#define _GNU_SOURCE
#include "large.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum phase
{
  WARM_UP,
  MEASURE,
  END
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

double
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

double
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
