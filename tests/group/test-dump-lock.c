/* test-dump-lock.c: a dump that waits for the lock of all groups leaves its
   stream to others.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A thread that forks holds that lock while it waits for streams.  */

#include <config.h>

#include "base/lock.h"
#include "support/support.h"

#include <glib.h>
#include <pthread.h>
#include <stdio.h>

struct dumper
{
  struct synchedmem *mem;
  FILE *out;
  int error;
};

static void *
dump (void *arg)
{
  struct dumper *d = arg;

  d->error = synchedmem_dump (d->mem, d->out);
  return NULL;
}

static void
test_stream_is_free (void)
{
  struct dumper d = { .mem = group (2, 1, 1, NULL), .out = tmpfile () };
  pthread_t thread;
  int i, taken = 0;

  g_assert_nonnull (d.out);
  sm_lock_take ();
  g_assert_cmpint (pthread_create (&thread, NULL, dump, &d), ==, 0);
  /* Until it surely waits.  */
  for (i = 0; i < 50; i++)
    {
      sleep_ns (1000000);
      if (ftrylockfile (d.out) != 0)
        taken++;
      else
        funlockfile (d.out);
    }
  sm_lock_give ();
  pthread_join (thread, NULL);
  g_assert_cmpint (taken, ==, 0);
  g_assert_cmpint (d.error, ==, 0);
  g_assert_cmpint (ftell (d.out), >, 0);
  fclose (d.out);
  synchedmem_destroy (d.mem);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dump-lock/stream-is-free", test_stream_is_free);
  return g_test_run ();
}
