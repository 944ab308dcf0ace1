/* summary.c: the table as JSON, and as one sentence.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "summary.h"
#include "machine.h"

#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* ---- the sentence */

static const struct measurement *
cell (const struct table *table, size_t row, size_t peer)
{
  return &table->cell[row * table->num_peers + peer];
}

static void
put_time (double ns, FILE *out)
{
  double us = ns / 1000;

  fprintf (out, "%.*f us", us < 0.1 ? 3 : us < 1 ? 2 : us < 10 ? 1 : 0, us);
}

static void
put_threads (const struct regime *row, FILE *out)
{
  size_t c = num_processors ();

  fprintf (out, "%zu threads", row->threads);
  if (row->busy)
    fprintf (out, " beside foreign work on %zu core%s", c, c == 1 ? "" : "s");
  else if (row->threads > c)
    fprintf (out, " on %zu core%s", c, c == 1 ? "" : "s");
  else
    fprintf (out, " that have a core each");
}

/* OWN beside THEIRS, of the peer NAME.  */
static void
put_ratio (double own, double theirs, const char *name, FILE *out)
{
  double ratio = own < theirs ? theirs / own : own / theirs;

  if (ratio < 1.05)
    fprintf (out, "as much as %s's", name);
  else
    fprintf (out, "%.*f times %s than %s's", ratio < 10 ? 1 : 0, ratio,
             own < theirs ? "less" : "more", name);
}

/* Whether ROW is one of those that the sentence is about: threads with a core
   each, few or all; as many on a core as there are; the first beside foreign
   work.  */
static bool
is_told (const struct table *table, size_t row)
{
  const struct regime *this = &table->rows[row], *next = this + 1;

  if (this->pinned || this->late || this->threads < 2)
    return false;
  if (this->busy)
    return row == 0 || !this[-1].busy;
  return this->threads <= num_processors () || row + 1 == table->num_rows
         || next->busy || next->late || next->pinned;
}

void
report_sentence (const struct table *table, FILE *out)
{
  const char *begin = "Here a meeting costs ";
  size_t r;

  for (r = 0; r < table->num_rows; r++)
    {
      double own = score (table, r, 0), theirs = score (table, r, 1);

      if (!is_told (table, r) || own <= 0)
        continue;
      fputs (begin, out);
      begin = "; ";
      put_time (own, out);
      fputs (" with ", out);
      put_threads (&table->rows[r], out);
      if (theirs > 0)
        {
          fputs (", ", out);
          put_ratio (own, theirs, table->peers[1].name, out);
        }
    }
  for (r = 0; r < table->num_rows; r++)
    if (table->rows[r].late && cell (table, r, 0)->wall > 0)
      {
        fputs (*begin == 'H' ? "Here" : "; and", out);
        begin = "; ";
        fprintf (out,
                 " a thread that waits for one that is %.0f ms late "
                 "takes %.1f %% of a processor",
                 (double) table->rows[r].late / 1e6,
                 100 * cell (table, r, 0)->waiting);
        if (cell (table, r, 1)->wall > 0)
          fprintf (out, ", with %s %.1f %%", table->peers[1].name,
                   100 * cell (table, r, 1)->waiting);
      }
  fputs (*begin == 'H' ? "Here no meeting could be measured." : ".", out);
}

/* ---- JSON */

static void
put_string (const char *s, FILE *out)
{
  if (!s)
    {
      fputs ("null", out);
      return;
    }
  fputc ('"', out);
  for (; *s; s++)
    if (*s == '"' || *s == '\\')
      fprintf (out, "\\%c", *s);
    else if (*s < ' ' || *s > '~')
      fprintf (out, "\\u%04x", (unsigned char) *s);
    else
      fputc (*s, out);
  fputc ('"', out);
}

/* null: not measured.  */
static void
put_number (const char *name, double value, FILE *out)
{
  fprintf (out, "\"%s\": ", name);
  if (value > 0)
    fprintf (out, "%.1f", value);
  else
    fputs ("null", out);
}

static const char *
truth (bool value)
{
  return value ? "true" : "false";
}

static void
put_row (const struct table *table, size_t r, FILE *out)
{
  const struct regime *row = &table->rows[r];
  size_t p;

  fputs ("    {\"regime\": ", out);
  put_string (row->name, out);
  fprintf (out,
           ", \"threads\": %zu, \"pinned\": %s, \"busy\": %s, "
           "\"late_ns\": %lu,\n     ",
           row->threads, truth (row->pinned), truth (row->busy), row->late);
  put_number ("limit_ns", row->limit, out);
  for (p = 0; p < table->num_peers; p++)
    {
      const struct measurement *m = cell (table, r, p);

      fprintf (out, ",\n     \"%s\": ", table->peers[p].name);
      if (m->wall > 0)
        {
          fputc ('{', out);
          put_number ("wall_ns", m->wall, out);
          fprintf (out, ", \"cpu_ns\": %.1f, \"waiting_percent\": ", m->cpu);
          if (row->threads > 1)
            fprintf (out, "%.3f}", 100 * m->waiting);
          else
            fputs ("null}", out);
        }
      else
        fputs ("null", out);
    }
  fputc ('}', out);
}

void
report_json (const struct table *table, const struct facts *facts, FILE *out)
{
  struct utsname system = { 0 };
  size_t r;

  uname (&system);
  fputs ("{\n  \"program\": \"synchedmem-bench\",\n  \"version\": ", out);
  put_string (facts->version, out);
  fputs (",\n  \"machine\": {\"system\": ", out);
  put_string (system.sysname, out);
  fputs (", \"release\": ", out);
  put_string (system.release, out);
  fputs (", \"architecture\": ", out);
  put_string (system.machine, out);
  fprintf (out,
           ",\n    \"processors_online\": %ld, \"processors_usable\": %zu, "
           "\"can_pin\": %s,\n    ",
           sysconf (_SC_NPROCESSORS_ONLN), num_processors (),
           truth (can_pin ()));
  put_number ("line_transfer_ns", table->transfer, out);
  fputs (", ", out);
  put_number ("forced_switch_ns", table->forced_switch, out);
  fputs ("},\n  \"environment\": {\"SYNCHEDMEM_WAIT_POLICY\": ", out);
  put_string (facts->policy, out);
  fputs (", \"SYNCHEDMEM_SPIN_NS\": ", out);
  put_string (facts->spin_ns, out);
  fprintf (out, "},\n  \"segment_bytes\": %zu,\n  \"seconds\": %.1f,\n",
           num_words * sizeof (uint64_t), facts->seconds);
  fputs ("  \"rows\": [\n", out);
  for (r = 0; r < table->num_rows; r++)
    {
      put_row (table, r, out);
      fputs (r + 1 < table->num_rows ? ",\n" : "\n", out);
    }
  /* Nothing in it needs to be escaped.  */
  fputs ("  ],\n  \"sentence\": \"", out);
  report_sentence (table, out);
  fputs ("\"\n}\n", out);
}
