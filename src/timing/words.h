/* words.h: times, shares and lines, as people read them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_WORDS_H
#define SM_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* Thousandths that PART is of WHOLE, rounded; 0 of 0.  */
uint64_t sm_words_permille (uint64_t part, uint64_t whole);

/* Microseconds, rounded.  */
uint64_t sm_words_us (uint64_t ns);

struct sm_words
{
  char text[40];
};

/* A time as people read it.  */
struct sm_words sm_words_of_time (uint64_t ns);

/* How many bytes of TEXT to put in a line of at most WIDTH columns.  */
size_t sm_words_line (const char *text, size_t width);

#endif
