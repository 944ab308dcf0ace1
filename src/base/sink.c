/* sink.c: printing to a stream that may fail.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "base/sink.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>

void
sm_sink_begin_lines (struct sm_sink *sink, FILE *out)
{
  sink->out = out;
  sink->taken = false;
  sink->error = 0;
  sink->saved_errno = errno;
  /* A thread that is cancelled in the middle would keep the stream.  */
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, &sink->saved_cancel);
}

void
sm_sink_begin (struct sm_sink *sink, FILE *out)
{
  sm_sink_begin_lines (sink, out);
  flockfile (out);
  sink->taken = true;
}

static void
failed (struct sm_sink *sink)
{
  sink->error = errno ? errno : EIO;
}

void
sm_sink_print (struct sm_sink *sink, const char *format, ...)
{
  va_list arguments;

  if (sink->error)
    return;
  errno = 0;
  va_start (arguments, format);
  /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): va_start did.  */
  if (vfprintf (sink->out, format, arguments) < 0)
    failed (sink);
  va_end (arguments);
}

int
sm_sink_end (struct sm_sink *sink)
{
  errno = 0;
  if (!sink->error && fflush (sink->out) != 0)
    failed (sink);
  if (sink->taken)
    funlockfile (sink->out);
  pthread_setcancelstate (sink->saved_cancel, NULL);
  errno = sink->saved_errno;
  return sink->error;
}
