/* snapshot.c: snapshots of what the profiler recorded.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A snapshot first looks at all threads, and then at the clock; what each of
   them does then ends in the snapshot.  The single blocks are copied after
   that, of those that were complete then.  What a thread completes meanwhile
   may be counted in the percentiles, and in nothing else; of a group that is
   finalized, or that rests, they are exact.  */

#include <config.h>

#include "timing/snapshot.h"

#include "base/lock.h"
#include "record/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void
synchedmem_timing_destroy (struct synchedmem_timing *timing)
{
  size_t i;

  if (!timing)
    return;
  for (i = 0; i < timing->num_threads; i++)
    free (timing->thread[i].block);
  free (timing);
}

static uint64_t
between (uint64_t low, uint64_t value, uint64_t high)
{
  return value < low ? low : value > high ? high : value;
}

/* The percentiles of all blocks: those in HISTOGRAM, NEWEST if it is not in
   there yet, and OPEN, which is the last of them.  */
static void
set_percentiles (const struct sm_histogram *histogram,
                 struct sm_histogram_copy *copy,
                 const struct sm_reading *reading, uint64_t newest,
                 uint64_t open, uint64_t min, uint64_t max, uint64_t *p50,
                 uint64_t *p99)
{
  sm_histogram_copy (histogram, copy);
  if (copy->total < reading->stats.blocks)
    sm_histogram_copy_add (copy, newest);
  sm_histogram_copy_add (copy, open);
  *p50 = between (min, sm_histogram_percentile (copy, 50), max);
  *p99 = between (min, sm_histogram_percentile (copy, 99), max);
}

/* Make THREAD what READING saw at time NOW.  Returns ENOMEM or 0.  */
static int
fill_thread (struct sm_timing_thread *thread, const struct sm_profile *profile,
             size_t id, const struct sm_reading *reading, uint64_t now,
             struct sm_histogram_copy *copy)
{
  const struct sm_record *record = sm_record_of (profile, id);
  struct synchedmem_thread_stats *stats = &thread->stats;
  const struct synchedmem_block *newest = &reading->newest;
  struct synchedmem_block open;
  size_t n;

  if (!reading->attached)
    return 0;
  thread->start = reading->first;
  thread->end = reading->over ? reading->end : now;
  /* The thread that attached may have ended before the one that works there
     was done.  */
  if (thread->end < reading->open_start)
    thread->end = reading->open_start;
  if (thread->end < reading->open_arrive)
    thread->end = reading->open_arrive;
  open.start = reading->open_start;
  /* In a group of one thread, which waits for nobody, the last block is all
     computing.  */
  open.arrive = reading->open_arrive && profile->num_threads > 1
                    ? reading->open_arrive
                    : thread->end;
  open.release = thread->end;
  *stats = reading->stats;
  sm_reader_add (stats, &open, 0);

  n = stats->blocks < profile->kept ? (size_t) stats->blocks : profile->kept;
  thread->block = malloc (n * sizeof *thread->block);
  if (!thread->block)
    return ENOMEM;
  n = sm_reader_copy (profile, id, reading->stats.blocks, n - 1,
                      thread->block);
  thread->block[n++] = open;
  thread->num_blocks = n;
  stats->dropped = stats->blocks - n;

  set_percentiles (&record->compute, copy, reading,
                   newest->arrive - newest->start, open.arrive - open.start,
                   stats->compute_min, stats->compute_max, &stats->compute_p50,
                   &stats->compute_p99);
  set_percentiles (&record->wait, copy, reading,
                   newest->release - newest->arrive,
                   open.release - open.arrive, stats->wait_min,
                   stats->wait_max, &stats->wait_p50, &stats->wait_p99);
  return 0;
}

/* Look at all threads at once.  Returns the round of the record, or 0 if the
   group is the parent process's.  */
static uint64_t
look_at_all (const struct sm_profile *profile,
             struct synchedmem_timing *timing, struct sm_reading *readings)
{
  uint64_t round = 0;
  size_t i;

  sm_lock_take ();
  if (sm_slots_status (profile->meeting) != ESRCH)
    {
      round = profile->round;
      timing->init = profile->init;
      timing->finalized = profile->finalized;
      for (i = 0; i < profile->num_threads; i++)
        if (profile->finalized)
          readings[i] = profile->final[i];
        else
          sm_reader_read (profile, i, &readings[i]);
      timing->completion
          = profile->finalized ? profile->completion : sm_os_now ();
    }
  sm_lock_give ();
  return round;
}

/* Whether the group was not reset since ROUND.  */
static bool
same_round (const struct sm_profile *profile, uint64_t round)
{
  bool same;

  sm_lock_take ();
  same = profile->round == round;
  sm_lock_give ();
  return same;
}

static int
take_snapshot (const struct sm_profile *profile,
               struct synchedmem_timing *timing, struct sm_reading *readings,
               struct sm_histogram_copy *copy)
{
  uint64_t round;
  size_t i;
  int error = 0;

  do
    {
      round = look_at_all (profile, timing, readings);
      if (!round)
        return ESRCH;
      for (i = 0; i < profile->num_threads && !error; i++)
        {
          free (timing->thread[i].block);
          memset (&timing->thread[i], 0, sizeof timing->thread[i]);
          error = fill_thread (&timing->thread[i], profile, i, &readings[i],
                               timing->completion, copy);
        }
  } while (!error && !same_round (profile, round));
  return error;
}

int
sm_snapshot_create (const struct sm_profile *profile,
                    struct synchedmem_timing **out)
{
  struct synchedmem_timing *timing;
  struct sm_histogram_copy *copy;
  struct sm_reading *readings;
  size_t n = profile->num_threads;
  int error = ENOMEM, saved = errno;

  /* This product fits: the group has more memory than this for a thread.  */
  timing = calloc (1, sizeof *timing + n * sizeof *timing->thread);
  readings = calloc (n, sizeof *readings);
  copy = malloc (sizeof *copy);
  if (timing)
    timing->num_threads = n;
  if (timing && readings && copy)
    error = take_snapshot (profile, timing, readings, copy);
  free (copy);
  free (readings);
  if (error)
    synchedmem_timing_destroy (timing);
  else
    *out = timing;
  sm_os_restore_errno (saved);
  return error;
}
