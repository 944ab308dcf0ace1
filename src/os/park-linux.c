/* park-linux.c: futex, membarrier, restartable sequences, cgroups.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "os/os.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifdef HAVE_SYS_RSEQ_H
#include <sys/rseq.h>
#endif

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

enum
{
  /* Where the system has larger ones, it takes the parts that they fit.  */
  huge_page = 2 << 20
};

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

/* Private memory of SIZE bytes, a multiple of a page, that starts on a huge
   one.  */
static void *
map_huge (size_t size)
{
  unsigned char *pages;
  size_t before;

  if (size > SIZE_MAX - huge_page)
    return MAP_FAILED;
  pages = mmap (NULL, size + huge_page, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED)
    return MAP_FAILED;
  /* Give back what lies before and behind.  */
  before = -(uintptr_t) pages & (huge_page - 1);
  if (before)
    munmap (pages, before);
  munmap (pages + before + size, huge_page - before);
  pages += before;
  /* If it may not be, pages stay small.  */
  madvise (pages, size, MADV_HUGEPAGE);
  return pages;
}

void *
sm_os_pages_get (size_t size, bool huge)
{
  int saved = errno;
  size_t page = (size_t) sysconf (_SC_PAGESIZE);
  void *pages = MAP_FAILED;

  if (!huge)
    pages = mmap (NULL, size, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  else if (size <= SIZE_MAX - (page - 1))
    pages = map_huge ((size + page - 1) / page * page);
  errno = saved;
  return pages == MAP_FAILED ? NULL : pages;
}

void
sm_os_pages_put (void *pages, size_t size)
{
  munmap (pages, size);
}

void
sm_os_forked (void)
{
  /* Futexes hold no state here, and a group that the child creates asks
     anew whether it can fence others.  */
}
