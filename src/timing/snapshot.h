/* snapshot.h: struct synchedmem_timing, a snapshot of what was recorded.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   It is a copy, whole in itself: what writes it out needs nothing of the
   group.  All times are nanoseconds of CLOCK_MONOTONIC.  */

#ifndef SM_TIMING_H
#define SM_TIMING_H

#include "synchedmem.h"

#include <stdbool.h>

/* Whether this library makes any.  */
#ifdef SM_PROFILER
#define SM_HAS_SNAPSHOTS true
#else
#define SM_HAS_SNAPSHOTS false
#endif

struct sm_profile;

struct sm_timing_thread
{
  struct synchedmem_thread_stats stats;
  /* From its first attach to its leaving, the finalizing or the snapshot;
     both 0 if it never attached.  The blocks fill this time without gaps, but
     for those between two runs.  */
  uint64_t start, end;
  /* The newest blocks, oldest first.  The first of them is the block of cycle
     stats.dropped; what was not complete at END is cut there, and is not
     counted as a block that others waited for.  */
  size_t num_blocks;
  struct synchedmem_block *block;
};

struct synchedmem_timing
{
  size_t num_threads;
  /* When the group was created or reset, and when it was finalized or this
     snapshot was taken.  */
  uint64_t init, completion;
  bool finalized;
  struct sm_timing_thread thread[];
};

/* A snapshot of what PROFILE has recorded, to be destroyed by
   synchedmem_timing_destroy.  Returns ENOMEM, or ESRCH if the group is the
   parent process's.  */
int sm_snapshot_create (const struct sm_profile *profile,
                        struct synchedmem_timing **out);

#endif
