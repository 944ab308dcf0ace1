/* test-table.c: the table.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static void
test_golden (gconstpointer data)
{
  const char *name = data;
  struct synchedmem_timing *timing = snapshot_named (name);
  char *text = snapshot_written (timing, synchedmem_timing_plot);

  snapshot_assert_golden (text, name, "txt");
  free (text);
  snapshot_free (timing);
}

/* No column of it is cut off or runs into the next one.  */
static void
test_large_numbers (void)
{
  struct synchedmem_timing *timing = snapshot_new (2, 2, 1);
  static const uint64_t compute[] = { UINT64_MAX / 8, UINT64_MAX / 9 };
  char *text;

  snapshot_attach (timing, 0, 2, 0, 0, 0);
  snapshot_attach (timing, 1, 2, 0, 0, 0);
  snapshot_meet (timing, compute, 0);
  text = snapshot_written (timing, synchedmem_timing_plot);
  g_assert_nonnull (
      strstr (text, "\n0            2305843009213.694 2049638230412.172\n"));
  g_assert_nonnull (
      strstr (text, "\nTotal Time   2305843009213.694 2305843009213.694\n"));
  free (text);
  snapshot_free (timing);
}

/* What is printed on a terminal of so many columns.  */
static char *
on_terminal (const struct synchedmem_timing *timing, unsigned short columns)
{
  struct winsize size = { .ws_row = 24, .ws_col = columns };
  char buffer[4096], *text = NULL;
  size_t length = 0;
  struct termios mode;
  ssize_t got;
  FILE *out, *read_back = open_memstream (&text, &length);
  int master = posix_openpt (O_RDWR | O_NOCTTY), slave;

  g_assert_cmpint (master, >=, 0);
  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  slave = open (ptsname (master), O_RDWR | O_NOCTTY);
  g_assert_cmpint (slave, >=, 0);
  /* A line ends with a line feed alone.  */
  g_assert_cmpint (tcgetattr (slave, &mode), ==, 0);
  mode.c_oflag &= ~(tcflag_t) OPOST;
  g_assert_cmpint (tcsetattr (slave, TCSANOW, &mode), ==, 0);
  g_assert_cmpint (ioctl (slave, TIOCSWINSZ, &size), ==, 0);
  out = fdopen (slave, "w");
  g_assert_nonnull (out);
  g_assert_cmpint (synchedmem_timing_plot (timing, out), ==, 0);
  g_assert_cmpint (fcntl (master, F_SETFL, O_NONBLOCK), ==, 0);
  while ((got = read (master, buffer, sizeof buffer)) > 0)
    fwrite (buffer, 1, (size_t) got, read_back);
  fclose (out);
  close (master);
  g_assert_cmpint (fclose (read_back), ==, 0);
  return text;
}

static size_t
longest_line (const char *text)
{
  size_t longest = 0;

  for (; *text; text += *text == '\n')
    {
      size_t length = strcspn (text, "\n");

      longest = MAX (longest, length);
      text += length;
    }
  return longest;
}

static bool
have_terminals (void)
{
  int master = posix_openpt (O_RDWR | O_NOCTTY);

  if (master >= 0)
    close (master);
  return master >= 0;
}

static void
test_terminal (void)
{
  struct synchedmem_timing *timing;
  char *text, *other;

  if (!have_terminals ())
    {
      g_test_skip ("there are no pseudo-terminals here");
      return;
    }
  timing = snapshot_named ("load");
  text = on_terminal (timing, 60);
  snapshot_assert_golden (text, "load-60", "txt");
  g_assert_cmpuint (longest_line (text), <=, 60);
  free (text);

  /* It fits exactly, and does not by a column.  */
  text = on_terminal (timing, 64);
  g_assert_nonnull (strstr (text, "Thread 2     Thread 3\n"));
  free (text);
  text = on_terminal (timing, 63);
  g_assert_nonnull (strstr (text, "Thread 1     Thread 2\n"));
  free (text);

  /* Numbers are not cut for the narrowest one.  */
  text = on_terminal (timing, 1);
  g_assert_nonnull (strstr (text, "\nBlock        Thread 3\n"));
  free (text);

  /* A terminal that does not know.  */
  g_setenv ("COLUMNS", "60", TRUE);
  text = on_terminal (timing, 0);
  other = on_terminal (timing, 60);
  g_assert_cmpstr (text, ==, other);
  free (text);
  free (other);
  g_setenv ("COLUMNS", "many", TRUE);
  text = on_terminal (timing, 0);
  other = on_terminal (timing, 80);
  g_assert_cmpstr (text, ==, other);
  free (text);
  free (other);
  g_unsetenv ("COLUMNS");
  snapshot_free (timing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/table/load", "load", test_golden);
  g_test_add_data_func ("/table/dropped", "dropped", test_golden);
  g_test_add_data_func ("/table/absent", "absent", test_golden);
  g_test_add_data_func ("/table/many", "many", test_golden);
  g_test_add_func ("/table/large-numbers", test_large_numbers);
  g_test_add_func ("/table/terminal", test_terminal);
  return g_test_run ();
}
