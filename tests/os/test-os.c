/* test-os.c: what is needed of the operating system, on this one.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "base/annotate.h"
#include "os/os.h"
#include "support/support.h"

#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#ifdef SM_OS_LINUX
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#endif
#include <unistd.h>

static void
test_clock (void)
{
  uint64_t before = sm_os_now ();
  struct timespec t = from_now (0);
  uint64_t middle = (uint64_t) t.tv_sec * 1000000000 + (uint64_t) t.tv_nsec;

  g_assert_cmpuint (before, <=, middle);
  g_assert_cmpuint (middle, <=, sm_os_now ());
}

static void
test_processors (void)
{
  g_assert_cmpuint (sm_os_processors (), >=, 1);
  g_assert_cmpuint (sm_os_processors (), <=,
                    (size_t) sysconf (_SC_NPROCESSORS_CONF));
  g_assert_cmpint (sm_os_cpu (), >=, -1);
  g_assert_false (sm_os_realtime ());
}

enum
{
  huge_page = 2 << 20,
  many = 2 * huge_page + 100000 /* bytes */
};

static void
try_pages (size_t size, bool huge)
{
  unsigned char *pages = sm_os_pages_get (size, huge);
  size_t i, others = 0;

  g_assert_nonnull (pages);
  g_assert_cmpuint ((uintptr_t) pages % 4096, ==, 0);
  for (i = 0; i < size; i++)
    others += pages[i] != 0;
  g_assert_cmpuint (others, ==, 0);
  memset (pages, 1, size);
  sm_os_pages_put (pages, size);
}

static void
test_pages (void)
{
  try_pages (1, false);
  try_pages (100000, false);
  try_pages (1, true);
  try_pages (many, true);
}

static void
test_no_pages (void)
{
  /* Half of what 32 bits reach can be had.  */
  const size_t too_much
      = sizeof (size_t) < 8 ? SIZE_MAX - 4 * huge_page : SIZE_MAX / 2;

  errno = 0;
  g_assert_null (sm_os_pages_get (SIZE_MAX, true));
  g_assert_null (sm_os_pages_get (SIZE_MAX - huge_page + 10000, true));
  g_assert_null (sm_os_pages_get (too_much, true));
  g_assert_null (sm_os_pages_get (too_much, false));
  g_assert_cmpint (errno, ==, 0);
}

#ifdef SM_OS_LINUX

/* Whether huge pages were advised where ADDRESS is.  */
static bool
is_advised (const void *address)
{
  FILE *f = fopen ("/proc/self/smaps", "re");
  uintptr_t start, end;
  bool here = false, advised = false;
  char line[4096];

  g_assert_nonnull (f);
  while (fgets (line, sizeof line, f))
    {
      if (sscanf (line, "%" SCNxPTR "-%" SCNxPTR " ", &start, &end) == 2)
        here = start <= (uintptr_t) address && (uintptr_t) address < end;
      else if (here && strncmp (line, "VmFlags:", 8) == 0)
        advised = strstr (line, " hg") != NULL;
    }
  fclose (f);
  return advised;
}

