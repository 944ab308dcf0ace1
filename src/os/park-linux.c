/* park-linux.c: sleeping and waking by futexes, fences by membarrier.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "os/os.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Newer 32-bit systems have only the one with 64-bit times.  */
#ifndef SYS_futex
#define SYS_futex SYS_futex_time64
#endif

/* From <linux/membarrier.h>, which some systems lack.  */
enum
{
  membarrier_private_expedited = 1 << 3,
  membarrier_register_private_expedited = 1 << 4
};

static long
futex (sm_atomic32 *word, int op, uint32_t value,
       const struct timespec *deadline)
{
#if defined SYS_futex_time64 && SYS_futex_time64 != SYS_futex
  if (sizeof (deadline->tv_sec) > sizeof (long))
    return syscall (SYS_futex_time64, word, op, value, deadline, NULL,
                    FUTEX_BITSET_MATCH_ANY);
#endif
  return syscall (SYS_futex, word, op, value, deadline, NULL,
                  FUTEX_BITSET_MATCH_ANY);
}

int
sm_os_park (sm_atomic32 *word, uint32_t expected, uint64_t deadline)
{
  struct timespec t, *until = NULL;
  int saved = errno, error = 0;

  if (deadline != SM_OS_NEVER)
    {
      t.tv_sec = (time_t) (deadline / 1000000000);
      t.tv_nsec = (long) (deadline % 1000000000);
      until = &t;
    }
  /* 0: woken, or spuriously.  EAGAIN: *WORD was different.  EINTR: a signal.
     The caller looks again after each of them.  */
  if (futex (word, FUTEX_WAIT_BITSET_PRIVATE, expected, until) == -1
      && errno == ETIMEDOUT)
    error = ETIMEDOUT;
  errno = saved;
  return error;
}

void
sm_os_wake (sm_atomic32 *word)
{
  int saved = errno;

  futex (word, FUTEX_WAKE_BITSET_PRIVATE, INT32_MAX, NULL);
  errno = saved;
}

static long
membarrier (int command)
{
  int saved = errno;
  long result = -1;

#ifdef SYS_membarrier
  result = syscall (SYS_membarrier, command, 0, 0);
#else
  (void) command;
#endif
  errno = saved;
  return result;
}

bool
sm_os_can_fence_others (void)
{
  return membarrier (membarrier_register_private_expedited) == 0;
}

bool
sm_os_fence_others (void)
{
  return membarrier (membarrier_private_expedited) == 0;
}

void
sm_os_forked (void)
{
  /* Futexes hold no state here, and a group that the child creates asks
     anew whether it can fence others.  */
}
