/* sink.h: printing to a stream that may fail.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The first error is kept, and nothing more is printed after it.  Numbers are
   printed by formats of integers alone, which are the same in every locale:
   a time in milliseconds is SM_THOUSANDTHS of its microseconds.  */

#ifndef SM_SINK_H
#define SM_SINK_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __GNUC__
#define SM_PRINTF(text, first) __attribute__ ((format (printf, text, first)))
#else
#define SM_PRINTF(text, first)
#endif

struct sm_sink
{
  FILE *out;
  bool taken; /* from the beginning to the end */
  int error;
  int saved_errno, saved_cancel;
};

/* Take OUT for the calling thread, until sm_sink_end.  */
void sm_sink_begin (struct sm_sink *sink, FILE *out);
/* Leave OUT to others between two prints.  For a caller that takes the lock of
   base/lock.h there: a thread that forks holds that lock while it waits for
   streams, so nobody may wait for it who has a stream.  */
void sm_sink_begin_lines (struct sm_sink *sink, FILE *out);

void sm_sink_print (struct sm_sink *sink, const char *format, ...)
    SM_PRINTF (2, 3);

/* Hand over what is buffered, restore errno, and return the first error.  */
int sm_sink_end (struct sm_sink *sink);

/* A number of thousandths with its decimal point.  */
#define SM_THOUSANDTHS "%" PRIu64 ".%03u"
#define SM_AS_THOUSANDTHS(n) (n) / 1000, (unsigned int) ((n) % 1000)

/* A number of tenths.  */
#define SM_TENTHS "%" PRIu64 ".%u"
#define SM_AS_TENTHS(n) (n) / 10, (unsigned int) ((n) % 10)

#endif
