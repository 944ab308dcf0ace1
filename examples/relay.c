/* relay.c: one place is handed on, another is left.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <synchedmem.h>

enum
{
  len = 4
};

struct runner
{
  const char *name;
  size_t place;
  int cycles;
  int (*finish) (struct synchedmem_local *self);
  struct synchedmem *mem;
  pthread_t thread;
  int error;
};

static void *
run (void *arg)
{
  struct runner *runner = arg;
  struct synchedmem_local *self;
  const void *all;
  int i, error = synchedmem_attach (runner->mem, runner->place, &self);

  for (i = 0; !error && i < runner->cycles; i++)
    {
      error = synchedmem_write_sync_read (self, runner->name,
                                          strlen (runner->name), &all);
      if (!error && runner->place == 0)
        printf ("cycle %d: %s, %s, %s\n", (int) synchedmem_cycle (self),
                (const char *) all, (const char *) all + len,
                (const char *) all + 2 * len);
    }
  if (!error)
    error = runner->finish (self);
  /* The others must not wait for a thread that failed.  */
  if (error)
    synchedmem_abort (runner->mem);
  runner->error = error;
  return NULL;
}

static int
start (struct runner *runner, struct synchedmem *mem)
{
  runner->mem = mem;
  return pthread_create (&runner->thread, NULL, run, runner);
}

static int
join (struct runner *runner)
{
  int error = pthread_join (runner->thread, NULL);
  return error ? error : runner->error;
}

int
main (void)
{
  struct runner ann = { "ann", 0, 4, synchedmem_detach, NULL, 0, 0 };
  struct runner bob = { "bob", 1, 2, synchedmem_detach, NULL, 0, 0 };
  struct runner cat = { "cat", 1, 2, synchedmem_detach, NULL, 0, 0 };
  struct runner dan = { "dan", 2, 1, synchedmem_leave, NULL, 0, 0 };
  struct synchedmem *mem;
  int error = synchedmem_create (&mem, 3, len, 1, NULL);

  if (!error)
    error = start (&ann, mem);
  if (!error)
    error = start (&bob, mem);
  if (!error)
    error = start (&dan, mem);
  /* Cat takes bob's place, in the cycle in which bob stopped.  */
  if (!error)
    error = join (&bob);
  if (!error)
    error = start (&cat, mem);
  if (!error)
    error = join (&cat);
  if (!error)
    error = join (&dan);
  if (!error)
    error = join (&ann);
  if (!error)
    error = synchedmem_destroy (mem);
  if (error)
    fprintf (stderr, "relay: %s\n", strerror (error));
  return error != 0;
}
