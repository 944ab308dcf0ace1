/* snapshot.h: snapshots made by hand, and what writers made of them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include "timing/snapshot.h"

typedef int snapshot_writer (const struct synchedmem_timing *timing,
                             FILE *out);

/* An empty one of a group that was created at INIT; with enough room for
   NUM_BLOCKS blocks of each thread.  */
struct synchedmem_timing *snapshot_new (size_t num_threads, size_t num_blocks,
                                        uint64_t init);
void snapshot_free (struct synchedmem_timing *timing);

/* THREAD attaches at TIME, after DROPPED blocks of COMPUTE and WAIT each.  */
void snapshot_attach (struct synchedmem_timing *timing, size_t thread,
                      uint64_t time, uint64_t dropped, uint64_t compute,
                      uint64_t wait);

/* Everyone computes COMPUTE[thread], and meets the others, but who is AWAY; it
   takes DELAY to see that all are there.  */
#define SNAPSHOT_AWAY UINT64_MAX
void snapshot_meet (struct synchedmem_timing *timing, const uint64_t *compute,
                    uint64_t delay);

/* THREAD ends after it has computed and waited once more.  */
void snapshot_end (struct synchedmem_timing *timing, size_t thread,
                   uint64_t compute, uint64_t wait);

/* NUM_CYCLES meetings of NUM_THREADS with pseudo-random times of some
   microseconds; thread 0 has little to do, and the last one most.  */
struct synchedmem_timing *snapshot_random (size_t num_threads,
                                           size_t num_cycles);

/* Those which golden files are of, by name: "load", "dropped", "absent",
   "many"; NULL for others.  */
struct synchedmem_timing *snapshot_named (const char *name);

/* What WRITE writes, to be freed; aborts if it fails.  */
char *snapshot_written (const struct synchedmem_timing *timing,
                        snapshot_writer *write);

/* Assert that TEXT is what tests/golden/NAME.FORM holds.  Otherwise it is put
   into golden.out, to be looked at.  */
void snapshot_assert_golden (const char *text, const char *name,
                             const char *form);

#endif
