/* test-profile-ends.c: when a record begins, goes on and ends.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/recording.h"
#include "support/support.h"

#include <errno.h>
#include <glib.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

/* Recording ends with finalize, and a second one changes nothing.  */
static void
test_finalize (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  int again, k;

  /* If recording went on, it would soon overwrite these.  */
  actor_start (&actor, 2, 2, 2);
  arrive_at (&actor, 0, 1010);
  arrive_at (&actor, 1, 1020);
  pass_at (&actor, 0, 1030);
  finalize_at (&actor, 1040);
  for (again = 0; again < 2; again++)
    {
      timing = snapshot (actor.mem);
      g_assert_cmpuint (synchedmem_timing_total_runtime (timing), ==, 40);
      g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, 2);
      check_block (timing, 0, 0, 1000, 1010, 1030);
      check_block (timing, 0, 1, 1030, 1040, 1040);
      g_assert_cmpuint (synchedmem_timing_block_count (timing, 1), ==, 1);
      check_block (timing, 1, 0, 1000, 1020, 1040);
      g_assert_cmpuint (total (timing, 0), ==, 40);
      g_assert_cmpuint (total (timing, 1), ==, 40);
      g_assert_null (flaw (timing, 2));
      synchedmem_timing_destroy (timing);
      /* Cycles go on.  */
      if (again == 0)
        pass_at (&actor, 1, 1050);
      for (k = 0; k < 100; k++)
        {
          arrive_at (&actor, 0, 1060);
          arrive_at (&actor, 1, 1070);
          pass_at (&actor, 0, 1080);
          pass_at (&actor, 1, 1090);
        }
      finalize_at (&actor, 2000);
    }
  actor_end (&actor);
}

/* Who detaches and comes back goes on in the cycle.  */
static void
test_detach (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;

  actor_start (&actor, 2, 0, 2);
  fake_now = 1005;
  g_assert_cmpint (synchedmem_detach (actor.self[0]), ==, 0);
  fake_now = 1500;
  actor.self[0] = place (actor.mem, 0);
  arrive_at (&actor, 0, 1600);
  fake_now = 1610;
  g_assert_cmpint (synchedmem_detach (actor.self[0]), ==, 0);
  arrive_at (&actor, 1, 1650);
  fake_now = 1700;
  actor.self[0] = place (actor.mem, 0);
  pass_at (&actor, 0, 1800);
  pass_at (&actor, 1, 1800);
  fake_now = 1810;
  g_assert_cmpint (synchedmem_detach (actor.self[0]), ==, 0);
  actor.self[0] = NULL;
  g_assert_cmpuint (synchedmem_computation_start (actor.mem, 0), ==, 1000);
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 0), ==, 0);
  finalize_at (&actor, 2000);
  timing = snapshot (actor.mem);
  check_block (timing, 0, 0, 1000, 1600, 1800);
  check_block (timing, 0, 1, 1800, 2000, 2000);
  g_assert_cmpuint (total (timing, 0), ==, 1000);
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* The last block of who leaves ends there, and it is never last again, even
   where the clock stands still.  */
static void
test_leave (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  int k;

  actor_start (&actor, 3, 0, 2);
  arrive_at (&actor, 0, 1010);
  arrive_at (&actor, 1, 1020);
  arrive_at (&actor, 2, 1030);
  /* Place 2 was last; it leaves before the others have seen that.  */
  pass_at (&actor, 2, 1030);
  fake_now = 1030;
  g_assert_cmpint (synchedmem_leave (actor.self[2]), ==, 0);
  actor.self[2] = NULL;
  pass_at (&actor, 0, 1030);
  pass_at (&actor, 1, 1030);
  for (k = 0; k < 4; k++)
    {
      arrive_at (&actor, 0, 1030);
      arrive_at (&actor, 1, 1030);
      pass_at (&actor, 0, 1030);
      pass_at (&actor, 1, 1030);
    }
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 2), ==, 1030);
  finalize_at (&actor, 2000);
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 2), ==, 1030);
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 1), ==, 2000);
  timing = snapshot (actor.mem);
  g_assert_cmpuint (stats_of (timing, 2).blocks, ==, 2);
  check_block (timing, 2, 1, 1030, 1030, 1030);
  g_assert_cmpuint (total (timing, 2), ==, 30);
  g_assert_cmpuint (stats_of (timing, 2).last_to_arrive, ==, 1);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 4);
  g_assert_cmpuint (stats_of (timing, 0).last_to_arrive, ==, 0);
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* With one buffer, waiting for readers is a part of what one computes.  */
static void
test_one_buffer (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  uint64_t k;
  size_t i;

  actor_start (&actor, 2, 0, 1);
  for (k = 0; k < 4; k++)
    {
      for (i = 0; i < 2; i++)
        arrive_at (&actor, i, 1010 + 10 * i + 100 * k);
      for (i = 0; i < 2; i++)
        pass_at (&actor, i, 1050 + 100 * k);
    }
  finalize_at (&actor, 1500);
  timing = snapshot (actor.mem);
  check_block (timing, 1, 3, 1250, 1320, 1350);
  g_assert_cmpuint (total (timing, 0), ==, 500);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 4);
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* A reset clears the record.  */
static void
test_reset (void)
{
  struct actor actor;
  struct synchedmem_timing *timing, *before;
  int k;

  actor_start (&actor, 1, 2, 2);
  for (k = 0; k < 100; k++)
    {
      arrive_at (&actor, 0, 2000 + 20 * (uint64_t) k);
      pass_at (&actor, 0, 2000 + 20 * (uint64_t) k);
    }
  before = snapshot (actor.mem);
  synchedmem_detach (actor.self[0]);
  finalize_at (&actor, 4000);
  fake_now = 5000;
  g_assert_cmpint (synchedmem_reset (actor.mem), ==, 0);
  g_assert_cmpuint (synchedmem_init_timestamp (actor.mem), ==, 5000);
  g_assert_cmpuint (synchedmem_completion_timestamp (actor.mem), ==, 0);
  timing = snapshot (actor.mem);
  g_assert_cmpuint (stats_of (timing, 0).blocks, ==, 0);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, 0);
  synchedmem_timing_destroy (timing);
  actor.self[0] = place (actor.mem, 0);
  arrive_at (&actor, 0, 5010);
  pass_at (&actor, 0, 5010);
  finalize_at (&actor, 5040);
  timing = snapshot (actor.mem);
  g_assert_cmpuint (stats_of (timing, 0).blocks, ==, 2);
  g_assert_cmpuint (stats_of (timing, 0).compute_max, ==, 30);
  g_assert_cmpuint (stats_of (timing, 0).compute_p50, ==, 10);
  g_assert_cmpuint (stats_of (timing, 0).last_to_arrive, ==, 1);
  synchedmem_timing_destroy (timing);
  /* What was taken before is the caller's.  */
  g_assert_cmpuint (stats_of (before, 0).blocks, ==, 101);
  check_block (before, 0, 1, 3980, 3980, 3980);
  synchedmem_timing_destroy (before);
  actor_end (&actor);
}

