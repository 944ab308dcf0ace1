/* test-files.c: what SYNCHEDMEM_PROFILE asks for.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/folder.h"
#include "support/support.h"

#include <glib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define VARIABLE "SYNCHEDMEM_PROFILE"

static bool
exists (const char *name)
{
  char *file = in_folder (name);
  bool found = access (file, F_OK) == 0;

  free (file);
  return found;
}

static void
meet (struct synchedmem *mem, int cycles)
{
  struct synchedmem_local *self = place (mem, 0);
  int error = 0;

  while (cycles-- && !error)
    error = synchedmem_sync (self);
  g_assert_cmpint (error, ==, 0);
  g_assert_cmpint (synchedmem_detach (self), ==, 0);
}

typedef int writer (const struct synchedmem_timing *timing, FILE *out);

/* Whether file NAME is what WRITE writes of TIMING.  */
static void
check_file (const struct synchedmem_timing *timing, const char *name,
            writer *write)
{
  char *file = in_folder (name), *text = NULL, *expected = NULL;
  size_t size = 0, room = 0;
  FILE *out = open_memstream (&expected, &size), *in;

  g_assert_cmpint (write (timing, out), ==, 0);
  fclose (out);
  in = fopen (file, "r");
  g_assert_nonnull (in);
  g_assert_cmpint (getdelim (&text, &room, 0, in), >, 20);
  fclose (in);
  g_assert_cmpstr (text, ==, expected);
  free (text);
  free (file);
  free (expected);
}

/* At finalize, and not again at the end.  */
static void
test_finalize (void)
{
  char *prefix = in_folder ("a");
  struct synchedmem_timing *timing;
  struct synchedmem *mem;

  g_setenv (VARIABLE, prefix, TRUE);
  mem = group (1, 1, 1, NULL);
  /* It is read when a group is created.  */
  g_setenv (VARIABLE, "/nowhere/else", TRUE);
  meet (mem, 5);
  g_assert_false (exists ("a.txt"));
  g_assert_cmpint (synchedmem_finalize (mem), ==, 0);
  g_assert_cmpint (synchedmem_timing_create (mem, &timing), ==, 0);
  check_file (timing, "a.txt", synchedmem_timing_plot);
  check_file (timing, "a.csv", synchedmem_timing_write_csv);
  check_file (timing, "a.svg", synchedmem_timing_write_svg);
  check_file (timing, "a.json", synchedmem_timing_write_trace);
  synchedmem_timing_destroy (timing);
  drop ("a.txt");
  g_assert_cmpint (synchedmem_finalize (mem), ==, 0);
  synchedmem_destroy (mem);
  g_assert_false (exists ("a.txt"));
  g_assert_false (exists ("a-2.txt"));
  g_unsetenv (VARIABLE);
  free (prefix);
}

/* At the end of a group that was not finalized; files of groups and of their
   records after a reset do not overwrite each other.  */
static void
test_destroy (void)
{
  char *prefix = in_folder ("b");
  struct synchedmem *mem[2];

  g_setenv (VARIABLE, prefix, TRUE);
  mem[0] = group (1, 1, 1, NULL);
  mem[1] = group (1, 1, 1, NULL);
  g_unsetenv (VARIABLE);
  meet (mem[1], 5);
  synchedmem_destroy (mem[1]);
  g_assert_true (exists ("b-2.txt"));
  g_assert_true (exists ("b-2.json"));
  g_assert_false (exists ("b-3.txt"));
  meet (mem[0], 5);
  synchedmem_finalize (mem[0]);
  g_assert_true (exists ("b-3.csv"));
  g_assert_cmpint (synchedmem_reset (mem[0]), ==, 0);
  meet (mem[0], 5);
  synchedmem_destroy (mem[0]);
  g_assert_true (exists ("b-4.csv"));
  g_assert_false (exists ("b-5.csv"));
  free (prefix);
}

