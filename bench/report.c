/* report.c: the bench's table as text.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "table.h"

#include <string.h>

double
score (const struct table *table, size_t row, size_t peer)
{
  const struct measurement *m = &table->cell[row * table->num_peers + peer];

  if (m->wall <= 0)
    return 0;
  return table->rows[row].by_cpu ? 100 * m->waiting : m->wall;
}

/* The best of the others in ROW.  */
static double
best_peer (const struct table *table, size_t row)
{
  double best = 0;
  size_t p;

  for (p = 1; p < table->num_peers; p++)
    {
      double s = score (table, row, p);
      if (s > 0 && (best <= 0 || s < best))
        best = s;
    }
  return best;
}

static double
best_of_all (const struct table *table, size_t row)
{
  double best = best_peer (table, row), own = score (table, row, 0);

  return own > 0 && (own < best || best <= 0) ? own : best;
}

/* The width of a peer's column.  */
static int
width (const struct peer *peer)
{
  int length = (int) strlen (peer->name);

  return length < 10 ? 12 : length + 2;
}

static void
put_cell (const struct table *table, size_t row, size_t peer, FILE *out)
{
  double value = score (table, row, peer);
  int w = width (&table->peers[peer]);

  if (value <= 0)
    fprintf (out, "%*s", w, "-");
  else if (table->rows[row].by_cpu)
    fprintf (out, "%*.2f%%", w - 1, value);
  else
    fprintf (out, "%*.0f", w, value);
}

static void
put_ratio (double a, double b, FILE *out)
{
  if (a > 0 && b > 0)
    fprintf (out, "%9.2f", a / b);
  else
    fprintf (out, "%9s", "-");
}

static void
put_row (const struct table *table, size_t r, FILE *out)
{
  const struct regime *row = &table->rows[r];
  double own = score (table, r, 0);
  size_t p;

  fprintf (out, "%-25s", row->name);
  if (row->limit > 0)
    fprintf (out, "%8.0f", row->limit);
  else
    fprintf (out, "%8s", "-");
  for (p = 0; p < table->num_peers; p++)
    put_cell (table, r, p, out);
  put_ratio (own, best_peer (table, r), out);
  put_ratio (own, row->limit, out);
  fputc ('\n', out);
}

/* The worst of PEER's ratios to the best of all.  */
static double
worst_ratio (const struct table *table, size_t peer)
{
  double worst = 0;
  size_t r;

  for (r = 0; r < table->num_rows; r++)
    {
      double ratio = score (table, r, peer) / best_of_all (table, r);
      if (!table->rows[r].by_cpu && ratio > worst)
        worst = ratio;
    }
  return worst;
}

void
report_text (const struct table *table, FILE *out)
{
  bool by_cpu = false;
  size_t r, p;

  fprintf (out, "\nNanoseconds a cycle (64 bytes each published, met, all "
                "read); medians.\n");
  if (table->transfer > 0)
    fprintf (out, "A cache line to another core and back: 2 * %.0f.  ",
             table->transfer);
  if (table->forced_switch > 0)
    fprintf (out, "A switch on a core: %.0f.", table->forced_switch);
  if (table->transfer > 0 || table->forced_switch > 0)
    fputc ('\n', out);
  fprintf (out, "\n%-25s%8s", "", "limit");
  for (p = 0; p < table->num_peers; p++)
    fprintf (out, "%*s", width (&table->peers[p]), table->peers[p].name);
  fprintf (out, "%9s%9s\n", "to best", "to limit");
  for (r = 0; r < table->num_rows; r++)
    {
      put_row (table, r, out);
      by_cpu |= table->rows[r].by_cpu;
    }
  if (by_cpu)
    fprintf (out, "%%: processor time of a thread that waits.\n");
  fprintf (out, "\n%-33s", "worst ratio to the best of all");
  for (p = 0; p < table->num_peers; p++)
    fprintf (out, "%*.2f", width (&table->peers[p]), worst_ratio (table, p));
  fprintf (out, "\n\nProcessor time a cycle, all threads together:\n");
  for (r = 0; r < table->num_rows; r++)
    {
      fprintf (out, "%-33s", table->rows[r].name);
      for (p = 0; p < table->num_peers; p++)
        {
          const struct measurement *m = &table->cell[r * table->num_peers + p];
          if (m->wall > 0)
            fprintf (out, "%*.0f", width (&table->peers[p]), m->cpu);
          else
            fprintf (out, "%*s", width (&table->peers[p]), "-");
        }
      fputc ('\n', out);
    }
  fputc ('\n', out);
}
