/* test-views.c: a view is whole, of its cycle, and stays so.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/workers.h"

#include <glib.h>
#include <sched.h>
#include <string.h>

static void
test_read_is_packed (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int layout;

  for (layout = 0; layout <= SYNCHEDMEM_LAYOUT_ALIGNED; layout++)
    {
      struct synchedmem *mem;
      struct synchedmem_local *self[3];
      char copy[10] = "---------";
      int i;

      attr.layout = layout;
      mem = group (3, 3, 1, &attr);
      for (i = 0; i < 3; i++)
        self[i] = place (mem, (size_t) i);
      synchedmem_write (self[0], "abc", 3);
      synchedmem_write (self[1], "def", 3);
      synchedmem_write (self[2], "ghi", 3);
      for (i = 0; i < 3; i++)
        synchedmem_arrive (self[i]);
      for (i = 0; i < 3; i++)
        synchedmem_wait (self[i]);
      g_assert_cmpint (synchedmem_read (self[1], copy, 9), ==, 0);
      g_assert_cmpstr (copy, ==, "abcdefghi");
      memset (copy, '-', 9);
      g_assert_cmpint (synchedmem_read (self[2], copy, 4), ==, 0);
      g_assert_cmpstr (copy, ==, "abcd-----");
      g_assert_cmpmem (synchedmem_view_of (self[0], 1), 3, "def", 3);
      if (layout == SYNCHEDMEM_LAYOUT_PACKED)
        g_assert_cmpmem (synchedmem_view (self[0]), 9, "abcdefghi", 9);
      for (i = 0; i < 3; i++)
        synchedmem_detach (self[i]);
      synchedmem_destroy (mem);
    }
}

/* A view stays what it was while the others are as far ahead as they can
   be.  */
static void
test_view_is_stable (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *slow = place (mem, 0), *fast = place (mem, 1);
  const char *view;
  int k;

  for (k = 0; k < 6; k++)
    {
      char mine = (char) ('a' + k), theirs = (char) ('A' + k);
      synchedmem_write (slow, &mine, 1);
      synchedmem_write (fast, &theirs, 1);
      synchedmem_arrive (slow);
      synchedmem_arrive (fast);
      g_assert_cmpint (synchedmem_wait (slow), ==, 0);
      g_assert_cmpint (synchedmem_wait (fast), ==, 0);
      view = synchedmem_view (slow);
      /* The fast one writes, arrives, and can go no further.  */
      synchedmem_write (fast, "!", 1);
      g_assert_cmpint (view[0], ==, mine);
      g_assert_cmpint (view[1], ==, theirs);
      synchedmem_arrive (fast);
      g_assert_cmpint (synchedmem_try_wait (fast), ==, EAGAIN);
      g_assert_null (synchedmem_overwrite (fast));
      g_assert_cmpint (view[0], ==, mine);
      g_assert_cmpint (view[1], ==, theirs);
      /* Not even its own write changes the slow one's view.  */
      synchedmem_write (slow, "?", 1);
      g_assert_cmpint (view[0], ==, mine);
      g_assert_true (synchedmem_view (slow) == view);
      synchedmem_arrive (slow);
      g_assert_cmpint (synchedmem_wait (slow), ==, 0);
      g_assert_cmpint (synchedmem_wait (fast), ==, 0);
      g_assert_cmpmem (synchedmem_view (slow), 2, "?!", 2);
    }
  synchedmem_detach (slow);
  synchedmem_detach (fast);
  synchedmem_destroy (mem);
}

static size_t
segment_size (const struct synchedmem *mem)
{
  return synchedmem_segment_len (mem) * synchedmem_elem_size (mem);
}

/* The byte at OFFSET of WRITER's segment in CYCLE, and in which cycle it
   last wrote.  */
static unsigned char
byte_of (uint64_t cycle, size_t writer, size_t offset)
{
  return (unsigned char) (cycle * 31 + writer * 7 + offset);
}

/* In some cycles, some write nothing.  */
static bool
writes (uint64_t cycle, size_t writer)
{
  return (cycle * 5 + writer) % 7 != 3;
}

static uint64_t
last_written (uint64_t cycle, size_t writer)
{
  return writes (cycle, writer) ? cycle : cycle - 1;
}

static uint64_t
check_segments (const struct worker *w, struct synchedmem_local *self,
                uint64_t cycle)
{
  size_t n = synchedmem_num_threads (w->mem), id, i;
  size_t size = segment_size (w->mem);
  uint64_t wrong = 0;

  for (id = 0; id < n; id++)
    {
      const unsigned char *segment = synchedmem_view_of (self, id);
      uint64_t when = last_written (cycle, id);
      for (i = 0; i < size; i++)
        wrong += segment[i] != byte_of (when, id, i);
    }
  return wrong;
}

/* Threads that write whole segments at random speeds, and check every byte
   that anybody published.  */
