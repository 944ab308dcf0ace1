/* life.c: Conway's Game of Life, its rows spread over threads.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: life [-t THREADS] [-g GENERATIONS] [-m MARGIN] [-a] FILE.rle

   One meeting a generation.  The board is the pattern with MARGIN dead cells
   around it, and its edges touch each other.  -a shows every generation.
   The last board is compared with that of a serial run.  */

#include "board.h"

#include <synchedmem.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char clear[] = "\033[H\033[J"; /* the terminal */

struct life
{
  struct board board;
  size_t threads, rows; /* rows of each thread */
  unsigned long generations;
  unsigned char *last; /* generation, by thread 0 */
  int animate;
};

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
  size_t width = life->board.width, height = life->board.height;
  size_t from = least (id * life->rows, height);
  size_t to = least (from + life->rows, height);
  const void *cells;
  unsigned long k;
  int error = synchedmem_write_sync_read (
      self, life->board.first + from * width, (to - from) * width, &cells);

  for (k = 0; k < life->generations && !error; k++)
    {
      unsigned char *mine = synchedmem_overwrite (self);
      if (!mine)
        return synchedmem_sync (self); /* which says why */
      board_step (&life->board, cells, mine, from, to);
      error = synchedmem_sync (self);
      cells = synchedmem_view (self);
      if (!error && id == 0 && life->animate)
        {
          fputs (clear, stdout);
          board_show (&life->board, cells);
          fflush (stdout);
          usleep (40000);
        }
    }
  if (!error && id == 0)
    memcpy (life->last, cells, width * height);
  return error;
}

/* Show the last generation.  Returns whether a serial run ends with it.  */
static int
report (const struct life *life)
{
  const struct board *board = &life->board;
  int same = board_ends_with (board, life->generations, life->last);

  if (life->animate)
    fputs (clear, stdout);
  board_show (board, life->last);
  printf ("%zu x %zu cells, %lu generations, %zu threads: %zu alive, "
          "then %zu\n%s\n",
          board->width, board->height, life->generations, life->threads,
          board_alive (board, board->first), board_alive (board, life->last),
          same ? "the same as a serial run" : "NOT the same as a serial run");
  return same;
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
  size_t margin = 10;
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
  if (board_read (argv[optind], margin, &life.board) != 0)
    return 1;

  life.rows = (life.board.height + life.threads - 1) / life.threads;
  life.last = calloc (life.board.height, life.board.width);
  error = life.last ? 0 : ENOMEM;
  if (!error)
    error = synchedmem_create (&mem, life.threads,
                               life.rows * life.board.width, 1, NULL);
  if (!error)
    error = synchedmem_run (mem, play, &life);
  if (error)
    fprintf (stderr, "life: %s\n", strerror (error));
  else
    error = !report (&life);
  synchedmem_destroy (mem);
  free (life.board.first);
  free (life.last);
  return error ? 1 : 0;
}
