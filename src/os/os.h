/* os.h: what the library needs of the operating system.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   configure chooses the files of this folder that end in -linux.c or in
   -posix.c; clock.c is for every system, and so is terminal.c, which only the
   profiler needs.  Nothing else in the library asks which system it runs on.
   None of this changes errno, or is a cancellation point.  */

#ifndef SM_OS_H
#define SM_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/atomics.h"

/* A deadline that never comes.  */
#define SM_OS_NEVER UINT64_MAX

/* Set errno back, after an allocation.  */
void sm_os_restore_errno (int saved);

/* Nanoseconds of CLOCK_MONOTONIC.  */
uint64_t sm_os_now (void);

/* Nanoseconds that the calling thread has been running.  A system call.  */
uint64_t sm_os_running (void);

/* Give the processor to another thread that wants it.  */
void sm_os_yield (void);

/* The processor that the calling thread runs on, or -1 where asking costs
   more than a few nanoseconds.  */
int sm_os_cpu (void);

/* How many processors' worth of time this process may use.  May read
   files.  */
unsigned int sm_os_processors (void);

/* Whether the calling thread is scheduled by a real-time policy.  */
bool sm_os_realtime (void);

/* Pin the calling thread to CPU.  Returns an error number.  */
int sm_os_pin (int cpu);

/* Sleep while *WORD is EXPECTED, until woken or DEADLINE.  Returns ETIMEDOUT
   after DEADLINE, otherwise 0: woken, *WORD was different, interrupted by a
   signal, or for no reason at all.  */
int sm_os_park (sm_atomic32 *word, uint32_t expected, uint64_t deadline);

/* Wake everyone who is parked on WORD.  */
void sm_os_wake (sm_atomic32 *word);

/* Prepare this process for sm_os_fence_others.  Returns false where there is
   no such thing.  */
bool sm_os_can_fence_others (void);

/* Make every running thread of this process execute a full fence, and the
   calling one too.  Returns false if the system refuses.  */
bool sm_os_fence_others (void);

/* SIZE bytes of zeroed memory that starts on a page, or NULL.  Where the
   system can do so, each page is taken when it is first written to, near the
   processor of who does.  HUGE: in huge pages, if there are such.  */
void *sm_os_pages_get (size_t size, bool huge);
void sm_os_pages_put (void *pages, size_t size);

/* How many columns the terminal of OUT has; 0 if it is none.  */
size_t sm_os_screen_width (FILE *out);

/* To be called in the child of a fork, which has the calling thread alone.  */
void sm_os_forked (void);

#endif
