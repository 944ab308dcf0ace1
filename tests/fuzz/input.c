/* input.c: an input of a fuzzer as a file with a name.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "input.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

const char *
input_file (const uint8_t *data, size_t size)
{
  static char name[40];
  static int fd = -1;

  if (fd < 0)
    {
      fd = memfd_create ("input", 0);
      snprintf (name, sizeof name, "/proc/self/fd/%d", fd);
    }
  if (fd < 0 || ftruncate (fd, 0) != 0
      || pwrite (fd, data, size, 0) != (ssize_t) size)
    abort ();
  return name;
}
