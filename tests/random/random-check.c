/* random-check.c: what the library did against what the model did.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "random-world.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

bool
world_wrong (struct world *w, const struct random_call *call,
             const char *format, ...)
{
  char *text = NULL;
  size_t size;
  FILE *out = open_memstream (&text, &size);
  va_list args;

  if (!out)
    abort ();
  fprintf (out, "call %zu: ", w->at);
  if (call)
    random_call_print (out, call);
  fprintf (out, ": ");
  va_start (args, format);
  vfprintf (out, format, args);
  va_end (args);
  fclose (out);
  snprintf (w->message, RANDOM_MESSAGE, "%s", text);
  free (text);
  return false;
}

bool
world_same_bytes (const unsigned char *got, const model_byte *expected,
                  size_t size, size_t *where)
{
  for (*where = 0; *where < size; ++*where)
    if (expected[*where] != MODEL_UNSPECIFIED
        && got[*where] != expected[*where])
      return false;
  return true;
}

bool
world_check_memory (struct world *w, const struct random_call *call)
{
  size_t stride = synchedmem_stride (w->mem) * w->c->config.elem_size;
  size_t n = w->c->config.num_threads, size = w->model.segment_size;
  size_t i, j, where;

  for (i = 0; i < n; i++)
    {
      const struct model_place *place = &w->model.place[i];

      for (j = 0; j < n && model_has_view (&w->model, i); j++)
        {
          const model_byte *expected = model_view_of (&w->model, i, j);
          const unsigned char *got = w->view[i] + j * stride;

          if (!world_same_bytes (got, expected, size, &where))
            return world_wrong (w, call,
                                "place %zu sees of %zu %d at %zu, not %d", i,
                                j, got[where], where, expected[where]);
        }
      if (place->taken && place->written && place->block == MODEL_RUNS
          && w->segment[i]
          && !world_same_bytes (w->segment[i], place->segment, size, &where))
        return world_wrong (w, call, "segment %zu holds %d at %zu, not %d", i,
                            w->segment[i][where], where,
                            place->segment[where]);
    }
  return true;
}

/* Two arguments may be bad at once; then either error is right.  */
static bool
same_error (const struct world *w, const struct random_order *order, int got,
            int expected)
{
  size_t max = w->model.config.segment_len;

  if (got == expected)
    return true;
  if (order->call->op == OP_READ)
    max *= w->model.config.num_threads;
  return (got == EINVAL || got == EMSGSIZE)
         && (expected == EINVAL || expected == EMSGSIZE) && order->len > max
         && (order->call->op == OP_WRITE || order->call->op == OP_READ
             || order->call->op == OP_WRITE_SYNC_READ)
         && ((order->call->op == OP_READ ? order->call->y != 0 : !order->data)
             || !order->self || order->id >= w->model.config.num_threads
             || !w->model.place[order->id].taken
             || (order->call->op == OP_WRITE_SYNC_READ
                 && order->call->y == 1));
}

static void
fill_segment (struct world *w, size_t id, size_t first, size_t len, int value)
{
  size_t elem_size = w->c->config.elem_size, i;

  for (i = first * elem_size; i < (first + len) * elem_size; i++)
    {
      w->segment[id][i] = random_byte (value, i);
      w->model.place[id].segment[i] = random_byte (value, i);
    }
}

/* A segment to be written in place was returned, or not.  */
static bool
check_segment (struct world *w, const struct random_order *order, int expected)
{
  const struct random_call *call = order->call;
  size_t max = w->c->config.segment_len, id = order->id, where;

  if (!order->got != (expected != 0))
    return world_wrong (w, call, "got %s, expected error %d",
                        order->got ? "a segment" : "NULL", expected);
  if (expected)
    {
      /* Whose number is arrive's.  */
      int error = synchedmem_arrive (order->self);
      return error == expected
             || world_wrong (w, call, "arrive then says %d, not %d", error,
                             expected);
    }
  w->segment[id] = order->got;
  if (!world_same_bytes (w->segment[id], w->model.place[id].segment,
                         w->model.segment_size, &where))
    return world_wrong (w, call, "the segment holds %d at %zu, not %d",
                        w->segment[id][where], where,
                        w->model.place[id].segment[where]);
  if (call->op == OP_OVERWRITE && call->x > 0)
    fill_segment (w, id, 0, (size_t) call->x < max ? (size_t) call->x : max,
                  call->y);
  if (call->op == OP_UPDATE && call->x >= 0 && (size_t) call->x < max)
    fill_segment (w, id, (size_t) call->x, 1, call->y);
  return true;
}

