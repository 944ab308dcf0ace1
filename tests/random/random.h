/* random.h: random calls: what a case is, and who runs it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   An exact case is a list of calls that are made one after the other, each by
   a thread of its own choice; what each returns, and each byte that anybody
   may read after it, must be what the model says.  A call that must wait
   stays in its thread until the model says that it ends.

   A free case is a group whose threads run on their own.  */

#ifndef RANDOM_H
#define RANDOM_H

#include "model.h"

enum
{
  RANDOM_ACTORS = 7, /* threads that make calls; 0 is the main thread */
  RANDOM_MESSAGE = 1000
};

enum random_op
{
  OP_ATTACH,
  OP_DETACH,
  OP_LEAVE,
  OP_WRITE,
  OP_OVERWRITE,
  OP_UPDATE,
  OP_ARRIVE,
  OP_WAIT,
  OP_TRY_WAIT,
  OP_WAIT_UNTIL,
  OP_SYNC,
  OP_WRITE_SYNC_READ,
  OP_VIEW,
  OP_READ,
  OP_CYCLE,
  OP_ABORT,
  OP_RESET,
  OP_MISSING,
  OP_DUMP,
  OP_SIZES,
  OP_TIMING,
  OP_RUN,
  OP_END,
  OP_DESTROY,
  RANDOM_OPS
};

struct random_call
{
  uint8_t op, actor, place; /* place num_threads is NULL */
  int x, y;                 /* what they mean is in random-call.c */
};

struct random_case
{
  struct model_config config;
  size_t num_calls;
  struct random_call *calls; /* malloc'd */
};

/* random-call.c: make, print and read cases.  */
void random_case_make (struct random_case *c, uint32_t seed, size_t num_calls);
void random_case_copy (struct random_case *to, const struct random_case *from);
void random_case_end (struct random_case *c);
void random_call_print (FILE *out, const struct random_call *call);
void random_case_print (FILE *out, const struct random_case *c);
/* Returns false if IN does not hold a case.  */
bool random_case_parse (FILE *in, struct random_case *c);

/* random-shrink.c: make C, which has failed with MESSAGE, as short and simple
   as it can be while STILL_FAILS says so.  */
void random_case_shrink (struct random_case *c,
                         bool (*still_fails) (const struct random_case *c),
                         const char *message);

/* random-exact.c: returns true, or false with what went wrong in MESSAGE, of
   RANDOM_MESSAGE bytes; then threads may still hang.  */
bool random_exact (const struct random_case *c, char *message);

/* After so many seconds a call hangs.  A detector makes a call last long, but
   not that long.  */
extern double random_patience_s;

/* random-perform.c: one call of the library.  */
struct random_order
{
  const struct random_call *call;
  struct synchedmem *mem;
  struct synchedmem_local *self;
  size_t id, len;
  const void *data;
  unsigned char input[2 * MODEL_SEGMENT_MAX];
  int rounds[MODEL_THREADS_MAX]; /* of a run */
  bool first_waits[MODEL_THREADS_MAX], reads[MODEL_THREADS_MAX];

  /* The reply.  */
  int error;
  const void *view;
  void *got; /* a place, or a segment */
  size_t count, ids[MODEL_THREADS_MAX];
  unsigned char copy[MODEL_THREADS_MAX][MODEL_THREADS_MAX * MODEL_SEGMENT_MAX];
  char *text; /* malloc'd */
  const char *broke_rule;
};

void random_perform (struct random_order *order);
/* What place ID writes in round ROUND of a run.  */
void random_run_input (const struct random_call *call, size_t id, int round,
                       size_t size, unsigned char *bytes);
/* Byte I of what a call with value VALUE writes.  */
unsigned char random_byte (int value, size_t i);

/* random-free.c: as random_exact, but the threads run on their own.  */
bool random_free (uint32_t seed, char *message);

#endif
