/* profiler.c: what the profiler costs: the library with it and without.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Both are modules that are compiled alike, whichever of them the library of
   this build is.  */

#include "bench.h"

enum
{
  num_kinds = 2
};

void
report_profiler (peer_run_fn *plain, peer_run_fn *profiling, size_t repeats,
                 uint64_t ns, FILE *out)
{
  const struct peer peers[num_kinds]
      = { { "without", plain, 0 }, { "with", profiling, 0 } };
  struct regime regime = { .name = "profiler", .pinned = true };
  double wall[num_kinds][max_repeats], cpu[num_kinds][max_repeats];
  size_t r, k;

  if (!plain || !profiling)
    {
      fprintf (out, "The profiler's cost: its modules are missing.\n");
      return;
    }
  fprintf (out,
           "The profiler, ns a cycle, pinned; medians:\n\n"
           "%-12s%12s%12s%12s%24s\n",
           "threads", "without", "with", "more", "more processor time each");
  for (regime.threads = 1; regime.threads <= 4; regime.threads *= 2)
    {
      double n = (double) regime.threads;

      for (r = 0; r < repeats; r++)
        for (k = 0; k < num_kinds; k++)
          {
            struct measurement m = { 0 };

            if (measure (&regime, &peers[k], ns, &m) != 0 || m.wrong)
              fprintf (stderr, "profiler: %s failed\n", peers[k].name);
            wall[k][r] = m.wall;
            cpu[k][r] = m.cpu / n;
          }
      for (k = 0; k < num_kinds; k++)
        {
          wall[k][0] = median (wall[k], repeats);
          cpu[k][0] = median (cpu[k], repeats);
        }
      fprintf (out, "%-12zu%12.1f%12.1f%12.1f%24.1f\n", regime.threads,
               wall[0][0], wall[1][0], wall[1][0] - wall[0][0],
               cpu[1][0] - cpu[0][0]);
    }
  fputc ('\n', out);
}
