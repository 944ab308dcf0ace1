/* test-environment.c: what the environment says, and what it must not say.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "base/environment.h"
#include "group/group.h"
#include "support/support.h"

#include <glib.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define POLICY "SYNCHEDMEM_WAIT_POLICY"
#define SPIN "SYNCHEDMEM_SPIN_NS"
#define SIZE "SYNCHEDMEM_CLUSTER_SIZE"

static void
test_values (void)
{
  g_unsetenv (POLICY);
  g_unsetenv (SPIN);
  g_assert_cmpint (sm_environment_wait_policy (2), ==, 2);
  g_assert_cmpuint (sm_environment_spin_ns (77), ==, 77);
  g_setenv (POLICY, "", TRUE);
  g_setenv (SPIN, "", TRUE);
  g_assert_cmpint (sm_environment_wait_policy (2), ==, 2);
  g_assert_cmpuint (sm_environment_spin_ns (77), ==, 77);
  g_setenv (POLICY, "adaptive", TRUE);
  g_assert_cmpint (sm_environment_wait_policy (2), ==,
                   SYNCHEDMEM_WAIT_ADAPTIVE);
  g_setenv (POLICY, "Active", TRUE);
  g_assert_cmpint (sm_environment_wait_policy (2), ==, SYNCHEDMEM_WAIT_ACTIVE);
  g_setenv (POLICY, "PASSIVE", TRUE);
  g_assert_cmpint (sm_environment_wait_policy (0), ==,
                   SYNCHEDMEM_WAIT_PASSIVE);
  g_setenv (SPIN, "0", TRUE);
  g_assert_cmpuint (sm_environment_spin_ns (77), ==, 0);
  g_setenv (SPIN, "123456789012", TRUE);
  g_assert_cmpuint (sm_environment_spin_ns (77), ==, 123456789012);
  g_unsetenv (SIZE);
  g_assert_cmpuint (sm_environment_cluster_size (7), ==, 7);
  g_setenv (SIZE, "3", TRUE);
  g_assert_cmpuint (sm_environment_cluster_size (7), ==, 3);
  g_unsetenv (SIZE);
}

/* All groups take it, and attributes do not matter.  */
static void
test_groups (void)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct synchedmem *mem;
  struct synchedmem_local *self;

  g_setenv (POLICY, "passive", TRUE);
  g_setenv (SPIN, "4321", TRUE);
  attr.wait_policy = SYNCHEDMEM_WAIT_ACTIVE;
  mem = group (1, 1, 1, &attr);
  self = place (mem, 0);
  g_assert_cmpint (self->member.waiter.policy, ==, SYNCHEDMEM_WAIT_PASSIVE);
  g_assert_cmpuint (self->member.waiter.spin_ns, ==, 4321);
  synchedmem_detach (self);
  synchedmem_destroy (mem);
  g_setenv (SIZE, "2", TRUE);
  mem = group (5, 1, 1, &attr);
  g_assert_cmpuint (mem->meeting->num_clusters, ==, 3);
  synchedmem_destroy (mem);
  g_unsetenv (POLICY);
  g_unsetenv (SPIN);
  g_unsetenv (SIZE);
}

static void
test_bad_values (void)
{
  static const char *const bad[]
      = { "-1", "1e6", "10 us", " 5", "99999999999999999999", "x" };
  static const char *const bad_sizes[] = { "0", "4294967296", "-1", "two" };
  char *text;
  size_t i;

  divert_stderr ();
  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_setenv (SPIN, bad[i], TRUE);
      g_setenv (POLICY, bad[i], TRUE);
      g_assert_cmpuint (sm_environment_spin_ns (77), ==, 77);
      g_assert_cmpint (sm_environment_wait_policy (1), ==, 1);
    }
  for (i = 0; i < G_N_ELEMENTS (bad_sizes); i++)
    {
      g_setenv (SIZE, bad_sizes[i], TRUE);
      g_assert_cmpuint (sm_environment_cluster_size (7), ==, 7);
    }
  text = restore_stderr ();
  /* Once for each.  */
  g_assert_cmpstr (
      text, ==,
      "libsynchedmem: SYNCHEDMEM_SPIN_NS=-1 is ignored: it is not a number of "
      "nanoseconds\n"
      "libsynchedmem: SYNCHEDMEM_WAIT_POLICY=-1 is ignored: it is not "
      "adaptive, active or passive\n"
      "libsynchedmem: SYNCHEDMEM_CLUSTER_SIZE=0 is ignored: it is not a "
      "number "
      "of threads\n");
  free (text);
}

/* Nor does a complaint that cannot be printed change errno.  */
static void
test_nobody_hears (void)
{
  pid_t child;
  int status = -1;

  g_setenv (SPIN, "much", TRUE);
  child = fork ();
  if (child == 0)
    {
      struct synchedmem *mem;

      close (2);
      errno = 4711;
      end_child (synchedmem_create (&mem, 1, 1, 1, NULL) != 0
                 || errno != 4711);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  g_unsetenv (SPIN);
}

/* Who asks for a profile is told if there will be none; once.  */
static void
test_no_profiler (void)
{
  char *text;
  int i;

  if (synchedmem_has_profiler ())
    {
      g_test_skip ("this library has the profiler");
      return;
    }
  divert_stderr ();
  synchedmem_destroy (group (1, 1, 1, NULL));
  g_setenv ("SYNCHEDMEM_PROFILE", "", TRUE);
  synchedmem_destroy (group (1, 1, 1, NULL));
  g_setenv ("SYNCHEDMEM_PROFILE", "run", TRUE);
  for (i = 0; i < 2; i++)
    synchedmem_destroy (group (1, 1, 1, NULL));
  g_unsetenv ("SYNCHEDMEM_PROFILE");
  text = restore_stderr ();
  g_assert_cmpstr (text, ==,
                   "libsynchedmem: SYNCHEDMEM_PROFILE=run is ignored: this "
                   "library was configured without --enable-profiler\n");
  free (text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/environment/values", test_values);
  g_test_add_func ("/environment/groups", test_groups);
  g_test_add_func ("/environment/nobody-hears", test_nobody_hears);
  g_test_add_func ("/environment/bad-values", test_bad_values);
  g_test_add_func ("/environment/no-profiler", test_no_profiler);
  return g_test_run ();
}
