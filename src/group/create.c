/* create.c: struct synchedmem: create, destroy, geometry, break, reset.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "base/environment.h"
#include "base/lock.h"
#include "group/place.h"
#include "group/profiler.h"
#include "meeting/cluster.h"
#include "meeting/meeting.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum
{
  /* Probes pass ids as int, where -1 is no thread.  */
  threads_max = INT32_MAX,
  /* What is reserved starts at, and fills, multiples of this.  */
  block = 2 * SM_LINE,
  /* Segments of that many bytes gain by huge pages; smaller ones hardly do,
     and one page would hold those of several threads.  */
  huge_segment = 2 << 20
};

/* Copy ATTR, which may be of an older or a newer library than this one, to
 *OUT, and check it.  */
static int
attr_read (const struct synchedmem_attr *attr, size_t num_threads,
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
  /* Too many threads are another error, and have no such array.  */
  for (i = 0; out->cpus && num_threads <= threads_max && i < num_threads; i++)
    if (out->cpus[i] < -1)
      return EINVAL;
  return 0;
}

static size_t
gcd (size_t a, size_t b)
{
  while (b)
    {
      size_t rest = a % b;
      a = b;
      b = rest;
    }
  return a;
}

/* The smallest number of elements that is at least LEN and fills whole cache
   lines, or 0 if there is none.  */
static size_t
aligned_stride (size_t len, size_t elem_size)
{
  size_t step = SM_LINE / gcd (SM_LINE, elem_size);

  return len > SIZE_MAX - (step - 1) ? 0 : (len + step - 1) / step * step;
}

/* Add room for N times SIZE bytes to *TOTAL; *OFFSET is where.  Returns
   false if that does not fit.  */
static bool
reserve (size_t *total, size_t *offset, size_t n, size_t size)
{
  size_t room = SIZE_MAX - *total;

  *offset = *total;
  if (room < block || (size && n > (room - block) / size))
    return false;
  *total += (n * size + block - 1) / block * block;
  return true;
}

static bool
is_zero (const void *data, size_t size)
{
  const unsigned char *bytes = data;

  /* The first byte is, and each is the same as the one before it.  */
  return bytes[0] == 0 && memcmp (bytes, bytes + 1, size - 1) == 0;
}

/* Set sizes and addresses, and take the memory.  */
static int
lay_out (struct synchedmem *group, const struct synchedmem_attr *attr)
{
  size_t total = 0, meeting, places, buffer[2], fill, cpus;
  size_t profile, record;
  unsigned char *base;
  size_t n = group->num_threads;
  uint32_t cluster_size = sm_environment_cluster_size (sm_cluster_size (n));

  group->stride = group->segment_len;
  if (attr->layout == SYNCHEDMEM_LAYOUT_ALIGNED && group->segment_len)
    group->stride = aligned_stride (group->segment_len, group->elem_size);
  if (group->segment_len && !group->stride)
    return EOVERFLOW;
  if (group->stride > SIZE_MAX / group->elem_size)
    return EOVERFLOW;
  group->segment_size = group->segment_len * group->elem_size;
  group->stride_size = group->stride * group->elem_size;

  if (n > SIZE_MAX / sm_slots_size (1, 1)
      /* At the start, where segments that fill pages share none.  */
      || !reserve (&total, &buffer[0], n, group->stride_size)
      || !reserve (&total, &buffer[1], group->num_buffers - 1 ? n : 0,
                   group->stride_size)
      || !reserve (&total, &meeting, 1, sm_slots_size (n, cluster_size))
      || !reserve (&total, &places, n, sizeof *group->places)
      || !sm_record_measure (&group->profile, n, attr->profile_blocks, &record)
      || !reserve (&total, &profile, 1, record)
      || !reserve (&total, &fill, 1, attr->fill ? group->elem_size : 0)
      || !reserve (&total, &cpus, attr->cpus ? n : 0, sizeof *group->cpus))
    return EOVERFLOW;

  base = sm_os_pages_get (total, group->stride_size >= huge_segment);
  if (!base)
    return ENOMEM;
  group->pages = base;
  group->pages_size = total;
  group->meeting = (void *) (base + meeting);
  sm_slots_init (group->meeting, n, cluster_size);
  group->places = (void *) (base + places);
  sm_record_init (&group->profile, base + profile, group->meeting);
  group->buffer[0] = base + buffer[0];
  group->buffer[1]
      = group->num_buffers > 1 ? base + buffer[1] : group->buffer[0];
  if (attr->fill && !is_zero (attr->fill, group->elem_size))
    {
      group->fill = base + fill;
      memcpy (group->fill, attr->fill, group->elem_size);
    }
  if (attr->cpus)
    {
      group->cpus = (void *) (base + cpus);
      memcpy (group->cpus, attr->cpus, n * sizeof *group->cpus);
    }
  return 0;
}

