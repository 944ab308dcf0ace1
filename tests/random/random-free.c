/* random-free.c: a group whose threads run on their own, with what each must
   see in every cycle known in advance.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   What a place does in a cycle stands in a plan (random-plan.c), so each
   thread knows every byte of its view, without another word between them.
   Threads change places on the way; the group may be broken under them by an
   abort or by a thread's end, and others look at it all the time.  */

#include <config.h>

#include "bell.h"
#include "random-plan.h"
#include "random.h"
#include "support/support.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct free_group
{
  struct synchedmem *mem;
  struct plan plan;

  struct bell finish;   /* rung by each worker */
  pthread_mutex_t lock; /* guards what follows */
  size_t finished;      /* workers */
  bool over;
};

struct worker
{
  struct free_group *g;
  size_t id;
  uint32_t delays;
  /* What all have published last, replayed.  */
  uint64_t state[MODEL_THREADS_MAX][PLAN_WORDS_MAX];
  int error;
  const char *wrong;
  uint64_t cycle;
};

static bool
check_view (struct worker *w, const struct synchedmem_local *self,
            const char *when)
{
  size_t i;

  for (i = 0; i < w->g->plan.n; i++)
    if (memcmp (synchedmem_view_of (self, i), w->state[i],
                w->g->plan.len * sizeof (uint64_t))
        != 0)
      w->wrong = when;
  return !w->wrong;
}

/* Write what place ID does in CYCLE; *MET: and meet by the same call.  */
static int
write_deed (struct worker *w, struct synchedmem_local *self, uint64_t cycle,
            size_t id, bool *met)
{
  const struct plan *p = &w->g->plan;
  enum deed deed = plan_deed (p, cycle, id);
  size_t len = plan_len (p, cycle, id), i;
  uint64_t mine[PLAN_WORDS_MAX], *segment = mine;
  const void *view;
  int error;

  for (i = 0; i < len; i++)
    mine[i] = plan_word (cycle, id, i);
  *met = false;
  switch (deed)
    {
    case DEED_NOTHING:
      return 0;
    case DEED_WRITE:
      return synchedmem_write (self, mine, len);
    case DEED_WRITE_SYNC_READ:
      *met = true;
      error = synchedmem_write_sync_read (self, mine, len, &view);
      if (!error && view != synchedmem_view (self))
        w->wrong = "write_sync_read gave another view";
      return error;
    case DEED_OVERWRITE:
      segment = synchedmem_overwrite (self);
      len = p->len;
      break;
    case DEED_UPDATE:
      segment = synchedmem_update (self);
      break;
    }
  if (!segment)
    return synchedmem_arrive (self);
  for (i = 0; i < len; i++)
    segment[i] = plan_word (cycle, id, i);
  return 0;
}

static int
wait_somehow (struct worker *w, struct synchedmem_local *self)
{
  struct timespec t;
  int error;

  switch (random_next (&w->delays) % 4)
    {
    case 0:
      while ((error = synchedmem_try_wait (self)) == EAGAIN)
        random_delay (&w->delays);
      return error;
    case 1:
      do
        {
          t = from_now (random_next (&w->delays) % 100000);
          error = synchedmem_wait_until (self, &t);
      } while (error == ETIMEDOUT);
      return error;
    default:
      return synchedmem_wait (self);
    }
}

/* Attach to a place that another thread is about to give up.  */
static int
attach_patiently (struct worker *w, size_t id, struct synchedmem_local **self)
{
  int error;

  while ((error = synchedmem_attach (w->g->mem, id, self)) == EBUSY)
    random_delay (&w->delays);
  return error;
}

static int
move_on (struct worker *w, struct synchedmem_local **self)
{
  int error = synchedmem_detach (*self);

  if (error)
    w->wrong = "detach fails";
  *self = NULL;
  w->id = (w->id + 1) % w->g->plan.n;
  return attach_patiently (w, w->id, self);
}

static int
one_cycle (struct worker *w, struct synchedmem_local **self)
{
  uint64_t cycle = w->cycle;
  size_t i;
  bool met;
  int error = 0;

  random_delay (&w->delays);
  if (plan_moves (&w->g->plan, cycle, 0))
    error = move_on (w, self);
  if (!error && !check_view (w, *self, "a view that changed"))
    return 0;
  if (!error)
    error = write_deed (w, *self, cycle, w->id, &met);
  if (!error && !met)
    {
      error = synchedmem_arrive (*self);
      random_delay (&w->delays);
      if (!error && plan_moves (&w->g->plan, cycle, 1))
        error = move_on (w, self);
      if (!error)
        error = wait_somehow (w, *self);
    }
  if (error)
    return error;
  for (i = 0; i < w->g->plan.n; i++)
    plan_replay (&w->g->plan, cycle, i, w->state[i]);
  w->cycle++;
  if (synchedmem_cycle (*self) != w->cycle)
    w->wrong = "another cycle";
  check_view (w, *self, "a wrong view");
  return 0;
}

static void
note_finished (void *arg)
{
  struct free_group *g = arg;

  pthread_mutex_lock (&g->lock);
  g->finished++;
  pthread_mutex_unlock (&g->lock);
  bell_ring (&g->finish);
}

static void
work_in (struct worker *w)
{
  struct free_group *g = w->g;
  struct synchedmem_local *self = NULL;

  w->error = synchedmem_attach (g->mem, w->id, &self);
  while (!w->error && !w->wrong && w->cycle < g->plan.cycles)
    {
      if (g->plan.leaves[w->id] && w->cycle == g->plan.stays[w->id])
        {
          w->error = synchedmem_leave (self);
          return;
        }
      if (w->cycle == g->plan.ends && w->id == g->plan.seed % g->plan.n)
        {
          if (g->plan.seed & 64)
            pthread_exit (NULL);
          return;
        }
      w->error = one_cycle (w, &self);
    }
  if (w->wrong)
    synchedmem_abort (g->mem);
  if (self && synchedmem_detach (self) != 0)
    w->wrong = "detach fails";
}

