/* random-exact.c: random calls one after the other, against the model.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Which calls of a case are made depends on the model alone: one is left out
   if its thread or its place is in a call that waits, if it would make the
   main thread wait, or if the contract forbids it.  So a case whose calls were
   dropped, to make it short, is a case, too.  */

#include <config.h>

#include "random-world.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

/* With what is in ORDER, whose call is not about to return, done.  */
static bool
check_rest (struct world *w, const struct random_call *call)
{
  int status = synchedmem_status (w->mem), i;

  if (status != w->model.error)
    return world_wrong (w, call, "the status is %d, not %d", status,
                        w->model.error);
  for (i = 1; i < RANDOM_ACTORS; i++)
    if (w->waits[i] >= 0 && actor_is_done (&w->actor[i]))
      return world_wrong (w, w->order[i].call,
                          "it ended (%d), and should wait", w->order[i].error);
  return world_check_memory (w, call);
}

/* What the call writes: X elements of pattern Y, or from memory of the
   group.  Returns false if there is no such memory now.  */
static bool
prepare_input (struct world *w, struct random_order *order, model_byte *input)
{
  const struct random_call *call = order->call;
  const struct model *model = &w->model;
  size_t id = order->id, i;
  size_t max = model->config.segment_len;

  order->len = call->x < 0 ? SIZE_MAX : (size_t) call->x;
  order->data = NULL;
  for (i = 0; i < 2 * MODEL_SEGMENT_MAX; i++)
    order->input[i] = random_byte (call->y, i);
  for (i = 0; i < model->segment_size; i++)
    input[i] = order->input[i];
  if (call->y == 0)
    return true;
  order->data = order->input;
  if (call->y == 2 && call->op == OP_WRITE && order->len <= max)
    {
      if (id >= model->config.num_threads || !model_has_view (model, id)
          || model->config.buffers == 1)
        return false;
      order->data = w->view[id];
      memcpy (input, model_view_of (model, id, 0),
              model->segment_size * sizeof *input);
    }
  if (call->y == 3 && call->op == OP_WRITE && order->len <= max)
    {
      if (id >= model->config.num_threads || !w->segment[id]
          || !model->place[id].written)
        return false;
      order->data = w->segment[id];
      memcpy (input, model->place[id].segment,
              model->segment_size * sizeof *input);
    }
  return true;
}

/* Whether the contract lets CALL be made now, but for its errors.  */
static bool
may_call (const struct world *w, const struct random_call *call)
{
  const struct model *model = &w->model;
  const struct model_place *place = &model->place[call->place];
  bool exists = call->place < model->config.num_threads;

  if (w->waits[call->actor] >= 0)
    return false;
  switch ((enum random_op) call->op)
    {
    case OP_ABORT:
    case OP_RESET:
    case OP_MISSING:
    case OP_DUMP:
    case OP_SIZES:
    case OP_TIMING:
    case OP_RUN:
    case OP_DESTROY:
      return true;
    case OP_END:
      /* A place that it gave to another thread must not be in use.  */
      return call->actor > 0 && !model_owns_blocked (model, call->actor);
    case OP_ATTACH:
      return !exists || place->block == MODEL_RUNS;
    case OP_VIEW:
    case OP_CYCLE:
      return !exists || (place->taken && place->block == MODEL_RUNS);
    default:
      return !exists || place->block == MODEL_RUNS;
    }
}

