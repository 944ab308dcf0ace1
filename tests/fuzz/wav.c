/* wav.c: fuzz what reads sounds.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "../../examples/wav.h"
#include "input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* The reader takes 64 MiB for a file, whose marking by the sanitizer would be
   all that is done; inputs are short.  */
void *__real_malloc (size_t size);
void *__wrap_malloc (size_t size);
void *
__wrap_malloc (size_t size)
{
  return __real_malloc (size > 1 << 16 ? 1 << 16 : size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static char written[40];
  struct wav wav, again;

  if (wav_read (input_file (data, size), &wav) != 0)
    return 0;
  if (wav.channels < 1 || wav.channels > 2 || wav.rate == 0 || wav.frames == 0)
    abort ();
  /* What is written is what was read.  */
  if (!written[0])
    snprintf (written, sizeof written, "/proc/self/fd/%d",
              memfd_create ("written", 0));
  if (wav_write (written, &wav) != 0 || wav_read (written, &again) != 0
      || again.frames != wav.frames || again.channels != wav.channels
      || again.rate != wav.rate
      || memcmp (again.samples, wav.samples, 2 * wav.frames * wav.channels)
             != 0)
    abort ();
  free (wav.samples);
  free (again.samples);
  return 0;
}
