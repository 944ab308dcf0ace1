/* recorder.c: recording who computes, who waits, and who is last.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "record/recorder.h"

void
sm_recorder_init (struct sm_recorder *recorder,
                  const struct sm_profile *profile, uint32_t id)
{
  recorder->stopped = profile->stopped;
  recorder->record = sm_record_of (profile, id);
  recorder->open = recorder->record->ring;
  recorder->done = NULL;
  recorder->end = recorder->open + profile->capacity;
  recorder->completed = 0;
}

static void
touch_word (unsigned char *at)
{
  sm_atomic64 *word = (void *) at;

  /* relaxed; nobody else writes words of this place.  */
  sm_store_relaxed (word, sm_load_relaxed (word));
}

void
sm_recorder_touch (const struct sm_recorder *recorder)
{
  enum
  {
    small_page = 4096
  };
  unsigned char *from = (unsigned char *) recorder->record;
  unsigned char *to = (unsigned char *) recorder->end;

  /* Whoever attaches a second time finds words that are in use; those are
     left alone.  */
  if (recorder->record->attached)
    return;
  for (; from < to; from += small_page)
    touch_word (from);
  /* The record need not begin at the start of a page, so its last page may not
     be among these.  */
  touch_word (to - sizeof (sm_atomic64));
}

void
sm_recorder_start (struct sm_recorder *recorder)
{
  struct sm_record *record = recorder->record;
  uint64_t now;

  /* relaxed; it is stopped under the lock.  */
  if (sm_load_relaxed (recorder->stopped))
    return;
  if (record->attached && !record->over)
    return;
  now = sm_os_now ();
  /* Between two runs it did not compute: the block goes on from now.  relaxed;
     the own word, and snapshots take the lock.  */
  if (record->over)
    sm_store_relaxed (&recorder->open->start,
                      sm_load_relaxed (&recorder->open->start)
                          + (now - record->end));
  record->over = false;
  if (record->attached)
    return;
  record->attached = true;
  record->first = now;
  /* relaxed; snapshots take the lock, too.  */
  sm_store_relaxed (&recorder->open->start, now);
  sm_store_relaxed (&recorder->open->arrive, 0);
}

void
sm_recorder_over (struct sm_recorder *recorder, uint64_t now)
{
  recorder->record->over = true;
  recorder->record->end = now;
}

static void
raise_to (sm_atomic64 *word, uint64_t value)
{
  /* relaxed; the own word.  release; pairs with the acquire in read_totals. */
  if (value > sm_load_relaxed (word))
    sm_store_release (word, value);
}

static void
lower_to (sm_atomic64 *word, uint64_t value)
{
  /* relaxed; the own word.  release; pairs with the acquire in read_totals. */
  if (value < sm_load_relaxed (word))
    sm_store_release (word, value);
}

static void
increase (sm_atomic64 *word, uint64_t value)
{
  /* relaxed; the own word.  release; pairs with the acquire in read_totals. */
  sm_store_release (word, sm_load_relaxed (word) + value);
}

/* Add the last block to the totals.  */
void
sm_recorder_fold (struct sm_recorder *recorder)
{
  struct sm_record *record = recorder->record;
  struct sm_ring_block *block = recorder->done;
  uint64_t version, arrive, compute, wait;

  recorder->done = NULL;
  /* relaxed; a thread that does not see it yet folds one more block.  Totals
     that were read when the recording was stopped stay as they were read; the
     histograms are read later, and a snapshot sees by their sum how many
     blocks they are of.  */
  if (sm_unlikely (sm_load_relaxed (recorder->stopped)))
    return;
  /* relaxed; own words.  */
  arrive = sm_load_relaxed (&block->arrive);
  compute = arrive - sm_load_relaxed (&block->start);
  wait = sm_load_relaxed (&block->release) - arrive;
  version = sm_load_relaxed (&record->version);

  /* relaxed; whoever acquires one of the words stored below sees it.  */
  sm_store_relaxed (&record->version, version + 1);
  increase (&record->compute_total, compute);
  lower_to (&record->compute_min, compute);
  raise_to (&record->compute_max, compute);
  increase (&record->wait_total, wait);
  lower_to (&record->wait_min, wait);
  raise_to (&record->wait_max, wait);
  if (sm_load_relaxed (&block->last))
    increase (&record->last_to_arrive, 1);
  /* release; pairs with the acquire in read_totals; publishes the words.  */
  sm_store_release (&record->version, version + 2);

  sm_histogram_add (&record->compute, compute);
  sm_histogram_add (&record->wait, wait);
}

void
sm_recorder_leaves (struct sm_member *member, uint64_t cycle)
{
  /* relaxed; published by the epoch that says that it left.  */
  sm_store_relaxed (&member->slot->left_in, cycle);
}

bool
sm_recorder_took_part (const struct sm_meeting *meeting, uint32_t id,
                       uint64_t cycle)
{
  const struct sm_slot *slot = &meeting->slot[id];

  /* acquire; pairs with the exchange in sm_member_leave; makes the cycle in
     which it left visible.  */
  return sm_load_acquire (&slot->epoch) != SM_EPOCH_LEFT
         /* relaxed; stored before that epoch.  */
         || sm_load_relaxed (&slot->left_in) > cycle;
}
