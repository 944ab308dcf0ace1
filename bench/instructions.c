/* instructions.c: a number of cycles without anybody to wait for, whose
   instructions are counted from outside.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: instructions THREADS CYCLES

   One thread holds all places, and arrives at all of them before it waits at
   the first, so that nobody waits and every run is the same.  One place alone
   is used by a single call a cycle.  */

#include "peers/peer.h"

#include <stdlib.h>
#include <synchedmem.h>

enum
{
  max_places = 64
};

static int
one_call (struct synchedmem_local *self, const uint64_t *mine)
{
  const void *all;

  return synchedmem_write_sync_read (self, mine, num_words, &all);
}

static int
split_calls (struct synchedmem_local **places, size_t n, const uint64_t *mine)
{
  size_t i;
  int error = 0;

  for (i = 0; !error && i < n; i++)
    error = synchedmem_write (places[i], mine, num_words);
  for (i = 0; !error && i < n; i++)
    error = synchedmem_arrive (places[i]);
  for (i = 0; !error && i < n; i++)
    error = synchedmem_wait (places[i]);
  return error;
}

int
main (int argc, char **argv)
{
  size_t n = argc == 3 ? strtoul (argv[1], NULL, 10) : 0, i;
  unsigned long cycles = n ? strtoul (argv[2], NULL, 10) : 0;
  struct synchedmem_local *places[max_places];
  struct synchedmem *mem;
  uint64_t mine[num_words] = { 0 };
  int error;

  if (n < 1 || n > max_places || cycles < 1)
    return 2;
  error = synchedmem_create (&mem, n, num_words, sizeof *mine, NULL);
  for (i = 0; !error && i < n; i++)
    error = synchedmem_attach (mem, i, &places[i]);
  for (; !error && cycles > 0; cycles--)
    {
      mine[0] = cycles;
      error = n == 1 ? one_call (places[0], mine)
                     : split_calls (places, n, mine);
    }
  /* The end of the process is the end of the places.  */
  return error ? 1 : 0;
}
