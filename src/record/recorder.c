/* recorder.c: recording who computes, who waits, and who is last.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "record/recorder.h"

#include <string.h>

enum
{
  default_blocks = 16384,
  /* Blocks that a thread may complete while a snapshot copies the others,
     before the snapshot loses some.  */
  spare_blocks = 64
};

/* ---- the memory */

static size_t
round_up (size_t size)
{
  return (size + 2 * SM_LINE - 1) / (2 * SM_LINE) * (2 * SM_LINE);
}

/* What is in front of the records.  */
static size_t
head_size (size_t num_threads)
{
  return round_up (2 * SM_LINE + num_threads * sizeof (struct sm_reading));
}

bool
sm_record_measure (struct sm_profile *profile, size_t num_threads,
                   size_t blocks, size_t *size)
{
  /* With what may be lost to rounding.  */
  size_t fixed = sizeof (struct sm_record) + 2 * SM_LINE, head;

  profile->num_threads = num_threads;
  profile->kept = blocks ? blocks : default_blocks;
  if (profile->kept
      > (SIZE_MAX - fixed) / sizeof (struct sm_ring_block) - spare_blocks)
    return false;
  profile->capacity = profile->kept + spare_blocks;
  profile->record_size
      = round_up (sizeof (struct sm_record)
                  + profile->capacity * sizeof (struct sm_ring_block));
  if (num_threads > SIZE_MAX / 2 / sizeof (struct sm_reading) - 1)
    return false;
  head = head_size (num_threads);
  if (num_threads > (SIZE_MAX - head) / profile->record_size)
    return false;
  *size = profile->size = head + num_threads * profile->record_size;
  return true;
}

void
sm_record_init (struct sm_profile *profile, void *memory)
{
  unsigned char *base = memory;

  sm_annotate_sync_memory (memory, profile->size);
  profile->stopped = memory;
  profile->final = (void *) (base + 2 * SM_LINE);
  profile->memory = base + head_size (profile->num_threads);
}

void
sm_record_end (struct sm_profile *profile)
{
  sm_annotate_plain_memory (profile->stopped, profile->size);
}

void
sm_record_start_over (struct sm_profile *profile)
{
  size_t i;

  profile->finalized = false;
  profile->written = false;
  profile->completion = 0;
  profile->round++;
  profile->init = sm_os_now ();
  for (i = 0; i < profile->num_threads; i++)
    {
      struct sm_record *record = sm_record_of (profile, i);

      record->attached = record->over = false;
      record->first = record->end = 0;
      /* relaxed, all of these; nobody is attached, and who attaches takes the
         lock later.  */
      sm_store_relaxed (&record->version, 0);
      sm_store_relaxed (&record->compute_total, 0);
      sm_store_relaxed (&record->compute_min, UINT64_MAX);
      sm_store_relaxed (&record->compute_max, 0);
      sm_store_relaxed (&record->wait_total, 0);
      sm_store_relaxed (&record->wait_min, UINT64_MAX);
      sm_store_relaxed (&record->wait_max, 0);
      sm_store_relaxed (&record->last_to_arrive, 0);
      sm_store_relaxed (&record->completed, 0);
      if (profile->round > 1)
        {
          sm_histogram_clear (&record->compute);
          sm_histogram_clear (&record->wait);
        }
    }
  /* relaxed; nobody is attached, and who attaches takes the lock later.  */
  sm_store_relaxed (profile->stopped, 0);
}

/* ---- the writer */

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
  /* The record need not begin with a page.  */
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
  /* relaxed; what was seen of the record when it was stopped stands, but for
     the histograms, which know by how many blocks they have moved.  */
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

/* ---- readers */

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

/* Before each look: after many, let the writer go on, which this thread may
   be keeping from running.  */
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

/* The totals, of so many blocks that were folded at one moment.  */
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
      /* acquire; pairs with the release in sm_recorder_fold.  The words: pair
         with the release of each; who gets a newer word sees that the version
         has moved.  */
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

/* A block is folded before the next one is completed; so if not more than one
   is missing in the totals, they are of the same moment.  */
void
sm_reader_read (const struct sm_profile *profile, size_t id,
                struct sm_reading *look)
{
  const struct sm_record *record = sm_record_of (profile, id);
  struct synchedmem_block open;
  uint64_t completed, last = 0;
  unsigned int looks = 0;

  look->attached = record->attached;
  look->first = record->first;
  look->over = record->over;
  look->end = record->end;
  do
    {
      look_again (&looks);
      read_totals (record, &look->stats);
      look->folded = look->stats.blocks;
      /* acquire; pairs with the release in sm_recorder_passed; makes the
         blocks visible.  */
      completed = sm_load_acquire (&record->completed);
      if (completed)
        last = read_block (profile, record, completed - 1, &look->newest);
      if (completed == look->folded + 1)
        sm_reader_add (&look->stats, &look->newest, last);
      read_block (profile, record, completed, &open);
      look->open_start = open.start;
      look->open_arrive = open.arrive;
  } while (look->stats.blocks != completed
           /* relaxed; after the acquiring of what it guards.  */
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
  /* seq_cst; before the looks below: a block that a thread still records,
     since it had not seen this, is at most one, and is left out.  */
  sm_exchange_seq_cst (profile->stopped, 1);
  for (i = 0; i < profile->num_threads; i++)
    sm_reader_read (profile, i, &profile->final[i]);
  profile->completion = sm_os_now ();
  profile->finalized = true;
  return true;
}
