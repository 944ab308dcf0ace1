/* test-shortage.c: no memory: each call that cannot have what it needs says
   so, changes nothing, and succeeds when there is some again.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/folder.h"
#include "support/refusal.h"

#include <glib.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
meet (struct synchedmem_local *self, void *arg)
{
  (void) arg;
  return synchedmem_sync (self);
}

/* The first group of the process; the rest takes what it needs, too.  */
static int
first_group (void)
{
  struct synchedmem *const none = (void *) &grants, *mem;
  struct synchedmem_local *self;
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int cpus[2] = { -1, -1 }, n, error;
  const void *view;

  attr.fill = "f";
  attr.cpus = cpus;
  for (n = 0;; n++)
    {
      mem = none;
      refused = 0;
      grants = n;
      errno = 4711;
      error = synchedmem_create (&mem, 2, 3, 1, &attr);
      grants = -1;
      if (!refused)
        break;
      /* What refuses sets errno.  */
      expect (errno == 4711);
      expect (refused == 1);
      /* Some do not need what was refused, such as a file's buffer.  */
      if (error)
        expect (error == ENOMEM && mem == none);
      else
        expect (synchedmem_destroy (mem) == 0);
    }
  expect (error == 0);
  expect (n >= 3);
  for (n = 0;; n++)
    {
      grants = n;
      errno = 4711;
      error = synchedmem_attach (mem, 0, &self);
      grants = -1;
      expect (errno == 4711);
      if (!error)
        break;
      expect (error == ENOMEM);
      expect (synchedmem_status (mem) == 0);
    }
  expect (n >= 1);
  expect (synchedmem_leave (self) == 0);
  expect (synchedmem_attach (mem, 1, &self) == 0);
  grants = 0;
  error = synchedmem_write_sync_read (self, "ab", 2, &view);
  error |= synchedmem_detach (self);
  error |= grants; /* the cycle takes nothing */
  grants = -1;
  expect (error == 0);
  expect (synchedmem_reset (mem) == 0);
  for (n = 0;; n++)
    {
      refused = 0;
      grants = n;
      errno = 4711;
      error = synchedmem_run (mem, meet, NULL);
      grants = -1;
      if (!error)
        break;
      expect (error == ENOMEM && synchedmem_status (mem) == 0);
      expect (errno == 4711);
    }
  expect (n >= 3); /* the threads' table, two attaches */
  expect (synchedmem_run (mem, meet, NULL) == 0);
  expect (synchedmem_destroy (mem) == 0);
  return 0;
}

static void
test_no_memory (void)
{
  if (!refuses_the_runtime ())
    in_child (first_group);
}

/* Refused over and over, and granted, creation does not use up what is scarce:
   there are 1024 thread-specific keys.  */
static int
refused_often (void)
{
  struct synchedmem *mem;
  pthread_key_t key;
  int i, k;

  refuse_keys = true;
  expect (synchedmem_create (&mem, 1, 1, 1, NULL) == ENOMEM);
  refuse_keys = false;
  for (i = 0; i < 6000; i++)
    {
      grants = i % 5 - 1; /* every fifth has all */
      if (synchedmem_create (&mem, 1, 1, 1, NULL) == 0)
        synchedmem_destroy (mem);
      grants = -1;
    }
  for (k = 0; k < 2; k++)
    {
      expect (synchedmem_create (&mem, 1, 1, 1, NULL) == 0);
      expect (synchedmem_run (mem, meet, NULL) == 0);
      expect (synchedmem_destroy (mem) == 0);
    }
  expect (pthread_key_create (&key, NULL) == 0);
  return 0;
}

static void
test_refused_often (void)
{
  in_child (refused_often);
}

/* A group that would not hear of forks is not created: a child would wait in
   it.  */
static int
forks_refused (void)
{
  struct synchedmem *mem;

  return synchedmem_create (&mem, 1, 1, 1, NULL) == ENOMEM ? 0 : 1;
}

static const char *program;

static int
start_with_forks_refused (void)
{
  setenv (REFUSE_FORKS, "", 1);
  execl (program, program, "--forks-refused", (char *) NULL);
  /* An emulator runs this program, which the system cannot.  */
  return 77;
}

/* That is asked for when the library is loaded: another thread may fork while
   the first group is created.  */
static void
test_forks (void)
{
  g_assert_cmpint (fork_watches, ==, 1);
  in_child (start_with_forks_refused);
  synchedmem_destroy (group (1, 1, 1, NULL));
  g_assert_cmpint (fork_watches, ==, 1);
}

/* A snapshot: none, or a whole one.  */
static int
timing (void)
{
  struct synchedmem_timing *const none = (void *) &grants, *timing = none;
  struct synchedmem *mem;
  size_t count;
  int n, error;

  expect (synchedmem_create (&mem, 2, 1, 1, NULL) == 0);
  expect (synchedmem_run (mem, meet, NULL) == 0);
  expect (synchedmem_timing_create (mem, &timing) == 0);
  count = synchedmem_timing_block_count (timing, 1);
  expect (count >= 1);
  synchedmem_timing_destroy (timing);
  timing = none;
  for (n = 0;; n++)
    {
      errno = 77;
      grants = n;
      error = synchedmem_timing_create (mem, &timing);
      grants = -1;
      expect (errno == 77);
      if (!error)
        break;
      expect (error == ENOMEM && timing == none);
    }
  expect (n >= 5); /* of it three, and the blocks of two threads */
  expect (synchedmem_timing_block_count (timing, 1) == count);
  synchedmem_timing_destroy (timing);
  expect (synchedmem_destroy (mem) == 0);
  return 0;
}

static void
test_timing (void)
{
  if (synchedmem_has_profiler ())
    in_child (timing);
  else
    g_test_skip ("there is no profiler");
}

/* The profile's files: a complaint on stderr, or the files.  */
static int
profile (void)
{
  char *prefix = in_folder ("p"), *text;
  struct synchedmem *mem;
  struct synchedmem_local *self;
  int n, told, error;

  g_setenv ("SYNCHEDMEM_PROFILE", prefix, TRUE);
  for (n = 0, told = 1; told; n++)
    {
      expect (synchedmem_create (&mem, 1, 1, 1, NULL) == 0);
      expect (synchedmem_attach (mem, 0, &self) == 0);
      expect (synchedmem_sync (self) == 0);
      expect (synchedmem_detach (self) == 0);
      divert_stderr ();
      grants = n;
      error = synchedmem_finalize (mem);
      told = grants < 0;
      grants = -1;
      text = restore_stderr ();
      expect (error == 0);
      expect (told == (strstr (text, "libsynchedmem: cannot write ") == text));
      expect (told == (strstr (text, strerror (ENOMEM)) != NULL));
      free (text);
      expect (synchedmem_destroy (mem) == 0);
    }
  expect (n >= 5); /* as a snapshot of one thread, and the name */
  free (prefix);
  return 0;
}

static void
test_profile (void)
{
  if (!synchedmem_has_profiler ())
    {
      g_test_skip ("there is no profiler");
      return;
    }
  make_folder ();
  in_child (profile);
  remove_folder ();
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 2 && strcmp (argv[1], "--forks-refused") == 0)
    return forks_refused ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shortage/no-memory", test_no_memory);
  g_test_add_func ("/shortage/refused-often", test_refused_often);
  g_test_add_func ("/shortage/forks", test_forks);
  g_test_add_func ("/shortage/timing", test_timing);
  g_test_add_func ("/shortage/profile-files", test_profile);
  return g_test_run ();
}
