/* words.c: times, shares and lines, as people read them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/words.h"

#include "base/sink.h"

#include <string.h>

uint64_t
sm_words_permille (uint64_t part, uint64_t whole)
{
  if (whole == 0)
    return 0;
  return (uint64_t) ((double) part / (double) whole * 1000 + 0.5);
}

uint64_t
sm_words_us (uint64_t ns)
{
  return ns / 1000 + (ns % 1000 >= 500);
}

struct sm_words
sm_words_of_time (uint64_t ns)
{
  struct sm_words w;

  if (ns < 1000)
    snprintf (w.text, sizeof w.text, "%" PRIu64 " ns", ns);
  else if (ns < 1000000)
    snprintf (w.text, sizeof w.text, SM_THOUSANDTHS " \302\265s",
              SM_AS_THOUSANDTHS (ns));
  else if (ns < 1000000000)
    snprintf (w.text, sizeof w.text, SM_THOUSANDTHS " ms",
              SM_AS_THOUSANDTHS (sm_words_us (ns)));
  else
    snprintf (w.text, sizeof w.text, SM_THOUSANDTHS " s",
              SM_AS_THOUSANDTHS (sm_words_us (ns / 1000)));
  return w;
}

size_t
sm_words_line (const char *text, size_t width)
{
  size_t length = strlen (text), end;

  if (length <= width)
    return length;
  for (end = width; end > 0; end--)
    if (text[end] == ' ')
      return end;
  /* A word that is too long is not cut.  */
  return strcspn (text, " ");
}
