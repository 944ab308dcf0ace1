/* test-local.c: attach, detach, leave, dead threads.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support.h"

#include <glib.h>
#include <pthread.h>
#include <sched.h>

static void
test_null (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self;

  g_assert_cmpint (synchedmem_attach (NULL, 0, &self), ==, EINVAL);
  g_assert_cmpint (synchedmem_attach (mem, 0, NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_detach (NULL), ==, EINVAL);
  g_assert_cmpint (synchedmem_leave (NULL), ==, EINVAL);
  g_assert_cmpuint (synchedmem_thread_id (NULL), ==, 0);
  g_assert_cmpuint (synchedmem_cycle (NULL), ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void
test_attach_errors (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *self = NULL, *other = NULL;

  g_assert_cmpint (synchedmem_attach (mem, 2, &self), ==, EINVAL);
  g_assert_cmpint (synchedmem_attach (mem, SIZE_MAX, &self), ==, EINVAL);
  self = place (mem, 1);
  g_assert_cmpuint (synchedmem_thread_id (self), ==, 1);
  g_assert_cmpint (synchedmem_attach (mem, 1, &other), ==, EBUSY);
  g_assert_null (other);
  g_assert_cmpint (synchedmem_detach (self), ==, 0);
  synchedmem_destroy (mem);
}

static void
test_detached_place_is_dead (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);
  const void *view;
  char byte;

  g_assert_cmpint (synchedmem_detach (self), ==, 0);
  g_assert_cmpint (synchedmem_detach (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_leave (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_write (self, "a", 1), ==, EINVAL);
  g_assert_cmpint (synchedmem_write_sync_read (self, "a", 1, &view), ==,
                   EINVAL);
  g_assert_cmpint (synchedmem_arrive (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_wait (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_try_wait (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_sync (self), ==, EINVAL);
  g_assert_cmpint (synchedmem_read (self, &byte, 1), ==, EINVAL);
  g_assert_null (synchedmem_overwrite (self));
  g_assert_null (synchedmem_update (self));
  synchedmem_destroy (mem);
}

static void
test_attach_again_goes_on (void)
{
  struct synchedmem *mem = group (1, 2, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);
  char *segment;

  g_assert_cmpint (synchedmem_write (self, "ab", 2), ==, 0);
  g_assert_cmpint (synchedmem_sync (self), ==, 0);
  g_assert_cmpint (synchedmem_write (self, "cd", 2), ==, 0);
  g_assert_cmpint (synchedmem_detach (self), ==, 0);

  /* What was written stays written, and can be written on.  */
  self = place (mem, 0);
  g_assert_cmpuint (synchedmem_cycle (self), ==, 1);
  g_assert_cmpmem (synchedmem_view (self), 2, "ab", 2);
  segment = synchedmem_update (self);
  g_assert_cmpmem (segment, 2, "cd", 2);
  segment[1] = 'e';
  g_assert_cmpint (synchedmem_arrive (self), ==, 0);
  g_assert_cmpint (synchedmem_detach (self), ==, 0);

  /* An arrival stands.  */
  self = place (mem, 0);
  g_assert_cmpint (synchedmem_arrive (self), ==, EALREADY);
  g_assert_cmpint (synchedmem_wait (self), ==, 0);
  g_assert_cmpuint (synchedmem_cycle (self), ==, 2);
  g_assert_cmpmem (synchedmem_view (self), 2, "ce", 2);
  g_assert_cmpint (synchedmem_detach (self), ==, 0);
  synchedmem_destroy (mem);
}

struct worker
{
  struct synchedmem *mem;
  size_t id;
  uint64_t cycles, wrong;
  int error;
};

static uint64_t
check_view (const struct worker *w, const uint64_t *view, uint64_t cycle)
{
  size_t i, n = synchedmem_num_threads (w->mem);
  uint64_t wrong = 0;

  for (i = 0; i < n; i++)
    wrong += view[i] != payload (cycle, i, 0);
  return wrong;
}

