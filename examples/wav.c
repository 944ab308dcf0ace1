/* wav.c: sound in WAV files, 16-bit PCM.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A file is "RIFF", a length, "WAVE", and chunks, each of which is a name of
   four letters, a length, so many bytes, and one more if that is odd.  The
   chunk "fmt " says what the chunk "data" is made of.  Numbers have their
   lowest byte first.  */

#include "wav.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum
{
  size_max = 1 << 26,
  rate_max = 384000,
  pcm = 1,
  extensible = 0xfffe
};

static int
wrong (const char *name, size_t at, const char *what)
{
  fprintf (stderr, "%s: byte %zu: %s\n", name, at, what);
  return -1;
}

static unsigned int
get16 (const unsigned char *at)
{
  return at[0] | (unsigned int) at[1] << 8;
}

static unsigned long
get32 (const unsigned char *at)
{
  return get16 (at) | (unsigned long) get16 (at + 2) << 16;
}

static unsigned char *
put16 (unsigned char *at, unsigned int n)
{
  at[0] = n & 255;
  at[1] = n >> 8 & 255;
  return at + 2;
}

static unsigned char *
put32 (unsigned char *at, size_t n)
{
  return put16 (put16 (at, n & 65535), n >> 16 & 65535);
}

/* Read a whole file, and store its size.  */
static unsigned char *
slurp (const char *name, size_t *size)
{
  FILE *in = fopen (name, "rb");
  unsigned char *bytes = in ? malloc (size_max) : NULL, *fit;

  if (bytes)
    *size = fread (bytes, 1, size_max, in);
  if (!bytes || ferror (in))
    perror (name);
  else if (*size < size_max)
    {
      fclose (in);
      fit = realloc (bytes, *size + 1);
      if (fit)
        bytes = fit;
      return bytes;
    }
  else
    wrong (name, *size, "the file is longer than 64 MiB");
  if (in)
    fclose (in);
  free (bytes);
  return NULL;
}

static int
read_format (const unsigned char *chunk, size_t len, const char *name,
             size_t at, struct wav *wav)
{
  unsigned int format = len < 16 ? 0 : get16 (chunk);

  if (len < 16)
    return wrong (name, at, "the fmt chunk is too short");
  if (format == extensible && len >= 40)
    format = get16 (chunk + 24);
  if (format != pcm)
    return wrong (name, at, "the sound is compressed, not PCM");
  if (get16 (chunk + 14) != 16)
    return wrong (name, at, "the samples are not of 16 bits");
  wav->channels = get16 (chunk + 2);
  if (wav->channels < 1 || wav->channels > 2)
    return wrong (name, at, "the sound is neither mono nor stereo");
  wav->rate = get32 (chunk + 4);
  if (wav->rate < 1 || wav->rate > rate_max)
    return wrong (name, at, "the rate is not between 1 and 384000");
  return 0;
}

static int
read_data (const unsigned char *chunk, size_t len, const char *name, size_t at,
           struct wav *wav)
{
  size_t i, samples = len / 2;

  if (wav->channels == 0)
    return wrong (name, at, "there is no fmt chunk before the data");
  if (len == 0 || len % (2 * wav->channels) != 0)
    return wrong (name, at, "the data are no whole number of frames");
  wav->frames = samples / wav->channels;
  wav->samples = malloc (len);
  if (!wav->samples)
    return wrong (name, at, "out of memory");
  for (i = 0; i < samples; i++)
    wav->samples[i] = (int16_t) get16 (chunk + 2 * i);
  return 0;
}

static int
read_chunks (const unsigned char *bytes, size_t size, const char *name,
             struct wav *wav)
{
  size_t at = 12, len;
  int error = 0;

  if (size < 12 || memcmp (bytes, "RIFF", 4) != 0)
    return wrong (name, 0, "not a RIFF file");
  if (memcmp (bytes + 8, "WAVE", 4) != 0)
    return wrong (name, 8, "a RIFF file, but not of sound");
  while (!error && !wav->samples)
    {
      const unsigned char *chunk = bytes + at + 8;
      if (at == size)
        return wrong (name, at, "there is no data chunk");
      if (size - at < 8)
        return wrong (name, size, "the file is truncated in a chunk's header");
      len = get32 (chunk - 4);
      if (len > size - at - 8)
        return wrong (name, size, "the file is truncated in a chunk");
      if (memcmp (chunk - 8, "fmt ", 4) == 0)
        error = read_format (chunk, len, name, at, wav);
      else if (memcmp (chunk - 8, "data", 4) == 0)
        error = read_data (chunk, len, name, at, wav);
      at += 8 + len;
      at += len % 2 && at < size;
    }
  return error;
}

int
wav_read (const char *name, struct wav *wav)
{
  size_t size;
  unsigned char *bytes = slurp (name, &size);
  int error;

  memset (wav, 0, sizeof *wav);
  if (!bytes)
    return -1;
  error = read_chunks (bytes, size, name, wav);
  free (bytes);
  return error;
}

int16_t
wav_sample (double value, unsigned long *clipped)
{
  *clipped += value > INT16_MAX || value < INT16_MIN;
  if (value > INT16_MAX)
    return INT16_MAX;
  if (value < INT16_MIN)
    return INT16_MIN;
  return (int16_t) (value + (value < 0 ? -0.5 : 0.5));
}

int
wav_write (const char *name, const struct wav *wav)
{
  size_t i, n = wav->frames * wav->channels;
  unsigned char header[44], sample[2], *at = header;
  FILE *out = fopen (name, "wb");
  int error = !out;

  if (out)
    {
      at = put32 ((unsigned char *) memcpy (at, "RIFF", 4) + 4, 36 + 2 * n);
      at = put32 ((unsigned char *) memcpy (at, "WAVEfmt ", 8) + 8, 16);
      at = put16 (put16 (at, pcm), wav->channels);
      at = put32 (put32 (at, wav->rate), wav->rate * wav->channels * 2);
      at = put16 (put16 (at, wav->channels * 2), 16);
      put32 ((unsigned char *) memcpy (at, "data", 4) + 4, 2 * n);
      fwrite (header, 1, sizeof header, out);
      for (i = 0; i < n; i++)
        {
          put16 (sample, (uint16_t) wav->samples[i]);
          fwrite (sample, 1, sizeof sample, out);
        }
      error = ferror (out);
      error |= fclose (out) != 0;
    }
  if (error)
    perror (name);
  return error ? -1 : 0;
}
