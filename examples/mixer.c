/* mixer.c: channels of sound, each processed by its own thread.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: mixer [-f] OUT.wav FILE.wav[,GAIN[,BALANCE[,CUTOFF]]]...

   GAIN is a factor, BALANCE from -1, left, to 1, right, and CUTOFF the
   frequency in hertz above which a channel is damped.

   A sound card takes a buffer of 256 frames at each tick of its clock.  Thread
   0 is in its place: it meets the other threads at each tick, and mixes what
   they publish.  A meeting that takes longer than a buffer lasts would be
   heard.  -f leaves the clock out, and mixes as fast as it goes.  */

#include "channel.h"
#include "clock.h"

#include <synchedmem.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum
{
  buffer = 256, /* frames */
  channels_max = 64
};

struct block
{
  float frames[buffer][2]; /* left, right */
};
SYNCHEDMEM_DEFINE (blocks, struct block)

struct mixer
{
  struct channel channels[channels_max + 1]; /* of threads 1 and up */
  size_t threads, buffers;
  struct wav out;
  int fast;
  unsigned long clipped, late;
  uint64_t period, worst; /* nanoseconds */
};

/* Play one channel; it is not waited for after its end.  */
static int
play (struct synchedmem_local *self, struct channel *channel)
{
  size_t at;
  int error = 0;

  for (at = 0; at < channel->wav.frames && !error; at += buffer)
    {
      struct block *block = blocks_overwrite (self);
      if (block)
        channel_play (channel, at, block->frames, buffer);
      error = synchedmem_sync (self); /* which says why there is none */
    }
  /* What a thread published last stays in the view: let that be silence.  */
  if (!error)
    error = blocks_write (self, NULL, 0);
  return error ? error : synchedmem_sync (self);
}

/* Add up what the channels have in buffer number K.  */
static void
mix (struct mixer *mixer, const struct synchedmem_local *self, size_t k)
{
  size_t i, side, t;

  for (i = 0; i < buffer && k * buffer + i < mixer->out.frames; i++)
    for (side = 0; side < 2; side++)
      {
        double sum = 0;
        for (t = 1; t < mixer->threads; t++)
          sum += blocks_view_of (self, t)->frames[i][side];
        mixer->out.samples[2 * (k * buffer + i) + side]
            = wav_sample (sum, &mixer->clipped);
      }
}

static int
work (struct synchedmem_local *self, void *arg)
{
  struct mixer *mixer = arg;
  size_t id = synchedmem_thread_id (self), k;
  uint64_t tick = clock_now (), delay;
  int error = 0;

  if (id > 0)
    return play (self, &mixer->channels[id]);
  for (k = 0; k < mixer->buffers && !error; k++)
    {
      tick = mixer->fast ? clock_now () : tick + mixer->period;
      if (!mixer->fast)
        clock_sleep_until (tick);
      error = synchedmem_sync (self);
      delay = clock_now () - tick;
      mixer->worst = delay > mixer->worst ? delay : mixer->worst;
      mixer->late += delay > mixer->period;
      if (!error)
        mix (mixer, self, k);
    }
  return error;
}

static int
run (struct mixer *mixer)
{
  struct synchedmem *mem = NULL;
  int error;

  mixer->out.samples = calloc (mixer->out.frames, 2 * sizeof (int16_t));
  mixer->buffers = (mixer->out.frames + buffer - 1) / buffer;
  mixer->period = (uint64_t) buffer * 1000000000 / mixer->out.rate;
  error = mixer->out.samples ? blocks_create (&mem, mixer->threads, 1, NULL)
                             : ENOMEM;
  if (!error)
    error = synchedmem_run (mem, work, mixer);
  if (error)
    fprintf (stderr, "mixer: %s\n", strerror (error));
  synchedmem_destroy (mem);
  return error;
}

int
main (int argc, char **argv)
{
  static struct mixer mixer = { .out.channels = 2 };
  size_t t;
  int option, error = 0;

  while ((option = getopt (argc, argv, "f")) == 'f')
    mixer.fast = 1;
  if (option != -1 || argc - optind < 2 || argc - optind - 1 > channels_max)
    {
      fputs ("usage: mixer [-f] OUT.wav "
             "FILE.wav[,GAIN[,BALANCE[,CUTOFF]]]...\n",
             stderr);
      return 2;
    }
  mixer.threads = (size_t) (argc - optind);
  argv += optind;
  for (t = 1; t < mixer.threads && !error; t++)
    error = channel_open (argv[t], &mixer.channels[t], &mixer.out);
  if (!error)
    error = run (&mixer);
  if (!error)
    error = wav_write (argv[0], &mixer.out);
  if (!error)
    printf ("%zu channels, %zu frames, %lu samples clipped\n"
            "%zu meetings, the worst took %.3f ms of %.3f ms; %lu too long\n",
            mixer.threads - 1, mixer.out.frames, mixer.clipped, mixer.buffers,
            (double) mixer.worst / 1e6, (double) mixer.period / 1e6,
            mixer.late);
  for (t = 1; t < mixer.threads; t++)
    free (mixer.channels[t].wav.samples);
  free (mixer.out.samples);
  return error ? 1 : 0;
}
