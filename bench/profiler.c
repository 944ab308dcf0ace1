/* profiler.c: what the profiler costs: the library with it and without.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Both are modules that are compiled alike, whichever of them the library of
   this build is.  */

#include "machine.h"
#include "median.h"
#include "table.h"

enum
{
  num_kinds = 2,
  batches = 25,
  readings = 10000 /* in each */
};

/* Nanoseconds that it takes to read the clock, which is done twice a cycle:
   what no profiler with these times can be below.  */
static double
clock_reading (void)
{
  double ns[batches];
  size_t b, i;

  for (b = 0; b < batches; b++)
    {
      uint64_t begun = now_ns (), last = begun;

      for (i = 0; i < readings; i++)
        last = now_ns ();
      ns[b] = (double) (last - begun) / readings;
    }
  return median (ns, batches);
}

void
report_profiler (peer_run_fn *plain, peer_run_fn *profiling, size_t repeats,
                 uint64_t ns, FILE *out)
{
  const struct peer peers[num_kinds]
      = { { "without", plain, 0 }, { "with", profiling, 0 } };
  struct regime regime = { .name = "profiler", .pinned = true };
  const struct effort effort = { .ns = ns, .repeats = repeats };

  if (!plain || !profiling)
    {
      fprintf (out, "The profiler's cost: its modules are missing.\n");
      return;
    }
  fprintf (out,
           "The profiler, ns a cycle, pinned; medians:\n\n"
           "%-12s%12s%12s%12s%27s\n",
           "threads", "without", "with", "more", "more processor time each");
  for (regime.threads = 1; regime.threads <= 4; regime.threads *= 2)
    {
      struct measurement m[num_kinds] = { 0 };
      double n = (double) regime.threads;

      measure_row (&regime, peers, num_kinds, &effort, m);
      fprintf (out, "%-12zu%12.1f%12.1f%12.1f%27.1f\n", regime.threads,
               m[0].wall, m[1].wall, m[1].wall - m[0].wall,
               (m[1].cpu - m[0].cpu) / n);
    }
  fprintf (out, "Two readings of the clock take %.1f of them.\n\n",
           2 * clock_reading ());
}