static void
test_nobody_asks (void)
{
  char saved[PATH_MAX];
  struct synchedmem *mem;

  g_assert_nonnull (getcwd (saved, sizeof saved));
  g_assert_cmpint (chdir (folder), ==, 0);
  g_setenv (VARIABLE, "", TRUE);
  mem = group (1, 1, 1, NULL);
  g_unsetenv (VARIABLE);
  meet (mem, 5);
  synchedmem_destroy (mem);
  mem = group (1, 1, 1, NULL);
  meet (mem, 5);
  synchedmem_destroy (mem);
  g_assert_cmpint (chdir (saved), ==, 0);
  /* Only an empty folder can be removed.  */
  g_assert_cmpint (rmdir (folder), ==, 0);
  g_assert_cmpint (mkdir (folder, 0700), ==, 0);
}

/* A message, and the program goes on; errno, too.  */
static void
test_cannot_write (void)
{
  static const char *const suffixes[] = { "txt", "csv", "svg", "json" };
  char *prefix = in_folder ("missing/c"), *full = in_folder ("full"), *text,
       *expected;
  struct synchedmem *mem;
  size_t i;

  g_setenv (VARIABLE, prefix, TRUE);
  mem = group (1, 1, 1, NULL);
  meet (mem, 5);
  divert_stderr ();
  errno = 77;
  g_assert_cmpint (synchedmem_finalize (mem), ==, 0);
  g_assert_cmpint (errno, ==, 77);
  synchedmem_destroy (mem);
  text = restore_stderr ();
  g_assert_true (strstr (text, "libsynchedmem: cannot write ") == text);
  g_assert_nonnull (strstr (text, " and 3 more: No such file"));
  g_assert_true (strchr (text, '\n') == text + strlen (text) - 1);
  free (text);

  /* The first file has another number in each test.  */
  for (i = 0; i < 4; i++)
    {
      char *name;

      g_assert_cmpint (asprintf (&name, "%s-6.%s", full, suffixes[i]), >, 0);
      g_assert_cmpint (symlink ("/dev/full", name), ==, 0);
      free (name);
    }
  g_setenv (VARIABLE, full, TRUE);
  mem = group (1, 1, 1, NULL);
  meet (mem, 5);
  divert_stderr ();
  synchedmem_destroy (mem);
  text = restore_stderr ();
  g_assert_cmpint (
      asprintf (&expected,
                "libsynchedmem: cannot write %s-6.txt and 3 more: %s\n", full,
                strerror (ENOSPC)),
      >, 0);
  g_assert_cmpstr (text, ==, expected);
  free (text);
  free (expected);
  g_unsetenv (VARIABLE);
  free (full);
  free (prefix);
}

/* What the child of a fork destroys is its parent's to write.  */
static void
test_fork (void)
{
  char *prefix = in_folder ("d");
  struct synchedmem *mem;
  int status;
  pid_t child;

  g_setenv (VARIABLE, prefix, TRUE);
  /* Now: in the child nobody would.  */
  free (prefix);
  mem = group (1, 1, 1, NULL);
  g_unsetenv (VARIABLE);
  meet (mem, 5);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    end_child (synchedmem_destroy (mem));
  waitpid (child, &status, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  g_assert_false (exists ("d-7.txt"));
  synchedmem_destroy (mem);
  g_assert_true (exists ("d-7.txt"));
}

/* Without the profiler, nobody reads it.  */
static void
test_absent (void)
{
  char *prefix = in_folder ("e");
  struct synchedmem *mem;

  g_setenv (VARIABLE, prefix, TRUE);
  mem = group (1, 1, 1, NULL);
  meet (mem, 5);
  synchedmem_finalize (mem);
  synchedmem_destroy (mem);
  g_assert_false (exists ("e.txt"));
  g_unsetenv (VARIABLE);
  free (prefix);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  if (synchedmem_has_profiler ())
    {
      g_test_add_func ("/files/nobody-asks", test_nobody_asks);
      g_test_add_func ("/files/finalize", test_finalize);
      g_test_add_func ("/files/destroy", test_destroy);
      g_test_add_func ("/files/cannot-write", test_cannot_write);
      g_test_add_func ("/files/fork", test_fork);
    }
  else
    g_test_add_func ("/files/absent", test_absent);
  status = g_test_run ();
  remove_folder ();
  return status;
}
