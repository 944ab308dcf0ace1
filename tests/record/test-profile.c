/* test-profile.c: what the profiler records.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "group/group.h"
#include "support/recording.h"
#include "support/support.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what one thread with several places does at known times */

static void
test_blocks (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  struct synchedmem_thread_stats stats = { 0 };
  int k;

  actor_start (&actor, 2, 0, 2);
  g_assert_cmpuint (synchedmem_init_timestamp (actor.mem), ==, 1000);
  /* Three cycles of 100: place 0 computes for 10, 1 for 90; in the last one
     it is the other way round.  */
  for (k = 0; k < 3; k++)
    {
      uint64_t start = 1000 + 100 * (uint64_t) k;
      int early = k == 2;

      arrive_at (&actor, (size_t) early, start + 10);
      arrive_at (&actor, (size_t) !early, start + 90);
      pass_at (&actor, 0, start + 100);
      pass_at (&actor, 1, start + 100);
    }
  /* Then 0 arrives, and 1 does not.  */
  arrive_at (&actor, 0, 1305);
  g_assert_cmpuint (synchedmem_completion_timestamp (actor.mem), ==, 0);
  g_assert_cmpuint (synchedmem_total_runtime (actor.mem), ==, 305);
  g_assert_cmpuint (synchedmem_computation_start (actor.mem, 1), ==, 1000);
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 1), ==, 0);
  finalize_at (&actor, 1350);
  fake_now = 9999;
  g_assert_cmpuint (synchedmem_completion_timestamp (actor.mem), ==, 1350);
  g_assert_cmpuint (synchedmem_total_runtime (actor.mem), ==, 350);
  g_assert_cmpuint (synchedmem_computation_end (actor.mem, 1), ==, 1350);

  timing = snapshot (actor.mem);
  g_assert_cmpuint (synchedmem_timing_num_threads (timing), ==, 2);
  g_assert_cmpuint (synchedmem_timing_total_runtime (timing), ==, 350);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, 4);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 1), ==, 4);
  check_block (timing, 0, 0, 1000, 1010, 1100);
  check_block (timing, 0, 1, 1100, 1110, 1200);
  check_block (timing, 0, 2, 1200, 1290, 1300);
  check_block (timing, 0, 3, 1300, 1305, 1350);
  check_block (timing, 1, 0, 1000, 1090, 1100);
  check_block (timing, 1, 2, 1200, 1210, 1300);
  check_block (timing, 1, 3, 1300, 1350, 1350);

  stats = stats_of (timing, 0);
  g_assert_cmpuint (stats.blocks, ==, 4);
  g_assert_cmpuint (stats.dropped, ==, 0);
  g_assert_cmpuint (stats.compute_total, ==, 10 + 10 + 90 + 5);
  g_assert_cmpuint (stats.compute_min, ==, 5);
  g_assert_cmpuint (stats.compute_max, ==, 90);
  g_assert_cmpuint (stats.compute_p50, ==, 10);
  g_assert_cmpuint (stats.compute_p99, ==, 90);
  g_assert_cmpuint (stats.wait_total, ==, 90 + 90 + 10 + 45);
  g_assert_cmpuint (stats.wait_min, ==, 10);
  g_assert_cmpuint (stats.wait_max, ==, 90);
  g_assert_cmpuint (stats.wait_p50, ==, 45);
  g_assert_cmpuint (stats.last_to_arrive, ==, 1);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 2);
  g_assert_cmpuint (total (timing, 0), ==, 350);
  g_assert_cmpuint (total (timing, 1), ==, 350);
  g_assert_cmpuint (synchedmem_timing_total_computation (timing, 0), ==, 115);
  g_assert_cmpuint (synchedmem_timing_average_computation (timing, 0), ==, 28);
  /* 115 and 240: 240 / 177.5.  */
  g_assert_cmpfloat_with_epsilon (synchedmem_timing_imbalance (timing),
                                  240 / 177.5, 1e-12);
  g_assert_null (flaw (timing, 2));
  g_assert_null (flaw_across (timing, 2));
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* Who is alone waits for nobody, whatever it does between its arrival and its
   wait.  */
