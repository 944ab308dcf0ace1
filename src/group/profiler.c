/* profiler.c: the clock of the profiler: when recording began and ended.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "base/lock.h"
#include "group/place.h"
#include "timing/files.h"

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
    sm_files_write (group);
  return error;
}

uint64_t
synchedmem_init_timestamp (const struct synchedmem *group)
{
  uint64_t time;

  if (!group)
    return 0;
  sm_lock_take ();
  time = group->profile.init;
  sm_lock_give ();
  return time;
}

uint64_t
synchedmem_completion_timestamp (const struct synchedmem *group)
{
  uint64_t time;

  if (!group)
    return 0;
  sm_lock_take ();
  time = group->profile.completion;
  sm_lock_give ();
  return time;
}

uint64_t
synchedmem_total_runtime (const struct synchedmem *group)
{
  uint64_t time;

  if (!group)
    return 0;
  sm_lock_take ();
  time = group->profile.finalized ? group->profile.completion : sm_os_now ();
  time -= group->profile.init;
  sm_lock_give ();
  return time;
}

/* What is known of a thread, or nothing if there is no such thread.  */
static struct sm_reading
look_at (const struct synchedmem *group, size_t id)
{
  struct sm_reading look = { 0 };

  if (!group || id >= group->num_threads)
    return look;
  sm_lock_take ();
  if (group->profile.finalized)
    {
      look = group->profile.final[id];
      if (look.attached && !look.over)
        look.end = group->profile.completion;
    }
  else
    {
      struct sm_record *record = sm_record_of (&group->profile, id);
      look.first = record->first;
      look.end = record->over ? record->end : 0;
    }
  sm_lock_give ();
  return look;
}

uint64_t
synchedmem_computation_start (const struct synchedmem *group, size_t thread_id)
{
  return look_at (group, thread_id).first;
}

uint64_t
synchedmem_computation_end (const struct synchedmem *group, size_t thread_id)
{
  return look_at (group, thread_id).end;
}
