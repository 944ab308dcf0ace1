/* measure.c: one run of one peer in one regime, and a row of them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "measure.h"

#include "machine.h"
#include "median.h"
#include "os/os.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- one run */

enum phase
{
  WARM_UP,
  MEASURE,
  END
};

struct thread_result
{
  uint64_t cpu, wrong;
  char line[112];
};

struct run
{
  const struct regime *regime;
  uint64_t ns;
  /* Of thread 0, which says through its segment what phase it is.  */
  uint64_t begun, measured_from, measured_to, first, last;
  struct thread_result thread[max_threads];
};

/* Thread 0: the phase in cycle K.  The clock is read in each cycle if they
   are slow, otherwise seldom.  */
static enum phase
phase_in (struct run *run, uint64_t k, enum phase phase)
{
  uint64_t now;
  static const uint64_t seldom = 64;

  if (k >= 256 && k % seldom != 0 && run->ns / (k + 1) < 1000000)
    return phase;
  now = now_ns ();
  if (phase == WARM_UP && now - run->begun > run->ns / 5)
    {
      run->measured_from = now;
      run->first = k;
      return MEASURE;
    }
  if (phase == MEASURE && now - run->begun > run->ns)
    {
      run->measured_to = now;
      run->last = k;
      return END;
    }
  return phase;
}

static void
cycles (void *arg, size_t id, meet_fn *meet, void *group)
{
  struct run *run = arg;
  struct thread_result *result = &run->thread[id];
  size_t n = run->regime->threads, i, j;
  struct timespec late = { 0, (long) run->regime->late };
  uint64_t mine[num_words] = { 0 }, k, cpu = 0, wrong = 0;
  enum phase seen = WARM_UP;

  pin_to (run->regime->pinned ? (int) (id % num_processors ()) : -1);
  if (id == 0)
    run->begun = now_ns ();
  for (k = 0;; k++)
    {
      const uint64_t *all;

      if (id == 0)
        mine[1] = phase_in (run, k, (enum phase) mine[1]);
      if (id == 0 && late.tv_nsec)
        nanosleep (&late, NULL);
      mine[0] = mine[num_words - 1] = k;
      all = meet (group, id, k, mine);
      for (i = 0; i < n; i++)
        for (j = 0; j < num_words; j += num_words - 1)
          wrong += all[i * num_words + j] != k;
      if (all[1] != seen)
        {
          seen = (enum phase) all[1];
          cpu = sm_os_running () - cpu;
          if (seen == END)
            break;
        }
    }
  result->cpu = cpu;
  result->wrong = wrong;
  pin_to (-1);
}

static int
measure (const struct regime *regime, const struct peer *peer, uint64_t ns,
         struct measurement *out)
{
  struct run *run = calloc (1, sizeof *run);
  size_t i;
  int error;

  if (!run)
    return ENOMEM;
  run->regime = regime;
  run->ns = ns;
  error = peer->run (regime->threads, cycles, run);
  if (!error)
    {
      double n = (double) (run->last - run->first);
      double all = 0, waiters = 0;
      double wall = (double) (run->measured_to - run->measured_from);

      memset (out, 0, sizeof *out);
      for (i = 0; i < regime->threads; i++)
        {
          all += (double) run->thread[i].cpu;
          waiters += i ? (double) run->thread[i].cpu : 0;
          out->wrong += run->thread[i].wrong;
        }
      out->wall = wall / n;
      out->cpu = all / n;
      if (regime->threads > 1)
        out->waiting = waiters / wall / (double) (regime->threads - 1);
    }
  free (run);
  return error;
}

/* ---- a row */

/* What the runs of one peer gave.  */
struct runs
{
  double wall[max_repeats], cpu[max_repeats], waiting[max_repeats];
  size_t n;
};

static void
run_once (const struct regime *row, const struct peer *peer, uint64_t ns,
          struct runs *runs, struct measurement *cell)
{
  struct measurement m = { 0 };
  int error = measure (row, peer, ns, &m);

  if (error)
    cell->error = error;
  else
    {
      runs->wall[runs->n] = m.wall;
      runs->cpu[runs->n] = m.cpu;
      runs->waiting[runs->n++] = m.waiting;
      cell->wrong += m.wrong;
    }
  /* The threads of an OpenMP runtime go on spinning for a while.  */
  if (peer->settle_ms)
    usleep (peer->settle_ms * 1000);
}

static void
measure_peers (const struct regime *row, const struct peer *peers,
               size_t num_peers, const struct effort *effort,
               struct measurement *cells)
{
  static struct runs runs[max_peers];
  uint64_t begun = now_ns ();
  size_t r, p;

  memset (runs, 0, sizeof runs);
  for (r = 0; r < effort->repeats; r++)
    {
      if (r && effort->budget && now_ns () - begun > effort->budget)
        break;
      for (p = 0; p < num_peers; p++)
        if (peers[p].run && !cells[p].error)
          run_once (row, &peers[p], effort->ns, &runs[p], &cells[p]);
    }
  for (p = 0; p < num_peers; p++)
    if (runs[p].n && !cells[p].error)
      {
        cells[p].wall = median (runs[p].wall, runs[p].n);
        cells[p].cpu = median (runs[p].cpu, runs[p].n);
        cells[p].waiting = median (runs[p].waiting, runs[p].n);
      }
}

bool
measure_row (const struct regime *row, const struct peer *peers,
             size_t num_peers, const struct effort *effort,
             struct measurement *cells)
{
  bool good = true;
  size_t p;
  int error = row->busy ? busy_start () : 0;

  if (!error)
    measure_peers (row, peers, num_peers, effort, cells);
  if (row->busy)
    busy_stop ();
  for (p = 0; p < num_peers; p++)
    {
      if (error)
        cells[p].error = error;
      if (cells[p].error && peers[p].run)
        fprintf (stderr, "%s: cannot run %s: %s\n", row->name, peers[p].name,
                 strerror (cells[p].error));
      if (cells[p].wrong)
        fprintf (stderr, "%s: %s: %llu words were wrong\n", row->name,
                 peers[p].name, (unsigned long long) cells[p].wrong);
      if ((cells[p].error && peers[p].run) || cells[p].wrong)
        good = false;
    }
  return good;
}
