/* test-wait.c: the policy, driven through every turn by a system that does
   what the test says.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "meeting/wait.h"
#include "synchedmem.h"

#include <glib.h>

/* The system: a clock that moves by itself a little, and by yields.  */
static struct
{
  uint64_t now;
  uint64_t yield_takes;
  uint64_t others; /* of a yield's time, what others run */
  uint64_t running;
  unsigned int yields;
  bool realtime;
} fake;

uint64_t
sm_os_now (void)
{
  fake.running += 20;
  return fake.now += 20;
}

uint64_t
sm_os_running (void)
{
  return fake.running;
}

void
sm_os_yield (void)
{
  fake.yields++;
  fake.now += fake.yield_takes;
  fake.running += fake.yield_takes - fake.others;
}

bool
sm_os_realtime (void)
{
  return fake.realtime;
}

enum
{
  us = 1000,
  ms = 1000 * us
};

static struct sm_wait_shared shared;

static struct sm_waiter
waiter_new_crowded (int policy, bool crowded)
{
  struct sm_waiter waiter;

  fake.now = 1000 * (uint64_t) ms;
  fake.yield_takes = us;
  fake.others = us;
  fake.yields = 0;
  shared.crowded = crowded;
  sm_wait_shared_reset (&shared);
  sm_waiter_init (&waiter, &shared, policy, SM_WAIT_SPIN_NS);
  sm_waiter_begin (&waiter, SM_OS_NEVER);
  return waiter;
}

static struct sm_waiter
waiter_new (int policy)
{
  return waiter_new_crowded (policy, false);
}

/* Take turns until it is something else than a look, at most MAX.  */
static enum sm_wait_turn
turns (struct sm_waiter *waiter, bool shared_cpu, int max)
{
  enum sm_wait_turn turn = SM_WAIT_LOOK;

  while (turn == SM_WAIT_LOOK && max-- > 0)
    {
      turn = sm_waiter_turn (waiter, shared_cpu);
      fake.now += 25;
    }
  return turn;
}

static void
test_active_spins (void)
{
  struct sm_waiter waiter = waiter_new (SYNCHEDMEM_WAIT_ACTIVE);

  g_assert_cmpint (turns (&waiter, false, 1000000), ==, SM_WAIT_LOOK);
  g_assert_cmpint (turns (&waiter, true, 1000000), ==, SM_WAIT_LOOK);
  g_assert_cmpuint (fake.yields, ==, 0);
}

static void
test_passive_parks (void)
{
  struct sm_waiter waiter = waiter_new (SYNCHEDMEM_WAIT_PASSIVE);

  g_assert_cmpint (turns (&waiter, false, 1), ==, SM_WAIT_PARK);
  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_PARK);
  g_assert_cmpuint (fake.yields, ==, 0);
}

static void
test_adaptive_spins_then_parks (void)
{
  struct sm_waiter waiter = waiter_new (SYNCHEDMEM_WAIT_ADAPTIVE);
  uint64_t before = fake.now;

  g_assert_cmpint (turns (&waiter, false, 1000000), ==, SM_WAIT_PARK);
  g_assert_cmpuint (fake.now - before, >=, 5 * us);
  g_assert_cmpuint (fake.now - before, <=, 100 * us);
  g_assert_cmpuint (fake.yields, ==, 0);
  g_assert_cmpuint (waiter.began, >=, before);
  /* Woken for nothing: asleep again soon.  */
  before = fake.now;
  g_assert_cmpint (turns (&waiter, false, 1000000), ==, SM_WAIT_PARK);
  g_assert_cmpuint (fake.now - before, <=, 5 * us);
  /* The next wait spins again.  */
  sm_waiter_begin (&waiter, SM_OS_NEVER);
  g_assert_cmpint (turns (&waiter, false, 20), ==, SM_WAIT_LOOK);
}

/* How long one spins until it parks.  */
static uint64_t
spun (struct sm_waiter *waiter)
{
  uint64_t before = fake.now;

  sm_waiter_begin (waiter, SM_OS_NEVER);
  g_assert_cmpint (turns (waiter, false, 1000000), ==, SM_WAIT_PARK);
  return fake.now - before;
}

/* Dear wakes make long spins, cheap ones short, and none is without bounds;
   one that was interrupted does not count for much.  */
