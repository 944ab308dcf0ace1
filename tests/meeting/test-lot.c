/* test-lot.c: who sleeps at a lot and who wakes, one step at a time.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/members.h"
#include "support/support.h"

#include <glib.h>
#include <string.h>

/* The linker leads the calls of the meeting to the system through here.  While
   this is on, each sleep ends at once and at its deadline, what the system was
   asked is noted, and it may refuse to fence.  */
static struct
{
  bool on, refuses;
  unsigned int fences, sleeps;
  uint32_t value;
  uint64_t deadline;
} noted;

bool __real_sm_os_fence_others (void);
bool __wrap_sm_os_fence_others (void);
bool
__wrap_sm_os_fence_others (void)
{
  if (noted.on)
    noted.fences++;
  return !(noted.on && noted.refuses) && __real_sm_os_fence_others ();
}

int __real_sm_os_park (sm_atomic32 *word, uint32_t expected,
                       uint64_t deadline);
int __wrap_sm_os_park (sm_atomic32 *word, uint32_t expected,
                       uint64_t deadline);
int
__wrap_sm_os_park (sm_atomic32 *word, uint32_t expected, uint64_t deadline)
{
  if (!noted.on)
    return __real_sm_os_park (word, expected, deadline);
  noted.sleeps++;
  noted.value = expected;
  noted.deadline = deadline;
  return ETIMEDOUT;
}

/* A slow parker finds that the lot has served its epoch, or a later one: it
   leaves the lot alone, since somebody may be about to sleep there.  */
static void
test_never_goes_back (void)
{
  struct sm_meeting *meeting = meeting_new (2, 6);
  struct sm_member member;
  uint32_t lots[3] = { 6 << 2, 8 << 2 | 1, 8 << 2 }, i;

  member_start (&member, meeting, 0, SYNCHEDMEM_WAIT_PASSIVE);
  memset (&noted, 0, sizeof noted);
  noted.on = true;
  for (i = 0; i < 3; i++)
    {
      sm_exchange_seq_cst (&meeting->lot[0], lots[i]);
      g_assert_cmpint (sm_lot_park (&member, 6, SM_OS_NEVER), ==, 0);
      g_assert_cmpuint (sm_load_acquire (&meeting->lot[0]), ==, lots[i]);
    }
  g_assert_cmpuint (noted.fences + noted.sleeps, ==, 0);
  noted.on = false;
  /* An earlier one is done with.  */
  sm_exchange_seq_cst (&meeting->lot[0], 4 << 2 | 3);
  g_assert_cmpint (sm_lot_park (&member, 6, SM_OS_NEVER), ==, 0);
  g_assert_cmpuint (sm_load_acquire (&meeting->lot[0]), ==, 6 << 2);
  meeting_free (meeting);
}

/* A fence of an earlier epoch is none for this one.  */
static void
test_fences_each_epoch (void)
{
  struct sm_meeting *meeting = meeting_new (2, 5);
  struct sm_member member;

  member_start (&member, meeting, 0, SYNCHEDMEM_WAIT_PASSIVE);
  sm_member_publish (&member, 6);
  memset (&noted, 0, sizeof noted);
  noted.on = meeting->can_fence_others;
  if (!noted.on)
    {
      g_test_skip ("the system has no such fence");
      meeting_free (meeting);
      return;
    }
  sm_exchange_seq_cst (&meeting->lot[0], 4 << 2 | 3);
  g_assert_cmpint (sm_lot_park (&member, 6, 4711), ==, ETIMEDOUT);
  g_assert_cmpuint (noted.fences, ==, 1);
  g_assert_cmpuint (noted.sleeps, ==, 1);
  g_assert_cmpuint (noted.value, ==, 6 << 2 | 3);
  g_assert_cmpuint (noted.deadline, ==, 4711);
  /* The second one need not fence again.  */
  g_assert_cmpint (sm_lot_park (&member, 6, 4711), ==, ETIMEDOUT);
  g_assert_cmpuint (noted.fences, ==, 1);
  g_assert_cmpuint (noted.sleeps, ==, 2);
  noted.on = false;
  meeting_free (meeting);
}

/* An arrival that does not complete the meeting leaves the sleepers alone,
   also where a lot's numbers begin anew.  */
