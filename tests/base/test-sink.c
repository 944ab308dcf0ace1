/* test-sink.c: wrong arguments, and streams that fail, of all writers.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "base/sink.h"
#include "support/snapshot.h"
#include "support/support.h"

#include <errno.h>
#include <glib.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct form
{
  const char *name;
  snapshot_writer *write;
  bool allocates; /* twice */
} forms[] = {
  { "txt", synchedmem_timing_plot, true },
  { "csv", synchedmem_timing_write_csv, false },
  { "svg", synchedmem_timing_write_svg, true },
  { "json", synchedmem_timing_write_trace, false },
};

enum
{
  num_forms = G_N_ELEMENTS (forms),
  other_error = 4242
};

/* The allocation that fails, counted down to; 0 if none does.  Only the main
   thread runs.  */
static unsigned int fail_at;

void *__real_calloc (size_t count, size_t size);
void *__wrap_calloc (size_t count, size_t size);

void *
__wrap_calloc (size_t count, size_t size)
{
  if (fail_at && --fail_at == 0)
    return NULL;
  return __real_calloc (count, size);
}

/* What it writes is whole, whatever went wrong before.  */
static void
assert_whole (const struct synchedmem_timing *timing, const struct form *form)
{
  char *text = snapshot_written (timing, form->write);

  snapshot_assert_golden (text, "load", form->name);
  free (text);
}

static void
assert_error (const struct synchedmem_timing *timing, const struct form *form,
              FILE *out, int expected)
{
  int error;

  errno = other_error;
  error = form->write (timing, out);
  g_assert_cmpint (errno, ==, other_error);
  if (error != expected)
    g_error ("%s: %s", form->name, strerror (error));
}

static void
test_arguments (void)
{
  struct synchedmem_timing *timing = snapshot_named ("load");
  size_t i;

  for (i = 0; i < num_forms; i++)
    {
      assert_error (NULL, &forms[i], stdout, EINVAL);
      assert_error (timing, &forms[i], NULL, EINVAL);
      assert_error (NULL, &forms[i], NULL, EINVAL);
    }
  snapshot_free (timing);
}

static void
test_full (void)
{
  static const int modes[] = { _IOFBF, _IOLBF, _IONBF };
  struct synchedmem_timing *timing = snapshot_named ("load");
  size_t i, j;

  if (access ("/dev/full", W_OK) != 0)
    g_test_skip ("there is no /dev/full");
  else
    for (i = 0; i < num_forms; i++)
      for (j = 0; j < G_N_ELEMENTS (modes); j++)
        {
          FILE *out = fopen ("/dev/full", "w");

          g_assert_nonnull (out);
          setvbuf (out, NULL, modes[j], 0);
          assert_error (timing, &forms[i], out, ENOSPC);
          fclose (out);
          assert_whole (timing, &forms[i]);
        }
  snapshot_free (timing);
}

/* What the C library says of a stream that is only for reading; or EIO, where
   it does not say why.  */
static int
error_of_reader (void)
{
  FILE *in = fopen ("/dev/null", "r");
  int error;

  errno = 0;
  g_assert_cmpint (fprintf (in, "%d", 1), <, 0);
  error = errno ? errno : EIO;
  fclose (in);
  g_assert_true (error == EBADF || error == EIO);
  return error;
}

/* Under the stream, and for writing.  */
static void
test_closed (void)
{
  struct synchedmem_timing *timing = snapshot_named ("load");
  size_t i;

  for (i = 0; i < num_forms; i++)
    {
      FILE *out = fopen ("/dev/null", "w");

      close (fileno (out));
      assert_error (timing, &forms[i], out, EBADF);
      fclose (out);
      out = fopen ("/dev/null", "r");
      assert_error (timing, &forms[i], out, error_of_reader ());
      fclose (out);
      assert_whole (timing, &forms[i]);
    }
  snapshot_free (timing);
}

/* What failed before is not this call's.  */
static void
test_failed_before (void)
{
  struct synchedmem_timing *timing = snapshot_named ("load");
  size_t i;

  for (i = 0; i < num_forms; i++)
    {
      FILE *out = fopen ("/dev/null", "w");

      /* Which cannot be read.  */
      g_assert_cmpint (getc (out), ==, EOF);
      g_assert_true (ferror (out));
      assert_error (timing, &forms[i], out, 0);
      fclose (out);
    }
  snapshot_free (timing);
}

static void *
try_lock (void *out)
{
  int busy = ftrylockfile (out);

  if (!busy)
    funlockfile (out);
  return GINT_TO_POINTER (busy);
}

/* Other threads can write, too, when it is done.  */
static void
test_lets_go (void)
{
  struct synchedmem_timing *timing = snapshot_named ("load");
  size_t i;

  for (i = 0; i < num_forms; i++)
    {
      FILE *out = fopen ("/dev/null", "w");
      pthread_t other;
      void *busy;

      assert_error (timing, &forms[i], out, 0);
      g_assert_cmpint (pthread_create (&other, NULL, try_lock, out), ==, 0);
      pthread_join (other, &busy);
      g_assert_null (busy);
      fclose (out);
    }
  snapshot_free (timing);
}

static void
test_no_memory (void)
{
  struct synchedmem_timing *timing = snapshot_random (2, 1000);
  size_t i;

  for (i = 0; i < num_forms; i++)
    {
      char *text = NULL;
      size_t size = 0;
      FILE *out = open_memstream (&text, &size);

      fail_at = 1;
      assert_error (timing, &forms[i], out, forms[i].allocates ? ENOMEM : 0);
      fail_at = 0;
      if (forms[i].allocates)
        {
          fflush (out);
          g_assert_cmpuint (size, ==, 0);
        }
      fclose (out);
      free (text);
    }
  /* The columns of the timeline.  */
  fail_at = 2;
  assert_error (timing, &forms[2], stdout, ENOMEM);
  g_assert_cmpuint (fail_at, ==, 0);
  snapshot_free (timing);
}

/* The first error is what counts, and the last thing done.  */
static void
test_first_error (void)
{
  struct sm_sink sink;
  FILE *out = fopen ("/dev/null", "r");

  sm_sink_begin (&sink, out);
  sm_sink_print (&sink, "%d", 1);
  g_assert_cmpint (sink.error, ==, error_of_reader ());
  sink.error = ENXIO;
  sm_sink_print (&sink, "%d", 2);
  g_assert_cmpint (sm_sink_end (&sink), ==, ENXIO);
  fclose (out);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sink/arguments", test_arguments);
  g_test_add_func ("/sink/full", test_full);
  g_test_add_func ("/sink/closed", test_closed);
  g_test_add_func ("/sink/failed-before", test_failed_before);
  g_test_add_func ("/sink/lets-go", test_lets_go);
  g_test_add_func ("/sink/no-memory", test_no_memory);
  g_test_add_func ("/sink/first-error", test_first_error);
  return g_test_run ();
}
