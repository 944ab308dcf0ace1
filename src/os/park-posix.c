/* park-posix.c: a mutex and a condition variable where there is no futex.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Sleepers are hashed by the address of the word that they sleep on, as in
   the kernel's own table; a bucket that two words share costs a look more,
   never a wake-up.  */

#include <config.h>

#include "os/os.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

enum
{
  num_buckets = 64 /* a power of two */
};

static struct bucket
{
  pthread_mutex_t lock;
  pthread_cond_t changed;
} buckets[num_buckets];

static pthread_once_t buckets_once = PTHREAD_ONCE_INIT;

static void
buckets_init (void)
{
  pthread_condattr_t attr;
  int i;

  pthread_condattr_init (&attr);
  pthread_condattr_setclock (&attr, CLOCK_MONOTONIC);
  for (i = 0; i < num_buckets; i++)
    {
      pthread_mutex_init (&buckets[i].lock, NULL);
      pthread_cond_init (&buckets[i].changed, &attr);
    }
  pthread_condattr_destroy (&attr);
}

static struct bucket *
bucket_of (const sm_atomic32 *word)
{
  pthread_once (&buckets_once, buckets_init);
  return &buckets[((uintptr_t) word / sizeof *word * 2654435761U >> 7)
                  % num_buckets];
}

int
sm_os_park (sm_atomic32 *word, uint32_t expected, uint64_t deadline)
{
  struct bucket *bucket = bucket_of (word);
  struct timespec t;
  int error = 0, cancel;

  t.tv_sec = (time_t) (deadline / 1000000000);
  t.tv_nsec = (long) (deadline % 1000000000);

  /* Waiting on a condition is a cancellation point; waiting for a meeting
     is none.  */
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, &cancel);
  pthread_mutex_lock (&bucket->lock);
  /* relaxed; a waker changes *WORD before it takes the lock, so either this
     sees the change or the waker's broadcast comes after the wait began.  */
  if (sm_load_relaxed (word) == expected)
    error = deadline == SM_OS_NEVER
                ? pthread_cond_wait (&bucket->changed, &bucket->lock)
                : pthread_cond_timedwait (&bucket->changed, &bucket->lock, &t);
  pthread_mutex_unlock (&bucket->lock);
  pthread_setcancelstate (cancel, NULL);
  return error == ETIMEDOUT ? ETIMEDOUT : 0;
}

void
sm_os_wake (sm_atomic32 *word)
{
  struct bucket *bucket = bucket_of (word);

  pthread_mutex_lock (&bucket->lock);
  pthread_cond_broadcast (&bucket->changed);
  pthread_mutex_unlock (&bucket->lock);
}

bool
sm_os_can_fence_others (void)
{
  return false;
}

bool
sm_os_fence_others (void)
{
  return false;
}

void
sm_os_forked (void)
{
  /* Threads that exist no longer may hold the locks.  */
  pthread_once (&buckets_once, buckets_init);
  buckets_init ();
}