/* Whether the system tells of an advice that is certainly given.  */
static bool
tells_advice (void)
{
  void *memory = mmap (NULL, many, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  bool told;

  g_assert_true (memory != MAP_FAILED);
  told = madvise (memory, many, MADV_HUGEPAGE) == 0 && is_advised (memory);
  munmap (memory, many);
  return told;
}

static void
test_huge_pages (void)
{
  unsigned char *huge = sm_os_pages_get (many, true);
  unsigned char *small = sm_os_pages_get (many, false);

  g_assert_cmpuint ((uintptr_t) huge % huge_page, ==, 0);
  if (!tells_advice ())
    g_test_skip ("the system does not tell where huge pages are advised");
  else
    {
      g_assert_true (is_advised (huge));
      g_assert_true (is_advised (huge + many - 1));
    }
  g_assert_false (is_advised (small));
  sm_os_pages_put (small, many);
  sm_os_pages_put (huge, many);
}

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

/* The size of the process.  */
static size_t
mapped (void)
{
  FILE *f = fopen ("/proc/self/statm", "re");
  size_t pages = 0;

  g_assert_nonnull (f);
  g_assert_cmpint (fscanf (f, "%zu", &pages), ==, 1);
  fclose (f);
  return pages * (size_t) sysconf (_SC_PAGESIZE);
}

/* What was mapped to begin at a huge page is given back.  */
static void
test_huge_pages_leave_nothing (void)
{
  enum
  {
    times = 64
  };
  const char *detector = g_getenv ("SYNCHEDMEM_TEST_DETECTOR");
  size_t before = mapped ();
  void *pages[times];
  size_t i;

  if (detector && strcmp (detector, "none") != 0)
    {
      g_test_skip ("detectors map memory for themselves");
      return;
    }

  for (i = 0; i < times; i++)
    pages[i] = sm_os_pages_get (many, true);
  g_assert_cmpuint (mapped (), <, before + times * (many + huge_page / 8));
  for (i = 0; i < times; i++)
    sm_os_pages_put (pages[i], many);
  g_assert_cmpuint (mapped (), <, before + times * (huge_page / 8));
}
#endif

static void
test_fence_others (void)
{
  if (sm_os_can_fence_others ())
    sm_os_fence_others ();
  else
    g_test_skip ("this system cannot");
}

static void
test_park_returns (void)
{
  sm_atomic32 word;
  uint64_t before = sm_os_now ();

  sm_init (&word, 1);
  /* The word is another: at once.  */
  g_assert_cmpint (sm_os_park (&word, 2, SM_OS_NEVER), ==, 0);
  g_assert_cmpint (sm_os_park (&word, 2, 0), ==, 0);
  /* A time that has passed, and one to come.  */
  g_assert_cmpint (sm_os_park (&word, 1, 0), ==, ETIMEDOUT);
  while (sm_os_park (&word, 1, before + 3000000) == 0)
    ;
  g_assert_cmpuint (sm_os_now (), >=, before + 3000000);
  /* Nobody sleeps.  */
  sm_os_wake (&word);
}

struct sleeper
{
  sm_atomic32 *word;
  int error;
};

static void *
sleep_or_wake (void *arg)
{
  struct sleeper *s = arg;

  if (s->error < 0)
    {
      sleep_ns (2000000);
      sm_exchange_seq_cst (s->word, 1);
      sm_os_wake (s->word);
      return NULL;
    }
  while (sm_load_acquire (s->word) == 0)
    s->error |= sm_os_park (s->word, 0, SM_OS_NEVER);
  return NULL;
}

static void
test_wake_all (void)
{
  static sm_atomic32 word;
  struct sleeper s[5];
  int i;

  sm_annotate_sync_memory (&word, sizeof word);
  sm_init (&word, 0);
  for (i = 0; i < 5; i++)
    s[i] = (struct sleeper){ .word = &word, .error = i ? 0 : -1 };
  run_threads (5, sleep_or_wake, s, sizeof *s);
  for (i = 1; i < 5; i++)
    g_assert_cmpint (s[i].error, ==, 0);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/os/clock", test_clock);
  g_test_add_func ("/os/processors", test_processors);
  g_test_add_func ("/os/pages", test_pages);
  g_test_add_func ("/os/no-pages", test_no_pages);
#ifdef SM_OS_LINUX
  g_test_add_func ("/os/huge-pages", test_huge_pages);
  g_test_add_func ("/os/huge-pages-leave-nothing",
                   test_huge_pages_leave_nothing);
  g_test_add_func ("/os/quota", test_quota);
  g_test_add_func ("/os/wide-mask", test_wide_mask);
  g_test_add_func ("/os/realtime", test_realtime);
#endif
  g_test_add_func ("/os/fence-others", test_fence_others);
  g_test_add_func ("/os/park-returns", test_park_returns);
  g_test_add_func ("/os/wake-all", test_wake_all);
  g_test_add_func ("/os/pin-nowhere", test_pin_nowhere);
  return g_test_run ();
}
