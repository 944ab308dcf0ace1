/* test-lot.c: parking, at its edge, and where its numbers wrap.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/members.h"
#include "support/support.h"

#include <glib.h>
#include <string.h>

/* When the walkers of a meeting end: after so many of them, or at a time.
   Threads that spin lose a time slice at a time to foreign work where there is
   some, which must not take minutes.  Thread 0 says it for all, before it
   arrives at a meeting, and the others read it after that.  */
struct end
{
  uint64_t meetings;
  uint64_t until;  /* in nanoseconds of CLOCK_MONOTONIC */
  bool is_over[2]; /* of this meeting and of the one before, in turns */
};

enum
{
  longest_walk_ns = 2000000000
};

struct walker
{
  struct sm_meeting *meeting;
  struct end *end;
  uint64_t *words; /* one for each thread, plain */
  uint32_t id, seed, jitter;
  int policy;
  uint64_t first, wrong;
  int error;
};

static uint64_t
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (uint64_t) t.tv_sec * 1000000000 + (uint64_t) t.tv_nsec;
}

static struct end
end_after (uint64_t meetings)
{
  return (struct end){ .meetings = meetings,
                       .until = now () + longest_walk_ns };
}

/* Before the arrival at meeting K, from 1 on.  */
static void
begin (const struct walker *w, uint64_t k)
{
  if (w->id == 0)
    w->end->is_over[k & 1]
        = k >= w->end->meetings || (k % 64 == 0 && now () > w->end->until);
}

/* After it: whether it was the last.  */
static bool
is_over (const struct walker *w, uint64_t k)
{
  return w->end->is_over[k & 1];
}

/* Meet, and check a plain word of everyone.  */
static void *
walk (void *arg)
{
  struct walker *w = arg;
  struct sm_member member;
  uint64_t epoch, k;
  uint32_t i, n = w->meeting->num_threads;

  member_start (&member, w->meeting, w->id, w->policy);
  for (k = 1; k == 1 || !is_over (w, k - 1); k++)
    {
      epoch = w->first + k;
      begin (w, k);
      if (w->jitter && random_next (&w->seed) % w->jitter == 0)
        sleep_ns (random_next (&w->seed) % 30000);
      w->words[2 * w->id + (epoch & 1)] = epoch;
      sm_member_publish (&member, epoch);
      w->error = sm_member_wait (&member, epoch, SM_OS_NEVER);
      if (w->error)
        break;
      for (i = 0; i < n; i++)
        w->wrong += w->words[2 * i + (epoch & 1)] != epoch;
    }
  return NULL;
}

static void
check_walk (uint32_t num_threads, uint64_t first, uint64_t meetings,
            int policy, uint32_t jitter)
{
  struct sm_meeting *meeting = meeting_new (num_threads, first);
  struct walker *w = g_new0 (struct walker, num_threads);
  uint64_t *words = g_new0 (uint64_t, 2 * num_threads);
  struct end end = end_after (meetings);
  uint32_t i;

  for (i = 0; i < num_threads; i++)
    w[i] = (struct walker){ .meeting = meeting,
                            .end = &end,
                            .words = words,
                            .id = i,
                            .seed = i + 1,
                            .jitter = jitter,
                            .policy = policy,
                            .first = first };
  run_threads (num_threads, walk, w, sizeof *w);
  for (i = 0; i < num_threads; i++)
    {
      g_assert_cmpint (w[i].error, ==, 0);
      g_assert_cmpuint (w[i].wrong, ==, 0);
    }
  meeting_free (meeting);
  g_free (words);
  g_free (w);
}

/* The lots hold 30 bits of an epoch: pass their ends, parking each time.  */
static void
test_wrap (void)
{
  static const int shifts[] = { 29, 30, 31, 32, 62 };
  size_t i;
  int policy;

  for (i = 0; i < G_N_ELEMENTS (shifts); i++)
    for (policy = 0; policy <= SYNCHEDMEM_WAIT_PASSIVE; policy += 2)
      check_walk (3, ((uint64_t) 1 << shifts[i]) - scaled (500) / 2,
                  scaled (500), policy, 0);
}

/* The edge between going to sleep and arriving, hammered.  */
static void
test_park_edge (gconstpointer data)
{
  uint32_t num_threads = (uint32_t) GPOINTER_TO_SIZE (data);

  check_walk (num_threads, 0, scaled (60000), SYNCHEDMEM_WAIT_PASSIVE, 0);
  check_walk (num_threads, 0, scaled (5000), SYNCHEDMEM_WAIT_PASSIVE, 50);
  check_walk (num_threads, 0, scaled (5000), SYNCHEDMEM_WAIT_ADAPTIVE, 50);
}

/* One parks so seldom that the other's arrivals are not fenced: what keeps the
   arrival's store and its look at the lot in order is the parker alone.  The
   two approach the edge from random sides.  */
static void *
walk_and_park_seldom (void *arg)
{
  struct walker *w = arg;
  struct sm_member member;
  uint64_t epoch;
  uint32_t i;

  member_start (&member, w->meeting, w->id, SYNCHEDMEM_WAIT_ACTIVE);
  for (epoch = 1; epoch == 1 || (!w->error && !is_over (w, epoch - 1));
       epoch++)
    {
      bool edge = epoch % 80 == 0;

      member.waiter.policy = edge && w->id == 0 ? SYNCHEDMEM_WAIT_PASSIVE
                                                : SYNCHEDMEM_WAIT_ACTIVE;
      if (edge)
        for (i = random_next (&w->seed) % 512; i > 0; i--)
          __asm__ volatile("" ::: "memory");
      begin (w, epoch);
      sm_member_publish (&member, epoch);
      w->error = sm_member_wait (&member, epoch, SM_OS_NEVER);
    }
  return NULL;
}

