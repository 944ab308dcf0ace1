/* input.h: an input of a fuzzer as a file with a name.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef INPUT_H
#define INPUT_H

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls.  */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Put DATA into the one file, which lies in memory, and return its name.  */
const char *input_file (const uint8_t *data, size_t size);

#endif
