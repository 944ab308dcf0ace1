/* typed.c: elements of a type of one's own.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

struct planet
{
  double mass, x;
};

SYNCHEDMEM_DEFINE (sky, struct planet)

static int
weigh (struct synchedmem_local *self, void *arg)
{
  size_t id = synchedmem_thread_id (self), i;
  struct planet mine = { (double) (id + 1), (double) id };
  const struct planet *all;
  double mass = 0, centre = 0;
  int error = sky_write_sync_read (self, &mine, 1, &all);

  (void) arg;
  if (error)
    return error;
  for (i = 0; i < 3; i++)
    {
      mass += all[i].mass;
      centre += all[i].mass * all[i].x;
    }
  if (id == 0)
    printf ("mass %.1f, centre %.3f\n", mass, centre / mass);
  return 0;
}

int
main (void)
{
  struct synchedmem *mem;
  int error = sky_create (&mem, 3, 1, NULL);

  if (!error)
    {
      error = synchedmem_run (mem, weigh, NULL);
      synchedmem_destroy (mem);
    }
  if (error)
    fprintf (stderr, "typed: %s\n", strerror (error));
  return error != 0;
}
