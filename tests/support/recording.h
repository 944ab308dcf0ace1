/* recording.h: a group at known times, and what is wrong with a snapshot.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The linker leads the library's readings of the clock through here, so that
   one thread with several places has exact times.  */

#ifndef RECORDING_H
#define RECORDING_H

#include <stddef.h>
#include <stdint.h>

#include "synchedmem.h"

/* What the clock says; 0: the real time.  */
extern uint64_t fake_now;
/* What happens just before its next reading, once; or NULL.  */
extern void (*before_reading) (void);

enum
{
  max_places = 8
};

/* A group at time 1000 whose places this thread holds.  */
struct actor
{
  struct synchedmem *mem;
  struct synchedmem_local *self[max_places];
  size_t n;
};

/* With N places and so many blocks and buffers.  */
void actor_start (struct actor *actor, size_t n, size_t blocks,
                  unsigned int buffers);
void actor_end (struct actor *actor);

/* Of its place ID, at time NOW.  */
void arrive_at (struct actor *actor, size_t id, uint64_t now);
void pass_at (struct actor *actor, size_t id, uint64_t now);
void finalize_at (struct actor *actor, uint64_t now);

/* These assert that they may.  */
struct synchedmem_timing *snapshot (const struct synchedmem *mem);
struct synchedmem_thread_stats
stats_of (const struct synchedmem_timing *timing, size_t id);
void check_block (const struct synchedmem_timing *timing, size_t id,
                  size_t block, uint64_t start, uint64_t arrive,
                  uint64_t release);

/* How long thread ID computed and waited.  */
uint64_t total (const struct synchedmem_timing *timing, size_t id);

/* Why TIMING cannot be true, or NULL; for any thread.  */
const char *flaw (const struct synchedmem_timing *timing, size_t num_threads);

/* The totals are of the same moment as the last block.  */
const char *flaw_in_sum (const struct synchedmem *mem,
                         const struct synchedmem_timing *timing,
                         size_t num_threads);

/* Nobody goes on before everyone came: of meetings that all kept.  */
const char *flaw_across (const struct synchedmem_timing *timing,
                         size_t num_threads);

#endif
