/* snapshot.c: snapshots made by hand, and what writers made of them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "snapshot.h"

#include "support.h"

#include <glib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct synchedmem_timing *
snapshot_new (size_t num_threads, size_t num_blocks, uint64_t init)
{
  struct synchedmem_timing *timing
      = g_malloc0 (sizeof *timing + num_threads * sizeof *timing->thread);
  size_t t;

  timing->num_threads = num_threads;
  timing->init = timing->completion = init;
  timing->finalized = true;
  for (t = 0; t < num_threads; t++)
    timing->thread[t].block
        = g_new0 (struct synchedmem_block, MAX (num_blocks, 1));
  return timing;
}

void
snapshot_free (struct synchedmem_timing *timing)
{
  size_t t;

  for (t = 0; t < timing->num_threads; t++)
    g_free (timing->thread[t].block);
  g_free (timing);
}

void
snapshot_attach (struct synchedmem_timing *timing, size_t thread,
                 uint64_t time, uint64_t dropped, uint64_t compute,
                 uint64_t wait)
{
  struct sm_timing_thread *self = &timing->thread[thread];

  self->start = time;
  self->end = time + dropped * (compute + wait);
  self->stats.blocks = self->stats.dropped = dropped;
  self->stats.compute_total = dropped * compute;
  self->stats.wait_total = dropped * wait;
}

static struct synchedmem_block *
add_block (struct synchedmem_timing *timing, size_t thread, uint64_t compute,
           uint64_t wait)
{
  struct sm_timing_thread *self = &timing->thread[thread];
  struct synchedmem_block *block = &self->block[self->num_blocks++];

  block->start = self->end;
  block->arrive = block->start + compute;
  block->release = self->end = block->arrive + wait;
  self->stats.blocks++;
  self->stats.compute_total += compute;
  self->stats.wait_total += wait;
  timing->completion = MAX (timing->completion, self->end);
  return block;
}

void
snapshot_meet (struct synchedmem_timing *timing, const uint64_t *compute,
               uint64_t delay)
{
  size_t t, last = 0, n = 0;
  uint64_t arrive = 0;

  for (t = 0; t < timing->num_threads; t++)
    if (compute[t] != SNAPSHOT_AWAY)
      {
        uint64_t time = timing->thread[t].end + compute[t];
        n++;
        if (time > arrive)
          {
            arrive = time;
            last = t;
          }
      }
  for (t = 0; t < timing->num_threads; t++)
    if (compute[t] != SNAPSHOT_AWAY)
      {
        uint64_t time = timing->thread[t].end + compute[t];
        add_block (timing, t, compute[t], arrive + delay - time);
      }
  if (n > 1)
    timing->thread[last].stats.last_to_arrive++;
}

void
snapshot_end (struct synchedmem_timing *timing, size_t thread,
              uint64_t compute, uint64_t wait)
{
  add_block (timing, thread, compute, wait);
}

struct synchedmem_timing *
snapshot_random (size_t num_threads, size_t num_cycles)
{
  struct synchedmem_timing *timing
      = snapshot_new (num_threads, num_cycles + 1, 1000000000);
  uint64_t *compute = g_new (uint64_t, num_threads);
  uint32_t state = 1;
  size_t cycle, t;

  for (t = 0; t < num_threads; t++)
    snapshot_attach (timing, t, timing->init + 700, 0, 0, 0);
  for (cycle = 0; cycle < num_cycles; cycle++)
    {
      for (t = 0; t < num_threads; t++)
        compute[t] = (t == 0                 ? 1000
                      : t + 1 == num_threads ? 11000
                                             : 8000)
                     + random_next (&state) % 4000;
      snapshot_meet (timing, compute, 150);
    }
  for (t = 0; t < num_threads; t++)
    snapshot_end (timing, t, 250, 0);
  g_free (compute);
  return timing;
}

/* Four threads, of which the last leaves before the others.  */
static struct synchedmem_timing *
named_load (void)
{
  static const uint64_t compute[][4] = {
    { 25300, 437100, 394200, 518449 },
    { 24100, 433000, 390700, 501000 },
    { 23999, 431000, 402000, 499500 },
    { 26010, 530700, 401400, 501000 },
    { 24900, 430100, 397000, 507000 },
    { 25100, 431000, 611000, SNAPSHOT_AWAY },
    { 24700, 430900, 396000, SNAPSHOT_AWAY },
  };
  struct synchedmem_timing *timing = snapshot_new (4, 8, 5000000000);
  size_t t, c;

  for (t = 0; t < 4; t++)
    snapshot_attach (timing, t, timing->init + 40000 + t * 15000, 0, 0, 0);
  for (c = 0; c < G_N_ELEMENTS (compute); c++)
    {
      if (c == 5)
        snapshot_end (timing, 3, 1500, 0);
      snapshot_meet (timing, compute[c], 180);
    }
  for (t = 0; t < 3; t++)
    snapshot_end (timing, t, 3000 + t * 500, 0);
  timing->completion += 2000;
  return timing;
}

