/* life.c: Conway's Game of Life, its rows spread over threads.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: life [-t THREADS] [-g GENERATIONS] [-m MARGIN] [-a] FILE.rle

   One meeting a generation.  The board is the pattern with MARGIN dead cells
   around it, and its edges touch each other.  -a shows every generation.
   The last board is compared with that of a serial run.  */

#include "rle.h"

#include <synchedmem.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct life
{
  size_t width, height, threads, rows; /* rows of each thread */
  unsigned long generations;
  unsigned char *first, *last; /* boards */
  int animate;
};

/* The next generation of rows FROM to TO of BOARD, stored at OUT.  */
static void
step (const struct life *life, const unsigned char *board, unsigned char *out,
      size_t from, size_t to)
{
  size_t w = life->width, h = life->height, x, y;

  for (y = from; y < to; y++)
    {
      const unsigned char *up = board + (y + h - 1) % h * w;
      const unsigned char *row = board + y * w;
      const unsigned char *down = board + (y + 1) % h * w;

      for (x = 0; x < w; x++)
        {
          size_t l = x ? x - 1 : w - 1, r = x + 1 < w ? x + 1 : 0;
          int n = up[l] + up[x] + up[r] + row[l] + row[r] + down[l] + down[x]
                  + down[r];
          *out++ = n == 3 || (n == 2 && row[x]);
        }
    }
}

static void
show (const struct life *life, const unsigned char *board, const char *before)
{
  size_t x, y;

  fputs (before, stdout);
  for (y = 0; y < life->height; y++)
    {
      for (x = 0; x < life->width; x++)
        putchar (board[y * life->width + x] ? 'O' : '.');
      putchar ('\n');
    }
}

static size_t
least (size_t a, size_t b)
{
  return a < b ? a : b;
}

static int
play (struct synchedmem_local *self, void *arg)
{
  struct life *life = arg;
  size_t id = synchedmem_thread_id (self);
  size_t from = least (id * life->rows, life->height);
  size_t to = least (from + life->rows, life->height);
  const void *board;
  unsigned long k;
  int error
      = synchedmem_write_sync_read (self, life->first + from * life->width,
                                    (to - from) * life->width, &board);

  for (k = 0; k < life->generations && !error; k++)
    {
      unsigned char *mine = synchedmem_overwrite (self);
      if (!mine)
        return synchedmem_sync (self); /* which says why */
      step (life, board, mine, from, to);
      error = synchedmem_sync (self);
      board = synchedmem_view (self);
      if (!error && id == 0 && life->animate)
        {
          show (life, board, "\033[H\033[J");
          fflush (stdout);
          usleep (40000);
        }
    }
  if (!error && id == 0)
    memcpy (life->last, board, life->width * life->height);
  return error;
}

/* Play serially, and compare.  */
static int
same_as_serial (const struct life *life)
{
  size_t size = life->width * life->height;
  unsigned char *now = malloc (size), *next = malloc (size), *swap;
  unsigned long k;
  int same = 0;

  if (now && next)
    {
      memcpy (now, life->first, size);
      for (k = 0; k < life->generations; k++)
        {
          step (life, now, next, 0, life->height);
          swap = now;
          now = next;
          next = swap;
        }
      same = memcmp (now, life->last, size) == 0;
    }
  free (now);
  free (next);
  return same;
}

static size_t
alive (const struct life *life, const unsigned char *board)
{
  size_t i, n = 0;

  for (i = 0; i < life->width * life->height; i++)
    n += board[i];
  return n;
}

/* The pattern in the middle of a board.  */
static int
set_up (struct life *life, const struct rle *rle, size_t margin)
{
  size_t y;

  life->width = rle->width + 2 * margin;
  life->height = rle->height + 2 * margin;
  life->rows = (life->height + life->threads - 1) / life->threads;
  life->first = calloc (life->height, life->width);
  life->last = calloc (life->height, life->width);
  if (!life->first || !life->last)
    return ENOMEM;
  for (y = 0; y < rle->height; y++)
    memcpy (life->first + (y + margin) * life->width + margin,
            rle->cells + y * rle->width, rle->width);
  return 0;
}

static int
usage (void)
{
  fputs ("usage: life [-t THREADS] [-g GENERATIONS] [-m MARGIN] [-a] "
         "FILE.rle\n",
         stderr);
  return 2;
}

int
main (int argc, char **argv)
{
  struct life life = { .threads = 2, .generations = 120 };
  struct synchedmem *mem = NULL;
  struct rle rle;
  size_t margin = 10;
  FILE *in;
  int option, error;

  while ((option = getopt (argc, argv, "t:g:m:a")) != -1)
    switch (option)
      {
      case 't':
        life.threads = strtoul (optarg, NULL, 10);
        break;
      case 'g':
        life.generations = strtoul (optarg, NULL, 10);
        break;
      case 'm':
        margin = strtoul (optarg, NULL, 10);
        break;
      case 'a':
        life.animate = 1;
        break;
      default:
        return usage ();
      }
  if (optind + 1 != argc || life.threads < 1 || life.threads > 1024
      || margin > 16384)
    return usage ();
  in = fopen (argv[optind], "r");
  if (!in)
    {
      perror (argv[optind]);
      return 1;
    }
  error = rle_read (in, argv[optind], &rle);
  fclose (in);
  if (error)
    return 1;

  error = set_up (&life, &rle, margin);
  if (!error)
    error = synchedmem_create (&mem, life.threads, life.rows * life.width, 1,
                               NULL);
  if (!error)
    error = synchedmem_run (mem, play, &life);
  if (error)
    fprintf (stderr, "life: %s\n", strerror (error));
  else
    {
      show (&life, life.last, life.animate ? "\033[H\033[J" : "");
      printf ("%zu x %zu cells, %lu generations, %zu threads: %zu alive, "
              "then %zu\n",
              life.width, life.height, life.generations, life.threads,
              alive (&life, life.first), alive (&life, life.last));
      error = !same_as_serial (&life);
      puts (error ? "NOT the same as a serial run"
                  : "the same as a serial run");
    }
  synchedmem_destroy (mem);
  free (life.first);
  free (life.last);
  free (rle.cells);
  return error ? 1 : 0;
}
