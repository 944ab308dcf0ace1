/* test-pages.c: memory in pages: zeroed, aligned, huge, or not to be had.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "os/os.h"

#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages/zeroed", test_pages);
  g_test_add_func ("/pages/none", test_no_pages);
#ifdef SM_OS_LINUX
  g_test_add_func ("/pages/huge", test_huge_pages);
  g_test_add_func ("/pages/huge-leave-nothing", test_huge_pages_leave_nothing);
#endif
  return g_test_run ();
}
