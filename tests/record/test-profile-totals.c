/* test-profile-totals.c: totals, while they change.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "group/group.h"
#include "support/recording.h"
#include "support/support.h"

#include <glib.h>
#include <pthread.h>
#include <signal.h>

/* What is done while this thread sleeps, or NULL.  */
static void (*while_asleep) (void);

int __real_sm_os_park (sm_atomic32 *word, uint32_t expected,
                       uint64_t deadline);
int __wrap_sm_os_park (sm_atomic32 *word, uint32_t expected,
                       uint64_t deadline);
int
__wrap_sm_os_park (sm_atomic32 *word, uint32_t expected, uint64_t deadline)
{
  if (while_asleep)
    while_asleep ();
  return __real_sm_os_park (word, expected, deadline);
}

#ifdef SM_PROFILER
#include "record/reader.h"
/* The record of a group of one, whose totals are to grow by the same block
   again and again.  */
static struct sm_record *watched;
static volatile sig_atomic_t looks, torn;

static struct sm_recorder *
watch (struct actor *actor)
{
  struct sm_recorder *recorder;

  actor_start (actor, 1, 0, 2);
  recorder = &actor->self[0]->recorder;
  watched = recorder->record;
  sm_store_relaxed (&watched->ring[0].start, 1000);
  sm_store_relaxed (&watched->ring[0].arrive, 1010);
  sm_store_relaxed (&watched->ring[0].release, 1015);
  sm_store_relaxed (&watched->ring[0].last, 1);
  return recorder;
}

/* Comes between any two instructions of the thread that writes.  */
static void
glance (int signal)
{
  uint64_t version = sm_load_acquire (&watched->version), n = version / 2;

  (void) signal;
  if (version % 2 == 0
      && (sm_load_acquire (&watched->compute_total) != 10 * n
          || sm_load_acquire (&watched->wait_total) != 5 * n
          || sm_load_acquire (&watched->last_to_arrive) != n))
    torn = 1;
  looks = 1;
}

struct disturber
{
  pthread_t writer;
  sm_atomic32 done;
};

static void *
disturb (void *arg)
{
  struct disturber *d = arg;
  uint64_t left = scaled (5000);

  while (left--)
    {
      pthread_kill (d->writer, SIGUSR1);
      sleep_ns (1000);
    }
  sm_store_release (&d->done, 1);
  return NULL;
}

/* While totals change, they are marked; whoever sees no mark sees totals that
   belong together.  */
static void
test_marked (void)
{
  struct sigaction action = { .sa_handler = glance }, before;
  struct disturber d = { .writer = pthread_self () };
  struct actor actor;
  struct sm_recorder *recorder = watch (&actor);
  pthread_t thread;

  sm_annotate_sync_memory (&d.done, sizeof d.done);
  looks = torn = 0;
  g_assert_cmpint (sigaction (SIGUSR1, &action, &before), ==, 0);
  g_assert_cmpint (pthread_create (&thread, NULL, disturb, &d), ==, 0);
  while (!sm_load_acquire (&d.done))
    {
      recorder->done = watched->ring;
      sm_recorder_fold (recorder);
    }
  pthread_join (thread, NULL);
  sigaction (SIGUSR1, &before, NULL);
  sm_annotate_plain_memory (&d.done, sizeof d.done);
  g_assert_true (looks);
  g_assert_false (torn);
  actor_end (&actor);
}

static void *
look_once (void *arg)
{
  sm_reader_read (arg, 0, ((struct sm_profile *) arg)->final);
  return NULL;
}

/* Who looks while they are marked waits until they are not.  */
static void
test_half_way (void)
{
  struct actor actor;
  struct sm_recorder *recorder = watch (&actor);
  struct sm_profile *profile = &actor.mem->profile;
  pthread_t thread;

  recorder->done = watched->ring;
  sm_recorder_fold (recorder);
  sm_store_relaxed (&watched->completed, 1);
  sm_store_release (&watched->version, 1);
  sm_store_release (&watched->compute_total, 99);
  g_assert_cmpint (pthread_create (&thread, NULL, look_once, profile), ==, 0);
  /* Long enough for it to come; if not, it sees less.  */
  sleep_ns (20 * 1000 * 1000);
  sm_store_release (&watched->compute_total, 10);
  sm_store_release (&watched->version, 2);
  pthread_join (thread, NULL);
  g_assert_cmpuint (profile->final[0].stats.compute_total, ==, 10);
  g_assert_cmpuint (profile->final[0].stats.wait_total, ==, 5);
  g_assert_cmpuint (profile->final[0].stats.blocks, ==, 1);
  actor_end (&actor);
}
static void
finish_writing (void)
{
  sm_store_release (&watched->version, 2);
}

/* Who waits for that does not keep the writer from running.  */
static void
test_writer_does_not_run (void)
{
  struct actor actor;
  struct sm_recorder *recorder = watch (&actor);
  struct sm_profile *profile = &actor.mem->profile;

  recorder->done = watched->ring;
  sm_recorder_fold (recorder);
  sm_store_relaxed (&watched->completed, 1);
  sm_store_release (&watched->version, 1);
  while_asleep = finish_writing;
  sm_reader_read (profile, 0, profile->final);
  while_asleep = NULL;
  g_assert_cmpuint (profile->final[0].stats.blocks, ==, 1);
  actor_end (&actor);
}

/* What is in the totals and not yet in the histograms counts in the
   percentiles, as what it is.  */
static void
test_before_histograms (void)
{
  struct actor actor;
  struct synchedmem_timing *timing;
  struct sm_record *record;
  static const uint64_t compute[] = { 10, 50, 50, 90 };
  size_t bucket = sm_histogram_bucket (50);
  uint64_t now = 1000;
  int k;

  actor_start (&actor, 1, 0, 2);
  record = actor.self[0]->recorder.record;
  for (k = 0; k < 3; k++)
    {
      arrive_at (&actor, 0, now += compute[k]);
      pass_at (&actor, 0, now);
    }
  /* Folds the third.  */
  arrive_at (&actor, 0, now += compute[k]);
  g_assert_cmpuint (sm_load_relaxed (&record->compute.count[bucket]), ==, 2);
  sm_store_relaxed (&record->compute.count[bucket], 1);
  timing = snapshot (actor.mem);
  g_assert_cmpuint (stats_of (timing, 0).blocks, ==, 4);
  g_assert_cmpuint (stats_of (timing, 0).compute_p50 / 2, ==, 25);
  synchedmem_timing_destroy (timing);
  pass_at (&actor, 0, now);
  actor_end (&actor);
}
#endif

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#ifdef SM_PROFILER
  g_test_add_func ("/profile-totals/marked", test_marked);
  g_test_add_func ("/profile-totals/half-way", test_half_way);
  g_test_add_func ("/profile-totals/writer-does-not-run",
                   test_writer_does_not_run);
  g_test_add_func ("/profile-totals/before-histograms",
                   test_before_histograms);
#endif
  return g_test_run ();
}
