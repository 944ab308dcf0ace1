/* random-call.c: make, print and read cases of random calls.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "random.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

/* Kinds of arguments, which are what their range is.  */
enum kind
{
  NONE,
  SOMETIMES_BAD, /* 0: fine; else which bad argument */
  LENGTH,        /* elements; some are too many */
  VALUE,         /* seeds what is written; small ones have a meaning */
  ELEMENT,
  TIME,   /* which time; see random-perform.c */
  NUMBER, /* a small one */
};

static const struct
{
  const char *name, *x_name, *y_name;
  enum kind x, y;
  unsigned int weight;
} ops[RANDOM_OPS] = {
  [OP_ATTACH] = { "attach", "bad", "", SOMETIMES_BAD, NONE, 12 },
  [OP_DETACH] = { "detach", "", "", NONE, NONE, 5 },
  [OP_LEAVE] = { "leave", "", "", NONE, NONE, 1 },
  [OP_WRITE] = { "write", "len", "value", LENGTH, VALUE, 14 },
  [OP_OVERWRITE] = { "overwrite", "filled", "value", LENGTH, VALUE, 6 },
  [OP_UPDATE] = { "update", "element", "value", ELEMENT, VALUE, 8 },
  [OP_ARRIVE] = { "arrive", "", "", NONE, NONE, 24 },
  [OP_WAIT] = { "wait", "", "", NONE, NONE, 16 },
  [OP_TRY_WAIT] = { "try_wait", "", "", NONE, NONE, 10 },
  [OP_WAIT_UNTIL] = { "wait_until", "time", "", TIME, NONE, 12 },
  [OP_SYNC] = { "sync", "", "", NONE, NONE, 14 },
  [OP_WRITE_SYNC_READ]
  = { "write_sync_read", "len", "value", LENGTH, VALUE, 14 },
  [OP_VIEW] = { "view", "of", "", NUMBER, NONE, 4 },
  [OP_READ] = { "read", "len", "bad", LENGTH, SOMETIMES_BAD, 4 },
  [OP_CYCLE] = { "cycle", "", "", NONE, NONE, 2 },
  [OP_ABORT] = { "abort", "bad", "", SOMETIMES_BAD, NONE, 1 },
  [OP_RESET] = { "reset", "bad", "", SOMETIMES_BAD, NONE, 2 },
  [OP_MISSING] = { "missing", "max", "", NUMBER, NONE, 3 },
  [OP_DUMP] = { "dump", "bad", "", SOMETIMES_BAD, NONE, 2 },
  [OP_SIZES] = { "sizes", "", "", NONE, NONE, 1 },
  [OP_TIMING] = { "timing", "bad", "", SOMETIMES_BAD, NONE, 2 },
  [OP_RUN] = { "run", "rounds", "value", NUMBER, VALUE, 1 },
  [OP_END] = { "end", "how", "", NUMBER, NONE, 1 },
  [OP_DESTROY] = { "destroy", "", "", NONE, NONE, 1 },
};

static int
argument (enum kind kind, const struct model_config *config, uint32_t *seed)
{
  size_t all = config->num_threads * config->segment_len;
  uint32_t r = random_next (seed);

  switch (kind)
    {
    case SOMETIMES_BAD:
      return r % 16 < 3 ? 1 + (int) (r % 16) : 0;
    case LENGTH:
      if (r % 32 == 0)
        return -1;
      if (r % 4 == 0)
        return (int) config->segment_len;
      return (int) (r % 1024 % (r % 8 ? config->segment_len + 2 : all + 2));
    case VALUE:
      return r % 8 == 0 ? (int) (r / 8 % 4) : (int) (r % 1000);
    case ELEMENT:
      return config->segment_len ? (int) (r % config->segment_len) : 0;
    case TIME:
      return (int) (r % 9);
    case NUMBER:
      return (int) (r % 8);
    default:
      return 0;
    }
}

static struct random_call
call_make (const struct model_config *config, int actors, uint32_t *seed)
{
  struct random_call call = { 0 };
  unsigned int all = 0, at, op;

  for (op = 0; op < RANDOM_OPS; op++)
    all += ops[op].weight;
  at = random_next (seed) % all;
  for (op = 0; at >= ops[op].weight; op++)
    at -= ops[op].weight;
  call.op = (uint8_t) op;
  call.place = (uint8_t) (random_next (seed) % config->num_threads);
  if (random_next (seed) % 64 == 0)
    call.place = (uint8_t) config->num_threads;
  call.actor = (uint8_t) (random_next (seed) % (uint32_t) actors);
  call.x = argument (ops[op].x, config, seed);
  call.y = argument (ops[op].y, config, seed);
  return call;
}

static void
config_make (struct model_config *config, uint32_t *seed)
{
  static const size_t lens[] = { 0, 1, 1, 2, 3, 4, 7, 16, 33 };
  static const size_t elem_sizes[] = { 1, 2, 3, 8, 24 };

  config->num_threads = 1 + random_next (seed) % MODEL_THREADS_MAX;
  config->segment_len = lens[random_next (seed) % 9];
  config->elem_size = elem_sizes[random_next (seed) % 5];
  config->buffers = 1 + random_next (seed) % 3 % 2;
  config->layout = (int) (random_next (seed) % 2);
  config->wait_policy = (int) (random_next (seed) % 3);
  config->fill = random_next (seed) % 2;
}