static void
test_alone (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;

  actor_start (&actor, 1, 0, 2);
  arrive_at (&actor, 0, 1010);
  pass_at (&actor, 0, 1500);
  arrive_at (&actor, 0, 1600);
  fake_now = 1650;
  timing = snapshot (actor.mem);
  check_block (timing, 0, 1, 1010, 1650, 1650);
  synchedmem_timing_destroy (timing);
  pass_at (&actor, 0, 1650);
  finalize_at (&actor, 1700);
  timing = snapshot (actor.mem);
  check_block (timing, 0, 0, 1000, 1010, 1010);
  check_block (timing, 0, 1, 1010, 1600, 1600);
  check_block (timing, 0, 2, 1600, 1700, 1700);
  g_assert_cmpuint (stats_of (timing, 0).wait_total, ==, 0);
  g_assert_cmpuint (stats_of (timing, 0).last_to_arrive, ==, 2);
  g_assert_cmpuint (total (timing, 0), ==, 700);
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* Where all arrive at once, one of them is the last.  */
static void
test_ties (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  size_t i;
  int k;

  actor_start (&actor, 3, 0, 2);
  for (k = 0; k < 5; k++)
    {
      for (i = 3; i-- > 0;)
        arrive_at (&actor, i, 1000);
      for (i = 0; i < 3; i++)
        pass_at (&actor, i, 1000);
    }
  timing = snapshot (actor.mem);
  g_assert_cmpuint (stats_of (timing, 0).last_to_arrive, ==, 0);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 0);
  g_assert_cmpuint (stats_of (timing, 2).last_to_arrive, ==, 5);
  /* Nothing took any time.  */
  g_assert_cmpfloat (synchedmem_timing_imbalance (timing), ==, 1.0);
  g_assert_cmpuint (stats_of (timing, 2).compute_p99, ==, 0);
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

/* Past profile_blocks: exact totals, the newest blocks.  */
static void
test_drops (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  struct synchedmem_thread_stats stats = { 0 };
  uint64_t k, now = 1000, compute = 0;
  size_t blocks, b;

  for (blocks = 1; blocks < 200; blocks = 3 * blocks + 1)
    {
      actor_start (&actor, 2, blocks, 2);
      now = 1000;
      compute = 0;
      for (k = 0; k < 500; k++)
        {
          arrive_at (&actor, k % 3 == 0, now + k + 1);
          arrive_at (&actor, k % 3 != 0, now + k + 2);
          compute += k % 3 ? k + 1 : k + 2;
          pass_at (&actor, 0, now + 1000);
          pass_at (&actor, 1, now + 1000);
          now += 1000;
        }
      finalize_at (&actor, now + 7);
      compute += 7;
      timing = snapshot (actor.mem);
      g_assert_null (flaw (timing, 2));
      stats = stats_of (timing, 0);
      g_assert_cmpuint (stats.blocks, ==, 501);
      g_assert_cmpuint (stats.dropped, ==, 501 - blocks);
      g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, blocks);
      g_assert_cmpuint (stats.compute_total, ==, compute);
      g_assert_cmpuint (total (timing, 0), ==, now + 7 - 1000);
      g_assert_cmpuint (stats.compute_min, ==, 2);
      g_assert_cmpuint (stats.compute_max, ==, 500);
      g_assert_cmpuint (stats.wait_min, ==, 0);
      g_assert_cmpuint (stats.wait_max, ==, 998);
      g_assert_cmpuint (stats.last_to_arrive, ==, 167);
      g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 333);
      /* The middle of 2, 2, 3, 5, 5, 6, ... */
      g_assert_cmpuint (stats.compute_p50, >=, 250 * 98 / 100);
      g_assert_cmpuint (stats.compute_p50, <=, 250 * 102 / 100);
      g_assert_cmpuint (stats.compute_p99, >=, 495 * 98 / 100);
      g_assert_cmpuint (stats.compute_p99, <=, 495 * 102 / 100);
      for (b = 0; b + 1 < blocks; b++)
        {
          k = 501 - blocks + b;
          check_block (timing, 0, b, 1000 + 1000 * k,
                       1001 + 1001 * k + (k % 3 == 0), 2000 + 1000 * k);
        }
      check_block (timing, 0, blocks - 1, now, now + 7, now + 7);
      synchedmem_timing_destroy (timing);
      actor_end (&actor);
    }
}

/* A snapshot before finalize: what is complete counts at once, what is not is
   cut.  */
