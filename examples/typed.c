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

static void
weigh (const struct planet *all)
{
  double mass = 0, centre = 0;
  size_t i;

  for (i = 0; i < 3; i++)
    {
      mass += all[i].mass;
      centre += all[i].mass * all[i].x;
    }
  printf ("mass %.1f, centre %.3f\n", mass, centre / mass);
}

static int
fly (struct synchedmem_local *self, void *arg)
{
  size_t id = synchedmem_thread_id (self);
  struct planet first = { (double) (id + 1), (double) id }, *mine;
  const struct planet *all;
  int error = sky_write_sync_read (self, &first, 1, &all);

  (void) arg;
  if (error)
    return error;
  if (id == 0)
    weigh (all);

  /* All but its place stays.  */
  mine = sky_update (self);
  if (!mine)
    return synchedmem_arrive (self); /* which says why */
  mine->x += 0.5;
  error = synchedmem_sync (self);
  if (!error && id == 0)
    weigh (sky_view (self));
  return error;
}

int
main (void)
{
  struct synchedmem *mem;
  int error = sky_create (&mem, 3, 1, NULL);

  if (!error)
    {
      error = synchedmem_run (mem, fly, NULL);
      synchedmem_destroy (mem);
    }
  if (error)
    fprintf (stderr, "typed: %s\n", strerror (error));
  return error != 0;
}
