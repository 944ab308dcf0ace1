/* test-create.c: create, destroy, geometry, abort, reset.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/support.h"

#include <glib.h>

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
  g_test_add_func ("/create/geometry", test_geometry);
  g_test_add_func ("/create/null", test_null);
  g_test_add_func ("/create/bad-sizes", test_bad_sizes);
  g_test_add_func ("/create/no-memory", test_no_memory);
  g_test_add_func ("/create/bad-attributes", test_bad_attributes);
  g_test_add_func ("/create/attribute-sizes", test_attribute_sizes);
  g_test_add_func ("/create/aligned-layout", test_aligned_layout);
  g_test_add_func ("/create/destroy-while-attached", test_destroy_busy);
  g_test_add_func ("/create/abort-breaks-once", test_abort_breaks_once);
  g_test_add_func ("/create/abort-between-arrive-and-wait",
                   test_abort_between_arrive_and_wait);
  g_test_add_func ("/create/reset-makes-whole", test_reset_makes_whole);
  return g_test_run ();
}
