/* test-calls.c: what the cycle calls outside of the library: nothing, unless
   it has to wait.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The linker leads the library's calls through the functions here.  */

#include <config.h>

#include "base/annotate.h"
#include "base/atomics.h"
#include "os/os.h"
#include "support/support.h"

#include <glib.h>
#include <pthread.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

static sm_atomic32 allocations, locks, system_calls, clock_readings;

#define COUNTED(counter, type, name, parameters, arguments)                   \
  type __real_##name parameters;                                              \
  type __wrap_##name parameters;                                              \
  type __wrap_##name parameters                                               \
  {                                                                           \
    sm_add_seq_cst (&counter, 1);                                             \
    return __real_##name arguments;                                           \
  }

COUNTED (allocations, void *, malloc, (size_t size), (size))
COUNTED (allocations, void *, calloc, (size_t n, size_t size), (n, size))
COUNTED (allocations, void *, aligned_alloc, (size_t align, size_t size),
         (align, size))
COUNTED (allocations, void *, mmap,
         (void *start, size_t size, int prot, int flags, int fd, long offset),
         (start, size, prot, flags, fd, offset))
COUNTED (locks, int, pthread_mutex_lock, (pthread_mutex_t * lock), (lock))
COUNTED (system_calls, int, sched_yield, (void), ())
COUNTED (clock_readings, int, clock_gettime,
         (clockid_t clock, struct timespec *t), (clock, t))

