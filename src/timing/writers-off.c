/* writers-off.c: what writes a snapshot, in a library without the profiler,
   where there is none to be written.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "synchedmem.h"

#include <errno.h>

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
