/* attr.c: what a user asks for when a group is created.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "group/attr.h"

#include <errno.h>
#include <string.h>

int
sm_attr_read (const struct synchedmem_attr *attr, size_t num_threads,
              struct synchedmem_attr *out)
{
  static const struct synchedmem_attr defaults = SYNCHEDMEM_ATTR_INIT;
  const unsigned char *bytes = (const unsigned char *) attr;
  size_t i;

  *out = defaults;
  if (!attr)
    return 0;
  if (attr->size < sizeof attr->size)
    return EINVAL;
  /* Bytes that this library does not know must ask for nothing.  */
  for (i = sizeof *out; i < attr->size; i++)
    if (bytes[i] != 0)
      return EINVAL;
  memcpy (out, attr, attr->size < sizeof *out ? attr->size : sizeof *out);

  if (out->wait_policy < SYNCHEDMEM_WAIT_ADAPTIVE
      || out->wait_policy > SYNCHEDMEM_WAIT_PASSIVE
      || out->layout < SYNCHEDMEM_LAYOUT_PACKED
      || out->layout > SYNCHEDMEM_LAYOUT_ALIGNED || out->buffers > 2)
    return EINVAL;
  /* The caller refuses too many threads with another error, and the array of
     such a group need not be there.  */
  for (i = 0; out->cpus && num_threads <= SM_THREADS_MAX && i < num_threads;
       i++)
    if (out->cpus[i] < -1)
      return EINVAL;
  return 0;
}
