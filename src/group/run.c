/* run.c: synchedmem_run: a thread for every place.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   No function runs before all threads have been started and attached, so
   that a start that fails half-way leaves the group as it was.  */

#include <config.h>

#include "base/lock.h"
#include "group/place.h"
#include "group/seat.h"
#include "meeting/meeting.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

enum gate
{
  GATE_CLOSED,
  GATE_OPEN,
  GATE_CANCELLED
};

struct run
{
  struct synchedmem *group;
  int (*fn) (struct synchedmem_local *self, void *arg);
  void *arg;

  pthread_mutex_t lock; /* guards what follows */
  pthread_cond_t changed;
  size_t num_ready; /* threads that attached, or failed to */
  int attach_error; /* of the first that failed to */
  enum gate gate;   /* before fn */
  int error;        /* the first that fn returned */
};

struct runner
{
  struct run *run;
  size_t id;
  pthread_t thread;
};

/* Come to the gate with the result of an attach, and wait there.  */
static enum gate
pass_gate (struct run *run, int attach_error)
{
  enum gate gate;

  pthread_mutex_lock (&run->lock);
  run->num_ready++;
  if (!run->attach_error)
    run->attach_error = attach_error;
  pthread_cond_broadcast (&run->changed);
  while (run->gate == GATE_CLOSED)
    pthread_cond_wait (&run->changed, &run->lock);
  gate = run->gate;
  pthread_mutex_unlock (&run->lock);
  return gate;
}

/* When all STARTED threads are at the gate, open it, unless one could not be
   started or attached.  Returns that error.  */
static int
open_gate (struct run *run, size_t started, int error)
{
  pthread_mutex_lock (&run->lock);
  while (run->num_ready < started)
    pthread_cond_wait (&run->changed, &run->lock);
  if (!error)
    error = run->attach_error;
  run->gate = error ? GATE_CANCELLED : GATE_OPEN;
  pthread_cond_broadcast (&run->changed);
  pthread_mutex_unlock (&run->lock);
  return error;
}

static void
note_error (struct run *run, int error)
{
  pthread_mutex_lock (&run->lock);
  if (!run->error)
    run->error = error;
  pthread_mutex_unlock (&run->lock);
}

/* Leave the place SELF, which the calling thread holds, for the time of the
   run.  */
static bool
finish (struct synchedmem_local *self)
{
  if (self->phase == SM_ARRIVED)
    synchedmem_wait (self);
  /* Leaving fails where the function forked, and returned in the child.  */
  return sm_place_leave (self, true) == 0;
}

/* The end of the thread that was given place ID: nobody waits for that one any
   more, nor for others that it holds, until bring_back.  */
static void
finish_all (struct synchedmem *group, size_t id)
{
  struct synchedmem_local *self;

  /* The function may have left the place or detached it, or attached to
     others, too.  */
  sm_seat_take_if_free (group, id);
  do
    self = sm_seat_held_here (group);
  while (self && finish (self));
}

/* The function did not return: the thread exits, or was cancelled.  */
static void
runner_ended (void *arg)
{
  struct runner *runner = arg;

  /* Taken, the place breaks the group when the thread has ended.  */
  sm_seat_take_if_free (runner->run->group, runner->id);
}

static void *
runner_main (void *arg)
{
  struct runner *runner = arg;
  struct run *run = runner->run;
  struct synchedmem_local *self = NULL;
  int error = sm_place_attach (run->group, runner->id, &self);

  if (pass_gate (run, error) == GATE_CANCELLED)
    {
      if (!error)
        synchedmem_detach (self);
      return NULL;
    }
  pthread_cleanup_push (runner_ended, runner);
  sm_place_start (self);
  error = run->fn (self, run->arg);
  pthread_cleanup_pop (0);
  if (error)
    {
      note_error (run, error);
      synchedmem_abort (run->group);
    }
  finish_all (run->group, runner->id);
  return NULL;
}

/* All threads are joined: whoever finished is back.  EBUSY: nobody is, since
   another thread works in the group.  */
static int
bring_back (struct synchedmem *group)
{
  uint64_t cycle = 0;
  size_t i;

  sm_lock_take ();
  if (group->num_attached)
    {
      /* A thread that is still attached may have passed meetings without those
         that left, and may be reading what they would write.  */
      sm_lock_give ();
      return EBUSY;
    }
  for (i = 0; i < group->num_threads; i++)
    /* Not what was saved: who ended instead of giving a place up saved
       nothing.  */
    if (group->places[i].cycle > cycle)
      cycle = group->places[i].cycle;
  for (i = 0; i < group->num_threads; i++)
    {
      struct synchedmem_local *self = &group->places[i];
      if (!self->standing->left_by_run)
        continue;
      sm_seat_return (self, cycle);
      sm_member_return (&self->member,
                        sm_group_arrival_epoch (self, cycle - 1));
    }
  sm_slots_reset_clusters (group->meeting);
  sm_lock_give ();
  return 0;
}

/* Why the group cannot be run, or 0.  */
static int
check_all_free (struct synchedmem *group)
{
  int error = sm_slots_status (group->meeting);
  size_t i;

  sm_lock_take ();
  for (i = 0; !error && i < group->num_threads; i++)
    if (group->standing[i].seat != SM_SEAT_FREE)
      error = EBUSY;
  sm_lock_give ();
  return error;
}

static int
run_threads (struct synchedmem *group,
             int (*fn) (struct synchedmem_local *self, void *arg), void *arg)
{
  struct run run = { .group = group, .fn = fn, .arg = arg };
  struct runner *runners;
  const size_t n = group->num_threads; /* at least 1 */
  size_t started, i;
  int error = 0, broken;

  runners = calloc (n, sizeof *runners);
  if (!runners)
    return ENOMEM;
  pthread_mutex_init (&run.lock, NULL);
  pthread_cond_init (&run.changed, NULL);

  for (started = 0; started < n; started++)
    {
      runners[started].run = &run;
      runners[started].id = started;
      error = pthread_create (&runners[started].thread, NULL, runner_main,
                              &runners[started]);
      if (error)
        break;
    }
  error = open_gate (&run, started, error);
  for (i = 0; i < started; i++)
    pthread_join (runners[i].thread, NULL);
  free (runners);
  pthread_cond_destroy (&run.changed);
  pthread_mutex_destroy (&run.lock);
  if (error)
    return error;

  error = bring_back (group);
  if (run.error)
    return run.error;
  broken = sm_slots_status (group->meeting);
  return broken ? broken : error;
}

int
synchedmem_run (struct synchedmem *group,
                int (*fn) (struct synchedmem_local *self, void *arg),
                void *arg)
{
  int error, saved = errno, cancel;

  if (!group || !fn)
    return EINVAL;
  error = check_all_free (group);
  if (error)
    return error;
  /* Not to be cancelled: the threads use what is on this thread's stack.  */
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, &cancel);
  error = run_threads (group, fn, arg);
  pthread_setcancelstate (cancel, NULL);
  errno = saved;
  return error;
}