/* Make the model's call; *INPUT is what it writes.  */
static int
model_call (struct world *w, const struct random_order *order,
            const model_byte *input)
{
  const struct random_call *call = order->call;
  struct model *m = &w->model;
  size_t id = order->id;

  switch ((enum random_op) call->op)
    {
    case OP_ATTACH:
      return call->x >= 1 && call->x <= 3 ? EINVAL
                                          : model_attach (m, id, call->actor);
    case OP_DETACH:
      return model_detach (m, id);
    case OP_LEAVE:
      return model_leave (m, id);
    case OP_WRITE:
      return model_write (m, id, order->data ? input : NULL, order->len,
                          false);
    case OP_WRITE_SYNC_READ:
      return call->y == 1 ? EINVAL
                          : model_write (m, id, order->data ? input : NULL,
                                         order->len, true);
    case OP_OVERWRITE:
    case OP_UPDATE:
      return model_begin (m, id, call->op == OP_UPDATE);
    case OP_ARRIVE:
      return model_arrive (m, id);
    case OP_WAIT:
      return model_wait (m, id, MODEL_WAITS);
    case OP_TRY_WAIT:
      return model_wait (m, id, MODEL_TRIES);
    case OP_WAIT_UNTIL:
      if (call->x >= 4 && call->x <= 6)
        return EINVAL;
      return model_wait (
          m, id, call->x == 3 || call->x == 7 ? MODEL_WAITS : MODEL_TIMES_OUT);
    case OP_SYNC:
      return model_sync (m, id);
    case OP_READ:
      if (!model_holds (m, id) || (call->y && order->len))
        return EINVAL;
      return order->len > m->config.num_threads * m->config.segment_len
                 ? EMSGSIZE
                 : 0;
    case OP_ABORT:
      return call->x ? EINVAL : model_abort (m);
    case OP_RESET:
      return call->x ? EINVAL : model_reset (m);
    case OP_DUMP:
      return call->x == 1 || call->x == 2 ? EINVAL : 0;
    case OP_TIMING:
      return call->x == 1 || call->x == 2 ? EINVAL : 0;
    case OP_DESTROY:
      return model_attached (m) ? EBUSY : 0;
    default:
      return 0;
    }
}

static bool
create (struct world *w)
{
  const struct model_config *config = &w->c->config;
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  unsigned char fill[MODEL_SEGMENT_MAX];
  size_t i;
  int error;

  for (i = 0; i < config->elem_size; i++)
    fill[i] = model_default (i);
  attr.fill = config->fill ? fill : NULL;
  attr.buffers = config->buffers;
  attr.layout = config->layout;
  attr.wait_policy = config->wait_policy;
  error = synchedmem_create (&w->mem, config->num_threads, config->segment_len,
                             config->elem_size, &attr);
  memset (w->self, 0, sizeof w->self);
  memset (w->view, 0, sizeof w->view);
  memset (w->segment, 0, sizeof w->segment);
  model_init (&w->model, config);
  return error == 0 || world_wrong (w, NULL, "create says %d", error);
}

/* Calls that waited have come to their ends.  */
static bool
settle (struct world *w)
{
  int expected = 0, i;
  size_t id;

  while ((id = model_settle (&w->model, &expected)) < w->c->config.num_threads)
    {
      for (i = 1; w->waits[i] != (int) id;)
        i++;
      if (!actor_await (&w->actor[i]))
        return world_wrong (w, w->order[i].call,
                            "it hangs, and should end with %d", expected);
      w->waits[i] = -1;
      if (!world_check_reply (w, &w->order[i], expected))
        return false;
    }
  return true;
}

/* What a call that came to its end left behind, but for its error.  */
static bool
finish (struct world *w, struct random_order *order)
{
  bool right = true;
  size_t i;

  if (order->error)
    {
      free (order->text);
      return true;
    }
  switch ((enum random_op) order->call->op)
    {
    case OP_MISSING:
      return world_check_missing (w, order);
    case OP_DUMP:
      right = world_check_dump (w, order);
      free (order->text);
      return right;
    case OP_READ:
      return world_check_read (w, order);
    case OP_VIEW:
      if (order->self && model_has_view (&w->model, order->id)
          && order->view != w->view[order->id])
        return world_wrong (w, order->call, "the view has moved");
      return true;
    case OP_CYCLE:
      if (order->self && order->count != w->model.place[order->id].passed)
        return world_wrong (w, order->call, "the cycle is %zu", order->count);
      return true;
    case OP_RUN:
      return world_check_run (w, order);
    case OP_DESTROY:
      return create (w);
    case OP_RESET:
      for (i = 0; i < MODEL_THREADS_MAX; i++)
        w->segment[i] = NULL;
      return true;
    default:
      return true;
    }
}

/* Calls that wait are as far as they get when the others miss who the model
   misses.  */
