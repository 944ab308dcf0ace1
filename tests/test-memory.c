/* test-memory.c: create, destroy, geometry, abort, reset.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support.h"

#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void
test_geometry (void)
{
  struct synchedmem *mem = group (3, 5, 8, NULL);

  g_assert_cmpuint (synchedmem_num_threads (mem), ==, 3);
  g_assert_cmpuint (synchedmem_segment_len (mem), ==, 5);
  g_assert_cmpuint (synchedmem_elem_size (mem), ==, 8);
  g_assert_cmpuint (synchedmem_stride (mem), ==, 5);
  g_assert_cmpuint (synchedmem_data_len (mem), ==, 15);
  g_assert_cmpint (synchedmem_status (mem), ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void
test_null (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);

  g_assert_cmpint (synchedmem_create (NULL, 1, 1, 1, NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_destroy (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_num_threads (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_segment_len (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_elem_size (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_stride (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_data_len (NULL), ==, 0);
  g_assert_cmpint (synchedmem_abort (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_status (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_reset (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void
test_bad_sizes (void)
{
  struct synchedmem *mem = (struct synchedmem *) &mem, *before = mem;
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  size_t half = SIZE_MAX / 2 + 1;

  g_assert_cmpint (synchedmem_create (&mem, 0, 1, 1, NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_create (&mem, 1, 1, 0, NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_create (&mem, 2, half, 1, NULL), ==, EOVERFLOW);
  g_assert_cmpint (synchedmem_create (&mem, 1, half, 2, NULL), ==, EOVERFLOW);
  g_assert_cmpint (synchedmem_create (&mem, 2, 1, half, NULL), ==, EOVERFLOW);
  g_assert_cmpint (synchedmem_create (&mem, SIZE_MAX, 1, 1, NULL), ==,
                   EOVERFLOW);
  g_assert_cmpint (synchedmem_create (&mem, 1, SIZE_MAX, SIZE_MAX, NULL), ==,
                   EOVERFLOW);
  /* Both buffers count.  */
  g_assert_cmpint (synchedmem_create (&mem, 1, half, 1, NULL), ==, EOVERFLOW);
  /* No length that fills cache lines is as long.  */
  attr.layout = SYNCHEDMEM_LAYOUT_ALIGNED;
  g_assert_cmpint (synchedmem_create (&mem, 1, SIZE_MAX - 3, 1, &attr), ==,
                   EOVERFLOW);
  /* Nor is there room up to the next one.  */
  g_assert_cmpint (synchedmem_create (&mem, 1, SIZE_MAX, 1, &attr), ==,
                   EOVERFLOW);
  /* A failed call stores nothing.  */
  g_assert_true (mem == before);
}

static void
test_no_memory (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem = NULL;

  if (sizeof (size_t) < 8)
    {
      g_test_skip ("any size is either too large or to be had");
      return;
    }
  g_assert_cmpint (synchedmem_create (&mem, 4, SIZE_MAX / 64 + 1, 1, NULL), ==,
                   ENOMEM);
  g_assert_cmpint (synchedmem_create (&mem, 2, SIZE_MAX / 16 + 1, 2, NULL), ==,
                   ENOMEM);
  /* One buffer takes no more than one: it is not too large, as two are.  */
  attr.buffers = 1;
  g_assert_cmpint (synchedmem_create (&mem, 1, SIZE_MAX / 2 + 1, 1, &attr), ==,
                   ENOMEM);
  g_assert_null (mem);
}

