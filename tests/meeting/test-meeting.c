/* test-meeting.c: the epoch table, and breaking it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/members.h"
#include "support/support.h"

#include <glib.h>
#include <pthread.h>

static void
test_epochs (void)
{
  struct sm_meeting *meeting = meeting_new (3, 0);
  struct sm_member member[3];
  uint32_t i;

  for (i = 0; i < 3; i++)
    member_start (&member[i], meeting, i, SYNCHEDMEM_WAIT_ADAPTIVE);
  g_assert_true (sm_member_may_pass (&member[0], 0));
  for (i = 0; i < 3; i++)
    {
      g_assert_false (sm_member_may_pass (&member[0], 1));
      g_assert_cmpuint (sm_member_late (&member[0], 1, 1), ==, i ? i : 1);
      g_assert_cmpint (sm_member_wait (&member[0], 1, 1), ==, ETIMEDOUT);
      sm_member_publish (&member[i], 1);
    }
  g_assert_cmpint (sm_member_wait (&member[0], 1, 1), ==, 0);
  g_assert_cmpuint (sm_slots_front (meeting), ==, 1);
  sm_member_leave (&member[1]);
  g_assert_cmpuint (sm_slots_front (meeting), ==, 1);
  g_assert_cmpuint (sm_member_late (&member[0], 2, 1), ==, 2);
  sm_member_publish (&member[0], 2);
  sm_member_publish (&member[2], 2);
  g_assert_cmpint (sm_member_wait (&member[0], 2, SM_OS_NEVER), ==, 0);
  meeting_free (meeting);
}

struct sleeper
{
  struct sm_meeting *meeting;
  int error;
};

static void *
sleep_at_meeting (void *arg)
{
  struct sleeper *s = arg;
  struct sm_member member;

  member_start (&member, s->meeting, 0, SYNCHEDMEM_WAIT_PASSIVE);
  sm_member_publish (&member, 1);
  s->error = sm_member_wait (&member, 1, SM_OS_NEVER);
  return NULL;
}

/* Who slept has passed when it was woken, not when it fell asleep.  */
static void
test_passed_at (void)
{
  struct sleeper s = { .meeting = meeting_new (2, 0) };
  struct sm_member member;
  uint64_t woken_from;
  pthread_t thread;

  member_start (&member, s.meeting, 1, SYNCHEDMEM_WAIT_PASSIVE);
  pthread_create (&thread, NULL, sleep_at_meeting, &s);
  while (!sm_slots_waits_since (s.meeting, 0, 1))
    sleep_ns (1000000);
  sleep_ns (20000000);
  woken_from = sm_os_now ();
  sm_member_publish (&member, 1);
  pthread_join (thread, NULL);
  g_assert_cmpint (s.error, ==, 0);
  g_assert_cmpuint (sm_slots_passed_at (s.meeting, 0, 1), >=, woken_from);
  meeting_free (s.meeting);
}

struct breaker
{
  struct sm_meeting *meeting;
  uint32_t id;
  int policy, error;
};

static void *
wait_or_break (void *arg)
{
  struct breaker *b = arg;
  struct sm_member member;

  member_start (&member, b->meeting, b->id, b->policy);
  if (b->id == 0)
    {
      sleep_ns (1000000);
      b->error = sm_meeting_break (b->meeting, ECANCELED) ? 0 : 1;
      return NULL;
    }
  sm_member_publish (&member, 1);
  b->error = sm_member_wait (&member, 1, SM_OS_NEVER);
  return NULL;
}

static void
test_break_wakes (void)
{
  int policy, round;
  uint32_t i;

  for (policy = 0; policy <= SYNCHEDMEM_WAIT_PASSIVE; policy++)
    for (round = 0; round < 10; round++)
      {
        struct sm_meeting *meeting = meeting_new (4, 0);
        struct breaker b[4];

        for (i = 0; i < 4; i++)
          b[i] = (struct breaker){ .meeting = meeting,
                                   .id = i,
                                   .policy = policy };
        run_threads (4, wait_or_break, b, sizeof *b);
        g_assert_cmpint (b[0].error, ==, 0);
        for (i = 1; i < 4; i++)
          g_assert_cmpint (b[i].error, ==, ECANCELED);
        g_assert_false (sm_meeting_break (meeting, EOWNERDEAD));
        g_assert_cmpint (sm_slots_status (meeting), ==, ECANCELED);
        meeting_free (meeting);
      }
}

