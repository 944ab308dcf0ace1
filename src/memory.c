/* memory.c: struct synchedmem: create, destroy, geometry, break, reset.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "environment.h"
#include "local.h"
#include "profile-files.h"

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
lay_out (struct synchedmem *mem, const struct synchedmem_attr *attr)
{
  size_t total = 0, meeting, locals, buffer[2], fill, cpus;
  size_t profile, record, prefix;
  unsigned char *base;
  size_t n = mem->num_threads;
  uint32_t cluster_size
      = sm_environment_cluster_size (sm_meeting_cluster_size (n));

  mem->stride = mem->segment_len;
  if (attr->layout == SYNCHEDMEM_LAYOUT_ALIGNED && mem->segment_len)
    mem->stride = aligned_stride (mem->segment_len, mem->elem_size);
  if (mem->segment_len && !mem->stride)
    return EOVERFLOW;
  if (mem->stride > SIZE_MAX / mem->elem_size)
    return EOVERFLOW;
  mem->segment_size = mem->segment_len * mem->elem_size;
  mem->stride_size = mem->stride * mem->elem_size;

  if (n > SIZE_MAX / sm_meeting_size (1, 1)
      /* At the start, where segments that fill pages share none.  */
      || !reserve (&total, &buffer[0], n, mem->stride_size)
      || !reserve (&total, &buffer[1], mem->num_buffers - 1 ? n : 0,
                   mem->stride_size)
      || !reserve (&total, &meeting, 1, sm_meeting_size (n, cluster_size))
      || !reserve (&total, &locals, n, sizeof *mem->locals)
      || !sm_profile_measure (&mem->profile, n, attr->profile_blocks, &record)
      || !reserve (&total, &profile, 1, record)
      || !reserve (&total, &prefix, 1, sm_profile_files_size (mem))
      || !reserve (&total, &fill, 1, attr->fill ? mem->elem_size : 0)
      || !reserve (&total, &cpus, attr->cpus ? n : 0, sizeof *mem->cpus))
    return EOVERFLOW;

  base = sm_os_pages_get (total, mem->stride_size >= huge_segment);
  if (!base)
    return ENOMEM;
  mem->pages = base;
  mem->pages_size = total;
  mem->meeting = (void *) (base + meeting);
  sm_meeting_init (mem->meeting, n, cluster_size);
  mem->locals = (void *) (base + locals);
  sm_profile_init (&mem->profile, base + profile);
  sm_profile_files_init (mem, base + prefix);
  mem->buffer[0] = base + buffer[0];
  mem->buffer[1] = mem->num_buffers > 1 ? base + buffer[1] : mem->buffer[0];
  if (attr->fill && !is_zero (attr->fill, mem->elem_size))
    {
      mem->fill = base + fill;
      memcpy (mem->fill, attr->fill, mem->elem_size);
    }
  if (attr->cpus)
    {
      mem->cpus = (void *) (base + cpus);
      memcpy (mem->cpus, attr->cpus, n * sizeof *mem->cpus);
    }
  return 0;
}

void
sm_memory_fill (const struct synchedmem *mem, void *dst, size_t len)
{
  size_t size = len * mem->elem_size, done;

  if (!mem->fill)
    memset (dst, 0, size);
  else if (len)
    {
      memcpy (dst, mem->fill, mem->elem_size);
      /* Double what is there.  */
      for (done = mem->elem_size; done < size;)
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
fill_first_view (const struct synchedmem *mem)
{
  sm_memory_fill (mem, mem->buffer[1], mem->num_threads * mem->stride);
}

/* Everyone's place as at creation.  EQUAL: so are all segments.  */
static void
start_over (struct synchedmem *mem, bool equal)
{
  size_t i;

  sm_profile_start_over (&mem->profile);
  for (i = 0; i < mem->num_threads; i++)
    sm_local_init (&mem->locals[i], mem, (uint32_t) i, equal);
}

static void
free_unlisted (struct synchedmem *mem)
{
  sm_meeting_end (mem->meeting);
  sm_profile_end (&mem->profile);
  sm_os_pages_put (mem->pages, mem->pages_size);
  free (mem);
}

static int
create (struct synchedmem **out, size_t num_threads, size_t segment_len,
        size_t elem_size, const struct synchedmem_attr *user_attr)
{
  struct synchedmem_attr attr;
  struct synchedmem *mem;
  int error;

  if (num_threads == 0 || elem_size == 0)
    return EINVAL;
  error = attr_read (user_attr, num_threads, &attr);
  if (error)
    return error;
  if (num_threads > threads_max)
    return EOVERFLOW;

  mem = calloc (1, sizeof *mem);
  if (!mem)
    return ENOMEM;
  mem->num_threads = num_threads;
  mem->segment_len = segment_len;
  mem->elem_size = elem_size;
  mem->num_buffers = attr.buffers == 1 ? 1 : 2;
  mem->wait_policy = sm_environment_wait_policy (attr.wait_policy);
  mem->spin_ns = sm_environment_spin_ns (SM_WAIT_SPIN_LEARNED);
  error = lay_out (mem, &attr);
  if (error)
    {
      free (mem);
      return error;
    }
  if (mem->fill)
    fill_first_view (mem);
  start_over (mem, !mem->fill);
  error = sm_groups_add (mem);
  if (error)
    {
      free_unlisted (mem);
      return error;
    }
  *out = mem;
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
is_in_use (const struct synchedmem *mem)
{
  return mem->num_attached || mem->resetting;
}

int
synchedmem_destroy (struct synchedmem *mem)
{
  if (!mem)
    return 0;
  sm_groups_lock ();
  if (is_in_use (mem))
    {
      sm_groups_unlock ();
      return EBUSY;
    }
  sm_groups_remove (mem);
  sm_groups_unlock ();
  sm_profile_files_end (mem);
  free_unlisted (mem);
  return 0;
}

int
synchedmem_reset (struct synchedmem *mem)
{
  int error = 0;

  if (!mem)
    return EINVAL;
  sm_groups_lock ();
  if (sm_memory_is_foreign (mem))
    error = ESRCH;
  else if (is_in_use (mem))
    error = EBUSY;
  else
    mem->resetting = true;
  sm_groups_unlock ();
  if (error)
    return error;

  /* Not under the lock of all groups: it may take long.  */
  fill_first_view (mem);
  sm_groups_lock ();
  sm_meeting_reset (mem->meeting);
  start_over (mem, false);
  mem->resetting = false;
  sm_groups_unlock ();
  return 0;
}

int
synchedmem_abort (struct synchedmem *mem)
{
  if (!mem)
    return EINVAL;
  if (sm_memory_is_foreign (mem))
    return ESRCH;
  if (sm_meeting_break (mem->meeting, ECANCELED))
    sm_probe_abort (mem->meeting, -1, sm_meeting_front (mem->meeting),
                    ECANCELED);
  return 0;
}

int
synchedmem_status (const struct synchedmem *mem)
{
  return mem ? sm_meeting_status (mem->meeting) : EINVAL;
}

size_t
synchedmem_num_threads (const struct synchedmem *mem)
{
  return mem ? mem->num_threads : 0;
}

size_t
synchedmem_segment_len (const struct synchedmem *mem)
{
  return mem ? mem->segment_len : 0;
}

size_t
synchedmem_elem_size (const struct synchedmem *mem)
{
  return mem ? mem->elem_size : 0;
}

size_t
synchedmem_stride (const struct synchedmem *mem)
{
  return mem ? mem->stride : 0;
}

size_t
synchedmem_data_len (const struct synchedmem *mem)
{
  return mem ? mem->num_threads * mem->segment_len : 0;
}
