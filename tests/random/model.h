/* model.h: what a group does, by its contract, one call after the other.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The model shares nothing with the library but the header.  It knows no
   epochs, buffers or threads: it keeps what everybody published at the last
   meetings.  A call that would wait returns MODEL_BLOCKED and ends when
   model_settle says so.  */

#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "synchedmem.h"

enum
{
  MODEL_THREADS_MAX = 5,
  MODEL_SEGMENT_MAX = 800, /* in bytes */
  MODEL_MEETINGS = 4,      /* how many are remembered */
  MODEL_STATE = 40,        /* bytes of what is said of a place */
  MODEL_BLOCKED = -1,      /* no error number */
  MODEL_UNSPECIFIED = -1   /* no byte */
};

struct model_config
{
  size_t num_threads, segment_len, elem_size;
  unsigned int buffers;
  int layout, wait_policy;
  bool fill; /* the default element is model_default, else zero */
};

/* A byte, or MODEL_UNSPECIFIED.  */
typedef int16_t model_byte;

/* What a call that is blocked waits for.  */
enum model_block
{
  MODEL_RUNS,
  MODEL_WAITS_FOR_READERS,
  MODEL_WAITS_FOR_MEETING
};

struct model_place
{
  bool taken, left;
  bool ended;        /* with its thread, which had not detached */
  bool gone;         /* it left before the group broke: nobody waits for it */
  int owner;         /* the thread that attached */
  uint64_t arrivals; /* meetings arrived at */
  uint64_t passed;   /* meetings waited for: the same, or one less */
  bool written;      /* a segment of this cycle was begun */
  bool read;         /* with one buffer: the view has ended */
  model_byte segment[MODEL_SEGMENT_MAX]; /* to be published, if written */
  /* By number of the meeting; the last one lasts when the place is left.  */
  model_byte published[MODEL_MEETINGS][MODEL_SEGMENT_MAX];

  enum model_block block;
  bool keeps;                          /* what the blocked call begins with */
  bool writes, syncs;                  /* what it does when it has begun */
  model_byte input[MODEL_SEGMENT_MAX]; /* what it writes */
};

struct model
{
  struct model_config config;
  size_t segment_size; /* in bytes */
  int error;           /* what the group broke with */
  model_byte fill[MODEL_SEGMENT_MAX];
  struct model_place place[MODEL_THREADS_MAX];
};

enum model_patience
{
  MODEL_TRIES,
  MODEL_TIMES_OUT,
  MODEL_WAITS
};

/* Byte I of the default element.  */
unsigned char model_default (size_t i);

void model_init (struct model *model, const struct model_config *config);

/* The calls.  ID is a place, or num_threads for none.  All return what the
   library's do.  */
int model_attach (struct model *model, size_t id, int owner);
int model_detach (struct model *model, size_t id);
int model_leave (struct model *model, size_t id);
int model_write (struct model *model, size_t id, const model_byte *data,
                 size_t len, bool sync);
/* overwrite, or update if KEEP; then the segment may be changed.  */
int model_begin (struct model *model, size_t id, bool keep);
int model_arrive (struct model *model, size_t id);
int model_wait (struct model *model, size_t id, enum model_patience patience);
int model_sync (struct model *model, size_t id);
int model_abort (struct model *model);
int model_reset (struct model *model);
/* Whether thread OWNER holds a place whose call is blocked.  */
bool model_owns_blocked (const struct model *model, int owner);
void model_thread_ends (struct model *model, int owner);
/* All have left at the end of a run, and are back.  */
void model_return (struct model *model);
size_t model_attached (const struct model *model);

/* Go on with blocked calls.  Returns a place whose call has now ended, with
   its result in *ERROR, or num_threads.  */
size_t model_settle (struct model *model, int *error);

/* How far a place is.  With one buffer, "done reading" is half a step.  */
uint64_t model_progress (const struct model_place *place);
/* Whether place ID has a view now, and what it holds of WRITER.  */
bool model_has_view (const struct model *model, size_t id);
const model_byte *model_view_of (const struct model *model, size_t id,
                                 size_t writer);

/* As synchedmem_missing; IDS has room for all.  */
size_t model_missing (const struct model *model, size_t *ids);
/* Whether calls on place ID are more than bad arguments.  */
bool model_holds (const struct model *model, size_t id);
/* What synchedmem_dump says of place ID.  */
void model_state (const struct model *model, size_t id, uint64_t *cycle,
                  char state[MODEL_STATE]);

#endif