static void *
work (void *arg)
{
  struct worker *w = arg;

  pthread_cleanup_push (note_finished, w->g);
  work_in (w);
  pthread_cleanup_pop (1);
  return NULL;
}

/* Look at the group from outside, and maybe break it.  */
static void *
look_on (void *arg)
{
  struct worker *w = arg;
  struct free_group *g = w->g;
  FILE *out = fopen ("/dev/null", "w");
  uint32_t until = random_next (&w->delays) % 64, looks;
  size_t ids[MODEL_THREADS_MAX], count, i;
  struct synchedmem_timing *timing;
  bool over = false;

  for (looks = 0; !over; looks++)
    {
      int status = synchedmem_status (g->mem);

      if (status && status != ECANCELED && status != EOWNERDEAD)
        w->wrong = "another status";
      count = synchedmem_missing (g->mem, ids, MODEL_THREADS_MAX);
      if (count > g->plan.n)
        w->wrong = "more missing than places";
      for (i = 0; i < count; i++)
        if (ids[i] >= g->plan.n || (i > 0 && ids[i - 1] >= ids[i]))
          w->wrong = "missing is out of order";
      if (out && synchedmem_dump (g->mem, out) != 0)
        w->wrong = "dump fails";
      if (synchedmem_timing_create (g->mem, &timing) == 0)
        synchedmem_timing_destroy (timing);
      if (g->plan.breaks && looks == until)
        synchedmem_abort (g->mem);
      sleep_ns (random_next (&w->delays) % 200000);
      pthread_mutex_lock (&g->lock);
      over = g->over;
      pthread_mutex_unlock (&g->lock);
    }
  if (out)
    fclose (out);
  return NULL;
}

/* Whether the error that a worker ended with may be.  */
static bool
may_be (const struct free_group *g, int error)
{
  return error == 0 || (error == ECANCELED && g->plan.breaks)
         || (error == EOWNERDEAD && g->plan.ends < g->plan.cycles);
}

static bool
all_finished (struct free_group *g)
{
  bool finished;

  pthread_mutex_lock (&g->lock);
  finished = g->finished == g->plan.n;
  pthread_mutex_unlock (&g->lock);
  return finished;
}

/* Wait for all workers.  Returns false if they hang.  */
static bool
await_finished (struct free_group *g)
{
  double waited = 0;

  while (!all_finished (g) && waited < 3 * random_patience_s)
    bell_await (&g->finish, &waited);
  return all_finished (g);
}

static void
describe (const struct free_group *g, char *message, const char *what)
{
  char *text = NULL;
  size_t size;
  FILE *out = open_memstream (&text, &size);

  if (!out)
    abort ();
  fprintf (out, "%zu threads, %zu elements, %u buffers, %u cycles: %s\n",
           g->plan.n, g->plan.len, g->plan.buffers,
           (unsigned int) g->plan.cycles, what);
  synchedmem_dump (g->mem, out);
  fclose (out);
  snprintf (message, RANDOM_MESSAGE, "%s", text);
  free (text);
}

static bool
run_once (struct free_group *g, uint32_t seed, char *message)
{
  struct worker w[MODEL_THREADS_MAX + 1];
  pthread_t threads[MODEL_THREADS_MAX + 1];
  const char *wrong = NULL;
  size_t i;

  memset (w, 0, sizeof w);
  g->finished = 0;
  g->over = false;
  for (i = 0; i <= g->plan.n; i++)
    {
      w[i].g = g;
      w[i].id = i;
      w[i].delays = seed * 8 + (uint32_t) i + 1;
      if (pthread_create (&threads[i], NULL, i < g->plan.n ? work : look_on,
                          &w[i])
          != 0)
        abort ();
    }
  if (!await_finished (g))
    {
      describe (g, message, "they hang");
      return false;
    }
  pthread_mutex_lock (&g->lock);
  g->over = true;
  pthread_mutex_unlock (&g->lock);
  for (i = 0; i <= g->plan.n; i++)
    pthread_join (threads[i], NULL);
  /* Who saw something wrong has broken the group for the others.  */
  for (i = 0; i <= g->plan.n && !wrong; i++)
    wrong = w[i].wrong;
  for (i = 0; i <= g->plan.n && !wrong; i++)
    if (!may_be (g, w[i].error))
      wrong = strerror (w[i].error);
  if (wrong)
    describe (g, message, wrong);
  return !wrong;
}

bool
random_free (uint32_t seed, char *message)
{
  struct synchedmem_attr attr;
  struct free_group g = { 0 };
  bool right;
  size_t i;

  plan_make (&g.plan, seed, &attr);
  pthread_mutex_init (&g.lock, NULL);
  bell_init (&g.finish);

  g.mem = group (g.plan.n, g.plan.len, sizeof (uint64_t), &attr);
  right = run_once (&g, seed, message);
  for (i = 0; i < 2 && right; i++)
    {
      if (synchedmem_reset (g.mem) != 0)
        {
          describe (&g, message, "reset fails");
          return false;
        }
      right = run_once (&g, seed + (uint32_t) i + 1, message);
    }
  if (!right)
    return false;
  if (synchedmem_destroy (g.mem) != 0)
    {
      describe (&g, message, "destroy fails");
      return false;
    }
  bell_fini (&g.finish);
  pthread_mutex_destroy (&g.lock);
  return true;
}