static void
test_bad_attributes (void)
{
  struct synchedmem *mem = NULL;
  int cpus[2] = { 0, -2 };
  struct synchedmem_attr good = SYNCHEDMEM_ATTR_INIT, bad;

  bad = good;
  bad.size = 0;
  g_assert_cmpint (synchedmem_create (&mem, 2, 1, 1, &bad), ==, EINVAL);
  bad = good;
  bad.wait_policy = SYNCHEDMEM_WAIT_PASSIVE + 1;
  g_assert_cmpint (synchedmem_create (&mem, 2, 1, 1, &bad), ==, EINVAL);
  bad.wait_policy = -1;
  g_assert_cmpint (synchedmem_create (&mem, 2, 1, 1, &bad), ==, EINVAL);
  g_assert_cmpint (synchedmem_create (&mem, SIZE_MAX, 1, 1, &bad), ==, EINVAL);
  bad = good;
  bad.layout = SYNCHEDMEM_LAYOUT_ALIGNED + 1;
  g_assert_cmpint (synchedmem_create (&mem, 2, 1, 1, &bad), ==, EINVAL);
  bad.layout = -1;
  g_assert_cmpint (synchedmem_create (&mem, 2, 1, 1, &bad), ==, EINVAL);
  bad = good;
  bad.buffers = 3;
  g_assert_cmpint (synchedmem_create (&mem, 2, 1, 1, &bad), ==, EINVAL);
  bad = good;
  bad.cpus = cpus;
  g_assert_cmpint (synchedmem_create (&mem, 2, 1, 1, &bad), ==, EINVAL);
  g_assert_null (mem);
}

/* A program may be older, or newer, than the library.  */
static void
test_attribute_sizes (void)
{
  struct
  {
    struct synchedmem_attr attr;
    char more[16];
  } newer = { .attr = SYNCHEDMEM_ATTR_INIT };
  struct synchedmem_attr older = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem = NULL;

  newer.attr.size = sizeof newer;
  g_assert_cmpint (synchedmem_create (&mem, 1, 1, 1, &newer.attr), ==, 0);
  synchedmem_destroy (mem);
  newer.more[15] = 1; /* asks for something unknown */
  g_assert_cmpint (synchedmem_create (&mem, 1, 1, 1, &newer.attr), ==, EINVAL);

  older.size = offsetof (struct synchedmem_attr, buffers);
  older.buffers = 99; /* is not there */
  g_assert_cmpint (synchedmem_create (&mem, 1, 1, 1, &older), ==, 0);
  synchedmem_destroy (mem);
}

