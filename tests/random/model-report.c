/* model-report.c: what is to be seen of a group from outside: views, who is
   missing, the dump.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "model.h"

#include <stdio.h>

bool
model_has_view (const struct model *model, size_t id)
{
  const struct model_place *place = &model->place[id];

  return place->taken && place->block == MODEL_RUNS
         && place->arrivals == place->passed && !place->read;
}

static uint64_t
front (const struct model *model)
{
  uint64_t most = 0;
  size_t i;

  for (i = 0; i < model->config.num_threads; i++)
    if (!model->place[i].gone && model_progress (&model->place[i]) > most)
      most = model_progress (&model->place[i]);
  return most;
}

size_t
model_missing (const struct model *model, size_t *ids)
{
  uint64_t most = front (model);
  size_t i, n = 0;

  for (i = 0; i < model->config.num_threads; i++)
    if (!model->place[i].gone && model_progress (&model->place[i]) < most)
      ids[n++] = i;
  return n;
}

void
model_state (const struct model *model, size_t id, uint64_t *cycle,
             char state[MODEL_STATE])
{
  const struct model_place *place = &model->place[id];
  const char *gone = place->ended ? "ended" : "detached", *does;
  uint64_t most = front (model);
  size_t ids[MODEL_THREADS_MAX];

  *cycle = (most - 1) / 2;
  does = most % 2 ? "waiting for readers" : "waiting";
  if (model_progress (place) < most)
    does = "late";
  else if (model_missing (model, ids) == 0)
    {
      *cycle = place->arrivals;
      does = place->taken ? "computing" : NULL;
    }
  if (place->left)
    {
      *cycle = place->passed;
      snprintf (state, MODEL_STATE, "left");
    }
  else if (place->taken)
    snprintf (state, MODEL_STATE, "%s", does);
  else
    snprintf (state, MODEL_STATE, "%s%s%s", gone, does ? ", " : "",
              does ? does : "");
}
