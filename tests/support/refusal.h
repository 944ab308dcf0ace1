/* refusal.h: a system that refuses what the library takes of it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The linker leads what the library takes of the system through the functions
   of refusal.c; each is refused the nth time.  */

#ifndef REFUSAL_H
#define REFUSAL_H

#include <stdbool.h>
#include <stdio.h>

#include "support.h"

/* Refuse when it has come down to 0; -1: never.  */
extern int grants;

/* How often it was refused.  */
extern int refused;

/* Whether threads count, too.  */
extern bool refuse_threads;

/* No thread-specific key is to be had.  */
extern bool refuse_keys;

/* How often the library asked to be told of forks; refused to a process with
   this in its environment.  */
extern int fork_watches;
#define REFUSE_FORKS "SYNCHEDMEM_TEST_REFUSE_FORKS"

/* In a child nobody asserts: it ends with 1.  */
#define expect(condition)                                                     \
  do                                                                          \
    if (!(condition))                                                         \
      {                                                                       \
        fprintf (stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__,           \
                 #condition);                                                 \
        return 1;                                                             \
      }                                                                       \
  while (0)

/* Run FN in a child, in which no group has ever been created; what it returns
   must be 0, or 77 if the system does not do what it is asked for.  */
void in_child (int (*fn) (void));

/* Whether the test must be skipped: linked into the program, the runtime of
   clang's AddressSanitizer is refused what its threads need.  */
bool refuses_the_runtime (void);

#endif
