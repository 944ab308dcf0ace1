/* profiler-off.c: the profiler's functions, in a library without the profiler.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   They are exported all the same, so that there is one ABI.  */

#include <config.h>

#include "group/group.h"

int
synchedmem_has_profiler (void)
{
  return 0;
}

int
synchedmem_finalize (struct synchedmem *mem)
{
  if (!mem)
    return EINVAL;
  return sm_group_is_foreign (mem) ? ESRCH : 0;
}

uint64_t
synchedmem_init_timestamp (const struct synchedmem *mem)
{
  (void) mem;
  return 0;
}

uint64_t
synchedmem_completion_timestamp (const struct synchedmem *mem)
{
  (void) mem;
  return 0;
}

uint64_t
synchedmem_total_runtime (const struct synchedmem *mem)
{
  (void) mem;
  return 0;
}

uint64_t
synchedmem_computation_start (const struct synchedmem *mem, size_t thread_id)
{
  (void) mem;
  (void) thread_id;
  return 0;
}

uint64_t
synchedmem_computation_end (const struct synchedmem *mem, size_t thread_id)
{
  (void) mem;
  (void) thread_id;
  return 0;
}

int
synchedmem_timing_create (const struct synchedmem *mem,
                          struct synchedmem_timing **timing)
{
  return mem && timing ? ENOTSUP : EINVAL;
}

void
synchedmem_timing_destroy (struct synchedmem_timing *timing)
{
  (void) timing;
}

uint64_t
synchedmem_timing_total_runtime (const struct synchedmem_timing *timing)
{
  (void) timing;
  return 0;
}

size_t
synchedmem_timing_num_threads (const struct synchedmem_timing *timing)
{
  (void) timing;
  return 0;
}

size_t
synchedmem_timing_block_count (const struct synchedmem_timing *timing,
                               size_t thread_id)
{
  (void) timing;
  (void) thread_id;
  return 0;
}

int
synchedmem_timing_block (const struct synchedmem_timing *timing,
                         size_t thread_id, size_t block,
                         struct synchedmem_block *out)
{
  (void) timing;
  (void) thread_id;
  (void) block;
  (void) out;
  return ENOTSUP;
}

int
synchedmem_timing_thread (const struct synchedmem_timing *timing,
                          size_t thread_id,
                          struct synchedmem_thread_stats *out)
{
  (void) timing;
  (void) thread_id;
  (void) out;
  return ENOTSUP;
}

uint64_t
synchedmem_timing_total_computation (const struct synchedmem_timing *timing,
                                     size_t thread_id)
{
  (void) timing;
  (void) thread_id;
  return 0;
}

uint64_t
synchedmem_timing_average_computation (const struct synchedmem_timing *timing,
                                       size_t thread_id)
{
  (void) timing;
  (void) thread_id;
  return 0;
}

double
synchedmem_timing_imbalance (const struct synchedmem_timing *timing)
{
  (void) timing;
  return 0;
}

int
synchedmem_timing_plot (const struct synchedmem_timing *timing, FILE *out)
{
  (void) timing;
  (void) out;
  return ENOTSUP;
}

int
synchedmem_timing_write_csv (const struct synchedmem_timing *timing, FILE *out)
{
  return synchedmem_timing_plot (timing, out);
}

int
synchedmem_timing_write_svg (const struct synchedmem_timing *timing, FILE *out)
{
  return synchedmem_timing_plot (timing, out);
}

int
synchedmem_timing_write_trace (const struct synchedmem_timing *timing,
                               FILE *out)
{
  return synchedmem_timing_plot (timing, out);
}