static void *
attach_each_cycle (void *arg)
{
  struct worker *w = arg;
  uint64_t cycle;

  for (cycle = 0; cycle < w->cycles && !w->error; cycle++)
    {
      struct synchedmem_local *self;
      uint64_t mine = payload (cycle, w->id, 0);
      const void *view = NULL;

      w->error = synchedmem_attach (w->mem, w->id, &self);
      if (w->error)
        break;
      w->wrong += synchedmem_cycle (self) != cycle;
      w->error = synchedmem_write_sync_read (self, &mine, 1, &view);
      if (!w->error)
        w->wrong += check_view (w, view, cycle);
      synchedmem_detach (self);
    }
  return NULL;
}

static void
test_attach_each_cycle (void)
{
  enum
  {
    num_threads = 4
  };
  struct synchedmem *mem = group (num_threads, 1, sizeof (uint64_t), NULL);
  struct worker w[num_threads] = { 0 };
  size_t i;

  for (i = 0; i < num_threads; i++)
    w[i] = (struct worker){ .mem = mem, .id = i, .cycles = scaled (5000) };
  run_threads (num_threads, attach_each_cycle, w, sizeof *w);
  for (i = 0; i < num_threads; i++)
    {
      g_assert_cmpint (w[i].error, ==, 0);
      g_assert_cmpuint (w[i].wrong, ==, 0);
    }
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void *
one_cycle (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  uint64_t mine = payload (w->cycles, w->id, 0);
  const void *view = NULL;

  w->error = synchedmem_attach (w->mem, w->id, &self);
  if (w->error)
    return NULL;
  w->wrong += synchedmem_cycle (self) != w->cycles;
  w->error = synchedmem_write_sync_read (self, &mine, 1, &view);
  if (!w->error)
    w->wrong += check_view (w, view, w->cycles);
  synchedmem_detach (self);
  return NULL;
}

static void
test_attach_from_other_threads (void)
{
  struct synchedmem *mem = group (2, 1, sizeof (uint64_t), NULL);
  uint64_t cycle;

  /* New threads for every cycle.  */
  for (cycle = 0; cycle < scaled (200); cycle++)
    {
      struct worker w[2] = { { .mem = mem, .id = 0, .cycles = cycle },
                             { .mem = mem, .id = 1, .cycles = cycle } };
      run_threads (2, one_cycle, w, sizeof *w);
      g_assert_cmpint (w[0].error, ==, 0);
      g_assert_cmpint (w[1].error, ==, 0);
      g_assert_cmpuint (w[0].wrong + w[1].wrong, ==, 0);
    }
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void *
detach_it (void *self)
{
  return GINT_TO_POINTER (synchedmem_detach (self));
}

static void
test_detach_by_other_thread (void)
{
  struct synchedmem *mem = group (3, 1, 1, NULL);
  struct synchedmem_local *self[3];
  int order[3] = { 1, 0, 2 }, i;

  for (i = 0; i < 3; i++)
    self[i] = place (mem, (size_t) i);
  for (i = 0; i < 3; i++)
    {
      pthread_t thread;
      void *error;
      g_assert_cmpint (
          pthread_create (&thread, NULL, detach_it, self[order[i]]), ==, 0);
      pthread_join (thread, &error);
      g_assert_null (error);
    }
  /* The other thread has ended, and broke nothing.  */
  g_assert_cmpint (synchedmem_status (mem), ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* Two places of one thread: leave keeps what was last published.  */
static void
check_leave (unsigned int buffers, int cycles_before, bool write_unpublished)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  struct synchedmem_local *self[2], *again = NULL;
  char last = 0, mine;
  int i, k;

  attr.buffers = buffers;
  mem = group (2, 1, 1, &attr);
  for (i = 0; i < 2; i++)
    self[i] = place (mem, (size_t) i);
  for (k = 0; k < cycles_before; k++)
    {
      last = (char) ('a' + k);
      if (buffers == 2)
        {
          g_assert_cmpint (synchedmem_write (self[0], &last, 1), ==, 0);
          g_assert_cmpint (synchedmem_write (self[1], "x", 1), ==, 0);
        }
      else
        last = 0; /* a write would wait for the other place */
      g_assert_cmpint (synchedmem_arrive (self[0]), ==, 0);
      g_assert_cmpint (synchedmem_leave (self[0]), ==, EALREADY);
      g_assert_cmpint (synchedmem_arrive (self[1]), ==, 0);
      g_assert_cmpint (synchedmem_wait (self[0]), ==, 0);
      g_assert_cmpint (synchedmem_wait (self[1]), ==, 0);
    }
  if (write_unpublished)
    g_assert_cmpint (synchedmem_write (self[0], "!", 1), ==, 0);
  g_assert_cmpint (synchedmem_leave (self[0]), ==, 0);
  g_assert_cmpint (synchedmem_leave (self[0]), ==, EINVAL);
  g_assert_cmpint (synchedmem_attach (mem, 0, &again), ==, EBUSY);

  for (k = 0; k < 5; k++)
    {
      const char *view = NULL;
      mine = (char) ('A' + k);
      g_assert_cmpint (synchedmem_write_sync_read (self[1], &mine, 1,
                                                   (const void **) &view),
                       ==, 0);
      g_assert_cmpint (view[0], ==, last);
      g_assert_cmpint (view[1], ==, mine);
      g_assert_cmpuint (synchedmem_missing (mem, NULL, 0), ==, 0);
    }
  g_assert_cmpint (synchedmem_detach (self[1]), ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static void
test_leave (void)
{
  int cycles;

  for (cycles = 0; cycles < 4; cycles++)
    {
      check_leave (2, cycles, false);
      check_leave (2, cycles, true);
      check_leave (1, cycles, false);
    }
}

static void *
run_then_leave (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  size_t i, n = synchedmem_num_threads (w->mem);
  /* Place i leaves after (i + 1) * 100 cycles; the last one stays.  */
  uint64_t mine, cycle, stay = w->id == n - 1 ? n * 100 : (w->id + 1) * 100;

  w->error = synchedmem_attach (w->mem, w->id, &self);
  for (cycle = 0; cycle < stay && !w->error; cycle++)
    {
      const void *all = NULL;
      const uint64_t *view;

      mine = payload (cycle, w->id, 0);
      w->error = synchedmem_write_sync_read (self, &mine, 1, &all);
      if (w->error)
        break;
      view = all;
      for (i = 0; i < n; i++)
        {
          uint64_t last = (i + 1) * 100 - 1;
          if (i == n - 1 || last > cycle)
            last = cycle;
          w->wrong += view[i] != payload (last, i, 0);
        }
    }
  if (!w->error)
    w->error = synchedmem_leave (self);
  return NULL;
}

static void
test_leave_one_after_the_other (void)
{
  enum
  {
    num_threads = 5
  };
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  unsigned int buffers;
  size_t i;

  for (buffers = 1; buffers <= 2; buffers++)
    {
      struct worker w[num_threads];
      struct synchedmem *mem;

      attr.buffers = buffers;
      mem = group (num_threads, 1, sizeof (uint64_t), &attr);
      for (i = 0; i < num_threads; i++)
        w[i] = (struct worker){ .mem = mem, .id = i };
      run_threads (num_threads, run_then_leave, w, sizeof *w);
      for (i = 0; i < num_threads; i++)
        {
          g_assert_cmpint (w[i].error, ==, 0);
          g_assert_cmpuint (w[i].wrong, ==, 0);
        }
      g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
    }
}

/* How a thread of the tests below ends while attached.  */
enum end
{
  END_RETURN,
  END_EXIT,
  END_CANCEL
};

struct mortal
{
  struct synchedmem *mem;
  enum end end;
  int error;
};

static void *
die_attached (void *arg)
{
  struct mortal *m = arg;
  struct synchedmem_local *self;

  m->error = synchedmem_attach (m->mem, 1, &self);
  if (!m->error)
    m->error = synchedmem_sync (self);
  /* Let the other one park.  */
  await_missing (m->mem, 1);
  sleep_ns (2000000);
  switch (m->end)
    {
    case END_EXIT:
      pthread_exit (NULL);
    case END_CANCEL:
      pthread_cancel (pthread_self ());
      pthread_testcancel ();
      break;
    default:
      break;
    }
  return NULL;
}

static void *
outlive (void *arg)
{
  struct mortal *m = arg;
  struct synchedmem_local *self;

  m->error = synchedmem_attach (m->mem, 0, &self);
  if (!m->error)
    m->error = synchedmem_sync (self);
  if (!m->error)
    m->error = synchedmem_sync (self);
  synchedmem_detach (self);
  return NULL;
}

static void
test_dead_thread_breaks (void)
{
  enum end end;

  for (end = END_RETURN; end <= END_CANCEL; end++)
    {
      struct synchedmem *mem = group (2, 1, 1, NULL);
      struct mortal alive = { .mem = mem },
                    mortal = { .mem = mem, .end = end };
      pthread_t threads[2];

      g_assert_cmpint (pthread_create (&threads[0], NULL, outlive, &alive), ==,
                       0);
      g_assert_cmpint (
          pthread_create (&threads[1], NULL, die_attached, &mortal), ==, 0);
      pthread_join (threads[0], NULL);
      pthread_join (threads[1], NULL);
      g_assert_cmpint (mortal.error, ==, 0);
      g_assert_cmpint (alive.error, ==, EOWNERDEAD);
      g_assert_cmpint (synchedmem_status (mem), ==, EOWNERDEAD);
      /* An abort comes too late to be the reason.  */
      g_assert_cmpint (synchedmem_abort (mem), ==, 0);
      g_assert_cmpint (synchedmem_status (mem), ==, EOWNERDEAD);
      /* The dead thread holds nothing.  */
      g_assert_cmpint (synchedmem_reset (mem), ==, 0);
      g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
    }
}

static void *
attach_several_and_die (void *arg)
{
  struct synchedmem **mem = arg;
  struct synchedmem_local *between;

  place (mem[0], 0);
  place (mem[0], 1);
  between = place (mem[1], 0);
  place (mem[2], 0);
  synchedmem_detach (between);
  return NULL;
}

static void
test_dead_thread_in_several_groups (void)
{
  struct synchedmem *mem[3];
  int i;

  for (i = 0; i < 3; i++)
    mem[i] = group (2, 1, 1, NULL);
  run_threads (1, attach_several_and_die, mem, 0);
  g_assert_cmpint (synchedmem_status (mem[0]), ==, EOWNERDEAD);
  g_assert_cmpint (synchedmem_status (mem[1]), ==, 0);
  g_assert_cmpint (synchedmem_status (mem[2]), ==, EOWNERDEAD);
  for (i = 0; i < 3; i++)
    g_assert_cmpint (synchedmem_destroy (mem[i]), ==, 0);
}

static void *
attach_pinned (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;

  w->error = synchedmem_attach (w->mem, w->id, &self);
  if (!w->error)
    {
      w->wrong = (uint64_t) sched_getcpu ();
      synchedmem_detach (self);
    }
  return NULL;
}

static void
test_pinning (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int here = sched_getcpu (), cpus[2] = { here, 1000000 };
  struct synchedmem *mem;
  struct worker w[2];

  g_assert_cmpint (here, >=, 0);
  attr.cpus = cpus;
  mem = group (2, 1, 1, &attr);
  cpus[0] = 1000000; /* it was copied */
  w[0] = (struct worker){ .mem = mem, .id = 0 };
  w[1] = (struct worker){ .mem = mem, .id = 1 };
  run_threads (2, attach_pinned, w, sizeof *w);
  g_assert_cmpint (w[0].error, ==, 0);
  g_assert_cmpint ((int) w[0].wrong, ==, here);
  /* There is no such processor, and nobody was attached to it.  */
  g_assert_cmpint (w[1].error, ==, EINVAL);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/local/null", test_null);
  g_test_add_func ("/local/attach-errors", test_attach_errors);
  g_test_add_func ("/local/detached-place-is-dead",
                   test_detached_place_is_dead);
  g_test_add_func ("/local/attach-again-goes-on", test_attach_again_goes_on);
  g_test_add_func ("/local/attach-each-cycle", test_attach_each_cycle);
  g_test_add_func ("/local/attach-from-other-threads",
                   test_attach_from_other_threads);
  g_test_add_func ("/local/detach-by-other-thread",
                   test_detach_by_other_thread);
  g_test_add_func ("/local/leave-keeps-last-published", test_leave);
  g_test_add_func ("/local/leave-one-after-the-other",
                   test_leave_one_after_the_other);
  g_test_add_func ("/local/dead-thread-breaks", test_dead_thread_breaks);
  g_test_add_func ("/local/dead-thread-in-several-groups",
                   test_dead_thread_in_several_groups);
  g_test_add_func ("/local/pinning", test_pinning);
  return g_test_run ();
}
