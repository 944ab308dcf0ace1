/* groups.c: the groups of this process, and what a fork does to them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A child has a copy of the parent's groups but none of their threads; it
   would wait for ever.  So its copies are broken before fork returns.  */

#include <config.h>

#include "group/groups.h"

#include "base/lock.h"

#include <errno.h>
#include <pthread.h>

static struct synchedmem *groups;
static int atfork_error;

static void
in_child (void)
{
  struct synchedmem *group;

  sm_os_forked ();
  for (group = groups; group; group = group->next)
    {
      /* relaxed; the child has one thread.  */
      sm_store_relaxed (&group->meeting->status, ESRCH);
      /* The thread that was resetting it is not in the child.  */
      group->resetting = false;
    }
  sm_lock_give ();
}

/* When the library is loaded.  Later, another thread might fork while this one
   holds the lock and no handler takes it yet: the child would wait for a lock
   that nobody there holds.  */
__attribute__ ((constructor)) static void
watch_forks (void)
{
  int saved = errno;

  atfork_error = pthread_atfork (sm_lock_take, sm_lock_give, in_child);
  sm_os_restore_errno (saved);
}

int
sm_groups_add (struct synchedmem *group)
{
  int error = atfork_error ? ENOMEM : 0;

  sm_lock_take ();
  if (!error)
    {
      group->previous = NULL;
      group->next = groups;
      if (groups)
        groups->previous = group;
      groups = group;
    }
  sm_lock_give ();
  return error;
}

/* The caller holds the lock.  */
void
sm_groups_remove (struct synchedmem *group)
{
  if (group->next)
    group->next->previous = group->previous;
  if (group->previous)
    group->previous->next = group->next;
  else
    groups = group->next;
}
