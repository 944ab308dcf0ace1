/* test-cycle.c: write, arrive, wait, view.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support.h"

#include <glib.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

static void
test_null (void)
{
  struct synchedmem *mem = group (1, 2, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);
  struct timespec now = from_now (0);
  const void *view = NULL;
  char byte;

  g_assert_cmpint (synchedmem_write_sync_read (NULL, "a", 1, &view), ==,
                   EINVAL);
  g_assert_cmpint (synchedmem_write_sync_read (self, NULL, 1, &view), ==,
                   EINVAL);
  g_assert_cmpint (synchedmem_write_sync_read (self, "a", 1, NULL), ==,
                   EINVAL);
  g_assert_cmpint (synchedmem_write (NULL, "a", 1), ==, EINVAL);
  g_assert_cmpint (synchedmem_write (self, NULL, 1), ==, EINVAL);
  g_assert_null (synchedmem_overwrite (NULL));
  g_assert_null (synchedmem_update (NULL));
  g_assert_cmpint (synchedmem_sync (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_arrive (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_wait (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_try_wait (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_wait_until (NULL, &now), ==, EINVAL);
  g_assert_cmpint (synchedmem_wait_until (self, NULL), ==, EINVAL);
  g_assert_null (synchedmem_view (NULL));
  g_assert_null (synchedmem_view_of (NULL, 0));
  g_assert_null (synchedmem_view_of (self, 1));
  g_assert_null (synchedmem_view_of (self, SIZE_MAX));
  g_assert_cmpint (synchedmem_read (NULL, &byte, 1), ==, EINVAL);
  g_assert_cmpint (synchedmem_read (self, NULL, 1), ==, EINVAL);
  g_assert_cmpint (synchedmem_read (self, NULL, 0), ==, 0);
  /* None of it arrived.  */
  g_assert_cmpuint (synchedmem_cycle (self), ==, 0);
  g_assert_cmpint (synchedmem_wait (self), ==, EPERM);
  g_assert_cmpint (synchedmem_write (self, NULL, 0), ==, 0);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

static void
test_too_long (void)
{
  struct synchedmem *mem = group (2, 3, 2, NULL);
  struct synchedmem_local *self = place (mem, 0);
  const void *view = NULL;
  char data[16] = "abcdefgh", copy[32];

  g_assert_cmpint (synchedmem_write (self, data, 4), ==, EMSGSIZE);
  g_assert_cmpint (synchedmem_write (self, data, SIZE_MAX), ==, EMSGSIZE);
  g_assert_cmpint (synchedmem_write_sync_read (self, data, 4, &view), ==,
                   EMSGSIZE);
  g_assert_null (view);
  g_assert_cmpint (synchedmem_wait (self), ==, EPERM); /* no arrival */
  g_assert_cmpint (synchedmem_read (self, copy, 6), ==, 0);
  g_assert_cmpint (synchedmem_read (self, copy, 7), ==, EMSGSIZE);
  g_assert_cmpint (synchedmem_read (self, copy, SIZE_MAX), ==, EMSGSIZE);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

static void
test_out_of_order (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 0), *other = place (mem, 1);
  const void *view = NULL;

  g_assert_cmpint (synchedmem_wait (self), ==, EPERM);
  g_assert_cmpint (synchedmem_try_wait (self), ==, EPERM);
  g_assert_cmpint (synchedmem_wait_until (self, &(struct timespec){ 0, 0 }),
                   ==, EPERM);
  g_assert_cmpint (synchedmem_arrive (self), ==, 0);
  g_assert_cmpint (synchedmem_arrive (self), ==, EALREADY);
  g_assert_cmpint (synchedmem_sync (self), ==, EALREADY);
  g_assert_cmpint (synchedmem_write (self, "a", 1), ==, EALREADY);
  g_assert_cmpint (synchedmem_write_sync_read (self, "a", 1, &view), ==,
                   EALREADY);
  g_assert_null (synchedmem_overwrite (self));
  g_assert_null (synchedmem_update (self));
  g_assert_cmpint (synchedmem_leave (self), ==, EALREADY);
  g_assert_cmpint (synchedmem_try_wait (self), ==, EAGAIN);
  g_assert_cmpint (synchedmem_try_wait (self), ==, EAGAIN);
  g_assert_cmpint (synchedmem_arrive (other), ==, 0);
  g_assert_cmpint (synchedmem_try_wait (self), ==, 0);
  g_assert_cmpint (synchedmem_try_wait (self), ==, EPERM);
  g_assert_cmpint (synchedmem_wait (other), ==, 0);
  synchedmem_detach (self);
  synchedmem_detach (other);
  synchedmem_destroy (mem);
}

