/* probed.c: a program whose every meeting is known, for those who look in.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The main thread holds both places, so that all comes in the same order
   each time.  tests/checks/check-probes.sh knows what must be seen.  */

#include <synchedmem.h>

#include <pthread.h>
#include <stdio.h>

static int errors;

static void
expect (int error, int expected)
{
  if (error != expected)
    errors++;
}

static struct synchedmem *
create (unsigned int buffers, struct synchedmem_local **places)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem = NULL;

  attr.wait_policy = SYNCHEDMEM_WAIT_PASSIVE;
  attr.buffers = buffers;
  expect (synchedmem_create (&mem, 2, 1, 1, &attr), 0);
  expect (synchedmem_attach (mem, 0, &places[0]), 0);
  expect (synchedmem_attach (mem, 1, &places[1]), 0);
  return mem;
}

/* A cycle, and one in which place 0 waits in vain before; then an abort.  */
static void
two_buffers (struct synchedmem *mem, struct synchedmem_local **places)
{
  struct timespec soon;

  expect (synchedmem_arrive (places[0]), 0);
  expect (synchedmem_arrive (places[1]), 0);
  expect (synchedmem_wait (places[1]), 0);
  expect (synchedmem_wait (places[0]), 0);

  expect (synchedmem_arrive (places[0]), 0);
  clock_gettime (CLOCK_MONOTONIC, &soon);
  soon.tv_sec++;
  expect (synchedmem_wait_until (places[0], &soon), ETIMEDOUT);
  expect (synchedmem_arrive (places[1]), 0);
  expect (synchedmem_wait (places[0]), 0);
  expect (synchedmem_wait (places[1]), 0);

  expect (synchedmem_abort (mem), 0);
  expect (synchedmem_abort (mem), 0);
  expect (synchedmem_detach (places[0]), 0);
  expect (synchedmem_detach (places[1]), 0);
}

static void *
hold (void *arg)
{
  struct synchedmem_local *self;

  expect (synchedmem_attach (arg, 1, &self), 0);
  return NULL;
}

/* A cycle in which place 0 writes when place 1 has arrived; then a thread
   ends that holds place 1.  */
static void
one_buffer (struct synchedmem *mem, struct synchedmem_local **places)
{
  pthread_t thread;

  expect (synchedmem_arrive (places[1]), 0);
  expect (synchedmem_write (places[0], "0", 1), 0);
  expect (synchedmem_arrive (places[0]), 0);
  expect (synchedmem_wait (places[0]), 0);
  expect (synchedmem_wait (places[1]), 0);

  expect (synchedmem_detach (places[1]), 0);
  expect (pthread_create (&thread, NULL, hold, mem), 0);
  expect (pthread_join (thread, NULL), 0);
  expect (synchedmem_status (mem), EOWNERDEAD);
  expect (synchedmem_detach (places[0]), 0);
}

/* Place 1 leaves.  */
static void
leave (struct synchedmem_local **places)
{
  expect (synchedmem_leave (places[1]), 0);
  expect (synchedmem_sync (places[0]), 0);
  expect (synchedmem_detach (places[0]), 0);
}

int
main (void)
{
  struct synchedmem *mem[3];
  struct synchedmem_local *places[3][2];
  int i;

  /* All at once, so that none has the address that another had.  */
  for (i = 0; i < 3; i++)
    mem[i] = create (i == 1 ? 1 : 2, places[i]);
  two_buffers (mem[0], places[0]);
  one_buffer (mem[1], places[1]);
  leave (places[2]);
  for (i = 0; i < 3; i++)
    expect (synchedmem_destroy (mem[i]), 0);
  if (errors)
    printf ("%d calls returned something else\n", errors);
  return errors > 0;
}
