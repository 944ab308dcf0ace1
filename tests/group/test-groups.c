/* test-groups.c: the parent's groups in the child of a fork.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/support.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Run FN in a child; it returns the line of what went wrong, or 0.  */
static void
in_child (int (*fn) (struct synchedmem *mem, struct synchedmem_local *self),
          struct synchedmem *mem, struct synchedmem_local *self)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      alarm (60);
      end_child (fn (mem, self));
    }
  g_assert_cmpint (child, >, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

#define expect(condition)                                                     \
  do                                                                          \
    if (!(condition))                                                         \
      return __LINE__ % 255 + 1;                                              \
  while (0)

static int
unused (struct synchedmem_local *self, void *arg)
{
  (void) self;
  (void) arg;
  return 0;
}

static int
use_parents_group (struct synchedmem *mem, struct synchedmem_local *self)
{
  struct synchedmem_local *other;
  struct timespec now = from_now (0);
  const void *view;
  char byte, *text = NULL;
  size_t size;
  FILE *out;

  expect (synchedmem_status (mem) == ESRCH);
  out = open_memstream (&text, &size);
  expect (out != NULL);
  expect (synchedmem_dump (mem, out) == 0);
  fclose (out);
  expect (strstr (text, "; ESRCH, in the parent process\n") != NULL);
  free (text);
  expect (synchedmem_write (self, "b", 1) == ESRCH);
  expect (synchedmem_write_sync_read (self, "b", 1, &view) == ESRCH);
  expect (synchedmem_overwrite (self) == NULL);
  expect (synchedmem_update (self) == NULL);
  expect (synchedmem_sync (self) == ESRCH);
  expect (synchedmem_arrive (self) == ESRCH);
  expect (synchedmem_wait (self) == ESRCH);
  expect (synchedmem_try_wait (self) == ESRCH);
  expect (synchedmem_wait_until (self, &now) == ESRCH);
  expect (synchedmem_read (self, &byte, 1) == ESRCH);
  expect (synchedmem_attach (mem, 0, &other) == ESRCH);
  expect (synchedmem_detach (self) == ESRCH);
  expect (synchedmem_leave (self) == ESRCH);
  expect (synchedmem_abort (mem) == ESRCH);
  expect (synchedmem_reset (mem) == ESRCH);
  expect (synchedmem_run (mem, unused, NULL) == ESRCH);
  expect (synchedmem_destroy (mem) == EBUSY);
  return 0;
}

static int
meet (struct synchedmem_local *self, void *arg)
{
  (void) arg;
  return synchedmem_sync (self);
}

static int
use_own_group (struct synchedmem *mem, struct synchedmem_local *self)
{
  struct synchedmem *own;

  (void) mem;
  (void) self;
  expect (synchedmem_create (&own, 2, 1, 1, NULL) == 0);
  expect (synchedmem_run (own, meet, NULL) == 0);
  expect (synchedmem_destroy (own) == 0);
  return 0;
}

static int
destroy_unattached (struct synchedmem *mem, struct synchedmem_local *self)
{
  (void) self;
  expect (synchedmem_status (mem) == ESRCH);
  expect (synchedmem_destroy (mem) == 0);
  return 0;
}

static void
test_child (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);
  int i;

  synchedmem_write (self, "a", 1);
  in_child (use_parents_group, mem, self);
  in_child (use_own_group, mem, self);
  /* The parent's goes on.  */
  for (i = 0; i < 3; i++)
    g_assert_cmpint (synchedmem_sync (self), ==, 0);
  g_assert_cmpmem (synchedmem_view (self), 1, "a", 1);
  synchedmem_detach (self);
  in_child (destroy_unattached, mem, NULL);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* Threads in the child of a process with threads are more than
   ThreadSanitizer bears, so the child meets itself.  */
static int
use_own_place (void)
{
  struct synchedmem *own;
  struct synchedmem_local *self;

  expect (synchedmem_create (&own, 1, 1, 1, NULL) == 0);
  expect (synchedmem_attach (own, 0, &self) == 0);
  expect (synchedmem_sync (self) == 0);
  expect (synchedmem_detach (self) == 0);
  expect (synchedmem_destroy (own) == 0);
  return 0;
}

/* Forks while other threads attach, detach and meet.  */
struct worker
{
  struct synchedmem *mem;
  size_t id;
  int error;
};

static void *
meet_and_fork (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  int k;

  for (k = 0; k < 20 && !w->error; k++)
    {
      w->error = synchedmem_attach (w->mem, w->id, &self);
      if (w->error)
        break;
      if (w->id == 0 && k % 4 == 0)
        {
          pid_t child = fork ();
          int status = 1;
          if (child == 0)
            {
              alarm (60);
              end_child (synchedmem_sync (self) == ESRCH ? use_own_place ()
                                                         : 1);
            }
          waitpid (child, &status, 0);
          if (status)
            {
              w->error = 1000 + status;
              synchedmem_abort (w->mem);
            }
        }
      if (!w->error)
        w->error = synchedmem_sync (self);
      synchedmem_detach (self);
    }
  return NULL;
}

static void
test_fork_while_running (void)
{
  struct synchedmem *mem = group (3, 1, 1, NULL);
  struct worker w[3];
  size_t i;

  for (i = 0; i < 3; i++)
    w[i] = (struct worker){ .mem = mem, .id = i };
  run_threads (3, meet_and_fork, w, sizeof *w);
  for (i = 0; i < 3; i++)
    g_assert_cmpint (w[i].error, ==, 0);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

static int
begin (struct synchedmem *mem, struct synchedmem_local *self)
{
  (void) mem;
  (void) self;
  return 0;
}

/* Destroyed in any order.  A child looks at those that are left.  */
static void
test_many_groups (void)
{
  struct synchedmem *mem[5];
  int order[5] = { 2, 0, 4, 1, 3 }, i;

  for (i = 0; i < 5; i++)
    mem[i] = group (1, 1, 1, NULL);
  for (i = 0; i < 5; i++)
    {
      g_assert_cmpint (synchedmem_destroy (mem[order[i]]), ==, 0);
      if (i == 2)
        in_child (destroy_unattached, mem[1], NULL);
    }
  in_child (begin, NULL, NULL);
}

/* Several groups at the same time, on the same processors: each goes on.  */
static int
meet_and_check (struct synchedmem_local *self, void *arg)
{
  uint64_t *wrong = arg, k;
  size_t id = synchedmem_thread_id (self), i;

  for (k = 1; k <= scaled (20000); k++)
    {
      uint64_t mine = payload (k, id, 0);
      int error = synchedmem_write (self, &mine, 1);
      if (!error)
        error = synchedmem_sync (self);
      if (error)
        return error;
      for (i = 0; synchedmem_view_of (self, i); i++)
        {
          const uint64_t *word = synchedmem_view_of (self, i);
          wrong[id] += *word != payload (k, i, 0);
        }
    }
  return 0;
}

struct beside
{
  size_t num_threads;
  uint64_t wrong[8];
  int error;
};

static void *
run_beside (void *arg)
{
  struct beside *b = arg;
  struct synchedmem *mem = group (b->num_threads, 1, sizeof (uint64_t), NULL);

  b->error = synchedmem_run (mem, meet_and_check, b->wrong);
  if (!b->error)
    b->error = synchedmem_destroy (mem);
  return NULL;
}

static void
test_side_by_side (void)
{
  struct beside b[] = { { .num_threads = 2 },
                        { .num_threads = 4 },
                        { .num_threads = 2 },
                        { .num_threads = 8 } };
  size_t i, id;

  run_threads (G_N_ELEMENTS (b), run_beside, b, sizeof *b);
  for (i = 0; i < G_N_ELEMENTS (b); i++)
    {
      g_assert_cmpint (b[i].error, ==, 0);
      for (id = 0; id < b[i].num_threads; id++)
        g_assert_cmpuint (b[i].wrong[id], ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/groups/child-of-fork", test_child);
  g_test_add_func ("/groups/fork-while-running", test_fork_while_running);
  g_test_add_func ("/groups/many", test_many_groups);
  g_test_add_func ("/groups/side-by-side", test_side_by_side);
  return g_test_run ();
}
