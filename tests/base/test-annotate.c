/* test-annotate.c: what a race detector is told.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The functions that ThreadSanitizer brings are here, and take notes.  One
   thread holds two places.  */

#include <config.h>

#include "base/annotate.h"
#include "support/support.h"

#include <glib.h>

#ifdef SM_SANITIZED_THREAD

static void
test_sanitized (void)
{
  g_test_skip ("ThreadSanitizer has these functions itself");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/annotate/sanitized", test_sanitized);
  return g_test_run ();
}

#else

enum
{
  notes_max = 1000
};

static struct
{
  bool release;
  int who;
  const void *token;
} note[notes_max];
static size_t num_notes;
static int who; /* whose call it is */

static void
take_note (bool release, const void *token)
{
  if (num_notes < notes_max)
    {
      note[num_notes].release = release;
      note[num_notes].who = who;
      note[num_notes].token = token;
    }
  num_notes++;
}

void
__tsan_acquire (void *token)
{
  take_note (false, token);
}

void
__tsan_release (void *token)
{
  take_note (true, token);
}

/* Whether, of what was noted since FIRST, READER has acquired what WRITER had
   released by then.  */
static bool
ordered (size_t first, int writer, int reader)
{
  size_t r, a;

  g_assert_cmpuint (num_notes, <=, notes_max);
  for (r = first; r < num_notes; r++)
    for (a = r + 1; a < num_notes; a++)
      if (note[r].release && note[r].who == writer && !note[a].release
          && note[a].who == reader && note[a].token == note[r].token)
        return true;
  return false;
}

static struct synchedmem_local *self[2];

static void
arrive (int i)
{
  who = i;
  g_assert_cmpint (synchedmem_arrive (self[i]), ==, 0);
}

static void
wait_for_all (int i)
{
  who = i;
  g_assert_cmpint (synchedmem_wait (self[i]), ==, 0);
}

static void
check_buffers (size_t buffers)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  size_t first;
  int i, k;

  attr.buffers = (unsigned int) buffers;
  mem = group (2, 1, 1, &attr);
  num_notes = 0;
  for (i = 0; i < 2; i++)
    self[i] = place (mem, (size_t) i);
  /* What was written before the arrival is seen by both after the wait, and
     not by one that waits still.  */
  for (k = 0; k < 5; k++)
    {
      first = num_notes;
      arrive (0);
      g_assert_false (ordered (first, 0, 1));
      arrive (1);
      g_assert_false (ordered (first, 1, 0));
      wait_for_all (0);
      g_assert_true (ordered (first, 1, 0));
      wait_for_all (1);
      g_assert_true (ordered (first, 0, 1));
    }
  /* And before a leave, by each meeting after it.  */
  first = num_notes;
  who = 1;
  g_assert_cmpint (synchedmem_leave (self[1]), ==, 0);
  for (k = 0; k < 3; k++)
    {
      size_t meeting = num_notes;

      arrive (0);
      wait_for_all (0);
      g_assert_true (ordered (first, 1, 0));
      g_assert_cmpuint (num_notes, >, meeting);
    }
  synchedmem_detach (self[0]);
  synchedmem_destroy (mem);
}

static void
test_two_buffers (void)
{
  check_buffers (2);
}

static void
test_one_buffer (void)
{
  check_buffers (1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/annotate/two-buffers", test_two_buffers);
  g_test_add_func ("/annotate/one-buffer", test_one_buffer);
  return g_test_run ();
}

#endif