/* Two threads that have met a million times.  */
static struct synchedmem_timing *
named_dropped (void)
{
  static const uint64_t compute[][2]
      = { { 600, 917 }, { 1100, 700 }, { 605, 900 } };
  struct synchedmem_timing *timing = snapshot_new (2, 4, 7000000000);
  size_t c;

  snapshot_attach (timing, 0, timing->init + 90, 1000000, 610, 390);
  snapshot_attach (timing, 1, timing->init + 90, 1000000, 900, 100);
  for (c = 0; c < G_N_ELEMENTS (compute); c++)
    snapshot_meet (timing, compute[c], 40);
  snapshot_end (timing, 0, 100, 0);
  snapshot_end (timing, 1, 30, 0);
  return timing;
}

/* Two wait for a third, which never comes; one came and went at once.  */
static struct synchedmem_timing *
named_absent (void)
{
  struct synchedmem_timing *timing = snapshot_new (4, 1, 3000000000);

  snapshot_attach (timing, 0, timing->init + 1000, 0, 0, 0);
  snapshot_end (timing, 0, 900, 8100);
  snapshot_attach (timing, 1, timing->init + 1500, 0, 0, 0);
  snapshot_end (timing, 1, 1000, 7500);
  snapshot_attach (timing, 3, timing->init + 2000, 0, 0, 0);
  snapshot_end (timing, 3, 0, 0);
  return timing;
}

struct synchedmem_timing *
snapshot_named (const char *name)
{
  if (strcmp (name, "load") == 0)
    return named_load ();
  if (strcmp (name, "dropped") == 0)
    return named_dropped ();
  if (strcmp (name, "absent") == 0)
    return named_absent ();
  if (strcmp (name, "many") == 0)
    return snapshot_random (3, 1000);
  return NULL;
}

char *
snapshot_written (const struct synchedmem_timing *timing,
                  snapshot_writer *write)
{
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream (&text, &size);

  g_assert_nonnull (out);
  g_assert_cmpint (write (timing, out), ==, 0);
  g_assert_cmpint (fclose (out), ==, 0);
  return text;
}

void
snapshot_assert_golden (const char *text, const char *name, const char *form)
{
  const char *srcdir = getenv ("srcdir");
  char path[PATH_MAX], *expected = NULL;
  size_t size = 0;
  FILE *golden, *out;

  snprintf (path, sizeof path, "%s/tests/golden/%s.%s", srcdir ? srcdir : ".",
            name, form);
  golden = fopen (path, "r");
  /* No text has a zero in it: this reads all of it.  */
  if (!golden || getdelim (&expected, &size, 0, golden) < 0
      || strcmp (expected, text) != 0)
    {
      g_test_message ("golden.out/%s.%s is not %s", name, form, path);
      g_test_fail ();
      mkdir ("golden.out", 0777);
      snprintf (path, sizeof path, "golden.out/%s.%s", name, form);
      out = fopen (path, "w");
      g_assert_nonnull (out);
      g_assert_cmpint (fputs (text, out), >=, 0);
      g_assert_cmpint (fclose (out), ==, 0);
    }
  if (golden)
    fclose (golden);
  free (expected);
}
