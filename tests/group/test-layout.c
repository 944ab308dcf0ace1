/* test-layout.c: where in memory the parts of a group are, without memory; and
   memory that another library laid out.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "group/layout.h"
#include "support/support.h"

#include <glib.h>
#include <limits.h>

/* ---- the system's pages, of which there may be too few */

static int granted = INT_MAX; /* calls that get some */
static int held;              /* pieces of memory */

void *__real_sm_os_pages_get (size_t size, bool huge);
void *__wrap_sm_os_pages_get (size_t size, bool huge);
void *
__wrap_sm_os_pages_get (size_t size, bool huge)
{
  if (granted-- <= 0)
    return NULL;
  held++;
  return __real_sm_os_pages_get (size, huge);
}

void __real_sm_os_pages_put (void *pages, size_t size);
void __wrap_sm_os_pages_put (void *pages, size_t size);
void
__wrap_sm_os_pages_put (void *pages, size_t size)
{
  held--;
  __real_sm_os_pages_put (pages, size);
}

/* ---- tests */

/* A part of the pages.  */
struct part
{
  uint64_t offset, size;
};

static void
assert_apart (const struct part *parts, size_t n, uint64_t size)
{
  size_t i, k;

  for (i = 0; i < n; i++)
    {
      g_assert_cmpuint (parts[i].offset % SM_LINE, ==, 0);
      g_assert_cmpuint (parts[i].offset + parts[i].size, <=, size);
      for (k = 0; k < i; k++)
        g_assert_true (parts[i].offset + parts[i].size <= parts[k].offset
                       || parts[k].offset + parts[k].size <= parts[i].offset);
    }
}

static void
test_apart (void)
{
  static const struct sm_shape shapes[]
      = { { 1, 1, 1 }, { 3, 5, 7 }, { 17, 4096, 1 }, { 100, 3, 24 } };
  static const char element[24] = { 1 };
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  size_t i;

  attr.fill = element;
  for (i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
    for (attr.buffers = 1; attr.buffers <= 2; attr.buffers++)
      {
        const struct sm_shape *shape = &shapes[i];
        struct sm_layout layout;
        const struct sm_shared *s = &layout.shared;
        struct part parts[6];
        size_t n = shape->num_threads;
        uint64_t buffer;

        g_assert_cmpint (sm_layout_measure (&layout, shape, &attr), ==, 0);
        g_assert_cmpuint (s->num_threads, ==, n);
        g_assert_cmpuint (s->num_buffers, ==, attr.buffers);
        g_assert_cmpint (s->buffer[0] == s->buffer[1], ==, attr.buffers == 1);
        buffer = n * s->stride * s->elem_size;
        parts[0] = (struct part){ s->buffer[0], buffer };
        parts[1] = (struct part){ s->shared, sizeof *s };
        parts[2]
            = (struct part){ s->meeting, sm_slots_size (n, s->cluster_size) };
        parts[3]
            = (struct part){ s->standing, n * sizeof (struct sm_standing) };
        parts[4] = (struct part){ s->fill, s->elem_size };
        parts[5] = (struct part){ s->buffer[1], buffer };
        assert_apart (parts, attr.buffers == 1 ? 5 : 6, s->size);
        g_assert_cmpuint (layout.cpus, >=,
                          n * sizeof (struct synchedmem_local));
      }
}

/* Without a default element there is none, not one at the beginning.  */
static void
test_no_fill (void)
{
  static const struct sm_shape shape = { 2, 8, 8 };
  const struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct sm_layout layout;

  g_assert_cmpint (sm_layout_measure (&layout, &shape, &attr), ==, 0);
  g_assert_cmpuint (layout.shared.fill, ==, 0);
}

static void
assert_refused (struct synchedmem *mem, const struct sm_shared *shared,
                uint64_t offset)
{
  struct sm_shared *there = (void *) ((unsigned char *) mem->pages + offset);
  struct synchedmem other = { .pages = mem->pages,
                              .pages_size = mem->pages_size,
                              .profile = mem->profile };
  struct sm_shared right = *there;

  g_assert_cmpint (sm_layout_place (&other, offset), ==, 0);
  *there = *shared;
  g_assert_cmpint (sm_layout_place (&other, offset), ==, EPROTO);
  *there = right;
}

/* Where some is refused, all is given back.  */
static void
test_no_memory (void)
{
  struct synchedmem *mem;
  int n, before = held;

  for (n = 0; n < 2; n++)
    {
      granted = n;
      g_assert_cmpint (synchedmem_create (&mem, 2, 2, 2, NULL), ==, ENOMEM);
      g_assert_cmpint (held, ==, before);
    }
  granted = INT_MAX;
  g_assert_cmpint (synchedmem_create (&mem, 2, 2, 2, NULL), ==, 0);
  g_assert_cmpint (held, ==, before + 2);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
  g_assert_cmpint (held, ==, before);
}

/* What another library wrote is not taken for one's own.  */
static void
test_refused (void)
{
  static const struct sm_shape shape = { 3, 1, 1 };
  const struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem = group (3, 1, 1, NULL);
  struct sm_layout layout;
  struct sm_shared shared;

  g_assert_cmpint (sm_layout_measure (&layout, &shape, &attr), ==, 0);
  shared = layout.shared;
  shared.magic ^= 1;
  assert_refused (mem, &shared, layout.shared.shared);
  shared = layout.shared;
  shared.format++;
  assert_refused (mem, &shared, layout.shared.shared);
  shared = layout.shared;
  shared.line *= 2;
  assert_refused (mem, &shared, layout.shared.shared);
  shared = layout.shared;
  shared.record_size += SM_LINE;
  assert_refused (mem, &shared, layout.shared.shared);
  shared = layout.shared;
  shared.size += SM_LINE;
  assert_refused (mem, &shared, layout.shared.shared);
  synchedmem_destroy (mem);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/apart", test_apart);
  g_test_add_func ("/layout/no-fill", test_no_fill);
  g_test_add_func ("/layout/no-memory", test_no_memory);
  g_test_add_func ("/layout/refused", test_refused);
  return g_test_run ();
}
