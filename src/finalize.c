/* finalize.c: the clock of the profiler: when recording began and ended.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "local.h"
#include "profile-files.h"

int
synchedmem_has_profiler (void)
{
  return 1;
}

int
synchedmem_finalize (struct synchedmem *mem)
{
  int error = 0;

  if (!mem)
    return EINVAL;
  sm_groups_lock ();
  if (sm_memory_is_foreign (mem))
    error = ESRCH;
  else
    sm_profile_stop (&mem->profile);
  sm_groups_unlock ();
  if (!error)
    sm_profile_files_write (mem);
  return error;
}

uint64_t
synchedmem_init_timestamp (const struct synchedmem *mem)
{
  uint64_t time;

  if (!mem)
    return 0;
  sm_groups_lock ();
  time = mem->profile.init;
  sm_groups_unlock ();
  return time;
}

uint64_t
synchedmem_completion_timestamp (const struct synchedmem *mem)
{
  uint64_t time;

  if (!mem)
    return 0;
  sm_groups_lock ();
  time = mem->profile.completion;
  sm_groups_unlock ();
  return time;
}

uint64_t
synchedmem_total_runtime (const struct synchedmem *mem)
{
  uint64_t time;

  if (!mem)
    return 0;
  sm_groups_lock ();
  time = mem->profile.finalized ? mem->profile.completion : sm_os_now ();
  time -= mem->profile.init;
  sm_groups_unlock ();
  return time;
}

/* What is known of a thread, or nothing if there is no such thread.  */
static struct sm_look
look_at (const struct synchedmem *mem, size_t id)
{
  struct sm_look look = { 0 };

  if (!mem || id >= mem->num_threads)
    return look;
  sm_groups_lock ();
  if (mem->profile.finalized)
    {
      look = mem->profile.final[id];
      if (look.attached && !look.over)
        look.end = mem->profile.completion;
    }
  else
    {
      struct sm_record *record = sm_profile_record (&mem->profile, id);
      look.first = record->first;
      look.end = record->over ? record->end : 0;
    }
  sm_groups_unlock ();
  return look;
}

uint64_t
synchedmem_computation_start (const struct synchedmem *mem, size_t thread_id)
{
  return look_at (mem, thread_id).first;
}

uint64_t
synchedmem_computation_end (const struct synchedmem *mem, size_t thread_id)
{
  return look_at (mem, thread_id).end;
}
