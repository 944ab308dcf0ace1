/* late.c: who is waited for, as numbers and as text.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

enum
{
  num_places = 3
};

int
main (void)
{
  struct synchedmem *mem;
  struct synchedmem_local *self[num_places] = { 0 };
  size_t ids[num_places], n, i;
  int error = synchedmem_create (&mem, num_places, 0, 1, NULL);

  if (error)
    {
      fprintf (stderr, "late: %s\n", strerror (error));
      return 1;
    }
  /* A thread may hold several places.  */
  for (i = 0; i < num_places && !error; i++)
    error = synchedmem_attach (mem, i, &self[i]);
  if (!error)
    error = synchedmem_arrive (self[1]);

  n = synchedmem_missing (mem, ids, num_places);
  printf ("missing:");
  for (i = 0; i < n && i < num_places; i++)
    printf (" %zu", ids[i]);
  printf ("\n");
  if (!error)
    error = synchedmem_dump (mem, stdout);

  for (i = 0; i < num_places; i++)
    if (self[i])
      synchedmem_detach (self[i]);
  synchedmem_destroy (mem);
  if (error)
    fprintf (stderr, "late: %s\n", strerror (error));
  return error != 0;
}
