/* pages-linux.c: memory by mmap, in huge pages where they help.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "os/os.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

enum
{
  /* Of x86-64 and most others.  A system whose huge pages are larger uses them
     for those parts of the memory that hold whole ones.  */
  huge_page = 2 << 20
};

/* Private memory of SIZE bytes, a multiple of a page, that starts on a huge
   one.  */
static void *
map_huge (size_t size)
{
  unsigned char *pages;
  size_t before;

  if (size > SIZE_MAX - huge_page)
    return MAP_FAILED;
  pages = mmap (NULL, size + huge_page, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED)
    return MAP_FAILED;
  /* Give back what lies before and behind.  */
  before = -(uintptr_t) pages & (huge_page - 1);
  if (before)
    munmap (pages, before);
  munmap (pages + before + size, huge_page - before);
  pages += before;
  /* Where the system refuses, the pages stay small, which costs time and
     nothing else.  */
  madvise (pages, size, MADV_HUGEPAGE);
  return pages;
}

void *
sm_os_pages_get (size_t size, bool huge)
{
  int saved = errno;
  size_t page = (size_t) sysconf (_SC_PAGESIZE);
  void *pages = MAP_FAILED;

  if (!huge)
    pages = mmap (NULL, size, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  else if (size <= SIZE_MAX - (page - 1))
    pages = map_huge ((size + page - 1) / page * page);
  errno = saved;
  return pages == MAP_FAILED ? NULL : pages;
}

void
sm_os_pages_put (void *pages, size_t size)
{
  munmap (pages, size);
}
