/* random.c: random calls by several threads, against the contract's model.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: random [--seed N] [--seconds N] [--exact | --free] [--calls N]
                 [--replay FILE]

   Cases run in a child process, so that one that crashes or hangs is a
   failure like others.  An exact case that fails is made short, by dropping
   calls while it still fails, and printed so that --replay reads it.  */

#include <config.h>

#include "random.h"
#include "support/support.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* A case that takes so many times the patience for a call hangs.  */
enum
{
  case_limit = 6
};

/* What the child tells its parent.  */
struct report
{
  uint32_t seed;  /* of the case that runs */
  uint64_t cases; /* that were right */
  char message[RANDOM_MESSAGE];
};

struct options
{
  uint32_t seed;
  bool has_seed;
  double seconds;
  int only; /* 0: both, 'e' or 'f' */
  size_t calls;
  const char *replay;
};

static struct report *report;
static int test_number;

/* Run FN in a child.  Returns whether it was right; if not, the report has a
   message.  */
static bool
in_child (bool (*fn) (const void *arg), const void *arg)
{
  int status;
  pid_t child;

  fflush (NULL);
  report->message[0] = '\0';
  child = fork ();
  if (child < 0)
    {
      perror ("random: fork");
      exit (2);
    }
  if (child == 0)
    {
      bool right = fn (arg);
      fflush (NULL);
      /* Threads that hang must not keep it.  A detector that found something
         changes the status of exit alone.  */
      if (!right)
        _exit (1);
      exit (0);
    }
  while (waitpid (child, &status, 0) != child)
    ;
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return true;
  if (report->message[0])
    return false;
  if (WIFSIGNALED (status))
    snprintf (report->message, RANDOM_MESSAGE, "it %s",
              WTERMSIG (status) == SIGALRM ? "hangs"
                                           : strsignal (WTERMSIG (status)));
  else
    snprintf (report->message, RANDOM_MESSAGE, "it exits with %d",
              WEXITSTATUS (status));
  return false;
}

static void
limit_case (void)
{
  double seconds = case_limit * random_patience_s;
  struct itimerval limit = { .it_value.tv_sec = (time_t) seconds };

  limit.it_value.tv_usec = 1;
  setitimer (ITIMER_REAL, &limit, NULL);
}

static bool
run_exact (const void *arg)
{
  limit_case ();
  return random_exact (arg, report->message);
}

struct batch
{
  const struct options *options;
  bool (*one) (const struct options *options, uint32_t seed);
  uint32_t seed;
  uint64_t until; /* as now_in_ns */
};

static bool
one_exact (const struct options *options, uint32_t seed)
{
  struct random_case c;
  bool right;

  random_case_make (&c, seed, options->calls);
  right = random_exact (&c, report->message);
  random_case_end (&c);
  return right;
}

static bool
one_free (const struct options *options, uint32_t seed)
{
  (void) options;
  return random_free (seed, report->message);
}

static bool
run_batch (const void *arg)
{
  const struct batch *batch = arg;
  uint32_t seed = batch->seed;

  do
    {
      report->seed = seed++;
      limit_case ();
      if (!batch->one (batch->options, report->seed))
        return false;
      report->cases++;
  } while (now_in_ns () < batch->until);
  return true;
}

static bool
still_fails (const struct random_case *c)
{
  return !in_child (run_exact, c);
}

static void
print_failure (const char *message)
{
  char line[RANDOM_MESSAGE], *at;

  snprintf (line, sizeof line, "%s", message);
  for (at = strtok (line, "\n"); at; at = strtok (NULL, "\n"))
    printf ("# %s\n", at);
}

/* The case of SEED has failed: print a short one that fails, too.  */
static void
print_short (const struct options *options, uint32_t seed)
{
  struct random_case whole, c;
  double patience = random_patience_s;
  char message[RANDOM_MESSAGE];

  snprintf (message, sizeof message, "%s", report->message);
  random_case_make (&whole, seed, options->calls);
  random_case_copy (&c, &whole);
  /* What hangs, hangs sooner while it is made short.  */
  random_patience_s = patience / 25;
  random_case_shrink (&c, still_fails, message);
  random_patience_s = patience;
  if (still_fails (&c))
    printf ("# made short, for --replay:\n");
  else
    {
      random_case_end (&c);
      random_case_copy (&c, &whole);
      printf ("# it does not always fail; for --replay:\n");
    }
  random_case_print (stdout, &c);
  print_failure (report->message);
  random_case_end (&c);
  random_case_end (&whole);
}