/* Everybody comes, or goes.  */
static size_t
add_for_all (struct random_case *c, size_t at, size_t max, enum random_op op,
             int actors, uint32_t *seed)
{
  uint8_t i;

  for (i = 0; i < c->config.num_threads && at < max; i++, at++)
    c->calls[at] = (struct random_call){
      .op = (uint8_t) op,
      .place = i,
      .actor = (uint8_t) (random_next (seed) % (uint32_t) actors)
    };
  return at;
}

void
random_case_make (struct random_case *c, uint32_t seed, size_t num_calls)
{
  /* Most cases have a thread for all that may wait, and some others.  */
  int actors;
  size_t n;

  seed = seed * 2654435761U + 1;
  seed += !seed;
  random_next (&seed);
  config_make (&c->config, &seed);
  actors = random_next (&seed) % 4 ? RANDOM_ACTORS : 1;
  c->calls = calloc (num_calls, sizeof *c->calls);
  if (!c->calls)
    abort ();
  c->num_calls = num_calls;
  n = add_for_all (c, 0, num_calls, OP_ATTACH, actors, &seed);
  while (n < num_calls)
    {
      struct random_call call = call_make (&c->config, actors, &seed);
      enum random_op op = call.op;

      c->calls[n++] = call;
      /* A group does not recover by chance.  */
      if ((op == OP_ABORT || op == OP_END || op == OP_RUN || op == OP_LEAVE
           || op == OP_DESTROY)
          && random_next (&seed) % 4)
        {
          n = add_for_all (c, n, num_calls, OP_DETACH, actors, &seed);
          if (n < num_calls && op != OP_RUN)
            c->calls[n++] = (struct random_call){ .op = OP_RESET };
          else if (n < num_calls)
            c->calls[n++] = call;
          n = add_for_all (c, n, num_calls, OP_ATTACH, actors, &seed);
        }
    }
}

void
random_case_copy (struct random_case *to, const struct random_case *from)
{
  *to = *from;
  to->calls = calloc (from->num_calls + 1, sizeof *to->calls);
  if (!to->calls)
    abort ();
  memcpy (to->calls, from->calls, from->num_calls * sizeof *to->calls);
}

void
random_case_end (struct random_case *c)
{
  free (c->calls);
  c->calls = NULL;
}

void
random_call_print (FILE *out, const struct random_call *call)
{
  fprintf (out, "thread %u %s place %u", call->actor, ops[call->op].name,
           call->place);
  if (ops[call->op].x)
    fprintf (out, " %s %d", ops[call->op].x_name, call->x);
  if (ops[call->op].y)
    fprintf (out, " %s %d", ops[call->op].y_name, call->y);
}

void
random_case_print (FILE *out, const struct random_case *c)
{
  const struct model_config *f = &c->config;
  size_t i;

  fprintf (out,
           "# group threads %zu len %zu elem %zu buffers %u layout %d"
           " policy %d fill %d\n",
           f->num_threads, f->segment_len, f->elem_size, f->buffers, f->layout,
           f->wait_policy, f->fill);
  for (i = 0; i < c->num_calls; i++)
    {
      fprintf (out, "# ");
      random_call_print (out, &c->calls[i]);
      fprintf (out, "\n");
    }
}

static bool
call_parse (const char *line, const struct model_config *config,
            struct random_call *call)
{
  char name[32], x_name[16], y_name[16];
  unsigned int actor, place, op;
  int got = sscanf (line, "thread %u %31s place %u %15s %d %15s %d", &actor,
                    name, &place, x_name, &call->x, y_name, &call->y);

  if (got < 3 || actor >= RANDOM_ACTORS || place > config->num_threads)
    return false;
  call->actor = (uint8_t) actor;
  call->place = (uint8_t) place;
  for (op = 0; op < RANDOM_OPS && strcmp (name, ops[op].name) != 0;)
    op++;
  call->op = (uint8_t) op;
  return op < RANDOM_OPS;
}

bool
random_case_parse (FILE *in, struct random_case *c)
{
  struct model_config *f = &c->config;
  size_t room = 0;
  char line[200];
  int fill;

  memset (c, 0, sizeof *c);
  while (fgets (line, sizeof line, in))
    {
      const char *at = line + strspn (line, "# ");

      if (sscanf (at,
                  "group threads %zu len %zu elem %zu buffers %u layout %d"
                  " policy %d fill %d",
                  &f->num_threads, &f->segment_len, &f->elem_size, &f->buffers,
                  &f->layout, &f->wait_policy, &fill)
          == 7)
        {
          f->fill = fill != 0;
          continue;
        }
      if (strncmp (at, "thread ", 7) != 0)
        continue;
      if (c->num_calls == room)
        {
          room = 2 * room + 16;
          c->calls = realloc (c->calls, room * sizeof *c->calls);
          if (!c->calls)
            abort ();
        }
      c->calls[c->num_calls] = (struct random_call){ 0 };
      if (!call_parse (at, f, &c->calls[c->num_calls++]))
        return false;
    }
  return f->num_threads >= 1 && f->num_threads <= MODEL_THREADS_MAX
         && f->elem_size >= 1 && f->segment_len <= MODEL_SEGMENT_MAX
         && f->segment_len * f->elem_size <= MODEL_SEGMENT_MAX
         && f->buffers >= 1 && f->buffers <= 2;
}
