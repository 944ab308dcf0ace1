/* random-plan.c: what each place does in each cycle, as its threads agree.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "random-plan.h"
#include "support/support.h"

#include <string.h>

/* Numbers that all agree on.  */
static uint32_t
agreed (const struct plan *p, uint64_t what, uint64_t cycle, size_t id)
{
  uint64_t x = p->seed * UINT64_C (0x9e3779b97f4a7c15) + what;

  /* The finalizer of Steele, Lea and Flood 2014, "Fast splittable
     pseudorandom number generators", once for each part.  */
  x = (x ^ (x >> 30)) * UINT64_C (0xbf58476d1ce4e5b9) + cycle;
  x = (x ^ (x >> 27)) * UINT64_C (0x94d049bb133111eb) + id;
  x = (x ^ (x >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  return (uint32_t) (x >> 32);
}

/* Always at the same moment, and not
   in each cycle, so that all have arrived at their new places before the next
   move, and who is slow finds its place free.  */
bool
plan_moves (const struct plan *p, uint64_t cycle, unsigned int moment)
{
  return p->swaps && moment == p->seed % 2 && cycle > 0 && cycle % 2 == 0
         && agreed (p, 3, cycle, 0) % 8 == 0;
}

enum deed
plan_deed (const struct plan *p, uint64_t cycle, size_t id)
{
  enum deed deed = agreed (p, 1, cycle, id) % (DEED_WRITE_SYNC_READ + 1);

  /* Nobody moves within a call.  */
  return deed == DEED_WRITE_SYNC_READ && plan_moves (p, cycle, 1) ? DEED_WRITE
                                                                  : deed;
}

size_t
plan_len (const struct plan *p, uint64_t cycle, size_t id)
{
  return agreed (p, 2, cycle, id) % (p->len + 1);
}

uint64_t
plan_word (uint64_t cycle, size_t id, size_t i)
{
  return payload (cycle + 1, id, i);
}

void
plan_replay (const struct plan *p, uint64_t cycle, size_t id,
             uint64_t *segment)
{
  enum deed deed = plan_deed (p, cycle, id);
  size_t len = plan_len (p, cycle, id), i;

  if (p->leaves[id] && cycle >= p->stays[id])
    return;
  for (i = 0; i < p->len && deed != DEED_NOTHING; i++)
    if (i < len || deed == DEED_OVERWRITE)
      segment[i] = plan_word (cycle, id, i);
    else if (deed != DEED_UPDATE)
      segment[i] = 0;
}

void
plan_make (struct plan *p, uint32_t seed, struct synchedmem_attr *attr)
{
  size_t i;

  memset (p, 0, sizeof *p);
  p->seed = seed;
  *attr = (struct synchedmem_attr) SYNCHEDMEM_ATTR_INIT;
  p->n = 1 + agreed (p, 10, 0, 0) % MODEL_THREADS_MAX;
  p->len = agreed (p, 11, 0, 0) % (PLAN_WORDS_MAX + 1);
  p->cycles = agreed (p, 12, 0, 0) % scaled (400);
  p->buffers = attr->buffers = 1 + agreed (p, 13, 0, 0) % 2;
  attr->layout = (int) (agreed (p, 14, 0, 0) % 2);
  attr->wait_policy = (int) (agreed (p, 15, 0, 0) % 4);
  if (attr->wait_policy == 3)
    attr->wait_policy = SYNCHEDMEM_WAIT_PASSIVE;
  /* Where threads share a processor, that takes a time slice each.  */
  if (attr->wait_policy == SYNCHEDMEM_WAIT_ACTIVE)
    p->cycles /= 16;
  p->swaps = agreed (p, 16, 0, 0) % 4 == 0;
  p->breaks = agreed (p, 17, 0, 0) % 4 == 0;
  p->ends = agreed (p, 18, 0, 0) % 4 ? UINT64_MAX : p->cycles / 2;
  for (i = 0; i < p->n && !p->swaps; i++)
    {
      p->leaves[i] = agreed (p, 19, 0, i) % 4 == 0;
      p->stays[i] = agreed (p, 20, 0, i) % (p->cycles + 1);
    }
}