bool
world_check_reply (struct world *w, struct random_order *order, int expected)
{
  const struct random_call *call = order->call;
  size_t n = w->c->config.num_threads, id = order->id;

  if (order->broke_rule)
    return world_wrong (w, call, "%s", order->broke_rule);
  if (call->op == OP_OVERWRITE || call->op == OP_UPDATE)
    return check_segment (w, order, expected);
  if (!same_error (w, order, order->error, expected))
    return world_wrong (w, call, "got %d, not %d", order->error, expected);
  if (order->error || id >= n)
    return true;
  switch ((enum random_op) call->op)
    {
    case OP_ATTACH:
      w->self[id] = order->got;
      if (model_has_view (&w->model, id))
        w->view[id] = synchedmem_view (w->self[id]);
      break;
    case OP_ARRIVE:
      w->segment[id] = NULL;
      break;
    case OP_WAIT:
    case OP_TRY_WAIT:
    case OP_WAIT_UNTIL:
    case OP_SYNC:
    case OP_WRITE_SYNC_READ:
      w->segment[id] = NULL;
      w->view[id] = synchedmem_view (w->self[id]);
      if (call->op == OP_WRITE_SYNC_READ && order->view != w->view[id])
        return world_wrong (w, call, "got another view than view ()");
      if (synchedmem_cycle (w->self[id]) != w->model.place[id].passed)
        return world_wrong (w, call, "the cycle is %u",
                            (unsigned int) synchedmem_cycle (w->self[id]));
      break;
    default:
      break;
    }
  return true;
}

bool
world_check_missing (struct world *w, const struct random_order *order)
{
  size_t ids[MODEL_THREADS_MAX], count, i;
  size_t max = (size_t) order->call->x;

  count = model_missing (&w->model, ids);
  if (order->count != count)
    return world_wrong (w, order->call, "%zu are missing, not %zu",
                        order->count, count);
  for (i = 0; i < MODEL_THREADS_MAX; i++)
    if (order->ids[i] != (i < max && i < count ? ids[i] : SIZE_MAX))
      return world_wrong (w, order->call, "id %zu is %zu", i, order->ids[i]);
  return true;
}

bool
world_check_dump (struct world *w, const struct random_order *order)
{
  const char *line = order->text;
  size_t i;

  for (i = 0; i < w->c->config.num_threads; i++)
    {
      char expected[100];
      uint64_t cycle;
      char state[MODEL_STATE];
      const char *end = strchr (line, '\n');

      model_state (&w->model, i, &cycle, state);
      snprintf (expected, sizeof expected, "thread %zu: cycle %u, %s, for ", i,
                (unsigned int) cycle, state);
      if (!end || strncmp (line, expected, strlen (expected)) != 0)
        return world_wrong (w, order->call,
                            "line %zu does not begin with \"%s\":\n%s", i,
                            expected, order->text);
      line = end + 1;
    }
  return *line == '\0'
         || world_wrong (w, order->call, "more lines than places");
}

bool
world_check_read (struct world *w, const struct random_order *order)
{
  size_t size = order->len * w->c->config.elem_size, at = 0, i, where;

  for (i = 0; at < size; i++)
    {
      size_t n = w->model.segment_size;

      if (n > size - at)
        n = size - at;
      if (!world_same_bytes (order->copy[0] + at,
                             model_view_of (&w->model, order->id, i), n,
                             &where))
        return world_wrong (w, order->call, "read gave %d at %zu",
                            order->copy[0][at + where], at + where);
      at += n;
    }
  return true;
}
