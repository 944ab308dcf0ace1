/* typed.c: SYNCHEDMEM_DEFINE; with WRONG_..., a type that must not compile.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <synchedmem.h>

struct cell
{
  double mass;
  int kind;
};

struct other
{
  float mass;
};

SYNCHEDMEM_DEFINE (grid, struct cell)
SYNCHEDMEM_DEFINE (counts, unsigned long)

int
main (void)
{
  struct synchedmem *mem;
  struct synchedmem_local *self;
  struct cell mine[2] = { { 1.5, 1 }, { 2.5, 2 } }, copy[2];
  struct cell *place;
  const struct cell *view, *of;

  if (grid_create (&mem, 1, 2, NULL) || grid_attach (mem, 0, &self))
    return 1;
  if (counts_attach (mem, 0, &self) != EINVAL
      || counts_attach (NULL, 0, &self) != EINVAL)
    return 2;
  if (grid_write_sync_read (self, mine, 2, &view) || view[1].kind != 2)
    return 3;
  if (grid_write_sync_read (self, mine, 2, NULL) != EINVAL)
    return 4;
  place = grid_update (self);
  place->kind = 7;
  if (synchedmem_sync (self) || grid_view (self)->kind != 7)
    return 5;
  place = grid_overwrite (self);
  place[0] = mine[1];
  place[1] = mine[0];
  if (synchedmem_sync (self) || grid_read (self, copy, 2) || copy[0].kind != 2)
    return 6;
  if (grid_write (self, mine, 1) || synchedmem_sync (self))
    return 7;
  of = grid_view_of (self, 0);
  if (of[0].kind != 1 || of[1].kind != 0)
    return 8;
#ifdef WRONG_WRITE
  {
    struct other wrong = { 1 };
    grid_write (self, &wrong, 1);
  }
#endif
#ifdef WRONG_VIEW
  {
    const struct other *wrong = grid_view (self);
    return wrong->mass > 0;
  }
#endif
#ifdef WRONG_READ
  {
    unsigned long wrong[2];
    grid_read (self, wrong, 2);
  }
#endif
  return synchedmem_detach (self) || synchedmem_destroy (mem);
}
