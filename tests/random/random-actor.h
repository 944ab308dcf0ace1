/* random-actor.h: threads that make calls when they are told to.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef RANDOM_ACTOR_H
#define RANDOM_ACTOR_H

#include <pthread.h>

#include "bell.h"
#include "random.h"

struct actor
{
  pthread_t thread;
  bool started;
  pthread_mutex_t lock; /* guards what follows, and the order's reply */
  pthread_cond_t changed;
  struct random_order *order; /* NULL: done, or none yet */
  int end;                    /* 0: live on; else how to end */
  struct bell done;           /* rung after each call */
};

void actor_init (struct actor *actor);
void actor_fini (struct actor *actor);

/* Make the call of ORDER; the thread is started if there is none.  */
void actor_start (struct actor *actor, struct random_order *order);
bool actor_is_done (struct actor *actor);
/* Wait for it.  Returns false if that takes too long.  */
bool actor_await (struct actor *actor);
/* The thread returns, exits or is cancelled, by HOW; then it is joined.  */
void actor_end (struct actor *actor, int how);

#endif
