/* channel.c: a sound with a gain, a balance, and a filter.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "channel.h"

#include <stdio.h>
#include <string.h>

int
channel_open (char *what, struct channel *channel, struct wav *out)
{
  char *comma = strchr (what, ',');
  double gain = 1, balance = 0, cutoff = 0, turn, most = 1e6;
  int end = 0;

  if (comma)
    {
      *comma = '\0';
      sscanf (comma + 1, "%lf%n,%lf%n,%lf%n", &gain, &end, &balance, &end,
              &cutoff, &end);
      if (end == 0 || comma[1 + end] != '\0' || !(gain >= -most)
          || !(gain <= most) || !(balance >= -1) || !(balance <= 1)
          || !(cutoff >= 0))
        {
          fprintf (stderr,
                   "mixer: '%s' is no gain, balance from -1 to 1, and "
                   "frequency\n",
                   comma + 1);
          return -1;
        }
    }
  if (wav_read (what, &channel->wav) != 0)
    return -1;
  if (out->rate && out->rate != channel->wav.rate)
    {
      fprintf (stderr, "%s: has %lu frames a second, the ones before %lu\n",
               what, channel->wav.rate, out->rate);
      return -1;
    }
  out->rate = channel->wav.rate;
  if (out->frames < channel->wav.frames)
    out->frames = channel->wav.frames;
  channel->gain[0] = gain * (balance > 0 ? 1 - balance : 1);
  channel->gain[1] = gain * (balance < 0 ? 1 + balance : 1);
  turn = 2 * 3.14159265358979 * cutoff / (double) channel->wav.rate;
  channel->smoothing = cutoff > 0 ? turn / (1 + turn) : 1; /* damps nothing */
  return 0;
}

void
channel_play (struct channel *channel, size_t at, float out[][2], size_t n)
{
  const struct wav *wav = &channel->wav;
  size_t i, side;

  for (i = 0; i < n; i++)
    for (side = 0; side < 2; side++)
      {
        size_t from = (at + i) * wav->channels + side % wav->channels;
        double sample = at + i < wav->frames ? wav->samples[from] : 0;
        double *smooth = &channel->smooth[side];

        *smooth += channel->smoothing * (sample - *smooth);
        out[i][side] = (float) (channel->gain[side] * *smooth);
      }
}
