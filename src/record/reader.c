/* reader.c: what a record says, read while its thread goes on.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "record/reader.h"

#include <string.h>

void
sm_reader_add (struct synchedmem_thread_stats *stats,
               const struct synchedmem_block *block, uint64_t last)
{
  uint64_t compute = block->arrive - block->start;
  uint64_t wait = block->release - block->arrive;

  if (!stats->blocks || compute < stats->compute_min)
    stats->compute_min = compute;
  if (compute > stats->compute_max)
    stats->compute_max = compute;
  stats->compute_total += compute;
  if (!stats->blocks || wait < stats->wait_min)
    stats->wait_min = wait;
  if (wait > stats->wait_max)
    stats->wait_max = wait;
  stats->wait_total += wait;
  stats->last_to_arrive += last;
  stats->blocks++;
}

/* Called before each look at words that their writer may be changing.  After
   many looks, take a nap: the writer may be waiting for the processor that
   this thread occupies.  */
static void
look_again (unsigned int *looks)
{
  enum
  {
    looks_at_once = 1024,
    nap_ns = 50000
  };
  sm_atomic32 nobody;

  if (++*looks % looks_at_once != 0)
    return;
  sm_init (&nobody, 0);
  sm_os_park (&nobody, 0, sm_os_now () + nap_ns);
}

/* The totals of RECORD at one moment, and how many blocks they are of.  */
static void
read_totals (const struct sm_record *record,
             struct synchedmem_thread_stats *stats)
{
  uint64_t version;
  unsigned int looks = 0;

  memset (stats, 0, sizeof *stats);
  do
    {
      look_again (&looks);
      /* acquire, all of these.  That of the version pairs with the release in
         sm_recorder_fold; those of the words pair with the release of each:
         who gets a newer word sees that the version has moved.  */
      version = sm_load_acquire (&record->version);
      stats->compute_total = sm_load_acquire (&record->compute_total);
      stats->compute_min = sm_load_acquire (&record->compute_min);
      stats->compute_max = sm_load_acquire (&record->compute_max);
      stats->wait_total = sm_load_acquire (&record->wait_total);
      stats->wait_min = sm_load_acquire (&record->wait_min);
      stats->wait_max = sm_load_acquire (&record->wait_max);
      stats->last_to_arrive = sm_load_acquire (&record->last_to_arrive);
  } while (version % 2 || sm_load_relaxed (&record->version) != version);
  stats->blocks = version / 2;
}

/* Block B of RECORD, whole or not; returns whether it was the last to
   arrive.  */
static uint64_t
read_block (const struct sm_profile *profile, const struct sm_record *record,
            uint64_t b, struct synchedmem_block *out)
{
  const struct sm_ring_block *block = &record->ring[b % profile->capacity];

  /* acquire, all of these; pair with the release of each word; who gets one
     of the next round sees that completed has moved.  */
  out->start = sm_load_acquire (&block->start);
  out->arrive = sm_load_acquire (&block->arrive);
  out->release = sm_load_acquire (&block->release);
  return sm_load_acquire (&block->last);
}

/* The totals are read first, and then how many blocks are complete.  A thread
   folds each block into the totals before it completes the next one.  So at
   any moment the totals lack at most the newest complete block, which is added
   here; if they lack more, the thread went on between the two readings, and
   both are read again.  */
void
sm_reader_read (const struct sm_profile *profile, size_t id,
                struct sm_reading *reading)
{
  const struct sm_record *record = sm_record_of (profile, id);
  struct synchedmem_block open;
  uint64_t completed, last = 0;
  unsigned int looks = 0;

  reading->attached = record->attached;
  reading->first = record->first;
  reading->over = record->over;
  reading->end = record->end;
  do
    {
      look_again (&looks);
      read_totals (record, &reading->stats);
      reading->folded = reading->stats.blocks;
      /* acquire; pairs with the release in sm_recorder_passed; makes the
         blocks visible.  */
      completed = sm_load_acquire (&record->completed);
      if (completed)
        last = read_block (profile, record, completed - 1, &reading->newest);
      if (completed == reading->folded + 1)
        sm_reader_add (&reading->stats, &reading->newest, last);
      read_block (profile, record, completed, &open);
      reading->open_start = open.start;
      reading->open_arrive = open.arrive;
  } while (reading->stats.blocks != completed
           /* relaxed; comes after the acquire loads of the words that it
              guards.  */
           || sm_load_relaxed (&record->completed) != completed);
}

size_t
sm_reader_copy (const struct sm_profile *profile, size_t id, uint64_t end,
                size_t n, struct synchedmem_block *out)
{
  const struct sm_record *record = sm_record_of (profile, id);
  uint64_t first = end - n, completed;
  size_t i, lost = 0;

  for (i = 0; i < n; i++)
    read_block (profile, record, first + i, &out[i]);
  /* relaxed; after the acquiring of what it guards.  */
  completed = sm_load_relaxed (&record->completed);
  if (completed + 1 >= first + profile->capacity)
    lost = completed + 1 - first - profile->capacity < n
               ? (size_t) (completed + 2 - first - profile->capacity)
               : n;
  memmove (out, out + lost, (n - lost) * sizeof *out);
  return n - lost;
}

bool
sm_reader_stop (struct sm_profile *profile)
{
  size_t i;

  if (profile->finalized)
    return false;
  /* seq_cst; before the readings below: a block that a thread still records,
     since it had not seen this, is at most one, and is left out.  */
  sm_exchange_seq_cst (profile->stopped, 1);
  for (i = 0; i < profile->num_threads; i++)
    sm_reader_read (profile, i, &profile->final[i]);
  profile->completion = sm_os_now ();
  profile->finalized = true;
  return true;
}
