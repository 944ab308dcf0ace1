/* test-leave.c: places given up for good: leave, and threads that end.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/workers.h"

#include <glib.h>
#include <pthread.h>

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
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;

  for (attr.buffers = 1; attr.buffers <= 2; attr.buffers++)
    {
      struct synchedmem *mem = group (5, 1, sizeof (uint64_t), &attr);

      run_workers (mem, 5, run_then_leave, 0);
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

/* A place that one thread attached, and hands to another.  */
struct handed
{
  struct synchedmem *mem;
  struct synchedmem_local *self;
  pthread_mutex_t lock; /* guards self */
  int error, leave_error;
};

static void *
attach_and_end (void *arg)
{
  struct handed *h = arg;

  pthread_mutex_lock (&h->lock);
  h->self = place (h->mem, 0);
  pthread_mutex_unlock (&h->lock);
  sleep_ns (10000);
  return NULL;
}

static void *
take_over_and_leave (void *arg)
{
  struct handed *h = arg;
  struct synchedmem_local *self = NULL;

  while (!self)
    {
      pthread_mutex_lock (&h->lock);
      self = h->self;
      pthread_mutex_unlock (&h->lock);
    }
  while (!h->error)
    h->error = synchedmem_sync (self);
  h->leave_error = synchedmem_leave (self);
  return NULL;
}

/* When the first one ends, the other is told, has lost the place, and does not
   give it up once more.  */
static void
test_handed_place_ends (void)
{
  uint64_t rounds = scaled (300);

  while (rounds--)
    {
      struct handed h = { .mem = group (1, 1, 1, NULL) };
      pthread_t first, second;

      pthread_mutex_init (&h.lock, NULL);
      pthread_create (&second, NULL, take_over_and_leave, &h);
      pthread_create (&first, NULL, attach_and_end, &h);
      pthread_join (first, NULL);
      pthread_join (second, NULL);
      pthread_mutex_destroy (&h.lock);
      g_assert_cmpint (h.error, ==, EOWNERDEAD);
      g_assert_cmpint (h.leave_error, ==, EINVAL);
      g_assert_cmpint (synchedmem_detach (h.self), ==, EINVAL);
      g_assert_cmpint (synchedmem_reset (h.mem), ==, 0);
      g_assert_cmpint (synchedmem_destroy (h.mem), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leave/keeps-last-published", test_leave);
  g_test_add_func ("/leave/one-after-the-other",
                   test_leave_one_after_the_other);
  g_test_add_func ("/leave/dead-thread-breaks", test_dead_thread_breaks);
  g_test_add_func ("/leave/dead-thread-in-several-groups",
                   test_dead_thread_in_several_groups);
  g_test_add_func ("/leave/handed-place-ends", test_handed_place_ends);
  return g_test_run ();
}
