/* test-lot-edge.c: the edge between going to sleep and arriving, hammered, and
   where the numbers of a lot wrap.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/members.h"
#include "support/support.h"

#include <glib.h>

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

static struct end
end_after (uint64_t meetings)
{
  return (struct end){ .meetings = meetings,
                       .until = now_in_ns () + longest_walk_ns };
}

/* Before the arrival at meeting K, from 1 on.  */
static void
begin (const struct walker *w, uint64_t k)
{
  if (w->id == 0)
    w->end->is_over[k & 1] = k >= w->end->meetings
                             || (k % 64 == 0 && now_in_ns () > w->end->until);
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
DELAYED (bool, sm_os_fence_others, (void), ())

int __real_sm_os_park (sm_atomic32 *word, uint32_t expected,
                       uint64_t deadline);
int __wrap_sm_os_park (sm_atomic32 *word, uint32_t expected,
                       uint64_t deadline);
int
__wrap_sm_os_park (sm_atomic32 *word, uint32_t expected, uint64_t deadline)
{
  static sm_atomic32 parks;

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
  g_test_add_func ("/lot-edge/wrap", test_wrap);
  g_test_add_data_func ("/lot-edge/2-threads", GSIZE_TO_POINTER (2),
                        test_park_edge);
  g_test_add_data_func ("/lot-edge/5-threads", GSIZE_TO_POINTER (5),
                        test_park_edge);
  g_test_add_func ("/lot-edge/unfenced", test_park_edge_unfenced);
  g_test_add_func ("/lot-edge/delayed", test_park_edge_delayed);
  g_test_add_func ("/lot-edge/mixed-policies", test_mixed_policies);
  return g_test_run ();
}
