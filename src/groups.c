/* groups.c: the groups of this process, and what a fork does to them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A child has a copy of the parent's groups but none of their threads; it
   would wait for ever.  So its copies are broken before fork returns.  */

#include <config.h>

#include "local.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct synchedmem *groups;
static bool watching_ends, watching;

void
sm_groups_lock (void)
{
  pthread_mutex_lock (&lock);
}

void
sm_groups_unlock (void)
{
  pthread_mutex_unlock (&lock);
}

static void
in_child (void)
{
  struct synchedmem *mem;

  sm_os_forked ();
  for (mem = groups; mem; mem = mem->next)
    /* relaxed; the child has one thread.  */
    sm_store_relaxed (&mem->meeting->status, ESRCH);
  sm_groups_unlock ();
}

/* Before the first group: see forks, and ends of threads.  Under the lock
   and not by pthread_once, in which Helgrind sees no order.  */
static int
watch (void)
{
  int error;

  if (watching)
    return 0;
  /* Keys are few: the next try must not take another.  */
  error = watching_ends ? 0 : sm_local_watch_ends ();
  watching_ends = !error;
  if (!error)
    error = pthread_atfork (sm_groups_lock, sm_groups_unlock, in_child);
  watching = !error;
  return error;
}

int
sm_groups_add (struct synchedmem *mem)
{
  int error;

  sm_groups_lock ();
  error = watch ();
  if (!error)
    {
      mem->previous = NULL;
      mem->next = groups;
      if (groups)
        groups->previous = mem;
      groups = mem;
    }
  sm_groups_unlock ();
  return error;
}

/* The caller holds the lock.  */
void
sm_groups_remove (struct synchedmem *mem)
{
  if (mem->next)
    mem->next->previous = mem->previous;
  if (mem->previous)
    mem->previous->next = mem->next;
  else
    groups = mem->next;
}
