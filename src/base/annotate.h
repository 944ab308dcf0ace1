/* annotate.h: what race detectors are told.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Helgrind and DRD do not see order in C11 atomics, and ThreadSanitizer does
   not see those of a library that it did not instrument.  So they are told:
   what happened before a thread published an epoch happens before what
   follows when another thread has seen it.  A token, an address that nothing
   else uses, stands for a thread and its epoch modulo SM_TOKENS, so that what
   a fast thread does next is not lent to a slow reader.

   What is told hides the library's own mistakes.  Where the library itself
   is instrumented, ThreadSanitizer is told nothing and sees for itself.  */

#ifndef SM_ANNOTATE_H
#define SM_ANNOTATE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef HAVE_VALGRIND
#include <valgrind/helgrind.h>
/* After helgrind.h: its requests serve both detectors.  */
#include <valgrind/drd.h>
#endif

#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#define SM_SANITIZED_THREAD 1
#endif
#endif
#ifdef __SANITIZE_THREAD__
#define SM_SANITIZED_THREAD 1
#endif

/* The runtime of ThreadSanitizer defines these in a program that it
   instruments; elsewhere they are NULL.  With default visibility: as hidden
   symbols they would be NULL everywhere.  */
#ifndef SM_SANITIZED_THREAD
extern void __tsan_acquire (void *)
    __attribute__ ((weak, visibility ("default")));
extern void __tsan_release (void *)
    __attribute__ ((weak, visibility ("default")));
#endif

/* Whether anybody listens; asked once, when a group is created.  */
static inline bool
sm_annotate_wanted (void)
{
#ifdef HAVE_VALGRIND
  if (RUNNING_ON_VALGRIND)
    return true;
#endif
#ifndef SM_SANITIZED_THREAD
  if (__tsan_acquire && __tsan_release)
    return true;
#endif
  return false;
}

static inline void
sm_annotate_release (void *token)
{
#ifdef HAVE_VALGRIND
  ANNOTATE_HAPPENS_BEFORE (token);
#endif
#ifndef SM_SANITIZED_THREAD
  if (__tsan_release)
    __tsan_release (token);
#endif
  (void) token;
}

static inline void
sm_annotate_acquire (void *token)
{
#ifdef HAVE_VALGRIND
  ANNOTATE_HAPPENS_AFTER (token);
#endif
#ifndef SM_SANITIZED_THREAD
  if (__tsan_acquire)
    __tsan_acquire (token);
#endif
  (void) token;
}

static inline void
sm_annotate_forget (void *token)
{
#ifdef HAVE_VALGRIND
  ANNOTATE_HAPPENS_BEFORE_FORGET_ALL (token);
#endif
  (void) token;
}

/* From now on Helgrind and DRD do not check SIZE bytes at START, where the
   library's own epochs and flags are: these detectors do not know how atomic
   operations order them.  Never what users read and write.  */
static inline void
sm_annotate_sync_memory (void *start, size_t size)
{
#ifdef HAVE_VALGRIND
  VALGRIND_HG_DISABLE_CHECKING (start, size);
  ANNOTATE_BENIGN_RACE_SIZED (start, size, "epochs and flags");
#endif
  (void) start;
  (void) size;
}

static inline void
sm_annotate_plain_memory (void *start, size_t size)
{
#ifdef HAVE_VALGRIND
  VALGRIND_HG_ENABLE_CHECKING (start, size);
  DRD_STOP_IGNORING_VAR (*(char *) start);
#endif
  (void) start;
  (void) size;
}

#endif
