/* random-plan.h: what each place does in each cycle, as its threads agree.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   All of it is a function of the seed, the place and the cycle: who has the
   plan can replay what everybody publishes.  */

#ifndef RANDOM_PLAN_H
#define RANDOM_PLAN_H

#include "model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <synchedmem.h>

enum
{
  PLAN_WORDS_MAX = 20
};

enum deed
{
  DEED_NOTHING,
  DEED_WRITE,
  DEED_OVERWRITE,
  DEED_UPDATE,
  DEED_WRITE_SYNC_READ
};

struct plan
{
  uint32_t seed;
  size_t n, len; /* elements are 64 bits wide */
  uint64_t cycles;
  unsigned int buffers;
  bool swaps;    /* threads change places now and then */
  uint64_t ends; /* the cycle in which a thread ends, or never */
  bool breaks;   /* an abort comes, sometime */
  bool leaves[MODEL_THREADS_MAX];
  uint64_t stays[MODEL_THREADS_MAX]; /* until this cycle */
};

/* Make a plan, and the attributes of a group for it.  */
void plan_make (struct plan *p, uint32_t seed, struct synchedmem_attr *attr);

/* In some cycles, before (MOMENT 0) or after (1) they have arrived, all
   threads move on by one place.  */
bool plan_moves (const struct plan *p, uint64_t cycle, unsigned int moment);

/* How place ID writes in CYCLE, how many elements, and which.  */
enum deed plan_deed (const struct plan *p, uint64_t cycle, size_t id);
size_t plan_len (const struct plan *p, uint64_t cycle, size_t id);
uint64_t plan_word (uint64_t cycle, size_t id, size_t i);

/* Change SEGMENT, what place ID last published, to what it publishes at the
   end of CYCLE.  */
void plan_replay (const struct plan *p, uint64_t cycle, size_t id,
                  uint64_t *segment);

#endif
