/* cycles.h: a snapshot by its cycles: which meetings were held, and who came
   last.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_CYCLES_H
#define SM_CYCLES_H

#include "timing/snapshot.h"

/* The meeting at the end of a cycle.  */
struct sm_timing_meeting
{
  size_t last;     /* the thread that the others waited for */
  uint64_t arrive; /* when it came */
  uint64_t start;  /* when the first thread began the cycle */
  uint64_t excess; /* how much longer the last computed than the mean */
};

/* The cycles of which a block was kept: from *FIRST until before *END.  */
void sm_cycles_range (const struct synchedmem_timing *timing, uint64_t *first,
                      uint64_t *end);

/* The block of THREAD in CYCLE, or NULL.  */
const struct synchedmem_block *
sm_cycles_find (const struct sm_timing_thread *thread, uint64_t cycle);

/* Whether BLOCK of THREAD is its last, which no meeting ended: what it did
   until it left, or until the end of the record.  */
bool sm_cycles_is_tail (const struct sm_timing_thread *thread,
                        const struct synchedmem_block *block);

/* Whether THREAD ever attached.  */
bool sm_cycles_attached (const struct sm_timing_thread *thread);

/* Whether THREAD has blocks that were not kept; if so, store in *BLOCK one
   that stands for all of them.  */
bool sm_cycles_dropped (const struct sm_timing_thread *thread,
                        struct synchedmem_block *block);

/* Whether a meeting of at least two threads ended CYCLE, all of whose blocks
   were kept; if so, store it in *MEETING.  */
bool sm_cycles_meeting (const struct synchedmem_timing *timing, uint64_t cycle,
                        struct sm_timing_meeting *meeting);

#endif
