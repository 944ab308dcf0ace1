/* record.c: the memory of what is recorded.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "record/record.h"

#include "base/environment.h"

#include <string.h>

enum
{
  default_blocks = 16384,
  /* Blocks that a thread may complete while a snapshot copies the others,
     before the snapshot loses some.  */
  spare_blocks = 64
};

static size_t
round_up (size_t size)
{
  return (size + 2 * SM_LINE - 1) / (2 * SM_LINE) * (2 * SM_LINE);
}

/* The size of what is in front of the records: STOPPED and FINAL.  */
static size_t
head_size (size_t num_threads)
{
  return round_up (2 * SM_LINE + num_threads * sizeof (struct sm_reading));
}

bool
sm_record_measure (struct sm_profile *profile, size_t num_threads,
                   size_t blocks, size_t *size)
{
  /* A record without its ring, and what rounding up may add.  */
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
sm_record_init (struct sm_profile *profile, void *memory,
                const struct sm_meeting *meeting)
{
  unsigned char *base = memory;

  sm_annotate_sync_memory (memory, profile->size);
  profile->meeting = meeting;
  profile->stopped = memory;
  profile->final = (void *) (base + 2 * SM_LINE);
  profile->memory = base + head_size (profile->num_threads);
}

size_t
sm_record_prefix_size (struct sm_profile *profile)
{
  profile->prefix = sm_environment_profile ();
  return profile->prefix ? strlen (profile->prefix) + 1 : 0;
}

void
sm_record_remember_prefix (struct sm_profile *profile, void *memory)
{
  /* The environment may change.  */
  if (profile->prefix)
    profile->prefix = strcpy (memory, profile->prefix);
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