static void
test_spins_as_wakes_cost (void)
{
  struct sm_waiter waiter = waiter_new (SYNCHEDMEM_WAIT_ADAPTIVE);
  uint64_t usual;

  waiter.spin_ns = SM_WAIT_SPIN_LEARNED;
  usual = spun (&waiter);
  sm_wait_learn_wake (&shared, us);
  g_assert_cmpuint (spun (&waiter), <, usual / 2);
  sm_wait_learn_wake (&shared, 100 * ms);
  g_assert_cmpuint (spun (&waiter), <, 9 * usual / 5);
  sm_wait_learn_wake (&shared, 100);
  g_assert_cmpuint (spun (&waiter), >=, 4 * us);
  waiter = waiter_new (SYNCHEDMEM_WAIT_ADAPTIVE);
  waiter.spin_ns = SM_WAIT_SPIN_LEARNED;
  sm_wait_learn_wake (&shared, 100 * ms);
  g_assert_cmpuint (spun (&waiter), <, 3 * usual);
  sm_wait_learn_wake (&shared, 12 * us);
  g_assert_cmpuint (spun (&waiter), >, usual);
  /* What the environment says is not learned.  */
  waiter.spin_ns = 20 * us;
  g_assert_cmpuint (spun (&waiter), <, usual);
}

static void
test_shared_cpu_yields (void)
{
  struct sm_waiter waiter = waiter_new (SYNCHEDMEM_WAIT_ADAPTIVE);

  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_LOOK);
  g_assert_cmpuint (fake.yields, ==, 1);
  g_assert_cmpint (turns (&waiter, true, 10), ==, SM_WAIT_LOOK);
  g_assert_cmpuint (fake.yields, ==, 11);
}

/* The one that is waited for sleeps: nobody else runs.  */
static void
test_idle_yields_park (void)
{
  struct sm_waiter waiter = waiter_new (SYNCHEDMEM_WAIT_ADAPTIVE);
  uint64_t before = fake.now;

  fake.yield_takes = 200;
  fake.others = 0;
  g_assert_cmpint (turns (&waiter, true, 100000), ==, SM_WAIT_PARK);
  g_assert_cmpuint (fake.now - before, <=, 100 * us);
  g_assert_cmpint (turns (&waiter, true, 100000), ==, SM_WAIT_PARK);
  g_assert_cmpuint (fake.now - before, <=, 101 * us);
  /* While others run, it goes on.  */
  sm_waiter_begin (&waiter, SM_OS_NEVER);
  fake.yield_takes = us;
  fake.others = us;
  g_assert_cmpint (turns (&waiter, true, 100000), ==, SM_WAIT_LOOK);
}

static void
test_late_yield_is_shunned (void)
{
  struct sm_waiter waiter = waiter_new (SYNCHEDMEM_WAIT_ADAPTIVE), other;
  uint64_t shunned[12];
  unsigned int i;

  sm_waiter_init (&other, &shared, SYNCHEDMEM_WAIT_ADAPTIVE, SM_WAIT_SPIN_NS);
  /* A yield that takes a time slice.  */
  fake.yield_takes = fake.others = 4 * ms;
  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_LOOK);
  g_assert_cmpuint (fake.yields, ==, 1);
  for (i = 0; i < G_N_ELEMENTS (shunned); i++)
    {
      /* Nobody yields, for a time; then somebody does, again late.  */
      shunned[i] = fake.now;
      g_assert_cmpint (sm_waiter_turn (&waiter, true), ==, SM_WAIT_PARK);
      while (sm_waiter_turn (&other, true) == SM_WAIT_PARK)
        {
          g_assert_cmpuint (fake.yields, ==, 1 + i);
          fake.now += ms;
        }
      g_assert_cmpuint (fake.yields, ==, 2 + i);
      shunned[i] = fake.now - shunned[i];
    }
  /* The time grows, up to a limit.  */
  g_assert_cmpuint (shunned[2], >, shunned[0] * 3 / 2);
  g_assert_cmpuint (shunned[11], <=, 1000 * (uint64_t) ms);
  g_assert_cmpuint (shunned[11], >=, 100 * (uint64_t) ms);

  /* After a long time of good yields, it is short again.  */
  fake.yield_takes = fake.others = us;
  fake.now += 10000 * (uint64_t) ms;
  sm_waiter_begin (&waiter, SM_OS_NEVER);
  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_LOOK);
  fake.yield_takes = fake.others = 4 * ms;
  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_LOOK);
  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_PARK);
  fake.now += 100 * ms;
  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_LOOK);
}

