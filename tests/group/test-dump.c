/* test-dump.c: who is late, in numbers and in words.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/support.h"

#include <glib.h>
#include <inttypes.h>
#include <pthread.h>
#include <regex.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TIME "[0-9]+\\.[0-9]{3} s"

static char *
dump (const struct synchedmem *mem)
{
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream (&text, &size);

  g_assert_nonnull (out);
  g_assert_cmpint (synchedmem_dump (mem, out), ==, 0);
  fclose (out);
  return text;
}

static void
assert_dump (const struct synchedmem *mem, const char *pattern)
{
  char *text = dump (mem);
  regex_t regex;
  int error;

  g_assert_cmpint (regcomp (&regex, pattern, REG_EXTENDED | REG_NOSUB), ==, 0);
  error = regexec (&regex, text, 0, NULL, 0);
  if (error)
    g_test_message ("%s does not match %s", text, pattern);
  g_assert_cmpint (error, ==, 0);
  regfree (&regex);
  free (text);
}

static void
test_null (void)
{
  struct synchedmem *mem = group (1, 1, 1, NULL);
  size_t id;

  g_assert_cmpuint (synchedmem_missing (NULL, &id, 1), ==, 0);
  g_assert_cmpuint (synchedmem_missing (mem, NULL, 0), ==, 0);
  g_assert_cmpuint (synchedmem_missing (mem, NULL, 7), ==, 0);
  g_assert_cmpint (synchedmem_dump (NULL, stderr), ==, EINVAL);
  g_assert_cmpint (synchedmem_dump (mem, NULL), ==, EINVAL);
  synchedmem_destroy (mem);
}

/* What is said is more than a sleep, and less than sleep and creation.  */
static void
test_unit (void)
{
  const struct timespec nap = { .tv_nsec = 20000000 };
  uint64_t before = now_in_ns () / 1000000, said, s, ms;
  struct synchedmem *mem = group (1, 1, 1, NULL);
  char *text;

  while (nanosleep (&nap, NULL) != 0)
    ;
  text = dump (mem);
  g_assert_cmpint (sscanf (text,
                           "thread 0: cycle 0, detached, for %" SCNu64
                           ".%" SCNu64 " s",
                           &s, &ms),
                   ==, 2);
  said = s * 1000 + ms;
  g_assert_cmpuint (said, >=, 20);
  /* One for each of two roundings.  */
  g_assert_cmpuint (said, <=, now_in_ns () / 1000000 - before + 2);
  free (text);
  synchedmem_destroy (mem);
}

static void
test_missing (void)
{
  struct synchedmem *mem = group (4, 0, 1, NULL);
  struct synchedmem_local *self[4];
  size_t ids[4] = { 9, 9, 9, 9 };
  int i;

  for (i = 0; i < 4; i++)
    self[i] = place (mem, (size_t) i);
  g_assert_cmpuint (synchedmem_missing (mem, ids, 4), ==, 0);
  synchedmem_arrive (self[1]);
  g_assert_cmpuint (synchedmem_missing (mem, ids, 2), ==, 3);
  g_assert_cmpuint (ids[0], ==, 0);
  g_assert_cmpuint (ids[1], ==, 2);
  g_assert_cmpuint (ids[2], ==, 9); /* no more than asked for */
  synchedmem_detach (self[2]);
  synchedmem_leave (self[3]);
  synchedmem_arrive (self[0]);
  g_assert_cmpuint (synchedmem_missing (mem, ids, 4), ==, 1);
  g_assert_cmpuint (ids[0], ==, 2);
  self[2] = place (mem, 2);
  synchedmem_arrive (self[2]);
  g_assert_cmpuint (synchedmem_missing (mem, ids, 4), ==, 0);
  for (i = 0; i < 3; i++)
    synchedmem_detach (self[i]);
  synchedmem_destroy (mem);
}

