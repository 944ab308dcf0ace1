/* channel.h: a sound with a gain, a balance, and a filter.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef CHANNEL_H
#define CHANNEL_H

#include "wav.h"

struct channel
{
  struct wav wav;              /* the caller frees wav.samples */
  double gain[2];              /* left, right */
  double smoothing, smooth[2]; /* the filter, and what it remembers */
};

/* Read the channel that WHAT describes, FILE[,GAIN[,BALANCE[,CUTOFF]]], which
   is cut at the first comma, and make OUT at least as long.  The first channel
   gives OUT its rate, which the others must have too.  Returns 0, or -1 after
   a message on stderr.  */
int channel_open (char *what, struct channel *channel, struct wav *out);

/* Play N frames from frame AT on, where the last call ended.  Behind the
   sound's end is silence.  */
void channel_play (struct channel *channel, size_t at, float out[][2],
                   size_t n);

#endif