static void *
race (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  size_t size = segment_size (w->mem), i;
  uint32_t seed = (uint32_t) w->id * 7919 + 1;
  uint64_t cycle;

  w->error = synchedmem_attach (w->mem, w->id, &self);
  for (cycle = 0; cycle < w->cycles && !w->error; cycle++)
    {
      random_delay (&seed);
      if (cycle == 0 || writes (cycle, w->id))
        {
          unsigned char *mine = cycle % 2 ? synchedmem_overwrite (self)
                                          : synchedmem_update (self);
          for (i = 0; mine && i < size; i++)
            mine[i] = byte_of (cycle, w->id, i);
        }
      w->error = synchedmem_arrive (self);
      if (w->error)
        break;
      random_delay (&seed);
      while ((w->error = synchedmem_try_wait (self)) == EAGAIN
             && cycle % 16 == 5)
        sched_yield ();
      if (w->error == EAGAIN)
        w->error = synchedmem_wait (self);
      if (w->error)
        break;
      if (cycle == 0)
        continue; /* in which not everyone wrote for the first time */
      w->wrong += check_segments (w, self, cycle);
      random_delay (&seed);
      w->wrong += check_segments (w, self, cycle);
    }
  if (!w->error)
    w->error = synchedmem_detach (self);
  return NULL;
}

static void
check_race (size_t num_threads, size_t segment_len, size_t elem_size,
            unsigned int buffers, int layout, uint64_t cycles)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;

  attr.buffers = buffers;
  attr.layout = layout;
  mem = group (num_threads, segment_len, elem_size, &attr);
  run_workers (mem, num_threads, race, cycles);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void
test_race (gconstpointer data)
{
  size_t num_threads = GPOINTER_TO_SIZE (data);
  uint64_t cycles = scaled (num_threads > 4 ? 2000 : 10000);

  check_race (num_threads, 8, 8, 2, SYNCHEDMEM_LAYOUT_PACKED, cycles);
  check_race (num_threads, 5, 3, 2, SYNCHEDMEM_LAYOUT_ALIGNED, cycles);
  check_race (num_threads, 1, 64, 1, SYNCHEDMEM_LAYOUT_PACKED, cycles);
  check_race (num_threads, 7, 1, 1, SYNCHEDMEM_LAYOUT_ALIGNED, cycles);
}

static void
test_race_sizes (void)
{
  static const size_t lens[] = { 0, 1, 7, 64, 1000 };
  static const size_t sizes[] = { 1, 3, 8, 64 };
  size_t i, j;
  unsigned int k;

  for (i = 0; i < G_N_ELEMENTS (lens); i++)
    for (j = 0; j < G_N_ELEMENTS (sizes); j++)
      for (k = 0; k < 4; k++)
        check_race (3, lens[i], sizes[j], 1 + k % 2, (int) k / 2,
                    scaled (100));
}

/* A writer of the one buffer waits for the last reader.  */
static void *
write_fast (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  uint64_t k;

  w->error = synchedmem_attach (w->mem, 1, &self);
  for (k = 0; k < w->cycles && !w->error; k++)
    {
      w->error = synchedmem_write (self, &k, 1);
      if (!w->error)
        w->error = synchedmem_sync (self);
    }
  synchedmem_detach (self);
  return NULL;
}

static void *
read_slowly (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  uint32_t seed = 1;
  uint64_t k;

  w->error = synchedmem_attach (w->mem, 0, &self);
  for (k = 0; k < w->cycles && !w->error; k++)
    {
      const uint64_t *view;
      w->error = synchedmem_sync (self);
      view = synchedmem_view (self);
      w->wrong += view[1] != k;
      random_delay (&seed);
      w->wrong += view[1] != k;
    }
  synchedmem_detach (self);
  return NULL;
}

static void *
read_or_write (void *arg)
{
  struct worker *w = arg;

  return w->id ? write_fast (w) : read_slowly (w);
}

static void
test_slow_reader (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  for (attr.buffers = 1; attr.buffers <= 2; attr.buffers++)
    {
      struct synchedmem *mem = group (2, 1, sizeof (uint64_t), &attr);

      run_workers (mem, 2, read_or_write, scaled (10000));
      g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/views/read-is-packed", test_read_is_packed);
  g_test_add_func ("/views/stable", test_view_is_stable);
  g_test_add_data_func ("/views/1-thread", GSIZE_TO_POINTER (1), test_race);
  g_test_add_data_func ("/views/2-threads", GSIZE_TO_POINTER (2), test_race);
  g_test_add_data_func ("/views/4-threads", GSIZE_TO_POINTER (4), test_race);
  g_test_add_data_func ("/views/16-threads", GSIZE_TO_POINTER (16), test_race);
  g_test_add_func ("/views/sizes", test_race_sizes);
  g_test_add_func ("/views/slow-reader", test_slow_reader);
  return g_test_run ();
}
