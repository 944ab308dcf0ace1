/* test-write.c: what a thread publishes: copied, in place, or carried over.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/support.h"

#include <glib.h>
#include <string.h>

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/write/fills", test_write_fills);
  g_test_add_func ("/write/carry-over", test_carry_over);
  g_test_add_func ("/write/update", test_update);
  g_test_add_func ("/write/overwrite", test_overwrite);
  g_test_add_func ("/write/failure-changes-nothing",
                   test_failed_write_changes_nothing);
  return g_test_run ();
}