static bool
await_waiting (struct world *w, const struct random_call *call)
{
  size_t expected[MODEL_THREADS_MAX], got[MODEL_THREADS_MAX], count;
  double waited;

  for (waited = 0; waited < random_patience_s; waited += 50e-6)
    {
      count = model_missing (&w->model, expected);
      if (synchedmem_missing (w->mem, got, MODEL_THREADS_MAX) == count
          && memcmp (got, expected, count * sizeof *got) == 0)
        return true;
      if (waited > 0)
        sleep_ns (50000);
    }
  return world_wrong (w, call, "others do not see who waits");
}

static bool
make_call (struct world *w, const struct random_call *call)
{
  struct random_order *order = &w->order[call->actor];
  struct actor *actor = &w->actor[call->actor];
  model_byte input[MODEL_SEGMENT_MAX];
  int expected, i;

  if (!may_call (w, call))
    return true;
  memset (order, 0, offsetof (struct random_order, copy));
  order->text = NULL;
  order->broke_rule = NULL;
  order->call = call;
  order->mem = w->mem;
  order->id = call->place;
  order->self
      = call->place < w->c->config.num_threads ? w->self[call->place] : NULL;
  for (i = 0; i < MODEL_THREADS_MAX; i++)
    order->ids[i] = SIZE_MAX;
  if (!prepare_input (w, order, input))
    return true;
  if (call->op == OP_READ && call->place < w->c->config.num_threads
      && !model_has_view (&w->model, call->place))
    order->len = 0;
  if (call->actor == 0)
    {
      struct model before = w->model;

      /* The main thread must not wait.  */
      expected = model_call (w, order, input);
      if (expected == MODEL_BLOCKED)
        {
          w->model = before;
          return true;
        }
    }
  else
    expected = model_call (w, order, input);
  if (call->op == OP_RUN)
    expected = world_run_model (w, order);

  if (call->op == OP_END)
    {
      actor_end (actor, call->x);
      model_thread_ends (&w->model, call->actor);
    }
  else if (call->actor == 0)
    random_perform (order);
  else
    actor_start (actor, order);
  if (expected == MODEL_BLOCKED)
    w->waits[call->actor] = call->place;
  else
    {
      if (call->actor != 0 && call->op != OP_END && !actor_await (actor))
        return world_wrong (w, call, "it hangs, and should return %d",
                            expected);
      if (!world_check_reply (w, order, expected) || !finish (w, order))
        return false;
    }
  return settle (w) && await_waiting (w, call) && check_rest (w, call);
}

/* Nobody is attached any more, and nothing hangs.  */
static bool
finish_all (struct world *w)
{
  size_t i;
  int error;

  synchedmem_abort (w->mem);
  model_abort (&w->model);
  if (!settle (w))
    return false;
  for (i = 0; i < w->c->config.num_threads; i++)
    if (w->model.place[i].taken)
      {
        error = synchedmem_detach (w->self[i]);
        if (error)
          return world_wrong (w, NULL, "in the end, detach says %d", error);
      }
  error = synchedmem_destroy (w->mem);
  if (error)
    return world_wrong (w, NULL, "in the end, destroy says %d", error);
  for (i = 1; i < RANDOM_ACTORS; i++)
    actor_end (&w->actor[i], 0);
  return true;
}

bool
random_exact (const struct random_case *c, char *message)
{
  struct world *w = calloc (1, sizeof *w);
  bool right;
  int i;

  if (!w)
    abort ();
  w->c = c;
  w->message = message;
  for (i = 0; i < RANDOM_ACTORS; i++)
    {
      w->waits[i] = -1;
      actor_init (&w->actor[i]);
    }
  right = create (w);
  for (w->at = 0; right && w->at < c->num_calls; w->at++)
    right = make_call (w, &c->calls[w->at]);
  if (right)
    right = finish_all (w);
  /* Else there may be threads that use it.  */
  if (right)
    {
      for (i = 0; i < RANDOM_ACTORS; i++)
        actor_fini (&w->actor[i]);
      free (w);
    }
  return right;
}