static void
test_waits_since (void)
{
  struct sm_meeting *meeting = meeting_new (2, 0);
  struct sm_member member;
  uint64_t before = sm_os_now (), since;

  member_start (&member, meeting, 0, SYNCHEDMEM_WAIT_ADAPTIVE);
  g_assert_cmpuint (sm_slots_waits_since (meeting, 0, 1), ==, 0);
  sm_member_publish (&member, 1);
  g_assert_cmpint (sm_member_wait (&member, 1, before + 1000000), ==,
                   ETIMEDOUT);
  since = sm_slots_waits_since (meeting, 0, 1);
  g_assert_cmpuint (since, >=, before);
  g_assert_cmpuint (since, <=, sm_os_now ());
  g_assert_cmpuint (sm_slots_waits_since (meeting, 0, 2), ==, 0);
  meeting_free (meeting);
}

/* Whatever has happened in it, a reset meeting is as a new one.  */
static void
test_reset (void)
{
  struct sm_meeting *meeting = meeting_new_clustered (4, 2, 0);
  struct sm_meeting *fresh = meeting_new_clustered (4, 2, 0);
  const struct sm_cluster *words = (const void *) &meeting->slot[4];
  struct sm_member member[4];
  uint32_t i;

  for (i = 0; i < 4; i++)
    member_start (&member[i], meeting, i, SYNCHEDMEM_WAIT_PASSIVE);
  sm_lot_fence (&member[0], 9);
  for (i = 0; i < 2; i++)
    {
      sm_member_publish (&member[i], 1);
      sm_member_publish (&member[i], 2);
    }
  /* Asleep in both lots.  */
  for (i = 1; i < 3; i++)
    g_assert_cmpint (sm_member_wait (&member[0], i, sm_os_now () + 1000000),
                     ==, ETIMEDOUT);
  sm_member_leave (&member[3]);
  sm_member_publish (&member[2], 2);
  g_assert_cmpint (sm_member_wait (&member[0], 2, SM_OS_NEVER), ==, 0);
  sm_meeting_break (meeting, ECANCELED);

  sm_slots_reset (meeting);
  g_assert_cmpint (sm_slots_status (meeting), ==, 0);
  /* relaxed, all of these; there is one thread.  */
  for (i = 0; i < 2; i++)
    {
      g_assert_cmpuint (sm_load_relaxed (&meeting->lot[i]), ==, 0);
      g_assert_cmpuint (sm_load_relaxed (&words[i].epoch), ==, 0);
    }
  for (i = 0; i < 4; i++)
    {
      g_assert_cmpuint (sm_slots_epoch (meeting, i), ==, 0);
      g_assert_cmpuint (sm_load_relaxed (&meeting->slot[i].cpu), ==,
                        UINT32_MAX);
      g_assert_cmpuint (sm_load_relaxed (&meeting->slot[i].promised), ==,
                        sm_load_relaxed (&fresh->slot[i].promised));
      g_assert_cmpuint (sm_slots_waits_since (meeting, i, 2), ==, 0);
      g_assert_cmpuint (sm_slots_passed_at (meeting, i, 2), ==, 0);
    }
  meeting_free (meeting);
  meeting_free (fresh);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meeting/epochs", test_epochs);
  g_test_add_func ("/meeting/passed-at", test_passed_at);
  g_test_add_func ("/meeting/break-wakes", test_break_wakes);
  g_test_add_func ("/meeting/waits-since", test_waits_since);
  g_test_add_func ("/meeting/reset", test_reset);
  return g_test_run ();
}
