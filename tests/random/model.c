/* model.c: what a group does, by its contract, one call after the other.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "model.h"

#include <string.h>

unsigned char
model_default (size_t i)
{
  return (unsigned char) (0xd0 + i % 16);
}

static void
copy (const struct model *model, model_byte *to, const model_byte *from)
{
  memcpy (to, from, model->segment_size * sizeof *to);
}

/* What PLACE published at the meeting that ended its cycle NUMBER - 1, or
   last before it left; default elements at meeting 0, which never was.  */
static const model_byte *
published (const struct model_place *place, uint64_t number)
{
  if (number > place->arrivals)
    number = place->arrivals;
  return place->published[number % MODEL_MEETINGS];
}

static void
start (struct model *model)
{
  size_t i;

  model->error = 0;
  memset (model->place, 0, sizeof model->place);
  for (i = 0; i < model->config.num_threads; i++)
    copy (model, model->place[i].published[0], model->fill);
}

void
model_init (struct model *model, const struct model_config *config)
{
  size_t i;

  memset (model, 0, sizeof *model);
  model->config = *config;
  model->segment_size = config->segment_len * config->elem_size;
  for (i = 0; i < model->segment_size; i++)
    model->fill[i] = config->fill ? model_default (i % config->elem_size) : 0;
  start (model);
}

uint64_t
model_progress (const struct model_place *place)
{
  return 2 * place->arrivals + place->read;
}

static bool
all_reached (const struct model *model, uint64_t goal)
{
  size_t i;

  for (i = 0; i < model->config.num_threads; i++)
    if (!model->place[i].gone && model_progress (&model->place[i]) < goal)
      return false;
  return true;
}

static bool
has_arrived (const struct model_place *place)
{
  return place->arrivals > place->passed;
}

/* With its thread, who holds a place has lost it, but may not know yet.  */
bool
model_holds (const struct model *model, size_t id)
{
  return id < model->config.num_threads
         && (model->place[id].taken || model->place[id].ended);
}

/* Why place ID cannot be used, where it should have ARRIVED or not.  */
static int
refusal (const struct model *model, size_t id, bool arrived)
{
  if (!model_holds (model, id))
    return EINVAL;
  if (model->error)
    return model->error;
  if (has_arrived (&model->place[id]) != arrived)
    return arrived ? EPERM : EALREADY;
  return 0;
}

static void
publish (struct model *model, struct model_place *place)
{
  const model_byte *last = published (place, place->arrivals);
  uint64_t number = place->arrivals + 1;

  copy (model, place->published[number % MODEL_MEETINGS],
        place->written ? place->segment : last);
  place->arrivals = number;
  place->written = false;
  place->read = false;
}

static void
begin_segment (struct model *model, struct model_place *place)
{
  size_t i;

  if (!place->written)
    {
      copy (model, place->segment, published (place, place->arrivals));
      for (i = 0; !place->keeps && i < model->segment_size; i++)
        place->segment[i] = MODEL_UNSPECIFIED;
    }
  place->written = true;
  if (place->writes)
    copy (model, place->segment, place->input);
}

/* Go on with the call of PLACE until it ends or waits.  */
static int
go_on (struct model *model, struct model_place *place)
{
  if (model->error)
    {
      place->block = MODEL_RUNS;
      return model->error;
    }
  if (place->block == MODEL_WAITS_FOR_READERS)
    {
      if (!all_reached (model, 2 * place->arrivals + 1))
        return MODEL_BLOCKED;
      begin_segment (model, place);
      place->block = MODEL_RUNS;
      if (!place->syncs)
        return 0;
      publish (model, place);
      place->block = MODEL_WAITS_FOR_MEETING;
    }
  if (!all_reached (model, 2 * place->arrivals))
    return MODEL_BLOCKED;
  place->passed = place->arrivals;
  place->block = MODEL_RUNS;
  return 0;
}

static int
begin (struct model *model, size_t id)
{
  struct model_place *place = &model->place[id];

  if (model->config.buffers == 1 && !place->written)
    {
      place->read = true;
      place->block = MODEL_WAITS_FOR_READERS;
      return go_on (model, place);
    }
  begin_segment (model, place);
  if (!place->syncs)
    return 0;
  publish (model, place);
  place->block = MODEL_WAITS_FOR_MEETING;
  return go_on (model, place);
}

int
model_write (struct model *model, size_t id, const model_byte *data,
             size_t len, bool sync)
{
  struct model_place *place = &model->place[id];
  int error;
  size_t i;

  if (len > model->config.segment_len)
    return EMSGSIZE;
  if (!data && len)
    return EINVAL;
  error = refusal (model, id, false);
  if (error)
    return error;
  for (i = 0; i < model->segment_size; i++)
    place->input[i]
        = data && i < len * model->config.elem_size ? data[i] : model->fill[i];
  place->keeps = false;
  place->writes = true;
  place->syncs = sync;
  return begin (model, id);
}

