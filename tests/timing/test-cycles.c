/* test-cycles.c: which meetings were held, and what the writers say of
   them in words.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/snapshot.h"
#include "timing/cycles.h"
#include "timing/verdict.h"

#include <glib.h>
#include <string.h>

static void
assert_verdict (const struct synchedmem_timing *timing, const char *expected)
{
  char verdict[SM_VERDICT_SIZE];

  g_assert_cmpint (sm_verdict_say (timing, verdict), ==, 0);
  g_assert_cmpstr (verdict, ==, expected);
}

static struct synchedmem_timing *
attached (size_t num_threads)
{
  struct synchedmem_timing *timing = snapshot_new (num_threads, 8, 1000);
  size_t t;

  for (t = 0; t < num_threads; t++)
    snapshot_attach (timing, t, 1000, 0, 0, 0);
  return timing;
}

static void
test_last (void)
{
  static const uint64_t first[] = { 10000, 50000, 30000 };
  static const uint64_t second[] = { 90000, 20000, 10000 };
  struct synchedmem_timing *timing = attached (3);
  struct sm_timing_meeting meeting;
  size_t t;

  snapshot_meet (timing, first, 0);
  snapshot_meet (timing, second, 0);
  for (t = 0; t < 3; t++)
    snapshot_end (timing, t, 60000, 0);
  g_assert_true (sm_cycles_meeting (timing, 0, &meeting));
  g_assert_cmpuint (meeting.last, ==, 1);
  g_assert_cmpuint (meeting.arrive, ==, 51000);
  g_assert_cmpuint (meeting.excess, ==, 20000);
  g_assert_true (sm_cycles_meeting (timing, 1, &meeting));
  g_assert_cmpuint (meeting.last, ==, 0);
  g_assert_cmpuint (meeting.excess, ==, 50000);
  /* They left, all at once.  */
  g_assert_false (sm_cycles_meeting (timing, 2, &meeting));
  g_assert_false (sm_cycles_meeting (timing, 3, &meeting));
  assert_verdict (timing,
                  "Thread 0 costs the others 50.000 us: it came last to 1 of "
                  "the 2 meetings; an even load in each cycle would save "
                  "70.000 of 200.000 us, 35.0%.");
  snapshot_free (timing);
}

/* Who leaves is not waited for, unless it was there longer than all
   others.  */
static void
test_leaving (void)
{
  static const uint64_t compute[] = { 100, 200, 300 };
  static const uint64_t without[] = { 100, 200, SNAPSHOT_AWAY };
  struct sm_timing_meeting meeting;
  struct synchedmem_timing *timing = attached (3);

  snapshot_meet (timing, compute, 0);
  snapshot_end (timing, 2, 50, 0);
  snapshot_meet (timing, without, 0);
  snapshot_meet (timing, without, 0);
  snapshot_end (timing, 0, 10, 0);
  snapshot_end (timing, 1, 10, 0);
  g_assert_true (sm_cycles_meeting (timing, 0, &meeting));
  g_assert_cmpuint (meeting.last, ==, 2);
  g_assert_true (sm_cycles_meeting (timing, 1, &meeting));
  g_assert_cmpuint (meeting.last, ==, 1);
  /* The mean is that of the two.  */
  g_assert_cmpuint (meeting.excess, ==, 50);
  g_assert_true (sm_cycles_meeting (timing, 2, &meeting));
  snapshot_free (timing);

  timing = attached (3);
  snapshot_meet (timing, compute, 0);
  snapshot_end (timing, 2, 250, 0);
  snapshot_meet (timing, without, 100);
  g_assert_true (sm_cycles_meeting (timing, 0, &meeting));
  g_assert_false (sm_cycles_meeting (timing, 1, &meeting));
  snapshot_free (timing);
}

/* Nobody came last to a meeting that was not to be.  */
static void
test_in_vain (void)
{
  static const uint64_t compute[] = { 100, 200, 300 };
  struct synchedmem_timing *timing = attached (3);
  struct sm_timing_meeting meeting;

  snapshot_meet (timing, compute, 0);
  snapshot_end (timing, 0, 100, 900);
  snapshot_end (timing, 1, 200, 800);
  snapshot_end (timing, 2, 1000, 0);
  g_assert_true (sm_cycles_meeting (timing, 0, &meeting));
  g_assert_false (sm_cycles_meeting (timing, 1, &meeting));
  snapshot_free (timing);
}

/* Blocks that were not kept are not guessed.  */
static void
test_dropped (void)
{
  static const uint64_t compute[] = { 100000, 200000 };
  struct synchedmem_timing *timing = snapshot_new (2, 8, 1000);
  struct sm_timing_meeting meeting;
  uint64_t first, end;

  snapshot_attach (timing, 0, 1000, 7, 100000, 100000);
  snapshot_attach (timing, 1, 1000, 8, 175000, 0);
  snapshot_meet (timing, compute, 0);
  snapshot_meet (timing, compute, 0);
  sm_cycles_range (timing, &first, &end);
  g_assert_cmpuint (first, ==, 7);
  g_assert_cmpuint (end, ==, 10);
  g_assert_null (sm_cycles_find (&timing->thread[0], 6));
  g_assert_null (sm_cycles_find (&timing->thread[1], 7));
  g_assert_nonnull (sm_cycles_find (&timing->thread[1], 9));
  g_assert_null (sm_cycles_find (&timing->thread[1], 10));
  g_assert_false (sm_cycles_meeting (timing, 6, &meeting));
  g_assert_false (sm_cycles_meeting (timing, 7, &meeting));
  g_assert_true (sm_cycles_meeting (timing, 8, &meeting));
  snapshot_free (timing);

  /* Two are known, and the third may have come last.  */
  timing = snapshot_new (3, 8, 1000);
  snapshot_attach (timing, 0, 1000, 7, 100000, 100000);
  snapshot_attach (timing, 1, 1000, 7, 150000, 50000);
  snapshot_attach (timing, 2, 1000, 8, 187500, 0);
  snapshot_meet (timing, (const uint64_t[]){ 10, 20, SNAPSHOT_AWAY }, 5);
  snapshot_meet (timing, (const uint64_t[]){ 10, 20, 30 }, 5);
  g_assert_false (sm_cycles_meeting (timing, 7, &meeting));
  g_assert_true (sm_cycles_meeting (timing, 8, &meeting));
  snapshot_free (timing);
}

static void
test_verdicts (void)
{
  static const uint64_t even[] = { 100, 100, 100 };
  struct synchedmem_timing *timing = attached (3);

  snapshot_meet (timing, even, 5);
  assert_verdict (timing, "The load is even: no thread costs the others "
                          "anything.");
  snapshot_free (timing);

  timing = attached (1);
  snapshot_meet (timing, even, 5);
  assert_verdict (timing, "One thread waits for nobody.");
  snapshot_free (timing);

  timing = snapshot_new (4, 0, 1000);
  assert_verdict (timing, "No meeting is on record.");
  snapshot_free (timing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cycles/last", test_last);
  g_test_add_func ("/cycles/leaving", test_leaving);
  g_test_add_func ("/cycles/in-vain", test_in_vain);
  g_test_add_func ("/cycles/dropped", test_dropped);
  g_test_add_func ("/cycles/verdicts", test_verdicts);
  return g_test_run ();
}