static void
test_dump (void)
{
  struct synchedmem *mem = group (4, 0, 1, NULL);
  struct synchedmem_local *self[4];
  struct timespec soon;
  int i;

  for (i = 0; i < 4; i++)
    self[i] = place (mem, (size_t) i);
  assert_dump (mem, "^thread 0: cycle 0, computing, for at most " TIME "\n"
                    "thread 1: cycle 0, computing, for at most " TIME "\n.*"
                    "thread 3: cycle 0, computing, for at most " TIME "\n$");
  synchedmem_leave (self[3]);
  for (i = 0; i < 3; i++)
    synchedmem_arrive (self[i]);
  for (i = 0; i < 3; i++)
    synchedmem_wait (self[i]);
  synchedmem_detach (self[2]);
  synchedmem_arrive (self[0]);
  soon = from_now (2000000);
  g_assert_cmpint (synchedmem_wait_until (self[0], &soon), ==, ETIMEDOUT);
  assert_dump (mem, "^thread 0: cycle 1, waiting, for " TIME "\n"
                    "thread 1: cycle 1, late, for " TIME "\n"
                    "thread 2: cycle 1, detached, late, for " TIME "\n"
                    "thread 3: cycle 0, left, for " TIME "\n$");
  synchedmem_arrive (self[1]);
  self[2] = place (mem, 2);
  synchedmem_arrive (self[2]);
  synchedmem_wait (self[0]);
  assert_dump (mem, "^thread 0: cycle 2, computing, for at most " TIME "\n");
  synchedmem_abort (mem);
  assert_dump (mem, "^thread 0: cycle 2, computing, for at most " TIME
                    "; broken by ECANCELED\n");
  synchedmem_detach (self[2]);
  for (i = 0; i < 2; i++)
    synchedmem_detach (self[i]);
  synchedmem_destroy (mem);
}

static void *
arrive_and_end (void *arg)
{
  struct synchedmem *mem = arg;

  synchedmem_arrive (place (mem, 1));
  return NULL;
}

static void *
just_end (void *arg)
{
  struct synchedmem *mem = arg;

  place (mem, 2);
  return NULL;
}

/* Also when the others have detached because of it.  */
static void
test_ended_is_told_from_detached (void)
{
  struct synchedmem *mem = group (3, 0, 1, NULL);
  struct synchedmem_local *self = place (mem, 0);
  pthread_t thread;

  pthread_create (&thread, NULL, just_end, mem);
  pthread_join (thread, NULL);
  assert_dump (
      mem, "^thread 0: cycle 0, computing, for at most " TIME
           "; broken by EOWNERDEAD\n"
           "thread 1: cycle 0, detached, for " TIME "; broken by EOWNERDEAD\n"
           "thread 2: cycle 0, ended, for " TIME "; broken by EOWNERDEAD\n$");
  synchedmem_detach (self);
  g_assert_cmpint (synchedmem_reset (mem), ==, 0);
  self = place (mem, 0);
  pthread_create (&thread, NULL, arrive_and_end, mem);
  pthread_join (thread, NULL);
  synchedmem_detach (self);
  assert_dump (mem, "^thread 0: cycle 0, detached, late, for " TIME
                    "; broken by EOWNERDEAD\n"
                    "thread 1: cycle 0, ended, waiting, for " TIME
                    "; broken by EOWNERDEAD\n"
                    "thread 2: cycle 0, detached, late, for " TIME
                    "; broken by EOWNERDEAD\n$");
  synchedmem_destroy (mem);
}

static void
test_one_buffer (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  struct synchedmem_local *self[2];
  size_t id = 9;
  int i;

  attr.buffers = 1;
  mem = group (2, 0, 1, &attr);
  for (i = 0; i < 2; i++)
    self[i] = place (mem, (size_t) i);
  for (i = 0; i < 2; i++)
    synchedmem_arrive (self[i]);
  for (i = 0; i < 2; i++)
    synchedmem_wait (self[i]);
  assert_dump (mem, "^thread 0: cycle 1, computing, ");
  synchedmem_arrive (self[1]);
  g_assert_cmpuint (synchedmem_missing (mem, &id, 1), ==, 1);
  g_assert_cmpuint (id, ==, 0);
  assert_dump (mem, "^thread 0: cycle 1, late, for at most " TIME "\n"
                    "thread 1: cycle 1, waiting, for at most " TIME "\n$");
  for (i = 0; i < 2; i++)
    synchedmem_detach (self[i]);
  synchedmem_destroy (mem);
}

