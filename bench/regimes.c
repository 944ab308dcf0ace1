/* regimes.c: where and beside what meetings are measured.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   What makes no sense on a machine is left out: a core each where there is
   only one, pinning where that is not allowed, more threads than a group of
   the bench has.  */

#include "machine.h"
#include "peers/peer.h"
#include "regime.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct rows
{
  struct regime *row;
  size_t n;
  bool can_pin;
};

static void add (struct rows *rows, struct regime row, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));

static void
add (struct rows *rows, struct regime row, const char *format, ...)
{
  va_list args;

  if (row.threads > max_threads || (row.pinned && !rows->can_pin))
    return;
  va_start (args, format);
  vsnprintf (row.name, sizeof row.name, format, args);
  va_end (args);
  rows->row[rows->n++] = row;
}

/* THREADS with a processor each.  */
static void
add_core_each (struct rows *rows, size_t threads, double limit)
{
  add (rows,
       (struct regime){ .threads = threads, .pinned = true, .limit = limit },
       "%zu, a core each, pinned", threads);
  add (rows, (struct regime){ .threads = threads, .limit = limit },
       "%zu, a core each", threads);
}

size_t
make_rows (struct regime *out, double transfer, double forced_switch)
{
  struct rows rows = { .row = out, .can_pin = can_pin () };
  size_t c = num_processors (), k;
  const char *cores = c == 1 ? "core" : "cores";

  add (&rows, (struct regime){ .threads = 1 }, "1 thread");
  if (c > 1)
    add_core_each (&rows, 2, 2 * transfer);
  if (c > 2)
    add_core_each (&rows, c, 0);
  for (k = 2; k <= 8; k *= 2)
    add (&rows,
         (struct regime){ .threads = k * c,
                          .limit = (double) (k - 1) * forced_switch },
         "%zu on %zu %s", k * c, c, cores);
  if (c > 1)
    add (&rows,
         (struct regime){
             .threads = 2 * c, .pinned = true, .limit = forced_switch },
         "%zu on %zu cores, pinned", 2 * c, c);
  for (k = c > 1 ? 1 : 2; k <= 4; k *= 2)
    add (&rows, (struct regime){ .threads = k * c, .busy = true },
         "%zu on %zu busy %s", k * c, c, cores);
  k = c < 2 ? 2 : c < max_threads ? c : max_threads;
  add (&rows, (struct regime){ .threads = k, .late = 5000000, .by_cpu = true },
       "%zu, one 5 ms late", k);
  return rows.n;
}
