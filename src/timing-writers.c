/* timing-writers.c: stand-ins.  */
#include <config.h>
#include "timing.h"
int
synchedmem_timing_plot (const struct synchedmem_timing *timing, FILE *out)
{
  if (!timing || !out)
    return EINVAL;
  return fprintf (out, "stand-in\n") < 0 || fflush (out) ? errno : 0;
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
