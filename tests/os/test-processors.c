/* test-processors.c: how many processors there are, and where a thread runs.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "os/os.h"
#include "support/support.h"

#include <errno.h>
#include <glib.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void
test_processors (void)
{
  g_assert_cmpuint (sm_os_processors (), >=, 1);
  g_assert_cmpuint (sm_os_processors (), <=,
                    (size_t) sysconf (_SC_NPROCESSORS_CONF));
  g_assert_cmpint (sm_os_cpu (), >=, -1);
  g_assert_false (sm_os_realtime ());
}

static void *
pin (void *error)
{
  *(int *) error = sm_os_pin (1000000);
  return NULL;
}

static void
test_pin_nowhere (void)
{
  int error = 0;

  run_threads (1, pin, &error, sizeof error);
  g_assert_true (error == EINVAL || error == ENOTSUP);
}

#ifdef SM_OS_LINUX

/* The linker leads these calls through here.  What is faked takes the place
   of all files, and of the mask of processors.  */
static bool faked;
static struct
{
  const char *name; /* or NULL */
  char text[64];
} files[4];
static size_t mask_size;
static int policy;

FILE *__real_fopen (const char *name, const char *mode);
FILE *__wrap_fopen (const char *name, const char *mode);
FILE *
__wrap_fopen (const char *name, const char *mode)
{
  size_t i;

  if (!faked)
    return __real_fopen (name, mode);
  for (i = 0; i < G_N_ELEMENTS (files); i++)
    if (files[i].name && strcmp (name, files[i].name) == 0)
      return fmemopen (files[i].text, strlen (files[i].text), "r");
  errno = ENOENT;
  return NULL;
}

int __real_sched_getaffinity (pid_t thread, size_t size, cpu_set_t *set);
int __wrap_sched_getaffinity (pid_t thread, size_t size, cpu_set_t *set);
int
__wrap_sched_getaffinity (pid_t thread, size_t size, cpu_set_t *set)
{
  if (!faked)
    return __real_sched_getaffinity (thread, size, set);
  if (size < mask_size)
    {
      errno = EINVAL;
      return -1;
    }
  memset (set, 0, size);
  memset (set, 0xff, 1); /* eight processors */
  return 0;
}

long __real_syscall (long number, ...);
long __wrap_syscall (long number, ...);
long
__wrap_syscall (long number, ...)
{
  long a[6];
  va_list args;

  if (faked && number == SYS_sched_getscheduler)
    {
      if (policy < 0)
        errno = -policy;
      return policy < 0 ? -1 : policy;
    }
  va_start (args, number);
  six_longs (args, a);
  va_end (args);
  return __real_syscall (number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static void
set_file (size_t i, const char *name, const char *text)
{
  files[i].name = text ? name : NULL;
  if (text)
    snprintf (files[i].text, sizeof files[i].text, "%s", text);
}

/* The number of processors where the process is in GROUP, and that group,
   the one above it, and the root have these quotas.  */
static unsigned int
processors_of (const char *group, const char *own, const char *above,
               const char *root)
{
  unsigned int n;

  set_file (0, "/proc/self/cgroup", group);
  set_file (1, "/sys/fs/cgroup/a/b/cpu.max", own);
  set_file (2, "/sys/fs/cgroup/a/cpu.max", above);
  set_file (3, "/sys/fs/cgroup//cpu.max", root);
  faked = true;
  errno = 0;
  n = sm_os_processors ();
  faked = false;
  g_assert_cmpint (errno, ==, 0);
  return n;
}

static void
test_quota (void)
{
  static const char *const inside = "1:cpu:/c\n0::/a/b\n";

  mask_size = 0;
  g_assert_cmpuint (processors_of (NULL, "1 1\n", "1 1\n", "1 1\n"), ==, 8);
  g_assert_cmpuint (processors_of ("1:cpu:/a/b\n", "1 1\n", NULL, NULL), ==,
                    8);
  g_assert_cmpuint (processors_of (inside, NULL, NULL, NULL), ==, 8);
  g_assert_cmpuint (processors_of (inside, "max 100000\n", NULL, NULL), ==, 8);
  g_assert_cmpuint (processors_of (inside, "900000 100000\n", NULL, NULL), ==,
                    8);
  /* Part of a processor is one.  */
  g_assert_cmpuint (processors_of (inside, "200001 100000\n", NULL, NULL), ==,
                    3);
  g_assert_cmpuint (processors_of (inside, "1000 100000\n", NULL, NULL), ==,
                    1);
  g_assert_cmpuint (processors_of (inside, "0 100000\n", NULL, NULL), ==, 1);
  /* The smallest counts.  */
  g_assert_cmpuint (processors_of (inside, "max 1\n", "5 1\n", "6 1\n"), ==,
                    5);
  g_assert_cmpuint (processors_of (inside, "7 1\n", "max 1\n", "6 1\n"), ==,
                    6);
  g_assert_cmpuint (processors_of (inside, "4 1\n", "5 1\n", "6 1\n"), ==, 4);
  g_assert_cmpuint (processors_of ("0::/\n", "4 1\n", "5 1\n", "6 1\n"), ==,
                    6);
  /* What is no quota.  */
  g_assert_cmpuint (processors_of (inside, "4 0\n", "many\n", "4\n"), ==, 8);
}

/* A mask of more than 1024 processors; and one that nobody can hold.  */
static void
test_wide_mask (void)
{
  mask_size = 512;
  g_assert_cmpuint (processors_of (NULL, NULL, NULL, NULL), ==, 8);
  mask_size = 1 << 20;
  g_assert_cmpuint (processors_of (NULL, NULL, NULL, NULL), ==, 1);
}

static void
test_realtime (void)
{
  static const int realtime[] = { SCHED_FIFO, SCHED_RR, 6 /* deadline */ };
  static const int not_realtime[] = { SCHED_OTHER, SCHED_BATCH, -ENOSYS };
  size_t i;

  for (i = 0; i < 3; i++)
    {
      int error = 77;
      bool is, is_too, is_not;

      faked = true;
      errno = error;
      policy = realtime[i];
      is = sm_os_realtime ();
      policy |= SCHED_RESET_ON_FORK;
      is_too = sm_os_realtime ();
      policy = not_realtime[i];
      if (policy >= 0)
        policy |= SCHED_RESET_ON_FORK;
      is_not = sm_os_realtime ();
      faked = false;
      g_assert_true (is);
      g_assert_true (is_too);
      g_assert_false (is_not);
      g_assert_cmpint (errno, ==, error);
    }
}
#endif

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/processors/some", test_processors);
  g_test_add_func ("/processors/pin-nowhere", test_pin_nowhere);
#ifdef SM_OS_LINUX
  g_test_add_func ("/processors/quota", test_quota);
  g_test_add_func ("/processors/wide-mask", test_wide_mask);
  g_test_add_func ("/processors/realtime", test_realtime);
#endif
  return g_test_run ();
}