static void
test_timed_wait (void)
{
  enum synchedmem_wait_policy policy;
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  for (policy = SYNCHEDMEM_WAIT_ADAPTIVE; policy <= SYNCHEDMEM_WAIT_PASSIVE;
       policy++)
    {
      struct synchedmem *mem;
      struct synchedmem_local *self, *other;
      struct timespec bad = { 1, 1000000000 }, soon, never;

      attr.wait_policy = (int) policy;
      mem = group (2, 1, 1, &attr);
      self = place (mem, 0);
      other = place (mem, 1);
      synchedmem_write (self, "a", 1);
      synchedmem_arrive (self);
      g_assert_cmpint (synchedmem_wait_until (self, &bad), ==, EINVAL);
      bad.tv_nsec = -1;
      g_assert_cmpint (synchedmem_wait_until (self, &bad), ==, EINVAL);
      soon = from_now (0);
      g_assert_cmpint (synchedmem_wait_until (self, &soon), ==, ETIMEDOUT);
      soon.tv_sec = -1;
      g_assert_cmpint (synchedmem_wait_until (self, &soon), ==, ETIMEDOUT);
      soon = from_now (3000000);
      g_assert_cmpint (synchedmem_wait_until (self, &soon), ==, ETIMEDOUT);
      /* It waited at least that long, and the arrival stands.  */
      g_assert_cmpint (synchedmem_wait_until (self, &soon), ==, ETIMEDOUT);
      g_assert_cmpint (synchedmem_write (self, "b", 1), ==, EALREADY);
      g_assert_cmpint (synchedmem_sync (other), ==, 0);
      /* Who has arrived passes, however late it is.  */
      g_assert_cmpint (synchedmem_wait_until (self, &soon), ==, 0);
      g_assert_cmpmem (synchedmem_view (self), 1, "a", 1);

      /* Far away is no overflow.  */
      synchedmem_arrive (self);
      synchedmem_arrive (other);
      never.tv_sec
          = sizeof never.tv_sec == 8 ? (time_t) INT64_MAX : (time_t) INT32_MAX;
      never.tv_nsec = 999999999;
      g_assert_cmpint (synchedmem_wait_until (self, &never), ==, 0);
      g_assert_cmpint (synchedmem_wait (other), ==, 0);
      synchedmem_detach (self);
      synchedmem_detach (other);
      synchedmem_destroy (mem);
    }
}

/* A group of one place, whose default element is a dot.  */
static struct synchedmem_local *
alone (struct synchedmem **mem, unsigned int buffers)
{
  static const char dot = '.';
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  attr.fill = &dot;
  attr.buffers = buffers;
  *mem = group (1, 4, 1, &attr);
  return place (*mem, 0);
}

#define assert_view(self, text)                                               \
  g_assert_cmpmem (synchedmem_view (self), 4, text, 4)

static void
test_write_fills (void)
{
  unsigned int buffers;

  for (buffers = 1; buffers <= 2; buffers++)
    {
      struct synchedmem *mem;
      struct synchedmem_local *self = alone (&mem, buffers);
      int i;

      assert_view (self, "....");
      for (i = 0; i < 3; i++)
        {
          synchedmem_write (self, "abcd", 4);
          synchedmem_sync (self);
          assert_view (self, "abcd");
        }
      synchedmem_write (self, "xy", 2);
      synchedmem_sync (self);
      assert_view (self, "xy..");
      synchedmem_write (self, NULL, 0);
      synchedmem_sync (self);
      assert_view (self, "....");
      /* The last write of a cycle counts.  */
      synchedmem_write (self, "abcd", 4);
      synchedmem_write (self, "e", 1);
      synchedmem_sync (self);
      assert_view (self, "e...");
      synchedmem_detach (self);
      synchedmem_destroy (mem);
    }
}

