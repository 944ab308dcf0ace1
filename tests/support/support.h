/* support.h: what the test suites share.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Threads of a test are plain pthreads that leave plain results; only the
   main thread asserts, after it has joined them.  */

#ifndef SUPPORT_H
#define SUPPORT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "synchedmem.h"

/* COUNT, or less where a race detector makes everything slow.  */
uint64_t scaled (uint64_t count);

/* Run FN in NUM_THREADS threads with &ARGS[i * ARG_SIZE], and join them.
   Aborts the program if they cannot be started.  */
void run_threads (size_t num_threads, void *(*fn) (void *), void *args,
                  size_t arg_size);

/* What element INDEX of WRITER's segment holds in CYCLE.  */
uint64_t payload (uint64_t cycle, size_t writer, size_t index);

/* Small pseudo-random numbers; *STATE is not 0.  */
uint32_t random_next (uint32_t *state);

/* Now and then nothing, some spinning, a yield, or a short sleep.  */
void random_delay (uint32_t *state);

/* Nanoseconds of CLOCK_MONOTONIC.  */
uint64_t now_in_ns (void);

/* NS nanoseconds from now, on CLOCK_MONOTONIC.  */
struct timespec from_now (int64_t ns);

/* Sleep.  */
void sleep_ns (int64_t ns);

/* Sleep until *MEM lacks COUNT threads; aborts after a minute.  */
void await_missing (const struct synchedmem *mem, size_t count);

/* From here to restore_stderr, what goes to standard error is kept.  Aborts if
   that cannot be.  */
void divert_stderr (void);

/* What went there, to be freed.  */
char *restore_stderr (void);

/* The arguments of syscall (), for tests that take its place.  */
void six_longs (va_list args, long *to);

/* The end of a forked child, without what the parent does at its exit.  */
void end_child (int status) __attribute__ ((noreturn));

/* Create a group or abort.  */
struct synchedmem *group (size_t num_threads, size_t segment_len,
                          size_t elem_size,
                          const struct synchedmem_attr *attr);

/* Attach or abort.  */
struct synchedmem_local *place (struct synchedmem *mem, size_t thread_id);

#endif
