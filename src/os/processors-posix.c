/* processors-posix.c: how many processors there are, by POSIX.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "os/os.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

int
sm_os_cpu (void)
{
  return -1;
}

unsigned int
sm_os_processors (void)
{
  int saved = errno;
  long n = sysconf (_SC_NPROCESSORS_ONLN);

  errno = saved;
  return n > 0 ? (unsigned int) n : 1;
}

bool
sm_os_realtime (void)
{
  struct sched_param param;
  int policy;

  return pthread_getschedparam (pthread_self (), &policy, &param) == 0
         && (policy == SCHED_FIFO || policy == SCHED_RR);
}

int
sm_os_pin (int cpu)
{
#ifdef HAVE_PTHREAD_SETAFFINITY_NP
  cpu_set_t set;

  if (cpu >= CPU_SETSIZE)
    return EINVAL;
  CPU_ZERO (&set);
  CPU_SET (cpu, &set);
  return pthread_setaffinity_np (pthread_self (), sizeof set, &set);
#else
  (void) cpu;
  return ENOTSUP;
#endif
}
