/* test-shortage.c: no memory, no threads: each call that cannot have what it
   needs says so, changes nothing, and succeeds when there is some again.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The linker leads what the library takes of the system through the functions
   here; each is refused the nth time.  */

#include <config.h>

#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Refuse when it has come down to 0.  */
static int grants = -1;
static int refused;
static bool refuse_threads;

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
REFUSED (int, pthread_key_create,
         (pthread_key_t * key, void (*destroy) (void *)), (key, destroy),
         EAGAIN)
REFUSED (int, pthread_setspecific, (pthread_key_t key, const void *value),
         (key, value), ENOMEM)
REFUSED (int, pthread_atfork,
         (void (*prepare) (void), void (*parent) (void), void (*child) (void)),
         (prepare, parent, child), ENOMEM)

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

#define expect(condition)                                                     \
  do                                                                          \
    if (!(condition))                                                         \
      {                                                                       \
        fprintf (stderr, "line %d: not so: %s\n", __LINE__, #condition);      \
        return 1;                                                             \
      }                                                                       \
  while (0)

/* Run FN in a child, in which no group has ever been created.  */
static void
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

static int
meet (struct synchedmem_local *self, void *arg)
{
  (void) arg;
  return synchedmem_sync (self);
}

/* The first group of the process; the rest takes what it needs, too.  */
static int
first_group (void)
{
  struct synchedmem *const none = (void *) &grants, *mem;
  struct synchedmem_local *self;
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  int cpus[2] = { -1, -1 }, n, error;
  const void *view;

  attr.fill = "f";
  attr.cpus = cpus;
  for (n = 0;; n++)
    {
      mem = none;
      refused = 0;
      grants = n;
      errno = 4711;
      error = synchedmem_create (&mem, 2, 3, 1, &attr);
      grants = -1;
      if (!refused)
        break;
      /* What is refused first is malloc, which sets errno.  */
      expect (n > 0 || errno == 4711);
      expect (refused == 1);
      /* Some do not need what was refused, such as a file's buffer.  */
      if (error)
        expect (error == ENOMEM && mem == none);
      else
        expect (synchedmem_destroy (mem) == 0);
    }
  expect (error == 0);
  expect (n >= 3);
  for (n = 0;; n++)
    {
      grants = n;
      error = synchedmem_attach (mem, 0, &self);
      grants = -1;
      if (!error)
        break;
      expect (error == ENOMEM);
      expect (synchedmem_status (mem) == 0);
    }
  expect (n >= 1);
  expect (synchedmem_leave (self) == 0);
  expect (synchedmem_attach (mem, 1, &self) == 0);
  grants = 0;
  error = synchedmem_write_sync_read (self, "ab", 2, &view);
  error |= synchedmem_detach (self);
  error |= grants; /* the cycle takes nothing */
  grants = -1;
  expect (error == 0);
  expect (synchedmem_reset (mem) == 0);
  for (n = 0;; n++)
    {
      refused = 0;
      grants = n;
      errno = 4711;
      error = synchedmem_run (mem, meet, NULL);
      grants = -1;
      if (!error)
        break;
      expect (error == ENOMEM && synchedmem_status (mem) == 0);
      expect (errno == 4711);
    }
  expect (n >= 3); /* the threads' table, two attaches */
  expect (synchedmem_run (mem, meet, NULL) == 0);
  expect (synchedmem_destroy (mem) == 0);
  return 0;
}

/* Linked into the program, the runtime of clang's AddressSanitizer is refused
   what its threads need.  */
static bool
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

static void
test_no_memory (void)
{
  if (!refuses_the_runtime ())
    in_child (first_group);
}

/* Refused over and over, creation does not use up what is scarce: there are
   1024 thread-specific keys.  */
static int
refused_often (void)
{
  struct synchedmem *mem;
  int i, k;

  for (i = 0; i < 3000; i++)
    {
      grants = i % 4;
      if (synchedmem_create (&mem, 1, 1, 1, NULL) == 0)
        synchedmem_destroy (mem);
      grants = -1;
    }
  for (k = 0; k < 2; k++)
    {
      expect (synchedmem_create (&mem, 1, 1, 1, NULL) == 0);
      expect (synchedmem_run (mem, meet, NULL) == 0);
      expect (synchedmem_destroy (mem) == 0);
    }
  return 0;
}

/* As above, with one thing refused always.  */
static int
refused_at_fork (void)
{
  struct synchedmem *mem;
  int i;

  for (i = 0; i < 3000; i++)
    {
      /* calloc, mmap, the key; then pthread_atfork.  */
      grants = 3;
      if (synchedmem_create (&mem, 1, 1, 1, NULL) == 0)
        {
          grants = -1;
          synchedmem_destroy (mem);
          break;
        }
      /* From the second time on there may be a key.  */
      grants = 2;
      if (synchedmem_create (&mem, 1, 1, 1, NULL) == 0)
        {
          grants = -1;
          synchedmem_destroy (mem);
          break;
        }
    }
  grants = -1;
  expect (synchedmem_create (&mem, 1, 1, 1, NULL) == 0);
  expect (synchedmem_run (mem, meet, NULL) == 0);
  expect (synchedmem_destroy (mem) == 0);
  return 0;
}

static void
test_refused_often (void)
{
  in_child (refused_often);
  in_child (refused_at_fork);
}

/* Not all threads of a run can be started: no function runs, and the group is
   as it was.  */
static int num_runs;

static int
count_runs (struct synchedmem_local *self, void *arg)
{
  (void) arg;
  if (synchedmem_thread_id (self) == 0)
    num_runs++;
  return synchedmem_sync (self);
}

static void
test_no_threads (void)
{
  enum
  {
    n = 5
  };
  struct synchedmem *mem;
  int k, error;

  if (refuses_the_runtime ())
    return;
  mem = group (n, 1, 1, NULL);
  refuse_threads = true;
  for (k = 0; k < n; k++)
    {
      num_runs = 0;
      /* The table first, then a thread and its attach in any order.  */
      grants = 1 + k;
      error = synchedmem_run (mem, count_runs, NULL);
      grants = -1;
      g_assert_true (error == EAGAIN || error == ENOMEM);
      g_assert_cmpint (num_runs, ==, 0);
      g_assert_cmpint (synchedmem_status (mem), ==, 0);
      g_assert_cmpint (synchedmem_run (mem, count_runs, NULL), ==, 0);
      g_assert_cmpint (num_runs, ==, 1);
    }
  refuse_threads = false;
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* Runs that must not be start nothing.  */
static void
test_refused_runs (void)
{
  struct synchedmem *mem = group (2, 1, 1, NULL);
  struct synchedmem_local *self = place (mem, 1);
  int busy, broken;

  grants = 0;
  busy = synchedmem_run (mem, count_runs, NULL);
  grants = -1;
  synchedmem_detach (self);
  synchedmem_abort (mem);
  grants = 0;
  broken = synchedmem_run (mem, count_runs, NULL);
  grants = -1;
  g_assert_cmpint (busy, ==, EBUSY);
  g_assert_cmpint (broken, ==, ECANCELED);
  g_assert_cmpint (synchedmem_destroy (mem), ==, 0);
}

/* Limits of the system itself.  The soft one is set, and put back.  */
static int
under_limit (int resource, rlim_t soft, size_t len, int error1, int error2)
{
  struct synchedmem *mem, *large = NULL;
  struct rlimit before, limit;
  int error;

  expect (synchedmem_create (&mem, 4, 1, 1, NULL) == 0);
  expect (getrlimit (resource, &before) == 0);
  limit = before;
  limit.rlim_cur = soft;
  if (setrlimit (resource, &limit) != 0)
    return 77;
  error = len ? synchedmem_create (&large, 4, len, 1, NULL)
              : synchedmem_run (mem, count_runs, NULL);
  expect (setrlimit (resource, &before) == 0);
  if (error == 0)
    return 77;
  expect (error == error1 || error == error2);
  expect (large == NULL && num_runs == 0);
  expect (synchedmem_status (mem) == 0);
  expect (synchedmem_run (mem, count_runs, NULL) == 0 && num_runs == 1);
  expect (synchedmem_destroy (mem) == 0);
  return 0;
}

static int
few_processes (void)
{
  const char *detector = g_getenv ("SYNCHEDMEM_TEST_DETECTOR");

  /* For Helgrind, a thread that cannot be started is an error by itself; DRD
     does not survive it.  */
  if (detector
      && (strcmp (detector, "helgrind") == 0 || strcmp (detector, "drd") == 0))
    return 77;
  /* The limit does not hold for root.  */
  if (getuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
    return 77;
  return under_limit (RLIMIT_NPROC, 1, 0, EAGAIN, ENOMEM);
}

static int
little_address_space (void)
{
  const char *detector = g_getenv ("SYNCHEDMEM_TEST_DETECTOR");
  int status;

  /* Detectors need terabytes.  */
  if (detector && strcmp (detector, "none") != 0)
    return 77;
  /* First, while no thread has left a stack to use again.  An emulator's
     limit is not that of its program.  */
  status = under_limit (RLIMIT_AS, 1 << 20, 0, EAGAIN, ENOMEM);
  if (status)
    return status;
  num_runs = 0;
  return under_limit (RLIMIT_AS, (rlim_t) 256 << 20, (size_t) 256 << 20,
                      ENOMEM, ENOMEM);
}

/* A snapshot: none, or a whole one.  */
static int
timing (void)
{
  struct synchedmem_timing *const none = (void *) &grants, *timing = none;
  struct synchedmem *mem;
  size_t count;
  int n, error;

  expect (synchedmem_create (&mem, 2, 1, 1, NULL) == 0);
  expect (synchedmem_run (mem, meet, NULL) == 0);
  expect (synchedmem_timing_create (mem, &timing) == 0);
  count = synchedmem_timing_block_count (timing, 1);
  expect (count >= 1);
  synchedmem_timing_destroy (timing);
  timing = none;
  for (n = 0;; n++)
    {
      errno = 77;
      grants = n;
      error = synchedmem_timing_create (mem, &timing);
      grants = -1;
      expect (errno == 77);
      if (!error)
        break;
      expect (error == ENOMEM && timing == none);
    }
  expect (n >= 5); /* of it three, and the blocks of two threads */
  expect (synchedmem_timing_block_count (timing, 1) == count);
  synchedmem_timing_destroy (timing);
  expect (synchedmem_destroy (mem) == 0);
  return 0;
}

static void
test_timing (void)
{
  if (synchedmem_has_profiler ())
    in_child (timing);
  else
    g_test_skip ("there is no profiler");
}

/* The profile's files: a complaint on stderr, or the files.  */
static char *folder;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static int
profile (void)
{
  char *prefix = in_folder ("p"), *log = in_folder ("log"), *text;
  struct synchedmem *mem;
  struct synchedmem_local *self;
  int n, told;

  expect (freopen (log, "w", stderr) != NULL);
  g_setenv ("SYNCHEDMEM_PROFILE", prefix, TRUE);
  for (n = 0, told = 1; told; n++)
    {
      expect (synchedmem_create (&mem, 1, 1, 1, NULL) == 0);
      expect (synchedmem_attach (mem, 0, &self) == 0);
      expect (synchedmem_sync (self) == 0);
      expect (synchedmem_detach (self) == 0);
      rewind (stderr);
      expect (ftruncate (fileno (stderr), 0) == 0);
      grants = n;
      expect (synchedmem_finalize (mem) == 0);
      told = grants < 0;
      grants = -1;
      fflush (stderr);
      expect (g_file_get_contents (log, &text, NULL, NULL));
      expect (told == g_str_has_prefix (text, "libsynchedmem: cannot write "));
      expect (told == (strstr (text, strerror (ENOMEM)) != NULL));
      g_free (text);
      expect (synchedmem_destroy (mem) == 0);
    }
  expect (n >= 5); /* as a snapshot of one thread, and the name */
  g_free (log);
  g_free (prefix);
  return 0;
}

static void
test_profile (void)
{
  GDir *files;
  const char *name;

  if (!synchedmem_has_profiler ())
    {
      g_test_skip ("there is no profiler");
      return;
    }
  folder = g_dir_make_tmp ("synchedmem-XXXXXX", NULL);
  in_child (profile);
  files = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (files)) != NULL)
    {
      char *file = in_folder (name);
      g_unlink (file);
      g_free (file);
    }
  g_dir_close (files);
  g_rmdir (folder);
  g_free (folder);
}

static void
test_few_processes (void)
{
  in_child (few_processes);
}

static void
test_little_address_space (void)
{
  in_child (little_address_space);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* In children, before there is a group here.  */
  g_test_add_func ("/shortage/no-memory", test_no_memory);
  g_test_add_func ("/shortage/refused-often", test_refused_often);
  g_test_add_func ("/shortage/timing", test_timing);
  g_test_add_func ("/shortage/profile-files", test_profile);
  g_test_add_func ("/shortage/few-processes", test_few_processes);
  g_test_add_func ("/shortage/little-address-space",
                   test_little_address_space);
  g_test_add_func ("/shortage/no-threads", test_no_threads);
  g_test_add_func ("/shortage/refused-runs", test_refused_runs);
  return g_test_run ();
}