/* Cases from SEED on.  Returns 1 if one fails.  */
static int
test (const struct options *options, uint32_t seed, bool exact, double seconds)
{
  struct batch batch = { .options = options,
                         .one = exact ? one_exact : one_free,
                         .seed = seed,
                         .until = now_in_ns () + (uint64_t) (seconds * 1e9) };
  const char *name = exact ? "exact" : "free";

  report->cases = 0;
  test_number++;
  if (in_child (run_batch, &batch))
    {
      printf ("ok %d - /random/%s: %" PRIu64 " cases from seed %" PRIu32 "\n",
              test_number, name, report->cases, seed);
      return 0;
    }
  printf ("# seed %" PRIu32 ", after %" PRIu64 " cases:\n", report->seed,
          report->cases);
  print_failure (report->message);
  if (exact)
    print_short (options, report->seed);
  printf ("not ok %d - /random/%s from seed %" PRIu32 "\n", test_number, name,
          seed);
  return 1;
}

static int
replay (const char *name)
{
  FILE *in = strcmp (name, "-") == 0 ? stdin : fopen (name, "r");
  struct random_case c;
  bool right;

  if (!in || !random_case_parse (in, &c))
    {
      fprintf (stderr, "random: %s holds no case\n", name);
      return 2;
    }
  random_case_print (stdout, &c);
  right = !still_fails (&c);
  printf ("# %s\n", right ? "it is right" : report->message);
  random_case_end (&c);
  if (in != stdin)
    fclose (in);
  return !right;
}

static int
usage (void)
{
  fprintf (stderr, "usage: random [--seed N] [--seconds N] [--exact | --free]"
                   " [--calls N]\n"
                   "              [--replay FILE]\n");
  return 2;
}

static bool
parse (int argc, char **argv, struct options *options)
{
  int i;

  for (i = 1; i < argc; i++)
    {
      const char *name = argv[i];
      const char *value = i + 1 < argc ? argv[i + 1] : NULL;

      if (strcmp (name, "--tap") == 0)
        continue;
      if (strcmp (name, "--exact") == 0 || strcmp (name, "--free") == 0)
        {
          options->only = name[2];
          continue;
        }
      if (!value)
        return false;
      i++;
      if (strcmp (name, "--seed") == 0)
        {
          options->seed = (uint32_t) strtoul (value, NULL, 10);
          options->has_seed = true;
        }
      else if (strcmp (name, "--seconds") == 0)
        options->seconds = strtod (value, NULL);
      else if (strcmp (name, "--calls") == 0)
        options->calls = strtoul (value, NULL, 10);
      else if (strcmp (name, "--replay") == 0)
        options->replay = value;
      else
        return false;
    }
  return options->calls > 0;
}

/* Without a seed: a fixed one, and one that differs each time.  */
int
main (int argc, char **argv)
{
  struct options options = { .seconds = 4, .calls = 200 };
  uint32_t seeds[2] = { 1, 0 };
  int failed = 0, num_seeds, i;
  struct timespec t;

  report = mmap (NULL, sizeof *report, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (report == MAP_FAILED || !parse (argc, argv, &options))
    return usage ();
  if (options.replay)
    return replay (options.replay);
  clock_gettime (CLOCK_REALTIME, &t);
  seeds[1] = (uint32_t) t.tv_sec * 1000 + (uint32_t) t.tv_nsec / 1000000;
  num_seeds = options.has_seed ? 1 : 2;
  if (options.has_seed)
    seeds[0] = options.seed;
  printf ("1..%d\n", num_seeds * (options.only ? 1 : 2));
  for (i = 0; i < num_seeds; i++)
    {
      double share = options.seconds / num_seeds / (options.only ? 1 : 2);

      if (options.only != 'f')
        failed += test (&options, seeds[i], true, share);
      if (options.only != 'e')
        failed += test (&options, seeds[i], false, share);
    }
  return failed ? 1 : 0;
}
