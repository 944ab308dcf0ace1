/* profiler-off.c: the profiler's functions, in a library without the profiler.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   They are exported all the same, so that there is one ABI.  What is done with
   snapshots, of which there are none here, is in timing/: numbers.c and
   writers-off.c.  */

#include <config.h>

#include "group/profiler.h"

int
synchedmem_has_profiler (void)
{
  return 0;
}

int
synchedmem_finalize (struct synchedmem *group)
{
  if (!group)
    return EINVAL;
  return sm_group_is_foreign (group) ? ESRCH : 0;
}

void
sm_profiler_end (struct synchedmem *group)
{
  (void) group;
}

uint64_t
synchedmem_init_timestamp (const struct synchedmem *group)
{
  (void) group;
  return 0;
}

uint64_t
synchedmem_completion_timestamp (const struct synchedmem *group)
{
  (void) group;
  return 0;
}

uint64_t
synchedmem_total_runtime (const struct synchedmem *group)
{
  (void) group;
  return 0;
}

uint64_t
synchedmem_computation_start (const struct synchedmem *group, size_t thread_id)
{
  (void) group;
  (void) thread_id;
  return 0;
}

uint64_t
synchedmem_computation_end (const struct synchedmem *group, size_t thread_id)
{
  (void) group;
  (void) thread_id;
  return 0;
}

int
synchedmem_timing_create (const struct synchedmem *group,
                          struct synchedmem_timing **timing)
{
  return group && timing ? ENOTSUP : EINVAL;
}

void
synchedmem_timing_destroy (struct synchedmem_timing *timing)
{
  (void) timing;
}
