/* pinned.c: a processor for each thread, if there are enough.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#define _GNU_SOURCE /* sched_getcpu */

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

enum
{
  num_threads = 2,
  skipped = 77
};

#ifdef CPU_SETSIZE

/* The first processors that this program may use.  */
static int
choose (int *cpus)
{
  cpu_set_t usable;
  int cpu, n = 0;

  if (sched_getaffinity (0, sizeof usable, &usable) != 0)
    return 0;
  for (cpu = 0; cpu < CPU_SETSIZE && n < num_threads; cpu++)
    if (CPU_ISSET (cpu, &usable))
      cpus[n++] = cpu;
  return n;
}

static int
report (struct synchedmem_local *self, void *arg)
{
  const int *cpus = arg, *all;
  size_t id = synchedmem_thread_id (self), i;
  int here = sched_getcpu ();
  const void *view;
  int error = synchedmem_write_sync_read (self, &here, 1, &view);

  all = view;
  for (i = 0; !error && id == 0 && i < num_threads; i++)
    printf ("thread %zu: %s\n", i,
            all[i] == cpus[i] ? "on its processor" : "astray");
  return error;
}

int
main (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  int cpus[num_threads], error;

  if (choose (cpus) < num_threads)
    {
      fprintf (stderr, "pinned: too few processors\n");
      return skipped;
    }
  attr.cpus = cpus;
  /* With a processor for each, nobody has to make way.  */
  attr.wait_policy = SYNCHEDMEM_WAIT_ACTIVE;
  error = synchedmem_create (&mem, num_threads, 1, sizeof (int), &attr);
  if (!error)
    {
      error = synchedmem_run (mem, report, cpus);
      synchedmem_destroy (mem);
    }
  if (error)
    fprintf (stderr, "pinned: %s\n", strerror (error));
  if (error == EPERM || error == ENOTSUP)
    return skipped;
  return error != 0;
}

#else

int
main (void)
{
  fprintf (stderr, "pinned: this system cannot pin threads\n");
  return skipped;
}

#endif
