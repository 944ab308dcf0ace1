/* random-run.c: synchedmem_run among the random calls.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "random-world.h"

#include <string.h>

static int
why_not (const struct model *model)
{
  size_t i;

  if (model->error)
    return model->error;
  for (i = 0; i < model->config.num_threads; i++)
    if (model->place[i].taken || model->place[i].left)
      return EBUSY;
  return 0;
}

static void
settle (struct model *model)
{
  int error;

  while (model_settle (model, &error) < model->config.num_threads)
    ;
}

/* The next step of the function in place ID, which has made DONE.  */
static void
step (struct world *w, const struct random_order *order, size_t id, int done)
{
  struct model *model = &w->model;
  size_t n = model->config.num_threads, size = model->segment_size, i;
  int round = done - order->first_waits[id];

  if (round < 0)
    model_wait (model, id, MODEL_WAITS);
  else if (round < order->rounds[id])
    {
      unsigned char bytes[MODEL_SEGMENT_MAX];
      model_byte input[MODEL_SEGMENT_MAX];

      random_run_input (order->call, id, round, size, bytes);
      for (i = 0; i < size; i++)
        input[i] = bytes[i];
      model_write (model, id, input, model->config.segment_len, true);
    }
  else
    {
      for (i = 0; i < n; i++)
        memcpy (w->run_view[id] + i * size, model_view_of (model, id, i),
                size * sizeof (model_byte));
      model_leave (model, id);
    }
}

int
world_run_model (struct world *w, struct random_order *order)
{
  struct model *model = &w->model;
  size_t n = model->config.num_threads, i, left = 0;
  int done[MODEL_THREADS_MAX] = { 0 };
  int error = order->call->x == 7 ? EINVAL : why_not (model);

  if (error)
    return error;
  for (i = 0; i < n; i++)
    {
      model_attach (model, i, -1);
      order->rounds[i] = (int) ((size_t) order->call->x + i * i) % 4;
      order->first_waits[i]
          = model->place[i].arrivals > model->place[i].passed;
      order->reads[i] = order->first_waits[i] || order->rounds[i]
                        || model_has_view (model, i);
    }
  for (i = 0; left < n; i = (i + 1) % n)
    if (!model->place[i].left && model->place[i].block == MODEL_RUNS)
      {
        step (w, order, i, done[i]++);
        left += model->place[i].left;
        settle (model);
      }
  model_return (model);
  memset (w->segment, 0, sizeof w->segment);
  return 0;
}

bool
world_check_run (struct world *w, const struct random_order *order)
{
  size_t n = w->model.config.num_threads, i, where;

  for (i = 0; i < n; i++)
    if (order->reads[i]
        && !world_same_bytes (order->copy[i], w->run_view[i],
                              n * w->model.segment_size, &where))
      return world_wrong (w, order->call, "place %zu read %d at %zu, not %d",
                          i, order->copy[i][where], where,
                          w->run_view[i][where]);
  return true;
}
