/* profiler.c: the profiler, as the user calls it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "group/profiler.h"

#include "base/lock.h"
#include "record/reader.h"
#include "timing/files.h"
#include "timing/snapshot.h"

int
synchedmem_has_profiler (void)
{
  return 1;
}

int
synchedmem_finalize (struct synchedmem *group)
{
  int error = 0;

  if (!group)
    return EINVAL;
  sm_lock_take ();
  if (sm_group_is_foreign (group))
    error = ESRCH;
  else
    sm_reader_stop (&group->profile);
  sm_lock_give ();
  if (!error)
    sm_files_write (&group->profile);
  return error;
}

void
sm_profiler_end (struct synchedmem *group)
{
  /* In the child of a fork nothing is written: the files are the parent's to
     write, and finalizing fails.  */
  if (group->profile.prefix)
    synchedmem_finalize (group);
}

int
synchedmem_timing_create (const struct synchedmem *group,
                          struct synchedmem_timing **timing)
{
  return group && timing ? sm_snapshot_create (&group->profile, timing)
                         : EINVAL;
}

struct times
{
  uint64_t init, completion, runtime;
};

/* When recording began and ended, and for how long it went or goes on.  */
static struct times
read_times (const struct synchedmem *group)
{
  struct times times = { 0 };

  if (!group)
    return times;
  sm_lock_take ();
  times.init = group->profile.init;
  times.completion = group->profile.completion;
  times.runtime = (group->profile.finalized ? times.completion : sm_os_now ())
                  - times.init;
  sm_lock_give ();
  return times;
}

uint64_t
synchedmem_init_timestamp (const struct synchedmem *group)
{
  return read_times (group).init;
}

uint64_t
synchedmem_completion_timestamp (const struct synchedmem *group)
{
  return read_times (group).completion;
}

uint64_t
synchedmem_total_runtime (const struct synchedmem *group)
{
  return read_times (group).runtime;
}

/* What is known of the times of thread ID; zeros if there is none.  */
static struct sm_reading
reading_of (const struct synchedmem *group, size_t id)
{
  struct sm_reading reading = { 0 };

  if (!group || id >= group->num_threads)
    return reading;
  sm_lock_take ();
  if (group->profile.finalized)
    {
      reading = group->profile.final[id];
      if (reading.attached && !reading.over)
        reading.end = group->profile.completion;
    }
  else
    {
      struct sm_record *record = sm_record_of (&group->profile, id);
      reading.first = record->first;
      reading.end = record->over ? record->end : 0;
    }
  sm_lock_give ();
  return reading;
}

uint64_t
synchedmem_computation_start (const struct synchedmem *group, size_t thread_id)
{
  return reading_of (group, thread_id).first;
}

uint64_t
synchedmem_computation_end (const struct synchedmem *group, size_t thread_id)
{
  return reading_of (group, thread_id).end;
}