static void
test_fill (void)
{
  static const unsigned char dot[3] = { 0, 0, 9 };
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  unsigned char fill[3];
  struct synchedmem *mem;
  struct synchedmem_local *self;
  const unsigned char *view;
  int i;

  memcpy (fill, dot, sizeof fill);
  attr.fill = fill;
  mem = group (2, 101, 3, &attr);
  memset (fill, 0, sizeof fill); /* it was copied */
  self = place (mem, 0);
  view = synchedmem_view (self);
  for (i = 0; i < 2 * 101; i++)
    g_assert_cmpmem (view + 3 * i, 3, dot, 3);
  g_assert_cmpint (synchedmem_write (self, "abcdef", 2), ==, 0);
  view = synchedmem_update (self);
  g_assert_cmpmem (view, 6, "abcdef", 6);
  for (i = 2; i < 101; i++)
    g_assert_cmpmem (view + 3 * i, 3, dot, 3);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

static void
test_zero_fill (void)
{
  struct synchedmem *mem = group (2, 50, 7, NULL);
  struct synchedmem_local *self = place (mem, 1);
  const unsigned char *view = synchedmem_view (self);
  int i;

  for (i = 0; i < 2 * 50 * 7; i++)
    g_assert_cmpint (view[i], ==, 0);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

/* With a default element that is not zero, places that write late or never
   show it, too, however they go on.  */
static void
test_fill_is_carried (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  static const char dot = '.';
  int round;

  attr.fill = &dot;
  for (attr.buffers = 1; attr.buffers <= 2; attr.buffers++)
    {
      struct synchedmem *mem = group (4, 3, 1, &attr);

      for (round = 0; round < 2; round++)
        {
          struct synchedmem_local *self[4];
          char *segment;
          int i, k;

          for (i = 0; i < 4; i++)
            self[i] = place (mem, (size_t) i);
          /* 0 writes nothing, 1 leaves, 2 is held by two in turn, 3 changes
             a part in cycle 1.  */
          synchedmem_leave (self[1]);
          synchedmem_detach (self[2]);
          self[2] = place (mem, 2);
          for (k = 0; k < 4; k++)
            {
              static const char want[4][13]
                  = { "............", "..........x.", "..........x.",
                      "..........x." };
              /* With one buffer, a writer waits for all; so the announcement
                 of who does not write has to be there.  */
              if (k == 1 && attr.buffers == 2)
                {
                  segment = synchedmem_update (self[3]);
                  g_assert_cmpmem (segment, 3, "...", 3);
                  segment[1] = 'x';
                }
              for (i = 0; i < 4; i++)
                if (i != 1)
                  g_assert_cmpint (synchedmem_arrive (self[i]), ==, 0);
              for (i = 0; i < 4; i++)
                if (i != 1)
                  {
                    g_assert_cmpint (synchedmem_wait (self[i]), ==, 0);
                    g_assert_cmpmem (synchedmem_view (self[i]), 12,
                                     want[attr.buffers == 2 ? k : 0], 12);
                  }
            }
          for (i = 0; i < 4; i++)
            if (i != 1)
              synchedmem_detach (self[i]);
          g_assert_cmpint (synchedmem_reset (mem), ==, 0);
        }
      synchedmem_destroy (mem);
    }
}

#ifdef SM_OS_LINUX
/* How many pages that lie in the first SIZE bytes of the segment of place ID,
   in the buffer that SELF sees, are there.  */
static size_t
pages_there (struct synchedmem_local *self, size_t id, size_t size)
{
  const size_t page = (size_t) sysconf (_SC_PAGESIZE);
  const uintptr_t segment = (uintptr_t) synchedmem_view_of (self, id);
  const uintptr_t start = (segment + page - 1) / page * page;
  const size_t n = (segment + size - start) / page;
  unsigned char *there = g_malloc0 (n);
  size_t i, sum = 0;

  g_assert_cmpint (mincore ((void *) start, n * page, there), ==, 0);
  for (i = 0; i < n; i++)
    sum += there[i] & 1;
  g_free (there);
  return sum;
}

/* Pages are taken by who writes to them, not by who creates the group.  */
static void
test_untouched (void)
{
  static const size_t sizes[] = { 4 << 20, 6 << 20 };
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  static const double zero = 0;
  size_t i, k;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (attr.buffers = 1; attr.buffers <= 2; attr.buffers++)
      for (k = 0; k < 2; k++)
        {
          struct synchedmem *mem;
          struct synchedmem_local *self[2];
          size_t size = sizes[i], cycle;

          attr.fill = k ? &zero : NULL;
          mem = group (2, size / sizeof zero, sizeof zero, &attr);
          self[0] = place (mem, 0);
          self[1] = place (mem, 1);
          /* Large segments start where a huge page can.  */
          g_assert_cmpuint (
              (uintptr_t) synchedmem_view_of (self[0], 1) % (2 << 20), ==, 0);
          for (cycle = 0; cycle < 3; cycle++)
            {
              g_assert_cmpuint (pages_there (self[1], 0, size), ==, 0);
              g_assert_cmpuint (pages_there (self[1], 1, size), ==, 0);
              synchedmem_arrive (self[0]);
              synchedmem_arrive (self[1]);
              synchedmem_wait (self[0]);
              synchedmem_wait (self[1]);
            }
          synchedmem_leave (self[1]);
          g_assert_cmpint (synchedmem_write (self[0], NULL, 0), ==, 0);
          synchedmem_sync (self[0]);
          g_assert_cmpuint (pages_there (self[0], 0, size), >=,
                            size / (size_t) sysconf (_SC_PAGESIZE) - 1);
          synchedmem_detach (self[0]);
          synchedmem_destroy (mem);
        }
}

/* A default element that is not zero: only the first view is filled.  */
static void
test_half_untouched (void)
{
  enum
  {
    size = 4 << 20 /* so that no huge page holds both segments */
  };
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  static const char dot = '.';
  struct synchedmem *mem;
  struct synchedmem_local *self[2];

  attr.fill = &dot;
  mem = group (2, size, 1, &attr);
  self[0] = place (mem, 0);
  self[1] = place (mem, 1);
  g_assert_cmpuint (pages_there (self[0], 0, size), >, 0);
  synchedmem_leave (self[1]);
  synchedmem_overwrite (self[0]);
  synchedmem_sync (self[0]);
  g_assert_cmpuint (pages_there (self[0], 0, size), ==, 0);
  /* Who leaves hands on what was there.  */
  g_assert_cmpuint (pages_there (self[0], 1, size), >, 0);
  synchedmem_detach (self[0]);
  synchedmem_destroy (mem);
}
#endif

static void
test_aligned_layout (void)
{
  static const size_t sizes[] = { 1, 3, 8, 24, 64, 100, 4096 };
  static const size_t lens[] = { 0, 1, 7, 64, 1000 };
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  size_t i, j, k;

  attr.layout = SYNCHEDMEM_LAYOUT_ALIGNED;
  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (j = 0; j < G_N_ELEMENTS (lens); j++)
      {
        struct synchedmem *mem = group (3, lens[j], sizes[i], &attr);
        struct synchedmem_local *self = place (mem, 2);
        size_t stride = synchedmem_stride (mem);

        g_assert_cmpuint (stride, >=, lens[j]);
        g_assert_cmpuint (stride * sizes[i] % 64, ==, 0);
        g_assert_cmpuint (synchedmem_data_len (mem), ==, 3 * lens[j]);
        for (k = 0; k < 3; k++)
          {
            uintptr_t segment = (uintptr_t) synchedmem_view_of (self, k);
            g_assert_cmpuint (segment % 64, ==, 0);
            g_assert_cmpuint (segment - (uintptr_t) synchedmem_view (self), ==,
                              k * stride * sizes[i]);
          }
        synchedmem_detach (self);
        synchedmem_destroy (mem);
      }
}

static void
test_destroy_busy (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);

  g_assert_cmpint (synchedmem_destroy (mem), ==, EBUSY);
  g_assert_cmpint (synchedmem_write (self, "a", 1), ==, 0);
  synchedmem_detach (self);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void
test_abort_breaks_once (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 0), *other = NULL;
  const void *view = NULL;
  char byte;

  g_assert_cmpint (synchedmem_abort (mem), ==, 0);
  g_assert_cmpint (synchedmem_abort (mem), ==, 0);
  g_assert_cmpint (synchedmem_status (mem), ==, ECANCELED);
  g_assert_cmpint (synchedmem_write (self, "a", 1), ==, ECANCELED);
  g_assert_cmpint (synchedmem_write_sync_read (self, "a", 1, &view), ==,
                   ECANCELED);
  g_assert_null (view);
  g_assert_null (synchedmem_overwrite (self));
  g_assert_null (synchedmem_update (self));
  g_assert_cmpint (synchedmem_arrive (self), ==, ECANCELED);
  g_assert_cmpint (synchedmem_sync (self), ==, ECANCELED);
  g_assert_cmpint (synchedmem_wait (self), ==, ECANCELED);
  g_assert_cmpint (synchedmem_try_wait (self), ==, ECANCELED);
  g_assert_cmpint (synchedmem_wait_until (self, &(struct timespec){ 0, 0 }),
                   ==, ECANCELED);
  /* The last state can still be read.  */
  g_assert_nonnull (synchedmem_view (self));
  g_assert_cmpint (synchedmem_read (self, &byte, 1), ==, 0);
  g_assert_cmpint (byte, ==, 0);
  synchedmem_detach (self);
  g_assert_cmpint (synchedmem_attach (mem, 0, &other), ==, ECANCELED);
  g_assert_null (other);
  synchedmem_destroy (mem);
}

static void
test_abort_between_arrive_and_wait (void)
{
  struct synchedmem *mem = group (1, 0, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);

  g_assert_cmpint (synchedmem_arrive (self), ==, 0);
  synchedmem_abort (mem);
  g_assert_cmpint (synchedmem_wait (self), ==, ECANCELED);
  g_assert_cmpint (synchedmem_leave (self), ==, 0);
  synchedmem_destroy (mem);
}

static void
test_reset_makes_whole (void)
{
  static const char dot = '.';
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  unsigned int buffers;

  attr.fill = &dot;
  for (buffers = 1; buffers <= 2; buffers++)
    {
      struct synchedmem *mem;
      struct synchedmem_local *self;
      const char *view;

      attr.buffers = buffers;
      mem = group (1, 3, 1, &attr);
      self = place (mem, 0);
      g_assert_cmpint (
          synchedmem_write_sync_read (self, "abc", 3, (const void **) &view),
          ==, 0);
      g_assert_cmpmem (view, 3, "abc", 3);
      g_assert_cmpint (
          synchedmem_write_sync_read (self, "def", 3, (const void **) &view),
          ==, 0);
      g_assert_cmpint (synchedmem_reset (mem), ==, EBUSY);
      g_assert_cmpuint (synchedmem_cycle (self), ==, 2);
      synchedmem_abort (mem);
      synchedmem_detach (self);
      g_assert_cmpint (synchedmem_reset (mem), ==, 0);

      g_assert_cmpint (synchedmem_status (mem), ==, 0);
      self = place (mem, 0);
      g_assert_cmpuint (synchedmem_cycle (self), ==, 0);
      g_assert_cmpmem (synchedmem_view (self), 3, "...", 3);
      g_assert_cmpint (synchedmem_sync (self), ==, 0);
      g_assert_cmpmem (synchedmem_view (self), 3, "...", 3);
      g_assert_cmpint (synchedmem_leave (self), ==, 0);
      g_assert_cmpint (synchedmem_attach (mem, 0, &self), ==, EBUSY);
      /* Who left is back, too.  */
      g_assert_cmpint (synchedmem_reset (mem), ==, 0);
      self = place (mem, 0);
      g_assert_cmpint (synchedmem_sync (self), ==, 0);
      synchedmem_detach (self);
      synchedmem_destroy (mem);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/geometry", test_geometry);
  g_test_add_func ("/memory/null", test_null);
  g_test_add_func ("/memory/bad-sizes", test_bad_sizes);
  g_test_add_func ("/memory/no-memory", test_no_memory);
  g_test_add_func ("/memory/bad-attributes", test_bad_attributes);
  g_test_add_func ("/memory/attribute-sizes", test_attribute_sizes);
  g_test_add_func ("/memory/fill-is-copied", test_fill);
  g_test_add_func ("/memory/fill-is-zero", test_zero_fill);
  g_test_add_func ("/memory/fill-is-carried", test_fill_is_carried);
#ifdef SM_OS_LINUX
  g_test_add_func ("/memory/untouched-by-create", test_untouched);
  g_test_add_func ("/memory/half-untouched-with-fill", test_half_untouched);
#endif
  g_test_add_func ("/memory/aligned-layout", test_aligned_layout);
  g_test_add_func ("/memory/destroy-while-attached", test_destroy_busy);
  g_test_add_func ("/memory/abort-breaks-once", test_abort_breaks_once);
  g_test_add_func ("/memory/abort-between-arrive-and-wait",
                   test_abort_between_arrive_and_wait);
  g_test_add_func ("/memory/reset-makes-whole", test_reset_makes_whole);
  return g_test_run ();
}