static void
test_snapshot (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;

  actor_start (&actor, 2, 0, 2);
  arrive_at (&actor, 0, 1010);
  fake_now = 1015;
  timing = snapshot (actor.mem);
  check_block (timing, 0, 0, 1000, 1010, 1015);
  check_block (timing, 1, 0, 1000, 1015, 1015);
  g_assert_cmpuint (synchedmem_timing_total_runtime (timing), ==, 15);
  g_assert_cmpuint (stats_of (timing, 0).wait_total, ==, 5);
  g_assert_cmpuint (stats_of (timing, 0).last_to_arrive, ==, 0);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 0);
  synchedmem_timing_destroy (timing);

  arrive_at (&actor, 1, 1020);
  pass_at (&actor, 0, 1030);
  pass_at (&actor, 1, 1040);
  fake_now = 1050;
  timing = snapshot (actor.mem);
  g_assert_cmpuint (synchedmem_timing_block_count (timing, 0), ==, 2);
  check_block (timing, 0, 0, 1000, 1010, 1030);
  check_block (timing, 0, 1, 1030, 1050, 1050);
  check_block (timing, 1, 0, 1000, 1020, 1040);
  g_assert_cmpuint (stats_of (timing, 1).last_to_arrive, ==, 1);
  g_assert_cmpuint (stats_of (timing, 0).compute_p50, ==, 10);
  g_assert_cmpuint (stats_of (timing, 0).compute_max, ==, 20);
  g_assert_null (flaw (timing, 2));
  synchedmem_timing_destroy (timing);
  actor_end (&actor);
}

#ifdef SM_PROFILER
#include "record/reader.h"
/* What a thread overwrites while it is copied is left out: here, it did so
   before.  */
static void
test_overwritten (void)
{
  enum
  {
    cycles = 500
  };
  static struct synchedmem_block blocks[cycles];
  struct actor actor;
  const struct sm_profile *profile;
  size_t n, i, got;
  uint64_t k;

  actor_start (&actor, 1, 100, 2);
  profile = &actor.mem->profile;
  for (k = 0; k < cycles; k++)
    {
      arrive_at (&actor, 0, 1000 + 10 * k);
      pass_at (&actor, 0, 1005 + 10 * k);
    }
  for (n = 0; n < cycles; n++)
    {
      /* Blocks n - 1, n - 2 and so on.  */
      got = sm_reader_copy (profile, 0, n, n, blocks);
      /* The thread may be writing into the next two.  */
      g_assert_cmpuint (got, ==,
                        n + profile->capacity > cycles + 2
                            ? n + profile->capacity - cycles - 2
                            : 0);
      for (i = 0; i < got; i++)
        g_assert_cmpuint (blocks[i].arrive, ==, 1000 + 10 * (n - got + i));
    }
  actor_end (&actor);
}
#endif

/* ---- errors */

static void
test_memory (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem = NULL;
  size_t n;

  for (n = 1; n <= 1000; n *= 10)
    {
      attr.profile_blocks = SIZE_MAX;
      g_assert_cmpint (synchedmem_create (&mem, n, 1, 1, &attr), ==,
                       EOVERFLOW);
      attr.profile_blocks = SIZE_MAX / sizeof (struct synchedmem_block) / n;
      g_assert_cmpint (synchedmem_create (&mem, n, 1, 1, &attr), ==,
                       EOVERFLOW);
    }
  /* Of 32 bits, that part can be had.  */
  if (sizeof (size_t) < 8)
    return;
  attr.profile_blocks = SIZE_MAX / 256;
  g_assert_cmpint (synchedmem_create (&mem, 1, 1, 1, &attr), ==, ENOMEM);
  g_assert_null (mem);
}

static void
test_fork (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_timing *timing;
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    end_child (synchedmem_timing_create (mem, &timing) != ESRCH
               || synchedmem_finalize (mem) != ESRCH);
  waitpid (child, &status, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  synchedmem_destroy (mem);
}

/* Without the profiler, nothing is recorded, and nothing asks the clock.  */
static void
test_absent (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;

  actor_start (&actor, 1, 0, 2);
  arrive_at (&actor, 0, 2000);
  pass_at (&actor, 0, 3000);
  finalize_at (&actor, 4000);
  g_assert_cmpuint (synchedmem_total_runtime (actor.mem), ==, 0);
  g_assert_cmpuint (synchedmem_computation_start (actor.mem, 0), ==, 0);
  g_assert_cmpint (synchedmem_timing_create (actor.mem, &timing), ==, ENOTSUP);
  actor_end (&actor);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!synchedmem_has_profiler ())
    {
      g_test_add_func ("/profile/absent", test_absent);
      return g_test_run ();
    }
  g_test_add_func ("/profile/blocks", test_blocks);
  g_test_add_func ("/profile/alone", test_alone);
  g_test_add_func ("/profile/ties", test_ties);
  g_test_add_func ("/profile/drops", test_drops);
  g_test_add_func ("/profile/snapshot", test_snapshot);
#ifdef SM_PROFILER
  g_test_add_func ("/profile/overwritten", test_overwritten);
#endif
  g_test_add_func ("/profile/memory", test_memory);
  g_test_add_func ("/profile/fork", test_fork);
  return g_test_run ();
}
