/* chart.c: the bench's table as CSV and as a chart.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "table.h"

#include <math.h>

void
report_csv (const struct table *table, FILE *out)
{
  size_t r, p;

  fprintf (out, "regime,threads,limit_ns,peer,wall_ns,cpu_ns,waiting\n");
  for (r = 0; r < table->num_rows; r++)
    for (p = 0; p < table->num_peers; p++)
      {
        const struct measurement *m = &table->cell[r * table->num_peers + p];
        if (m->wall > 0)
          fprintf (out, "\"%s\",%zu,%.1f,%s,%.1f,%.1f,%.5f\n",
                   table->rows[r].name, table->rows[r].threads,
                   table->rows[r].limit, table->peers[p].name, m->wall, m->cpu,
                   m->waiting);
      }
}

/* The chart: a row a regime, time to the right, by powers of ten.  */

enum
{
  left = 220,
  width = 900,
  row_height = 34,
  top = 70
};

static const char *const colours[]
    = { "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9" };

static double
x_of (double ns)
{
  double x = left + (log10 (ns) - 0.5) / 6.5 * (width - left - 20);

  /* What is slower still stands at the edge.  */
  return x < width - 10 ? x : width - 10;
}

/* A mark for each peer: told apart by shape, too.  */
static void
mark (FILE *out, size_t peer, double x, double y)
{
  static const char *const shapes[]
      = { "M-7,0L0,-7L7,0L0,7Z", "M-5,-5H5V5H-5Z",       "M-6,5L0,-6L6,5Z",
          "M-6,-5L6,-5L0,6Z",    "M-5,-5L5,5M-5,5L5,-5", "M-6,0H6M0,-6V6" };

  fprintf (out,
           "<path d=\"%s\" transform=\"translate(%.1f,%.1f)\" fill=\"%s\" "
           "stroke=\"%s\" stroke-width=\"%s\"/>\n",
           shapes[peer % 6], x, y, colours[peer % 6], colours[peer % 6],
           peer % 6 > 3 ? "2.5" : "1");
}

void
report_svg (const struct table *table, FILE *out)
{
  static const char *const ticks[]
      = { "10 ns", "100 ns", "1 us", "10 us", "100 us", "1 ms" };
  size_t r, p, i;
  double height = top + row_height * (double) table->num_rows + 20;

  fprintf (out,
           "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
           "height=\"%.0f\" font-family=\"sans-serif\" font-size=\"13\">\n"
           "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
           width, height);
  for (p = 0; p < table->num_peers; p++)
    {
      mark (out, p, left + 110 * (double) p, 20);
      fprintf (out, "<text x=\"%.0f\" y=\"24\">%s</text>\n",
               left + 110 * (double) p + 12, table->peers[p].name);
    }
  for (i = 0; i < 6; i++)
    {
      double x = x_of (pow (10, (double) i + 1));
      fprintf (out,
               "<path d=\"M%.1f,%d V%.0f\" stroke=\"#ccc\"/>\n<text "
               "x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" "
               "fill=\"#555\">%s</text>\n",
               x, top - 12, height - 15, x, top - 18, ticks[i]);
    }
  for (r = 0; r < table->num_rows; r++)
    {
      const struct regime *row = &table->rows[r];
      double y = top + row_height * ((double) r + 0.5);

      fprintf (out,
               "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n"
               "<path d=\"M%d,%.1f H%d\" stroke=\"#eee\"/>\n",
               left - 12, y + 4, row->name, left, y, width - 20);
      if (row->limit > 0)
        fprintf (out,
                 "<path d=\"M%.1f,%.1f v24\" stroke=\"black\" "
                 "stroke-width=\"2\"><title>limit %.0f ns</title></path>\n",
                 x_of (row->limit), y - 12, row->limit);
      for (p = table->num_peers; p-- > 0;)
        if (table->cell[r * table->num_peers + p].wall > 0)
          mark (out, p, x_of (table->cell[r * table->num_peers + p].wall), y);
    }
  fprintf (out,
           "<text x=\"%d\" y=\"24\" text-anchor=\"end\">time of a "
           "cycle; | the limit</text>\n</svg>\n",
           left - 12);
}
