/* support.c: what the test suites share.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
die (const char *what, int error)
{
  fprintf (stderr, "%s: %s\n", what, strerror (error));
  abort ();
}

void
six_longs (va_list args, long *to)
{
  int i;

  for (i = 0; i < 6; i++)
    to[i] = va_arg (args, long);
}

/* Of a build that counts what is reached.  */
void __gcov_dump (void) __attribute__ ((weak));

void
end_child (int status)
{
  if (__gcov_dump)
    __gcov_dump ();
  _exit (status);
}

uint64_t
scaled (uint64_t count)
{
  const char *divisor = getenv ("SYNCHEDMEM_TEST_SLOW");
  uint64_t n = divisor ? strtoull (divisor, NULL, 10) : 1;

  count /= n ? n : 1;
  return count < 10 ? 10 : count;
}

void
run_threads (size_t num_threads, void *(*fn) (void *), void *args,
             size_t arg_size)
{
  pthread_t *threads = calloc (num_threads, sizeof *threads);
  size_t i;
  int error;

  if (!threads)
    die ("calloc", errno);
  for (i = 0; i < num_threads; i++)
    {
      error = pthread_create (&threads[i], NULL, fn,
                              (char *) args + i * arg_size);
      if (error)
        die ("pthread_create", error);
    }
  for (i = 0; i < num_threads; i++)
    pthread_join (threads[i], NULL);
  free (threads);
}

uint64_t
payload (uint64_t cycle, size_t writer, size_t index)
{
  return cycle << 32 | (uint64_t) writer << 20 | index;
}

uint32_t
random_next (uint32_t *state)
{
  /* Marsaglia 2003, "Xorshift RNGs".  */
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

void
random_delay (uint32_t *state)
{
  uint32_t kind = random_next (state) % 1024;
  uint32_t i;

  if (kind < 2)
    sleep_ns (random_next (state) % 20000);
  else if (kind < 12)
    sched_yield ();
  else if (kind < 200)
    for (i = random_next (state) % 500; i > 0; i--)
      __asm__ volatile("" ::: "memory");
}

uint64_t
now_in_ns (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (uint64_t) t.tv_sec * 1000000000 + (uint64_t) t.tv_nsec;
}

struct timespec
from_now (int64_t ns)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  ns += t.tv_nsec;
  t.tv_sec += (time_t) (ns / 1000000000);
  ns %= 1000000000;
  if (ns < 0)
    {
      ns += 1000000000;
      t.tv_sec--;
    }
  t.tv_nsec = (long) ns;
  return t;
}

void
sleep_ns (int64_t ns)
{
  struct timespec t = { (time_t) (ns / 1000000000), (long) (ns % 1000000000) };

  while (nanosleep (&t, &t) != 0 && errno == EINTR)
    ;
}

void
await_missing (const struct synchedmem *mem, size_t count)
{
  int i;

  for (i = 0; i < 60000; i++)
    {
      if (synchedmem_missing (mem, NULL, 0) == count)
        return;
      sleep_ns (1000000);
    }
  die ("await_missing", ETIMEDOUT);
}

static FILE *diverted;
static int saved_stderr;

void
divert_stderr (void)
{
  fflush (stderr);
  diverted = tmpfile ();
  saved_stderr = dup (STDERR_FILENO);
  if (!diverted || saved_stderr < 0
      || dup2 (fileno (diverted), STDERR_FILENO) < 0)
    die ("divert_stderr", errno);
}

char *
restore_stderr (void)
{
  char *text = NULL;
  size_t room = 0;

  fflush (stderr);
  dup2 (saved_stderr, STDERR_FILENO);
  close (saved_stderr);
  rewind (diverted);
  /* To the end, which no zero comes before.  */
  if (getdelim (&text, &room, '\0', diverted) < 0)
    {
      free (text);
      text = strdup ("");
    }
  fclose (diverted);
  if (!text)
    die ("restore_stderr", ENOMEM);
  return text;
}

struct synchedmem *
group (size_t num_threads, size_t segment_len, size_t elem_size,
       const struct synchedmem_attr *attr)
{
  struct synchedmem *mem = NULL;
  int error
      = synchedmem_create (&mem, num_threads, segment_len, elem_size, attr);

  if (error)
    die ("synchedmem_create", error);
  return mem;
}

struct synchedmem_local *
place (struct synchedmem *mem, size_t thread_id)
{
  struct synchedmem_local *self = NULL;
  int error = synchedmem_attach (mem, thread_id, &self);

  if (error)
    die ("synchedmem_attach", error);
  return self;
}
