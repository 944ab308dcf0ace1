/* random-world.h: the state of an exact case: the library's and the model's.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef RANDOM_WORLD_H
#define RANDOM_WORLD_H

#include "random-actor.h"
#include "random.h"

struct world
{
  const struct random_case *c;
  struct model model;
  struct synchedmem *mem;
  struct synchedmem_local *self[MODEL_THREADS_MAX + 1];
  const unsigned char *view[MODEL_THREADS_MAX];
  unsigned char *segment[MODEL_THREADS_MAX]; /* to be written in place */
  struct random_order order[RANDOM_ACTORS];
  struct actor actor[RANDOM_ACTORS];
  int waits[RANDOM_ACTORS]; /* the place it is blocked at, or -1 */
  model_byte run_view[MODEL_THREADS_MAX]
                     [MODEL_THREADS_MAX
                      * MODEL_SEGMENT_MAX]; /* what a run should read */
  size_t at;                                /* the call */
  char *message;
};

/* random-check.c: all return false after they noted what is wrong.  */

/* Note what is wrong with CALL, which may be NULL; returns false.  */
bool world_wrong (struct world *w, const struct random_call *call,
                  const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
/* All that anybody may look at.  */
bool world_check_memory (struct world *w, const struct random_call *call);
/* The reply in ORDER against the error that was EXPECTED.  */
bool world_check_reply (struct world *w, struct random_order *order,
                        int expected);
bool world_check_missing (struct world *w, const struct random_order *order);
bool world_check_dump (struct world *w, const struct random_order *order);
bool world_check_read (struct world *w, const struct random_order *order);
/* Whether SIZE bytes are as expected; if not, *WHERE is the first that is
   not.  */
bool world_same_bytes (const unsigned char *got, const model_byte *expected,
                       size_t size, size_t *where);

/* random-run.c: synchedmem_run: the model's, which also fills in ORDER, and
   what its functions saw.  */
int world_run_model (struct world *w, struct random_order *order);
bool world_check_run (struct world *w, const struct random_order *order);

#endif