static void *
write_and_sync (void *arg)
{
  struct synchedmem_local *self = place (arg, 1);
  int error = synchedmem_write (self, "a", 1);

  if (!error)
    error = synchedmem_sync (self);
  synchedmem_detach (self);
  return GINT_TO_POINTER (error);
}

/* With one buffer, who writes waits until all views have ended.  */
static void
test_waiting_for_readers (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  struct synchedmem_local *self;
  pthread_t writer;
  void *error;

  attr.buffers = 1;
  mem = group (2, 1, 1, &attr);
  self = place (mem, 0);
  g_assert_cmpint (pthread_create (&writer, NULL, write_and_sync, mem), ==, 0);
  await_missing (mem, 1);
  assert_dump (mem,
               "^thread 0: cycle 0, late, for (at most )?" TIME "\n"
               "thread 1: cycle 0, waiting for readers, for (at most )?" TIME
               "\n$");
  g_assert_cmpint (synchedmem_sync (self), ==, 0);
  pthread_join (writer, &error);
  g_assert_null (error);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
}

static void
test_full_disk (void)
{
  struct synchedmem *mem = group (1, 0, 1, NULL);
  FILE *full = fopen ("/dev/full", "w");

  if (!full)
    g_test_skip ("there is no /dev/full");
  else
    {
      errno = 4711;
      g_assert_cmpint (synchedmem_dump (mem, full), ==, ENOSPC);
      g_assert_cmpint (errno, ==, 4711);
      fclose (full);
    }
  synchedmem_destroy (mem);
}

struct running
{
  struct synchedmem *mem;
  sem_t ended;
};

static int
three_cycles (struct synchedmem_local *self, void *arg)
{
  int k, error = 0;

  (void) arg;
  for (k = 0; k < 3 && !error; k++)
    error = synchedmem_sync (self);
  return error;
}

static void *
run_three_cycles (void *arg)
{
  struct running *running = arg;

  g_assert_cmpint (synchedmem_run (running->mem, three_cycles, NULL), ==, 0);
  sem_post (&running->ended);
  return NULL;
}

/* Whoever arrives while it is written, no thread is before the first cycle. */
static void
test_beside (void)
{
  uint64_t rounds = scaled (2000);

  while (rounds--)
    {
      struct running running = { .mem = group (2, 1, 1, NULL) };
      pthread_t thread;

      sem_init (&running.ended, 0, 0);
      pthread_create (&thread, NULL, run_three_cycles, &running);
      do
        {
          char *text = dump (running.mem);

          g_assert_null (strstr (text, "cycle 18446744073709551615"));
          free (text);
      } while (sem_trywait (&running.ended) != 0);
      pthread_join (thread, NULL);
      sem_destroy (&running.ended);
      g_assert_cmpint (synchedmem_destroy (running.mem), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dump/null", test_null);
  g_test_add_func ("/dump/unit", test_unit);
  g_test_add_func ("/dump/missing", test_missing);
  g_test_add_func ("/dump/states", test_dump);
  g_test_add_func ("/dump/ended-is-told-from-detached",
                   test_ended_is_told_from_detached);
  g_test_add_func ("/dump/one-buffer", test_one_buffer);
  g_test_add_func ("/dump/waiting-for-readers", test_waiting_for_readers);
  g_test_add_func ("/dump/beside", test_beside);
  g_test_add_func ("/dump/full-disk", test_full_disk);
  return g_test_run ();
}
