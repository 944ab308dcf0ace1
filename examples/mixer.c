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

#include "wav.h"

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

struct channel
{
  struct wav wav;
  double gain[2], smoothing; /* 1 damps nothing */
};

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
  const struct wav *wav = &channel->wav;
  double smooth[2] = { 0, 0 };
  size_t at, i, side;
  int error = 0;

  for (at = 0; at < wav->frames && !error; at += buffer)
    {
      struct block *block = blocks_overwrite (self);
      for (i = 0; i < buffer && block; i++)
        for (side = 0; side < 2; side++)
          {
            size_t n = (at + i) * wav->channels + side % wav->channels;
            double sample = at + i < wav->frames ? wav->samples[n] : 0;
            smooth[side] += channel->smoothing * (sample - smooth[side]);
            block->frames[i][side]
                = (float) (channel->gain[side] * smooth[side]);
          }
      error = synchedmem_sync (self);
    }
  /* What a thread published last stays in the view: let that be silence.  */
  if (!error)
    error = blocks_write (self, NULL, 0);
  if (!error)
    error = synchedmem_sync (self);
  return error;
}

static uint64_t
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (uint64_t) time.tv_sec * 1000000000 + (uint64_t) time.tv_nsec;
}

static void
sleep_until (uint64_t tick)
{
  struct timespec time = { .tv_sec = (time_t) (tick / 1000000000),
                           .tv_nsec = (long) (tick % 1000000000) };

  while (clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL)
         == EINTR)
    continue;
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
        mixer->clipped += sum > INT16_MAX || sum < INT16_MIN;
        sum = sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum;
        mixer->out.samples[2 * (k * buffer + i) + side]
            = (int16_t) (sum + (sum < 0 ? -0.5 : 0.5));
      }
}

static int
work (struct synchedmem_local *self, void *arg)
{
  struct mixer *mixer = arg;
  size_t id = synchedmem_thread_id (self), k;
  uint64_t tick = now (), delay;
  int error = 0;

  if (id > 0)
    return play (self, &mixer->channels[id]);
  for (k = 0; k < mixer->buffers && !error; k++)
    {
      tick = mixer->fast ? now () : tick + mixer->period;
      if (!mixer->fast)
        sleep_until (tick);
      error = synchedmem_sync (self);
      delay = now () - tick;
      mixer->worst = delay > mixer->worst ? delay : mixer->worst;
      mixer->late += delay > mixer->period;
      if (!error)
        mix (mixer, self, k);
    }
  return error;
}

/* Read the channel that an argument describes.  */
static int
open_channel (struct mixer *mixer, struct channel *channel, char *what)
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
  if (mixer->out.rate && mixer->out.rate != channel->wav.rate)
    {
      fprintf (stderr, "%s: has %lu frames a second, the ones before %lu\n",
               what, channel->wav.rate, mixer->out.rate);
      return -1;
    }
  mixer->out.rate = channel->wav.rate;
  if (mixer->out.frames < channel->wav.frames)
    mixer->out.frames = channel->wav.frames;
  channel->gain[0] = gain * (balance > 0 ? 1 - balance : 1);
  channel->gain[1] = gain * (balance < 0 ? 1 + balance : 1);
  turn = 2 * 3.14159265358979 * cutoff / (double) mixer->out.rate;
  channel->smoothing = cutoff > 0 ? turn / (1 + turn) : 1;
  return 0;
}

static int
run (struct mixer *mixer)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem = NULL;
  int error;

  /* The threads wait for the clock most of the time: asleep.  */
  attr.wait_policy = SYNCHEDMEM_WAIT_PASSIVE;
  mixer->out.channels = 2;
  mixer->out.samples = calloc (mixer->out.frames, 2 * sizeof (int16_t));
  mixer->buffers = (mixer->out.frames + buffer - 1) / buffer;
  mixer->period = (uint64_t) buffer * 1000000000 / mixer->out.rate;
  error = mixer->out.samples ? 0 : ENOMEM;
  if (!error)
    error = blocks_create (&mem, mixer->threads, 1, &attr);
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
  static struct mixer mixer;
  size_t t;
  int option, error = 0;

  while ((option = getopt (argc, argv, "f")) == 'f')
    mixer.fast = 1;
  if (option != -1 || argc - optind < 2 || argc - optind - 1 > channels_max)
    {
      fputs ("usage: mixer [-f] OUT.wav FILE.wav[,GAIN[,BALANCE[,CUTOFF]]]..."
             "\n",
             stderr);
      return 2;
    }
  mixer.threads = (size_t) (argc - optind);
  for (t = 1; t < mixer.threads && !error; t++)
    error
        = open_channel (&mixer, &mixer.channels[t], argv[(size_t) optind + t]);
  if (!error)
    error = run (&mixer);
  if (!error)
    error = wav_write (argv[optind], &mixer.out);
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
