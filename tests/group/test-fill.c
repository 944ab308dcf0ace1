/* test-fill.c: default elements, and who touches the pages that hold them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/support.h"

#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

/* What is not written is filled up to the end of the segment, and the next one
   is left alone.  */
static void
test_no_further (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  struct synchedmem_local *self[2];
  int i;

  attr.fill = ".";
  mem = group (2, 6, 1, &attr);
  for (i = 0; i < 2; i++)
    self[i] = place (mem, (size_t) i);
  g_assert_cmpint (synchedmem_write (self[1], "bbbbbb", 6), ==, 0);
  g_assert_cmpint (synchedmem_write (self[0], "a", 1), ==, 0);
  for (i = 0; i < 2; i++)
    g_assert_cmpint (synchedmem_arrive (self[i]), ==, 0);
  for (i = 0; i < 2; i++)
    g_assert_cmpint (synchedmem_wait (self[i]), ==, 0);
  g_assert_cmpmem (synchedmem_view (self[0]), 12, "a.....bbbbbb", 12);
  for (i = 0; i < 2; i++)
    synchedmem_detach (self[i]);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fill/copied", test_fill);
  g_test_add_func ("/fill/no-further", test_no_further);
  g_test_add_func ("/fill/zero", test_zero_fill);
  g_test_add_func ("/fill/carried", test_fill_is_carried);
#ifdef SM_OS_LINUX
  g_test_add_func ("/fill/untouched-by-create", test_untouched);
  g_test_add_func ("/fill/half-untouched", test_half_untouched);
#endif
  return g_test_run ();
}