int
model_begin (struct model *model, size_t id, bool keep)
{
  int error = refusal (model, id, false);

  if (error)
    return error;
  model->place[id].keeps = keep;
  model->place[id].writes = false;
  model->place[id].syncs = false;
  return begin (model, id);
}

int
model_arrive (struct model *model, size_t id)
{
  int error = refusal (model, id, false);

  if (!error)
    publish (model, &model->place[id]);
  return error;
}

int
model_wait (struct model *model, size_t id, enum model_patience patience)
{
  int error = refusal (model, id, true);

  if (error)
    return error;
  model->place[id].block = MODEL_WAITS_FOR_MEETING;
  error = go_on (model, &model->place[id]);
  if (error != MODEL_BLOCKED || patience == MODEL_WAITS)
    return error;
  model->place[id].block = MODEL_RUNS;
  return patience == MODEL_TRIES ? EAGAIN : ETIMEDOUT;
}

int
model_sync (struct model *model, size_t id)
{
  int error = model_arrive (model, id);

  return error ? error : model_wait (model, id, MODEL_WAITS);
}

int
model_attach (struct model *model, size_t id, int owner)
{
  struct model_place *place = &model->place[id];

  if (id >= model->config.num_threads)
    return EINVAL;
  if (model->error)
    return model->error;
  if (place->taken || place->left)
    return EBUSY;
  place->taken = true;
  place->owner = owner;
  return 0;
}

int
model_detach (struct model *model, size_t id)
{
  if (id >= model->config.num_threads || !model->place[id].taken)
    return EINVAL;
  model->place[id].taken = false;
  return 0;
}

int
model_leave (struct model *model, size_t id)
{
  struct model_place *place = &model->place[id];

  if (id >= model->config.num_threads || !place->taken)
    return EINVAL;
  if (!model->error && has_arrived (place))
    return EALREADY;
  place->taken = false;
  place->left = true;
  place->gone = !model->error;
  /* With one buffer it is too late to take back what was written.  */
  if (place->written && model->config.buffers == 1)
    copy (model, place->published[place->arrivals % MODEL_MEETINGS],
          place->segment);
  return 0;
}

int
model_abort (struct model *model)
{
  if (!model->error)
    model->error = ECANCELED;
  return 0;
}

size_t
model_attached (const struct model *model)
{
  size_t i, attached = 0;

  for (i = 0; i < model->config.num_threads; i++)
    attached += model->place[i].taken;
  return attached;
}

int
model_reset (struct model *model)
{
  if (model_attached (model))
    return EBUSY;
  start (model);
  return 0;
}

bool
model_owns_blocked (const struct model *model, int owner)
{
  size_t i;

  for (i = 0; i < model->config.num_threads; i++)
    if (model->place[i].taken && model->place[i].owner == owner
        && model->place[i].block != MODEL_RUNS)
      return true;
  return false;
}

void
model_thread_ends (struct model *model, int owner)
{
  size_t i;

  for (i = 0; i < model->config.num_threads; i++)
    if (model->place[i].taken && model->place[i].owner == owner)
      {
        model->place[i].taken = false;
        model->place[i].ended = true;
        if (!model->error)
          model->error = EOWNERDEAD;
      }
}

void
model_return (struct model *model)
{
  size_t i, n = model->config.num_threads;
  uint64_t most = 0;

  for (i = 0; i < n; i++)
    if (model->place[i].passed > most)
      most = model->place[i].passed;
  for (i = 0; i < n; i++)
    {
      struct model_place *place = &model->place[i];

      memmove (place->published[most % MODEL_MEETINGS],
               published (place, place->arrivals), sizeof place->published[0]);
      place->arrivals = place->passed = most;
      place->left = place->gone = place->written = place->read = false;
    }
}

size_t
model_settle (struct model *model, int *error)
{
  size_t i, n = model->config.num_threads;
  bool moved = true;

  while (moved)
    {
      moved = false;
      for (i = 0; i < n; i++)
        {
          enum model_block before = model->place[i].block;

          if (before == MODEL_RUNS)
            continue;
          *error = go_on (model, &model->place[i]);
          if (*error != MODEL_BLOCKED)
            return i;
          /* It has arrived meanwhile, which may let others go on.  */
          moved |= model->place[i].block != before;
        }
    }
  return n;
}

const model_byte *
model_view_of (const struct model *model, size_t id, size_t writer)
{
  return published (&model->place[writer], model->place[id].passed);
}
