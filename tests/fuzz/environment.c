/* environment.c: fuzz what reads the environment.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "base/environment.h"
#include "input.h"

#include "synchedmem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  char value[64], digits[64];
  uint64_t spin_ns;
  int policy;

  if (size >= sizeof value)
    size = sizeof value - 1;
  memcpy (value, data, size);
  value[size] = '\0';
  setenv ("SYNCHEDMEM_WAIT_POLICY", value, 1);
  setenv ("SYNCHEDMEM_SPIN_NS", value, 1);

  policy = sm_environment_wait_policy (-7);
  if (policy != -7
      && (policy < SYNCHEDMEM_WAIT_ADAPTIVE || policy > SYNCHEDMEM_WAIT_PASSIVE
          || strlen (value) < 6))
    abort ();
  spin_ns = sm_environment_spin_ns (UINT64_MAX);
  /* What was taken is, but for zeros before it, what was given.  */
  snprintf (digits, sizeof digits, "%" PRIu64, spin_ns);
  if (spin_ns != UINT64_MAX
      && (strlen (value) < strlen (digits)
          || strcmp (value + strlen (value) - strlen (digits), digits) != 0))
    abort ();
  return 0;
}
