/* refusal.c: a system that refuses what the library takes of it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "refusal.h"

#include <glib.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int grants = -1;
int refused;
bool refuse_threads, refuse_keys;
int fork_watches;

static pthread_mutex_t refusing = PTHREAD_MUTEX_INITIALIZER;

static bool
refuse (void)
{
  bool now;

  /* Threads of a run come here at the same time.  */
  pthread_mutex_lock (&refusing);
  now = grants >= 0 && grants-- == 0;
  refused += now;
  pthread_mutex_unlock (&refusing);
  return now;
}

#define REFUSED(type, name, parameters, arguments, answer)                    \
  type __real_##name parameters;                                              \
  type __wrap_##name parameters;                                              \
  type __wrap_##name parameters                                               \
  {                                                                           \
    if (refuse ())                                                            \
      {                                                                       \
        errno = ENOMEM;                                                       \
        return answer;                                                        \
      }                                                                       \
    return __real_##name arguments;                                           \
  }

REFUSED (void *, malloc, (size_t size), (size), NULL)
REFUSED (void *, calloc, (size_t n, size_t size), (n, size), NULL)
REFUSED (void *, aligned_alloc, (size_t align, size_t size), (align, size),
         NULL)
REFUSED (void *, mmap,
         (void *start, size_t size, int prot, int flags, int fd, long offset),
         (start, size, prot, flags, fd, offset), MAP_FAILED)
REFUSED (int, pthread_setspecific, (pthread_key_t key, const void *value),
         (key, value), ENOMEM)

int __real_pthread_key_create (pthread_key_t *key, void (*destroy) (void *));
int __wrap_pthread_key_create (pthread_key_t *key, void (*destroy) (void *));
int
__wrap_pthread_key_create (pthread_key_t *key, void (*destroy) (void *))
{
  if (refuse_keys || refuse ())
    {
      errno = ENOMEM;
      return EAGAIN;
    }
  return __real_pthread_key_create (key, destroy);
}

/* Called before main.  */
int __real_pthread_atfork (void (*prepare) (void), void (*parent) (void),
                           void (*child) (void));
int __wrap_pthread_atfork (void (*prepare) (void), void (*parent) (void),
                           void (*child) (void));
int
__wrap_pthread_atfork (void (*prepare) (void), void (*parent) (void),
                       void (*child) (void))
{
  if (getenv (REFUSE_FORKS))
    return ENOMEM;
  fork_watches++;
  return __real_pthread_atfork (prepare, parent, child);
}

int __real_pthread_create (pthread_t *thread, const pthread_attr_t *attr,
                           void *(*fn) (void *), void *arg);
int __wrap_pthread_create (pthread_t *thread, const pthread_attr_t *attr,
                           void *(*fn) (void *), void *arg);
int
__wrap_pthread_create (pthread_t *thread, const pthread_attr_t *attr,
                       void *(*fn) (void *), void *arg)
{
  if (refuse_threads && refuse ())
    return EAGAIN;
  return __real_pthread_create (thread, attr, fn, arg);
}

void
in_child (int (*fn) (void))
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      alarm (100);
      exit (fn ());
    }
  g_assert_cmpint (child, >, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("the system sets no such limit here");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

bool
refuses_the_runtime (void)
{
#ifdef __clang__
#if __has_feature(address_sanitizer)
  g_test_skip ("the program holds the sanitizer's own calls");
  return true;
#endif
#endif
  return false;
}