long __real_syscall (long number, ...);
long __wrap_syscall (long number, ...);
long
__wrap_syscall (long number, ...)
{
  long a[6];
  va_list args;

  sm_add_seq_cst (&system_calls, 1);
  va_start (args, number);
  six_longs (args, a);
  va_end (args);
  return __real_syscall (number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static void
reset_counters (void)
{
  sm_exchange_seq_cst (&allocations, 0);
  sm_exchange_seq_cst (&locks, 0);
  sm_exchange_seq_cst (&system_calls, 0);
  sm_exchange_seq_cst (&clock_readings, 0);
}

/* The counters count: creating a group allocates, attaching locks.  Without
   futexes, neither makes a system call that is counted.  */
static void
test_counters (void)
{
  struct synchedmem *mem;

  reset_counters ();
  mem = group (1, 1, 1, NULL);
  g_assert_cmpuint (sm_load_acquire (&allocations), >, 0);
#ifdef SM_OS_LINUX
  g_assert_cmpuint (sm_load_acquire (&system_calls), >, 0);
#endif
  sm_exchange_seq_cst (&system_calls, 0);
  sm_os_yield ();
  g_assert_cmpuint (sm_load_acquire (&system_calls), ==, 1);
  synchedmem_detach (place (mem, 0));
  g_assert_cmpuint (sm_load_acquire (&locks), >, 0);
  g_assert_cmpuint (sm_load_acquire (&clock_readings), >, 0);
  synchedmem_destroy (mem);
}

/* Two places of one thread, which never wait.  The profiler reads the clock at
   each one's arrival and when it goes on.  */
static void
test_no_calls (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  char data[300], fill = 'f';
  int error = 0, i, k;

  attr.fill = &fill;
  for (attr.layout = 0; attr.layout <= SYNCHEDMEM_LAYOUT_ALIGNED;
       attr.layout++)
    {
      struct synchedmem *mem = group (2, 150, 1, &attr);
      struct synchedmem_local *self[2];
      struct timespec later = from_now (1000000000);

      for (i = 0; i < 2; i++)
        self[i] = place (mem, (size_t) i);
      reset_counters ();
      for (k = 0; k < 1000; k++)
        {
          error |= synchedmem_write (self[0], data, 100);
          error |= synchedmem_overwrite (self[1]) == NULL;
          error |= k % 3 ? 0 : synchedmem_update (self[1]) == NULL;
          error |= synchedmem_arrive (self[0]);
          error |= synchedmem_try_wait (self[0]) != EAGAIN;
          error |= k % 2 ? synchedmem_sync (self[1])
                         : synchedmem_arrive (self[1]);
          error |= synchedmem_wait_until (self[0], &later);
          error |= k % 2 ? 0 : synchedmem_wait (self[1]);
          error |= synchedmem_view (self[0]) == NULL;
          error |= synchedmem_view_of (self[0], 1) == NULL;
          error |= synchedmem_read (self[0], data, 300);
        }
      g_assert_cmpuint (sm_load_acquire (&allocations), ==, 0);
      g_assert_cmpuint (sm_load_acquire (&locks), ==, 0);
      g_assert_cmpuint (sm_load_acquire (&system_calls), ==, 0);
      g_assert_cmpuint (sm_load_acquire (&clock_readings), ==,
                        synchedmem_has_profiler () ? 2 * 2 * 1000 : 0);
      g_assert_cmpint (error, ==, 0);
      for (i = 0; i < 2; i++)
        synchedmem_detach (self[i]);
      synchedmem_destroy (mem);
    }
}

/* Nor does the profiler read the clock after its end.  */
static void
test_no_clock_after_end (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);
  int error = synchedmem_finalize (mem), k;

  reset_counters ();
  for (k = 0; k < 10; k++)
    error |= synchedmem_sync (self);
  g_assert_cmpuint (sm_load_acquire (&clock_readings), ==, 0);
  g_assert_cmpint (error, ==, 0);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

/* A fork waits until nobody changes what all groups share.  */
static void
test_fork_locks (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  pid_t child;
  int status = 1;

  reset_counters ();
  child = fork ();
  if (child == 0)
    _exit (0);
  g_assert_cmpuint (sm_load_acquire (&locks), ==, 1);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  synchedmem_destroy (mem);
}

struct worker
{
  struct synchedmem *mem;
  size_t id;
  int error;
};

static pthread_barrier_t all_attached, all_done;

static void *
meet_often (void *arg)
{
  struct worker *w = arg;
  struct synchedmem_local *self;
  uint32_t seed = (uint32_t) w->id + 1;
  uint64_t k, cycles = scaled (3000);

  w->error = synchedmem_attach (w->mem, w->id, &self);
  pthread_barrier_wait (&all_attached);
  if (w->id == 0)
    reset_counters ();
  pthread_barrier_wait (&all_attached);
  for (k = 0; k < cycles && !w->error; k++)
    {
      random_delay (&seed);
      w->error = synchedmem_write (self, &k, 1);
      if (!w->error)
        w->error = synchedmem_sync (self);
    }
  pthread_barrier_wait (&all_done);
  pthread_barrier_wait (&all_done);
  if (!w->error)
    w->error = synchedmem_detach (self);
  return NULL;
}

static void
test_waiting_allocates_nothing (void)
{
  enum
  {
    num_threads = 5
  };
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int policy;

  for (policy = 0; policy <= SYNCHEDMEM_WAIT_PASSIVE; policy += 2)
    for (attr.buffers = 1; attr.buffers <= 2; attr.buffers++)
      {
        struct worker w[num_threads];
        pthread_t threads[num_threads];
        struct synchedmem *mem;
        uint32_t allocated, locked;
        size_t i;

        attr.wait_policy = policy;
        mem = group (num_threads, 1, sizeof (uint64_t), &attr);
        pthread_barrier_init (&all_attached, NULL, num_threads);
        pthread_barrier_init (&all_done, NULL, num_threads + 1);
        for (i = 0; i < num_threads; i++)
          {
            w[i] = (struct worker){ .mem = mem, .id = i };
            g_assert_cmpint (
                pthread_create (&threads[i], NULL, meet_often, &w[i]), ==, 0);
          }
        pthread_barrier_wait (&all_done);
        allocated = sm_load_acquire (&allocations);
        locked = sm_load_acquire (&locks);
        pthread_barrier_wait (&all_done);
        for (i = 0; i < num_threads; i++)
          pthread_join (threads[i], NULL);
        for (i = 0; i < num_threads; i++)
          g_assert_cmpint (w[i].error, ==, 0);
        g_assert_cmpuint (allocated, ==, 0);
#ifdef SM_OS_LINUX
        g_assert_cmpuint (locked, ==, 0);
#else
        (void) locked; /* parking is a lock there */
#endif
        pthread_barrier_destroy (&all_attached);
        pthread_barrier_destroy (&all_done);
        synchedmem_destroy (mem);
      }
}

int
main (int argc, char **argv)
{
  sm_annotate_sync_memory (&allocations, sizeof allocations);
  sm_annotate_sync_memory (&locks, sizeof locks);
  sm_annotate_sync_memory (&system_calls, sizeof system_calls);
  sm_annotate_sync_memory (&clock_readings, sizeof clock_readings);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calls/counters-count", test_counters);
  g_test_add_func ("/calls/cycle-without-waiting", test_no_calls);
  g_test_add_func ("/calls/no-clock-after-end", test_no_clock_after_end);
  g_test_add_func ("/calls/fork-locks", test_fork_locks);
  g_test_add_func ("/calls/waiting-allocates-nothing",
                   test_waiting_allocates_nothing);
  return g_test_run ();
}
