/* summary.h: a table for somebody who has one machine and one question.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SUMMARY_H
#define SUMMARY_H

#include "table.h"

/* What was measured, and how.  */
struct facts
{
  const char *version;
  double seconds;      /* that it took */
  const char *policy;  /* of the environment, or NULL */
  const char *spin_ns; /* of the environment, or NULL */
};

/* What the numbers mean, without an end of line.  */
void report_sentence (const struct table *table, FILE *out);
void report_json (const struct table *table, const struct facts *facts,
                  FILE *out);

#endif