/* When the time is up, one tries for all.  */
static void
test_trials (void)
{
  struct sm_waiter waiter = waiter_new (SYNCHEDMEM_WAIT_ADAPTIVE), other;
  unsigned int i;

  sm_waiter_init (&other, &shared, SYNCHEDMEM_WAIT_ADAPTIVE, SM_WAIT_SPIN_NS);
  fake.yield_takes = fake.others = 4 * ms;
  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_LOOK);
  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_PARK);
  fake.now += 20 * ms;
  fake.yield_takes = fake.others = us;
  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_LOOK);
  g_assert_cmpint (turns (&other, true, 1), ==, SM_WAIT_PARK);
  for (i = 0; turns (&other, true, 1) == SM_WAIT_PARK; i++)
    {
      g_assert_cmpuint (i, <, 1000);
      sm_waiter_begin (&waiter, SM_OS_NEVER);
      g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_LOOK);
    }
  g_assert_cmpuint (i, >, 10);
  g_assert_cmpint (turns (&waiter, true, 100), ==, SM_WAIT_LOOK);
}

/* While yields are shunned, threads that share processors do not spin.  */
static void
test_spins_when_shunned (void)
{
  int crowded;

  for (crowded = 0; crowded < 2; crowded++)
    {
      struct sm_waiter waiter
          = waiter_new_crowded (SYNCHEDMEM_WAIT_ADAPTIVE, crowded);
      uint64_t before;

      fake.yield_takes = fake.others = 4 * ms;
      g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_LOOK);
      sm_waiter_begin (&waiter, SM_OS_NEVER);
      before = fake.now;
      g_assert_cmpint (turns (&waiter, false, 1000000), ==, SM_WAIT_PARK);
      if (crowded)
        g_assert_cmpuint (fake.now - before, <=, us);
      else
        g_assert_cmpuint (fake.now - before, >=, 5 * us);
    }
}

static void
test_realtime_never_yields (void)
{
  struct sm_waiter waiter;

  fake.realtime = true;
  waiter = waiter_new (SYNCHEDMEM_WAIT_ADAPTIVE);
  g_assert_cmpint (turns (&waiter, true, 1), ==, SM_WAIT_PARK);
  g_assert_cmpint (turns (&waiter, false, 1000000), ==, SM_WAIT_PARK);
  g_assert_cmpuint (fake.yields, ==, 0);
  fake.realtime = false;
}

static void
test_deadline (void)
{
  int policy;
  bool shared_cpu;

  for (policy = 0; policy <= SYNCHEDMEM_WAIT_PASSIVE; policy++)
    for (shared_cpu = false;; shared_cpu = true)
      {
        struct sm_waiter waiter = waiter_new (policy);
        uint64_t deadline = fake.now + 10 * us;
        enum sm_wait_turn turn;

        sm_waiter_begin (&waiter, deadline);
        do
          turn = turns (&waiter, shared_cpu, 1000000);
        while (turn == SM_WAIT_PARK);
        g_assert_cmpint (turn, ==, SM_WAIT_TIMED_OUT);
        g_assert_cmpuint (fake.now, >=, deadline);
        g_assert_cmpuint (fake.now, <=, deadline + 5 * us);
        if (shared_cpu)
          break;
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wait/active-spins", test_active_spins);
  g_test_add_func ("/wait/passive-parks", test_passive_parks);
  g_test_add_func ("/wait/adaptive-spins-then-parks",
                   test_adaptive_spins_then_parks);
  g_test_add_func ("/wait/spins-as-wakes-cost", test_spins_as_wakes_cost);
  g_test_add_func ("/wait/shared-processor-yields", test_shared_cpu_yields);
  g_test_add_func ("/wait/idle-yields-park", test_idle_yields_park);
  g_test_add_func ("/wait/late-yield-is-shunned", test_late_yield_is_shunned);
  g_test_add_func ("/wait/trials", test_trials);
  g_test_add_func ("/wait/spins-when-shunned", test_spins_when_shunned);
  g_test_add_func ("/wait/realtime-never-yields", test_realtime_never_yields);
  g_test_add_func ("/wait/deadline", test_deadline);
  return g_test_run ();
}