/* ---- threads */

static void *
attach_and_end (void *arg)
{
  place (arg, 0);
  fake_now = 1200;
  return NULL;
}

static void
test_dead (void)
{
  struct synchedmem_timing *timing;
  struct synchedmem *mem;

  fake_now = 1000;
  mem = group (1, 1, 1, NULL);
  run_threads (1, attach_and_end, mem, 0);
  g_assert_cmpint (synchedmem_status (mem), ==, EOWNERDEAD);
  g_assert_cmpuint (synchedmem_computation_end (mem, 0), ==, 1200);
  fake_now = 1300;
  timing = snapshot (mem);
  check_block (timing, 0, 0, 1000, 1200, 1200);
  g_assert_cmpuint (synchedmem_timing_total_runtime (timing), ==, 300);
  synchedmem_timing_destroy (timing);
  synchedmem_destroy (mem);
  fake_now = 0;
}

/* One that attaches, hands the place on, and ends when it is told.  */
static struct
{
  pthread_t thread;
  struct synchedmem *mem;
  struct synchedmem_local *self;
  sem_t handed, ends;
} attacher;

static void *
attach_hand_and_end (void *arg)
{
  (void) arg;
  attacher.self = place (attacher.mem, 0);
  sem_post (&attacher.handed);
  while (sem_wait (&attacher.ends))
    ;
  return NULL;
}

static void
attacher_ends (void)
{
  uint64_t now = fake_now;

  fake_now = 1200;
  sem_post (&attacher.ends);
  g_assert_cmpint (pthread_join (attacher.thread, NULL), ==, 0);
  fake_now = now;
}

/* The attacher ends at 1200, while who works in its place reads the clock, and
   it is 1300: after the meeting, or before it arrives.  */
static void
check_handed (bool passes)
{
  struct synchedmem_timing *timing;
  struct synchedmem_local *other;

  fake_now = 1000;
  attacher.mem = group (2, 1, 1, NULL);
  other = place (attacher.mem, 1);
  sem_init (&attacher.handed, 0, 0);
  sem_init (&attacher.ends, 0, 0);
  pthread_create (&attacher.thread, NULL, attach_hand_and_end, NULL);
  while (sem_wait (&attacher.handed))
    ;
  if (passes)
    {
      g_assert_cmpint (synchedmem_arrive (other), ==, 0);
      fake_now = 1100;
      g_assert_cmpint (synchedmem_arrive (attacher.self), ==, 0);
    }
  fake_now = 1300;
  before_reading = attacher_ends;
  g_assert_cmpint (passes ? synchedmem_wait (attacher.self)
                          : synchedmem_arrive (attacher.self),
                   ==, 0);
  g_assert_null (before_reading);
  fake_now = 1400;
  timing = snapshot (attacher.mem);
  if (passes)
    {
      check_block (timing, 0, 0, 1000, 1100, 1300);
      check_block (timing, 0, 1, 1300, 1300, 1300);
    }
  else
    check_block (timing, 0, 0, 1000, 1300, 1300);
  g_assert_cmpuint (total (timing, 0), ==, 300);
  g_assert_null (flaw (timing, 2));
  synchedmem_timing_destroy (timing);
  g_assert_cmpint (synchedmem_detach (other), ==, 0);
  g_assert_cmpint (synchedmem_destroy (attacher.mem), ==, 0);
  sem_destroy (&attacher.handed);
  sem_destroy (&attacher.ends);
  fake_now = 0;
}

/* The record of a place does not end before what is done there.  */
static void
test_handed (void)
{
  check_handed (true);
  check_handed (false);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!synchedmem_has_profiler ())
    return g_test_run ();
  g_test_add_func ("/profile-ends/finalize", test_finalize);
  g_test_add_func ("/profile-ends/detach", test_detach);
  g_test_add_func ("/profile-ends/leave", test_leave);
  g_test_add_func ("/profile-ends/one-buffer", test_one_buffer);
  g_test_add_func ("/profile-ends/reset", test_reset);
  g_test_add_func ("/profile-ends/dead", test_dead);
  g_test_add_func ("/profile-ends/handed", test_handed);
  return g_test_run ();
}
