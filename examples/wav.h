/* wav.h: sound in WAV files, 16-bit PCM.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef WAV_H
#define WAV_H

#include <stddef.h>
#include <stdint.h>

struct wav
{
  unsigned long rate;    /* frames a second */
  unsigned int channels; /* samples of a frame: 1, or 2, left and right */
  size_t frames;
  int16_t *samples; /* the caller frees */
};

/* Read the file NAME.  Returns 0, or -1 after a message on stderr that says
   what is wrong with it, and where.  */
int wav_read (const char *name, struct wav *wav);

/* VALUE as a sample; if it is too large, the largest, and *CLIPPED grows.  */
int16_t wav_sample (double value, unsigned long *clipped);

/* Write the file NAME.  Returns 0, or -1 after a message on stderr.  */
int wav_write (const char *name, const struct wav *wav);

#endif
