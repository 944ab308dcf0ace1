/* test-faults-system.c: a system that answers for no reason, and clocks that
   jump: cycles go on, and nothing is lost.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The linker leads the library's calls of the system through the functions
   here.  */

#include <config.h>

#include "base/annotate.h"
#include "os/os.h"
#include "support/cycler.h"

#include <errno.h>
#include <glib.h>
#include <pthread.h>
#include <stdarg.h>
#include <sys/syscall.h>

static bool lies, jumps;
static sm_atomic32 lies_told, jumps_made;

static bool
now_and_then (uint32_t times)
{
  static _Thread_local uint32_t seed;

  if (!seed)
    seed = (uint32_t) (uintptr_t) &seed | 1;
  return random_next (&seed) % times == 0;
}

/* Sleeps are interrupted, or end for no reason, before they begin; fences
   are refused.  Wake-ups are real.  */
long __real_syscall (long number, ...);
long __wrap_syscall (long number, ...);
long
__wrap_syscall (long number, ...)
{
  static const int answers[] = { 0, EINTR, EAGAIN };
  long a[6];
  va_list args;

  va_start (args, number);
  six_longs (args, a);
  va_end (args);
  if (lies && now_and_then (4))
    {
#ifdef SYS_membarrier
      if (number == SYS_membarrier)
        {
          errno = EPERM;
          return -1;
        }
#endif
      if ((a[1] & 127) == 9 /* FUTEX_WAIT_BITSET */)
        {
          errno = answers[sm_add_seq_cst (&lies_told, 1) % 3];
          return errno ? -1 : 0;
        }
    }
  return __real_syscall (number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

int __real_pthread_cond_wait (pthread_cond_t *cond, pthread_mutex_t *lock);
int __wrap_pthread_cond_wait (pthread_cond_t *cond, pthread_mutex_t *lock);
int
__wrap_pthread_cond_wait (pthread_cond_t *cond, pthread_mutex_t *lock)
{
  if (lies && now_and_then (4))
    {
      sm_add_seq_cst (&lies_told, 1);
      return 0;
    }
  return __real_pthread_cond_wait (cond, lock);
}

static void
test_spurious_wake_ups (void)
{
  int round;

  sm_exchange_seq_cst (&lies_told, 0);
  for (round = 0; round < 4; round++)
    {
      struct cycler c[4];

      cyclers_make (c, 4, scaled (1000), 1 + (unsigned int) round % 2,
                    round < 2 ? SYNCHEDMEM_WAIT_PASSIVE
                              : SYNCHEDMEM_WAIT_ADAPTIVE);
      c[1].timed = round % 2;
      lies = true;
      run_threads (4, cycler_run, c, sizeof *c);
      lies = false;
      g_assert_true (cyclers_are_right (c, 4));
    }
  g_assert_cmpuint (sm_load_acquire (&lies_told), >, 0);
}

uint64_t __real_sm_os_now (void);
uint64_t __wrap_sm_os_now (void);
uint64_t
__wrap_sm_os_now (void)
{
  static const int64_t offsets[]
      = { 0, 1000000, -1000000, 10000000000, -10000000000, 1 << 20 };
  static _Thread_local int64_t offset;
  uint64_t now = __real_sm_os_now ();

  if (!jumps)
    return now;
  if (now_and_then (8))
    {
      offset = offsets[sm_add_seq_cst (&jumps_made, 1) % 6];
      if (offset < 0 && (uint64_t) -offset > now)
        offset = 0;
    }
  return now + (uint64_t) offset;
}

/* The clock that the policy reads jumps, forwards and back, differently in
   each thread.  Timed waits end early or late, and lose nothing.  */
static void
test_clock_jumps (void)
{
  int policy, round;

  sm_exchange_seq_cst (&jumps_made, 0);
  for (policy = 0; policy <= SYNCHEDMEM_WAIT_PASSIVE; policy++)
    for (round = 0; round < 2; round++)
      {
        uint64_t cycles = policy == SYNCHEDMEM_WAIT_ACTIVE ? 100 : 5000;
        struct cycler c[4];

        cyclers_make (c, 4, scaled (cycles), 1 + (unsigned int) round, policy);
        c[round].timed = c[3].timed = true;
        jumps = true;
        run_threads (4, cycler_run, c, sizeof *c);
        jumps = false;
        g_assert_true (cyclers_are_right (c, 4));
      }
  g_assert_cmpuint (sm_load_acquire (&jumps_made), >, 0);
}

int
main (int argc, char **argv)
{
  sm_annotate_sync_memory (&lies_told, sizeof lies_told);
  sm_annotate_sync_memory (&jumps_made, sizeof jumps_made);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults-system/spurious-wake-ups", test_spurious_wake_ups);
  g_test_add_func ("/faults-system/clock-jumps", test_clock_jumps);
  return g_test_run ();
}