static void
test_incomplete_wakes_nobody (void)
{
  static const uint64_t epochs[]
      = { 6, (uint64_t) 1 << 30, ((uint64_t) 1 << 30) + 6,
          UINT64_MAX / 2 - 1 };
  size_t i;

  for (i = 0; i < G_N_ELEMENTS (epochs); i++)
    {
      uint64_t epoch = epochs[i]; /* even */
      uint32_t asleep = (uint32_t) (epoch << 2) | 3;
      struct sm_meeting *meeting = meeting_new (2, epoch - 1);
      struct sm_member member, late;

      member_start (&member, meeting, 0, SYNCHEDMEM_WAIT_PASSIVE);
      member_start (&late, meeting, 1, SYNCHEDMEM_WAIT_PASSIVE);
      sm_member_publish (&member, epoch);
      sm_exchange_seq_cst (&meeting->lot[0], asleep);
      sm_lot_unpark (&member);
      g_assert_cmpuint (sm_load_acquire (&meeting->lot[0]), ==, asleep);
      /* Nor does who has not reached that epoch itself.  */
      sm_lot_unpark (&late);
      g_assert_cmpuint (sm_load_acquire (&meeting->lot[0]), ==, asleep);
      sm_member_publish (&late, epoch);
      g_assert_cmpuint (sm_load_acquire (&meeting->lot[0]), ==, asleep & ~3U);
      meeting_free (meeting);
    }
}

/* A lot that a broken group left, or that is new where epochs have wrapped,
   looks as if all had been woken; while somebody is late, it does not mean
   that.  */
static void
test_stale_lot (void)
{
  struct sm_meeting *meeting = meeting_new (2, 5);
  static const uint32_t stale[] = { 6, 8 };
  struct sm_member member, late;
  size_t i;

  member_start (&member, meeting, 0, SYNCHEDMEM_WAIT_PASSIVE);
  member_start (&late, meeting, 1, SYNCHEDMEM_WAIT_PASSIVE);
  sm_member_publish (&member, 6);
  memset (&noted, 0, sizeof noted);
  noted.on = true;
  for (i = 0; i < 2; i++)
    {
      sm_exchange_seq_cst (&meeting->lot[0], stale[i] << 2);
      g_assert_cmpint (sm_lot_park (&member, 6, 4711), ==, ETIMEDOUT);
      g_assert_cmpuint (noted.sleeps, ==, i + 1);
      g_assert_cmpuint (noted.value & ~2U, ==, 6 << 2 | 1);
    }
  sm_member_publish (&late, 6);
  g_assert_cmpint (sm_lot_park (&member, 6, 4711), ==, 0);
  g_assert_cmpuint (noted.sleeps, ==, 2);
  noted.on = false;
  meeting_free (meeting);
}

/* If the system has changed its mind, nobody sleeps for long, and the end of
   a short sleep is no time-out.  */
static void
test_refused_fence (void)
{
  struct sm_meeting *meeting = meeting_new (2, 5);
  struct sm_member member;

  member_start (&member, meeting, 0, SYNCHEDMEM_WAIT_PASSIVE);
  sm_member_publish (&member, 6);
  memset (&noted, 0, sizeof noted);
  noted.on = noted.refuses = meeting->can_fence_others;
  if (!noted.on)
    g_test_skip ("the system has no such fence");
  else
    {
      g_assert_cmpint (sm_lot_park (&member, 6, SM_OS_NEVER), ==, 0);
      g_assert_cmpuint (noted.sleeps, ==, 1);
      g_assert_cmpuint (noted.value, ==, 6 << 2 | 1);
      g_assert_cmpuint (noted.deadline, <, SM_OS_NEVER);
    }
  noted.on = false;
  meeting_free (meeting);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lot/never-goes-back", test_never_goes_back);
  g_test_add_func ("/lot/fences-each-epoch", test_fences_each_epoch);
  g_test_add_func ("/lot/incomplete-wakes-nobody",
                   test_incomplete_wakes_nobody);
  g_test_add_func ("/lot/stale-lot", test_stale_lot);
  g_test_add_func ("/lot/refused-fence", test_refused_fence);
  return g_test_run ();
}