void
sm_layout_fill (const struct synchedmem *group, void *dst, size_t len)
{
  size_t size = len * group->elem_size, done;

  if (!group->fill)
    memset (dst, 0, size);
  else if (len)
    {
      memcpy (dst, group->fill, group->elem_size);
      /* Double what is there.  */
      for (done = group->elem_size; done < size;)
        {
          size_t n = done < size - done ? done : size - done;
          memcpy ((unsigned char *) dst + done, dst, n);
          done += n;
        }
    }
}

/* Memory is better touched first by who uses it, and fresh memory is zero.
   The buffer of the first view has to be filled here, since a view may be read
   before others attach.  The other one is read after a meeting, and what its
   owner does not write by then, it carries over.  */
static void
fill_first_view (const struct synchedmem *group)
{
  sm_layout_fill (group, group->buffer[1], group->num_threads * group->stride);
}

/* Everyone's place as at creation.  EQUAL: so are all segments.  */
static void
start_over (struct synchedmem *group, bool equal)
{
  size_t i;

  sm_record_start_over (&group->profile);
  for (i = 0; i < group->num_threads; i++)
    sm_place_init (&group->places[i], group, (uint32_t) i, equal);
}

static void
free_unlisted (struct synchedmem *group)
{
  sm_slots_end (group->meeting);
  sm_record_end (&group->profile);
  sm_os_pages_put (group->pages, group->pages_size);
  free (group);
}

static int
create (struct synchedmem **out, size_t num_threads, size_t segment_len,
        size_t elem_size, const struct synchedmem_attr *user_attr)
{
  struct synchedmem_attr attr;
  struct synchedmem *group;
  int error;

  if (num_threads == 0 || elem_size == 0)
    return EINVAL;
  error = attr_read (user_attr, num_threads, &attr);
  if (error)
    return error;
  if (num_threads > threads_max)
    return EOVERFLOW;

  group = calloc (1, sizeof *group);
  if (!group)
    return ENOMEM;
  group->num_threads = num_threads;
  group->segment_len = segment_len;
  group->elem_size = elem_size;
  group->num_buffers = attr.buffers == 1 ? 1 : 2;
  group->wait_policy = sm_environment_wait_policy (attr.wait_policy);
  group->spin_ns = sm_environment_spin_ns (SM_WAIT_SPIN_LEARNED);
  error = lay_out (group, &attr);
  if (error)
    {
      free (group);
      return error;
    }
  if (group->fill)
    fill_first_view (group);
  start_over (group, !group->fill);
  error = sm_groups_add (group);
  if (error)
    {
      free_unlisted (group);
      return error;
    }
  *out = group;
  return 0;
}

int
synchedmem_create (struct synchedmem **out, size_t num_threads,
                   size_t segment_len, size_t elem_size,
                   const struct synchedmem_attr *attr)
{
  int error, saved = errno;

  if (!out)
    return EINVAL;
  error = create (out, num_threads, segment_len, elem_size, attr);
  sm_os_restore_errno (saved);
  return error;
}

/* Whether somebody is attached, or resets it.  The caller holds the lock.  */
static bool
is_in_use (const struct synchedmem *group)
{
  return group->num_attached || group->resetting;
}

int
synchedmem_destroy (struct synchedmem *group)
{
  if (!group)
    return 0;
  sm_lock_take ();
  if (is_in_use (group))
    {
      sm_lock_give ();
      return EBUSY;
    }
  sm_groups_remove (group);
  sm_lock_give ();
  sm_profiler_end (group);
  free_unlisted (group);
  return 0;
}

int
synchedmem_reset (struct synchedmem *group)
{
  int error = 0;

  if (!group)
    return EINVAL;
  sm_lock_take ();
  if (sm_group_is_foreign (group))
    error = ESRCH;
  else if (is_in_use (group))
    error = EBUSY;
  else
    group->resetting = true;
  sm_lock_give ();
  if (error)
    return error;

  /* Not under the lock of all groups: it may take long.  */
  fill_first_view (group);
  sm_lock_take ();
  sm_slots_reset (group->meeting);
  start_over (group, false);
  group->resetting = false;
  sm_lock_give ();
  return 0;
}

int
synchedmem_abort (struct synchedmem *group)
{
  if (!group)
    return EINVAL;
  if (sm_group_is_foreign (group))
    return ESRCH;
  if (sm_meeting_break (group->meeting, ECANCELED))
    sm_probe_abort (group->meeting, -1, sm_slots_front (group->meeting),
                    ECANCELED);
  return 0;
}

int
synchedmem_status (const struct synchedmem *group)
{
  return group ? sm_slots_status (group->meeting) : EINVAL;
}

size_t
synchedmem_num_threads (const struct synchedmem *group)
{
  return group ? group->num_threads : 0;
}

size_t
synchedmem_segment_len (const struct synchedmem *group)
{
  return group ? group->segment_len : 0;
}

size_t
synchedmem_elem_size (const struct synchedmem *group)
{
  return group ? group->elem_size : 0;
}

size_t
synchedmem_stride (const struct synchedmem *group)
{
  return group ? group->stride : 0;
}

size_t
synchedmem_data_len (const struct synchedmem *group)
{
  return group ? group->num_threads * group->segment_len : 0;
}
