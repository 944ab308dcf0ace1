/* test-park.c: the clock, sleeping and waking, fences.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "base/annotate.h"
#include "os/os.h"
#include "support/support.h"

#include <errno.h>
#include <glib.h>

static void
test_clock (void)
{
  uint64_t before = sm_os_now ();
  struct timespec t = from_now (0);
  uint64_t middle = (uint64_t) t.tv_sec * 1000000000 + (uint64_t) t.tv_nsec;

  g_assert_cmpuint (before, <=, middle);
  g_assert_cmpuint (middle, <=, sm_os_now ());
}

static void
test_fence_others (void)
{
  if (sm_os_can_fence_others ())
    sm_os_fence_others ();
  else
    g_test_skip ("this system cannot");
}

static void
test_park_returns (void)
{
  sm_atomic32 word;
  uint64_t before = sm_os_now ();

  sm_init (&word, 1);
  /* The word is another: at once.  */
  g_assert_cmpint (sm_os_park (&word, 2, SM_OS_NEVER), ==, 0);
  g_assert_cmpint (sm_os_park (&word, 2, 0), ==, 0);
  /* A time that has passed, and one to come.  */
  g_assert_cmpint (sm_os_park (&word, 1, 0), ==, ETIMEDOUT);
  while (sm_os_park (&word, 1, before + 3000000) == 0)
    ;
  g_assert_cmpuint (sm_os_now (), >=, before + 3000000);
  /* Nobody sleeps.  */
  sm_os_wake (&word);
}

struct sleeper
{
  sm_atomic32 *word;
  int error;
};

static void *
sleep_or_wake (void *arg)
{
  struct sleeper *s = arg;

  if (s->error < 0)
    {
      sleep_ns (2000000);
      sm_exchange_seq_cst (s->word, 1);
      sm_os_wake (s->word);
      return NULL;
    }
  while (sm_load_acquire (s->word) == 0)
    s->error |= sm_os_park (s->word, 0, SM_OS_NEVER);
  return NULL;
}

static void
test_wake_all (void)
{
  static sm_atomic32 word;
  struct sleeper s[5];
  int i;

  sm_annotate_sync_memory (&word, sizeof word);
  sm_init (&word, 0);
  for (i = 0; i < 5; i++)
    s[i] = (struct sleeper){ .word = &word, .error = i ? 0 : -1 };
  run_threads (5, sleep_or_wake, s, sizeof *s);
  for (i = 1; i < 5; i++)
    g_assert_cmpint (s[i].error, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/park/clock", test_clock);
  g_test_add_func ("/park/fence-others", test_fence_others);
  g_test_add_func ("/park/returns", test_park_returns);
  g_test_add_func ("/park/wake-all", test_wake_all);
  return g_test_run ();
}