static void
test_carry_over (void)
{
  unsigned int buffers;
  int i;

  for (buffers = 1; buffers <= 2; buffers++)
    {
      struct synchedmem *mem;
      struct synchedmem_local *self = alone (&mem, buffers);

      for (i = 0; i < 3; i++)
        {
          synchedmem_sync (self);
          assert_view (self, "....");
        }
      synchedmem_write (self, "old!", 4);
      synchedmem_sync (self);
      synchedmem_write (self, "new!", 4);
      synchedmem_sync (self);
      for (i = 0; i < 5; i++)
        {
          synchedmem_sync (self);
          assert_view (self, "new!");
        }
      synchedmem_write (self, "odd", 3);
      for (i = 0; i < 4; i++)
        {
          synchedmem_sync (self);
          assert_view (self, "odd.");
        }
      synchedmem_detach (self);
      synchedmem_destroy (mem);
    }
}

static void
test_update (void)
{
  unsigned int buffers;

  for (buffers = 1; buffers <= 2; buffers++)
    {
      struct synchedmem *mem;
      struct synchedmem_local *self = alone (&mem, buffers);
      char *segment = synchedmem_update (self);

      g_assert_cmpmem (segment, 4, "....", 4);
      segment[0] = 'a';
      synchedmem_sync (self);
      assert_view (self, "a...");
      segment = synchedmem_update (self);
      g_assert_cmpmem (segment, 4, "a...", 4);
      segment[1] = 'b';
      /* Again, in the same cycle: as it stands.  */
      segment = synchedmem_update (self);
      g_assert_cmpmem (segment, 4, "ab..", 4);
      segment[2] = 'c';
      synchedmem_sync (self);
      assert_view (self, "abc.");
      synchedmem_sync (self); /* nothing written */
      segment = synchedmem_update (self);
      segment[3] = 'd';
      synchedmem_sync (self);
      assert_view (self, "abcd");
      synchedmem_write (self, "wxyz", 4);
      segment = synchedmem_update (self);
      g_assert_cmpmem (segment, 4, "wxyz", 4);
      segment[0] = 'W';
      synchedmem_sync (self);
      assert_view (self, "Wxyz");
      synchedmem_sync (self);
      assert_view (self, "Wxyz");
      synchedmem_detach (self);
      synchedmem_destroy (mem);
    }
}

static void
test_overwrite (void)
{
  unsigned int buffers;
  int i;

  for (buffers = 1; buffers <= 2; buffers++)
    {
      struct synchedmem *mem;
      struct synchedmem_local *self = alone (&mem, buffers);

      for (i = 0; i < 5; i++)
        {
          char text[5] = "a123", *segment = synchedmem_overwrite (self);
          text[0] = (char) ('a' + i);
          memcpy (segment, text, 4);
          synchedmem_sync (self);
          assert_view (self, text);
        }
      /* In place, by the write that looks like a copy.  */
      {
        char *segment = synchedmem_overwrite (self);
        memcpy (segment, "self", 4);
        g_assert_cmpint (synchedmem_write (self, segment, 3), ==, 0);
        synchedmem_sync (self);
        assert_view (self, "sel.");
        segment = synchedmem_overwrite (self);
        memcpy (segment, "self", 4);
        g_assert_cmpint (synchedmem_write (self, segment + 1, 3), ==, 0);
        synchedmem_sync (self);
        assert_view (self, "elf.");
      }
      synchedmem_detach (self);
      synchedmem_destroy (mem);
    }
}

