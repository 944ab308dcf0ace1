/* pages-posix.c: memory by aligned_alloc.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "os/os.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *
sm_os_pages_get (size_t size, bool huge)
{
  int saved = errno;
  long asked = sysconf (_SC_PAGESIZE);
  size_t page = asked > 0 ? (size_t) asked : 4096;
  void *pages = NULL;

  (void) huge;
  /* Not posix_memalign: compilers believe that it leaves errno alone, and
     drop what would restore it.  */
  if (size <= SIZE_MAX - (page - 1))
    pages = aligned_alloc (page, (size + page - 1) / page * page);
  errno = saved;
  return pages ? memset (pages, 0, size) : NULL;
}

void
sm_os_pages_put (void *pages, size_t size)
{
  (void) size;
  free (pages);
}
