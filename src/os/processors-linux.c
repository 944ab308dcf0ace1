/* processors-linux.c: restartable sequences, control groups, affinity.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "os/os.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef HAVE_SYS_RSEQ_H
#include <sys/rseq.h>
#endif

int
sm_os_cpu (void)
{
#ifdef HAVE_SYS_RSEQ_H
  /* The kernel keeps it up to date in memory of the thread.  Before it has
     registered, and where it refuses to, the value is negative.  */
  if (__rseq_size > 0)
    {
      const char *thread = __builtin_thread_pointer ();
      const struct rseq *area = (const void *) (thread + __rseq_offset);
      return (int) *(const volatile uint32_t *) &area->cpu_id;
    }
#endif
  return -1;
}

/* The processors that the control group's quota pays for, rounded up, or
   UINT_MAX.  Only version 2 is asked, at the group's own path.  */
static unsigned int
quota_processors (void)
{
  char line[4096 + 16], name[sizeof line + 32], *end;
  unsigned long long quota, period;
  unsigned int processors = ~0U;
  FILE *f = fopen ("/proc/self/cgroup", "re");
  bool found = false;

  if (!f)
    return processors;
  while (!found && fgets (line, sizeof line, f))
    found = strncmp (line, "0::/", 4) == 0;
  fclose (f);
  if (!found)
    return processors;
  line[strcspn (line, "\n")] = '\0';

  /* Each group up to the root may have a quota; the smallest counts.  */
  for (;;)
    {
      snprintf (name, sizeof name, "/sys/fs/cgroup%s/cpu.max", line + 3);
      f = fopen (name, "re");
      if (f)
        {
          if (fscanf (f, "%llu %llu", &quota, &period) == 2 && period > 0)
            {
              unsigned long long n = (quota + period - 1) / period;
              if (n < processors)
                processors = n > 0 ? (unsigned int) n : 1;
            }
          fclose (f);
        }
      end = strrchr (line + 3, '/');
      if (!end || !end[1])
        return processors;
      end[end == line + 3] = '\0';
    }
}

static unsigned int
affinity_processors (void)
{
  unsigned int usable = 1;
  cpu_set_t *set;
  size_t size;
  int n;

  /* The mask may be larger than cpu_set_t; the call says EINVAL then.  */
  for (n = CPU_SETSIZE; n <= 1 << 20; n *= 2)
    {
      set = CPU_ALLOC ((size_t) n);
      if (!set)
        break;
      size = CPU_ALLOC_SIZE ((size_t) n);
      CPU_ZERO_S (size, set);
      if (sched_getaffinity (0, size, set) == 0)
        {
          usable = (unsigned int) CPU_COUNT_S (size, set);
          CPU_FREE (set);
          break;
        }
      CPU_FREE (set);
    }
  return usable;
}

unsigned int
sm_os_processors (void)
{
  unsigned int quota, usable;
  int saved = errno, cancel;

  /* Reading a file is a cancellation point.  */
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, &cancel);
  quota = quota_processors ();
  usable = affinity_processors ();
  pthread_setcancelstate (cancel, NULL);
  errno = saved;
  return quota < usable ? quota : usable;
}

bool
sm_os_realtime (void)
{
  int saved = errno;
  /* Not sched_getscheduler, which musl only has to say ENOSYS.  */
  long policy = syscall (SYS_sched_getscheduler, 0) & ~SCHED_RESET_ON_FORK;

  errno = saved;
  return policy == SCHED_FIFO || policy == SCHED_RR
         || policy == SCHED_DEADLINE;
}

int
sm_os_pin (int cpu)
{
  enum
  {
    cpus_max = 1 << 16 /* no kernel knows so many */
  };
  size_t size = CPU_ALLOC_SIZE ((size_t) cpu + 1);
  cpu_set_t *set;
  int saved = errno, error = ENOMEM;

  if (cpu >= cpus_max)
    return EINVAL;
  set = CPU_ALLOC ((size_t) cpu + 1);
  if (set)
    {
      CPU_ZERO_S (size, set);
      CPU_SET_S ((size_t) cpu, size, set);
      error = sched_setaffinity (0, size, set) == 0 ? 0 : errno;
      CPU_FREE (set);
    }
  errno = saved;
  return error;
}