static void
test_failed_write_changes_nothing (void)
{
  struct synchedmem *mem;
  struct synchedmem_local *self = alone (&mem, 2);

  synchedmem_write (self, "abcd", 4);
  g_assert_cmpint (synchedmem_write (self, "12345", 5), ==, EMSGSIZE);
  g_assert_cmpint (synchedmem_write (self, NULL, 2), ==, EINVAL);
  synchedmem_sync (self);
  assert_view (self, "abcd");
  g_assert_cmpint (synchedmem_write (self, "12345", 5), ==, EMSGSIZE);
  synchedmem_sync (self);
  assert_view (self, "abcd");
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

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

static void
test_pure_barrier (void)
{
  unsigned int buffers;
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  for (buffers = 1; buffers <= 2; buffers++)
    {
      struct synchedmem *mem;
      struct synchedmem_local *self;
      const void *view = NULL;
      char byte = 'x';

      attr.buffers = buffers;
      mem = group (1, 0, 1, &attr);
      self = place (mem, 0);
      g_assert_cmpint (synchedmem_write_sync_read (self, NULL, 0, &view), ==,
                       0);
      g_assert_nonnull (view);
      g_assert_nonnull (synchedmem_update (self));
      g_assert_cmpint (synchedmem_write (self, &byte, 1), ==, EMSGSIZE);
      g_assert_cmpint (synchedmem_sync (self), ==, 0);
      g_assert_cmpint (synchedmem_read (self, &byte, 0), ==, 0);
      g_assert_cmpint (synchedmem_read (self, &byte, 1), ==, EMSGSIZE);
      g_assert_cmpuint (synchedmem_cycle (self), ==, 2);
      synchedmem_detach (self);
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

/* Threads that write whole segments at random speeds, and check every byte
   that anybody published.  */
struct racer
{
  struct synchedmem *mem;
  size_t id, elem_size;
  uint64_t cycles, wrong;
  int error;
};

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
check_segments (const struct racer *r, struct synchedmem_local *self,
                uint64_t cycle)
{
  size_t n = synchedmem_num_threads (r->mem), id, i;
  size_t size = synchedmem_segment_len (r->mem) * r->elem_size;
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

static void *
race (void *arg)
{
  struct racer *r = arg;
  struct synchedmem_local *self;
  size_t size = synchedmem_segment_len (r->mem) * r->elem_size, i;
  uint32_t seed = (uint32_t) r->id * 7919 + 1;
  uint64_t cycle;

  r->error = synchedmem_attach (r->mem, r->id, &self);
  for (cycle = 0; cycle < r->cycles && !r->error; cycle++)
    {
      random_delay (&seed);
      if (cycle == 0 || writes (cycle, r->id))
        {
          unsigned char *mine = cycle % 2 ? synchedmem_overwrite (self)
                                          : synchedmem_update (self);
          for (i = 0; mine && i < size; i++)
            mine[i] = byte_of (cycle, r->id, i);
        }
      r->error = synchedmem_arrive (self);
      if (r->error)
        break;
      random_delay (&seed);
      while ((r->error = synchedmem_try_wait (self)) == EAGAIN
             && cycle % 16 == 5)
        sched_yield ();
      if (r->error == EAGAIN)
        r->error = synchedmem_wait (self);
      if (r->error)
        break;
      if (cycle == 0)
        continue; /* in which not everyone wrote for the first time */
      r->wrong += check_segments (r, self, cycle);
      random_delay (&seed);
      r->wrong += check_segments (r, self, cycle);
    }
  if (!r->error)
    r->error = synchedmem_detach (self);
  return NULL;
}

static void
check_race (size_t num_threads, size_t segment_len, size_t elem_size,
            unsigned int buffers, int layout, uint64_t cycles)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct racer *racers = g_new0 (struct racer, num_threads);
  struct synchedmem *mem;
  size_t i;

  attr.buffers = buffers;
  attr.layout = layout;
  mem = group (num_threads, segment_len, elem_size, &attr);
  for (i = 0; i < num_threads; i++)
    racers[i] = (struct racer){
      .mem = mem, .id = i, .elem_size = elem_size, .cycles = cycles
    };
  run_threads (num_threads, race, racers, sizeof *racers);
  for (i = 0; i < num_threads; i++)
    {
      g_assert_cmpint (racers[i].error, ==, 0);
      g_assert_cmpuint (racers[i].wrong, ==, 0);
    }
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
  g_free (racers);
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
struct reader
{
  struct synchedmem *mem;
  uint64_t cycles, torn;
  int error;
};

static void *
write_fast (void *arg)
{
  struct reader *r = arg;
  struct synchedmem_local *self;
  uint64_t k;

  r->error = synchedmem_attach (r->mem, 1, &self);
  for (k = 0; k < r->cycles && !r->error; k++)
    {
      r->error = synchedmem_write (self, &k, 1);
      if (!r->error)
        r->error = synchedmem_sync (self);
    }
  synchedmem_detach (self);
  return NULL;
}

static void *
read_slowly (void *arg)
{
  struct reader *r = arg;
  struct synchedmem_local *self;
  uint32_t seed = 1;
  uint64_t k;

  r->error = synchedmem_attach (r->mem, 0, &self);
  for (k = 0; k < r->cycles && !r->error; k++)
    {
      const uint64_t *view;
      r->error = synchedmem_sync (self);
      view = synchedmem_view (self);
      r->torn += view[1] != k;
      random_delay (&seed);
      r->torn += view[1] != k;
    }
  synchedmem_detach (self);
  return NULL;
}

static void *
read_or_write (void *arg)
{
  struct reader *r = arg;

  return r->torn ? (r->torn = 0, write_fast (r)) : read_slowly (r);
}

static void
test_slow_reader (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  for (attr.buffers = 1; attr.buffers <= 2; attr.buffers++)
    {
      struct synchedmem *mem = group (2, 1, sizeof (uint64_t), &attr);
      struct reader r[2]
          = { { .mem = mem, .cycles = scaled (10000) },
              { .mem = mem, .cycles = scaled (10000), .torn = 1 } };
      run_threads (2, read_or_write, r, sizeof *r);
      g_assert_cmpint (r[0].error, ==, 0);
      g_assert_cmpint (r[1].error, ==, 0);
      g_assert_cmpuint (r[0].torn, ==, 0);
      g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
    }
}

static void *
write_and_look (void *arg)
{
  struct racer *r = arg;
  struct synchedmem_local *self;
  const void *view = NULL;

  r->error = synchedmem_attach (r->mem, 1, &self);
  if (!r->error)
    r->error = synchedmem_write (self, "a", 1);
  if (!r->error)
    {
      r->cycles++;
      r->error = synchedmem_write_sync_read (self, "a", 1, &view);
    }
  r->wrong = view != NULL;
  synchedmem_detach (self);
  return NULL;
}

static void *
abort_when_waited_for (void *arg)
{
  struct racer *r = arg;

  await_missing (r->mem, 1);
  sleep_ns (2000000);
  r->error = synchedmem_abort (r->mem);
  return NULL;
}

static void *
write_or_abort (void *arg)
{
  struct racer *r = arg;

  return r->id ? write_and_look (r) : abort_when_waited_for (r);
}

/* With one buffer in its write, with two after it.  */
static void
test_abort_wakes_writer (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  for (attr.buffers = 1; attr.buffers <= 2; attr.buffers++)
    {
      struct racer r[2] = { { .id = 0 }, { .id = 1 } };

      r[0].mem = r[1].mem = group (2, 1, 1, &attr);
      run_threads (2, write_or_abort, r, sizeof *r);
      g_assert_cmpint (r[0].error, ==, 0);
      g_assert_cmpint (r[1].error, ==, ECANCELED);
      g_assert_cmpuint (r[1].cycles, ==, attr.buffers - 1);
      g_assert_cmpuint (r[1].wrong, ==, 0);
      g_assert_cmpint (synchedmem_destroy (r[0].mem), ==, 0);
    }
}

/* A time that is so far away that its nanoseconds do not fit.  */
static void *
wait_for_ages (void *arg)
{
  struct racer *r = arg;
  struct synchedmem_local *self;
  struct timespec ages = { 0, 0 };

  ages.tv_sec = sizeof ages.tv_sec == 8
                    ? (time_t) (UINT64_MAX / 1000000000 + 1)
                    : (time_t) INT32_MAX;
  r->error = synchedmem_attach (r->mem, 1, &self);
  if (!r->error)
    r->error = synchedmem_arrive (self);
  if (!r->error)
    r->error = synchedmem_wait_until (self, &ages);
  synchedmem_detach (self);
  return NULL;
}

static void *
arrive_when_waited_for (void *arg)
{
  struct racer *r = arg;
  struct synchedmem_local *self;

  await_missing (r->mem, 1);
  sleep_ns (2000000);
  r->error = synchedmem_attach (r->mem, 0, &self);
  if (!r->error)
    r->error = synchedmem_sync (self);
  synchedmem_detach (self);
  return NULL;
}

static void *
wait_or_arrive (void *arg)
{
  struct racer *r = arg;

  return r->id ? wait_for_ages (r) : arrive_when_waited_for (r);
}

static void
test_far_future (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int policy;

  for (policy = SYNCHEDMEM_WAIT_ADAPTIVE; policy <= SYNCHEDMEM_WAIT_PASSIVE;
       policy++)
    {
      struct racer r[2] = { { .id = 0 }, { .id = 1 } };

      attr.wait_policy = policy;
      r[0].mem = r[1].mem = group (2, 1, 1, &attr);
      run_threads (2, wait_or_arrive, r, sizeof *r);
      g_assert_cmpint (r[0].error, ==, 0);
      g_assert_cmpint (r[1].error, ==, 0);
      g_assert_cmpint (synchedmem_destroy (r[0].mem), ==, 0);
    }
}

/* No call sets errno, whether it succeeds or fails, waits or not.  */
static void *
meet_with_errno (void *arg)
{
  struct racer *r = arg;
  struct synchedmem_local *self;
  struct timespec past = { 0, 0 };
  uint32_t seed = (uint32_t) r->id + 1;
  uint64_t k;

  errno = 4711;
  r->error = synchedmem_attach (r->mem, r->id, &self);
  for (k = 0; k < r->cycles && !r->error; k++)
    {
      synchedmem_write (self, NULL, 0);
      r->error = synchedmem_arrive (self);
      r->wrong += errno != 4711;
      if (synchedmem_wait_until (self, &past) == ETIMEDOUT)
        r->error = synchedmem_wait (self);
      r->wrong += errno != 4711;
      random_delay (&seed);
      errno = 4711;
    }
  synchedmem_detach (self);
  r->wrong += errno != 4711;
  return NULL;
}

static int
succeed (struct synchedmem_local *self, void *arg)
{
  (void) arg;
  return synchedmem_sync (self);
}

static void
test_errno (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int cpus[2] = { 1000000, 1000000 }, policy;
  /* Of 32 bits, a sixteenth can be had.  */
  const size_t too_much = sizeof (size_t) < 8 ? SIZE_MAX : SIZE_MAX / 16;
  struct synchedmem *mem;
  size_t i;

  for (policy = 0; policy <= SYNCHEDMEM_WAIT_PASSIVE; policy += 2)
    {
      struct racer r[2] = { { .id = 0 }, { .id = 1 } };

      errno = 4711;
      attr.wait_policy = policy;
      mem = group (2, 1, 1, &attr);
      g_assert_cmpint (errno, ==, 4711);
      for (i = 0; i < 2; i++)
        {
          r[i].mem = mem;
          r[i].cycles = scaled (3000);
        }
      run_threads (2, meet_with_errno, r, sizeof *r);
      for (i = 0; i < 2; i++)
        {
          g_assert_cmpint (r[i].error, ==, 0);
          g_assert_cmpuint (r[i].wrong, ==, 0);
        }
      errno = 4711;
      g_assert_cmpint (synchedmem_reset (mem), ==, 0);
      g_assert_cmpint (synchedmem_run (mem, succeed, NULL), ==, 0);
      g_assert_cmpint (errno, ==, 4711);
      g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
      g_assert_cmpint (errno, ==, 4711);
    }
  attr.cpus = cpus;
  mem = group (2, 1, 1, &attr);
  g_assert_cmpint (synchedmem_run (mem, succeed, NULL), !=, 0);
  g_assert_cmpint (errno, ==, 4711);
  g_assert_cmpint (synchedmem_create (&mem, 4, too_much, 1, NULL), !=, 0);
  g_assert_cmpint (errno, ==, 4711);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cycle/null", test_null);
  g_test_add_func ("/cycle/too-long", test_too_long);
  g_test_add_func ("/cycle/out-of-order", test_out_of_order);
  g_test_add_func ("/cycle/timed-wait", test_timed_wait);
  g_test_add_func ("/cycle/far-future", test_far_future);
  g_test_add_func ("/cycle/write-fills", test_write_fills);
  g_test_add_func ("/cycle/carry-over", test_carry_over);
  g_test_add_func ("/cycle/update", test_update);
  g_test_add_func ("/cycle/overwrite", test_overwrite);
  g_test_add_func ("/cycle/failed-write-changes-nothing",
                   test_failed_write_changes_nothing);
  g_test_add_func ("/cycle/read-is-packed", test_read_is_packed);
  g_test_add_func ("/cycle/pure-barrier", test_pure_barrier);
  g_test_add_func ("/cycle/view-is-stable", test_view_is_stable);
  g_test_add_data_func ("/cycle/views/1-thread", GSIZE_TO_POINTER (1),
                        test_race);
  g_test_add_data_func ("/cycle/views/2-threads", GSIZE_TO_POINTER (2),
                        test_race);
  g_test_add_data_func ("/cycle/views/4-threads", GSIZE_TO_POINTER (4),
                        test_race);
  g_test_add_data_func ("/cycle/views/16-threads", GSIZE_TO_POINTER (16),
                        test_race);
  g_test_add_func ("/cycle/views/sizes", test_race_sizes);
  g_test_add_func ("/cycle/views/slow-reader", test_slow_reader);
  g_test_add_func ("/cycle/errno-is-left-alone", test_errno);
  g_test_add_func ("/cycle/abort-wakes-writer", test_abort_wakes_writer);
  return g_test_run ();
}
