/* lock.c: the one lock of the process.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "base/lock.h"

#include <pthread.h>

static pthread_mutex_t process_lock = PTHREAD_MUTEX_INITIALIZER;

void
sm_lock_take (void)
{
  pthread_mutex_lock (&process_lock);
}

void
sm_lock_give (void)
{
  pthread_mutex_unlock (&process_lock);
}