static void
test_park_edge_unfenced (void)
{
  struct sm_meeting *meeting = meeting_new (2, 0);
  struct end end = end_after (scaled (2000000));
  struct walker w[2];
  uint32_t i;

  for (i = 0; i < 2; i++)
    w[i] = (struct walker){
      .meeting = meeting, .end = &end, .id = i, .seed = i + 1
    };
  run_threads (2, walk_and_park_seldom, w, sizeof *w);
  g_assert_cmpint (w[0].error, ==, 0);
  g_assert_cmpint (w[1].error, ==, 0);
  meeting_free (meeting);
}

/* The linker leads the calls of the meeting to the system through here: with
   delays on, each takes its time, now and then, and a sleep may end for no
   reason, as after a signal.  */
static bool delays;

static void
delay (void)
{
  static _Thread_local uint32_t seed;

  if (!delays)
    return;
  if (!seed)
    seed = (uint32_t) (uintptr_t) &seed | 1;
  if (random_next (&seed) % 4 == 0)
    sleep_ns (random_next (&seed) % 200000);
}

#define DELAYED(type, name, parameters, arguments)                            \
  type __real_##name parameters;                                              \
  type __wrap_##name parameters;                                              \
  type __wrap_##name parameters                                               \
  {                                                                           \
    delay ();                                                                 \
    return __real_##name arguments;                                           \
  }

DELAYED (uint64_t, sm_os_now, (void), ())
DELAYED (void, sm_os_wake, (sm_atomic32 * word), (word))

/* Or a system that refuses to fence, where each sleep ends at once and at its
   deadline, and what it was asked is noted.  */
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
  delay ();
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
  static sm_atomic32 parks;

  if (noted.on)
    {
      noted.sleeps++;
      noted.value = expected;
      noted.deadline = deadline;
      return ETIMEDOUT;
    }
  delay ();
  if (delays && sm_add_seq_cst (&parks, 1) % 8 == 0)
    return 0;
  return __real_sm_os_park (word, expected, deadline);
}

/* As with one buffer: odd epochs are skipped by some, in some cycles, so that
   those who wait for one epoch and for the next but one share a lot.  */
static void *
walk_and_skip (void *arg)
{
  struct walker *w = arg;
  struct sm_member member;
  uint64_t epoch, k;

  member_start (&member, w->meeting, w->id, SYNCHEDMEM_WAIT_PASSIVE);
  for (k = 1; k == 1 || (!w->error && !is_over (w, k - 1)); k++)
    {
      epoch = 2 * k;
      begin (w, k);
      if (random_next (&w->seed) % 4 == 0)
        {
          sm_member_publish (&member, epoch - 1);
          w->error = sm_member_wait (&member, epoch - 1, SM_OS_NEVER);
          if (w->error)
            break;
        }
      sm_member_publish (&member, epoch);
      w->error = sm_member_wait (&member, epoch, SM_OS_NEVER);
    }
  return NULL;
}

static void
test_park_edge_delayed (void)
{
  uint32_t i, n;

  delays = true;
  for (n = 2; n <= 5; n++)
    {
      struct sm_meeting *meeting = meeting_new (n, 0);
      struct end end = end_after (scaled (3000));
      struct walker w[5];

      for (i = 0; i < n; i++)
        w[i] = (struct walker){
          .meeting = meeting, .end = &end, .id = i, .seed = i + 1
        };
      run_threads (n, walk_and_skip, w, sizeof *w);
      for (i = 0; i < n; i++)
        g_assert_cmpint (w[i].error, ==, 0);
      meeting_free (meeting);
    }
  delays = false;
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

/* A parker whose waiters were woken, another that is new.  */
static void
test_mixed_policies (void)
{
  struct sm_meeting *meeting = meeting_new (3, 0);
  struct end end = end_after (scaled (5000));
  uint64_t words[6] = { 0 };
  struct walker w[3];
  uint32_t i;

  for (i = 0; i < 3; i++)
    w[i] = (struct walker){ .meeting = meeting,
                            .end = &end,
                            .words = words,
                            .id = i,
                            .seed = i + 1,
                            .jitter = 20,
                            .policy = (int) i };
  run_threads (3, walk, w, sizeof *w);
  for (i = 0; i < 3; i++)
    {
      g_assert_cmpint (w[i].error, ==, 0);
      g_assert_cmpuint (w[i].wrong, ==, 0);
    }
  meeting_free (meeting);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lot/wrap", test_wrap);
  g_test_add_data_func ("/lot/park-edge/2-threads", GSIZE_TO_POINTER (2),
                        test_park_edge);
  g_test_add_data_func ("/lot/park-edge/5-threads", GSIZE_TO_POINTER (5),
                        test_park_edge);
  g_test_add_func ("/lot/park-edge/unfenced", test_park_edge_unfenced);
  g_test_add_func ("/lot/park-edge/delayed", test_park_edge_delayed);
  g_test_add_func ("/lot/never-goes-back", test_never_goes_back);
  g_test_add_func ("/lot/fences-each-epoch", test_fences_each_epoch);
  g_test_add_func ("/lot/incomplete-wakes-nobody",
                   test_incomplete_wakes_nobody);
  g_test_add_func ("/lot/stale-lot", test_stale_lot);
  g_test_add_func ("/lot/refused-fence", test_refused_fence);
  g_test_add_func ("/lot/mixed-policies", test_mixed_policies);
  return g_test_run ();
}
