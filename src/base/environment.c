/* environment.c: what the environment says for a whole program.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Read when a group is created.  A program with privileges that its user has
   not reads nothing.  */

#include <config.h>

#include "base/environment.h"

#include "base/atomics.h"
#include "synchedmem.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#ifdef HAVE_SECURE_GETENV
#define read_variable secure_getenv
#else
#define read_variable getenv
#endif

/* Tell on standard error that the variable NAME is ignored, and why; once for
   each variable, which COMPLAINED remembers.  */
static void
complain (sm_atomic32 *complained, const char *name, const char *value,
          const char *why)
{
  int cancel;

  /* seq_cst; pairs with itself: the first one prints.  */
  if (sm_exchange_seq_cst (complained, 1) != 0)
    return;
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, &cancel);
  fprintf (stderr, "libsynchedmem: %s=%s is ignored: %s\n", name, value, why);
  pthread_setcancelstate (cancel, NULL);
}

int
sm_environment_wait_policy (int policy)
{
  static const char name[] = "SYNCHEDMEM_WAIT_POLICY";
  static const char *const names[] = { "adaptive", "active", "passive" };
  static sm_atomic32 complained;
  const char *value = read_variable (name);
  int i;

  if (!value || !*value)
    return policy;
  for (i = SYNCHEDMEM_WAIT_ADAPTIVE; i <= SYNCHEDMEM_WAIT_PASSIVE; i++)
    if (strcasecmp (value, names[i]) == 0)
      return i;
  complain (&complained, name, value, "it is not adaptive, active or passive");
  return policy;
}

/* The number that NAME gives if it is from MIN to MAX, otherwise NUMBER.  */
static uint64_t
read_number (sm_atomic32 *complained, const char *name, const char *why,
             uint64_t number, uint64_t min, uint64_t max)
{
  const char *value = read_variable (name);

  if (!value || !*value)
    return number;
  /* Digits only: strtoull would take a sign, and more than there is.  */
  if (strspn (value, "0123456789") == strlen (value) && strlen (value) < 19)
    {
      uint64_t given = strtoull (value, NULL, 10);
      if (given >= min && given <= max)
        return given;
    }
  complain (complained, name, value, why);
  return number;
}

uint64_t
sm_environment_spin_ns (uint64_t ns)
{
  static sm_atomic32 complained;

  return read_number (&complained, "SYNCHEDMEM_SPIN_NS",
                      "it is not a number of nanoseconds", ns, 0, UINT64_MAX);
}

uint32_t
sm_environment_cluster_size (uint32_t size)
{
  static sm_atomic32 complained;

  return (uint32_t) read_number (&complained, "SYNCHEDMEM_CLUSTER_SIZE",
                                 "it is not a number of threads", size, 1,
                                 UINT32_MAX);
}

const char *
sm_environment_profile (void)
{
  const char *value = read_variable ("SYNCHEDMEM_PROFILE");

  return value && *value ? value : NULL;
}

void
sm_environment_no_profiler (void)
{
  static sm_atomic32 complained;
  const char *prefix = sm_environment_profile ();

  if (prefix)
    complain (&complained, "SYNCHEDMEM_PROFILE", prefix,
              "this library was configured without --enable-profiler");
}
