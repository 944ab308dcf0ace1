/* groups.c: the groups of this process, and what a fork does to them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A child has a copy of the parent's groups but none of their threads; it
   would wait for ever.  So its copies are broken before fork returns.  */

#include <config.h>

#include "memory.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t fork_once = PTHREAD_ONCE_INIT;
static struct synchedmem *groups;

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

static void
watch_forks (void)
{
  pthread_atfork (sm_groups_lock, sm_groups_unlock, in_child);
}

void
sm_groups_add (struct synchedmem *mem)
{
  pthread_once (&fork_once, watch_forks);
  sm_groups_lock ();
  mem->previous = NULL;
  mem->next = groups;
  if (groups)
    groups->previous = mem;
  groups = mem;
  sm_groups_unlock ();
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
