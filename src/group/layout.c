/* layout.c: where in memory the parts of a group are.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "group/layout.h"

#include "base/environment.h"
#include "meeting/cluster.h"

#include <errno.h>
#include <string.h>

enum
{
  /* What is reserved starts at, and fills, multiples of this.  */
  block = 2 * SM_LINE,
  /* Segments of that many bytes gain by huge pages; smaller ones hardly do,
     and one page would hold those of several threads.  */
  huge_segment = 2 << 20
};

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

/* Add room for N times SIZE bytes to *TOTAL; *OFFSET is where it begins.
   Returns false if that does not fit into a size_t.  */
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

/* What reserve does, for an offset in a struct sm_shared.  */
static bool
reserve_shared (size_t *total, uint64_t *offset, size_t n, size_t size)
{
  size_t here;
  bool fits = reserve (total, &here, n, size);

  *offset = here;
  return fits;
}

static bool
is_zero (const void *data, size_t size)
{
  const unsigned char *bytes = data;

  /* The first byte is, and each is the same as the one before it.  */
  return bytes[0] == 0 && memcmp (bytes, bytes + 1, size - 1) == 0;
}

/* From one segment to the next, in elements.  Returns false if that many
   bytes do not fit.  */
static bool
measure_stride (size_t *stride, const struct sm_shape *shape, int layout)
{
  *stride = shape->segment_len;
  if (layout == SYNCHEDMEM_LAYOUT_ALIGNED && shape->segment_len)
    *stride = aligned_stride (shape->segment_len, shape->elem_size);
  if (shape->segment_len && !*stride)
    return false;
  return *stride <= SIZE_MAX / shape->elem_size;
}

int
sm_layout_measure (struct sm_layout *layout, const struct sm_shape *shape,
                   const struct synchedmem_attr *attr)
{
  struct sm_shared *shared = &layout->shared;
  size_t n = shape->num_threads, elem_size = shape->elem_size;
  size_t stride, stride_size, record, total = 0, own = 0;
  uint32_t cluster_size = sm_environment_cluster_size (sm_cluster_size (n));
  uint32_t num_buffers = attr->buffers == 1 ? 1 : 2;

  memset (layout, 0, sizeof *layout);
  if (!measure_stride (&stride, shape, attr->layout))
    return EOVERFLOW;
  stride_size = stride * elem_size;
  if (n > SIZE_MAX / sm_slots_size (1, 1)
      /* The buffers come first, at the start of a page: then segments that
         fill whole pages share none with each other.  */
      || !reserve_shared (&total, &shared->buffer[0], n, stride_size)
      || !reserve_shared (&total, &shared->buffer[1], num_buffers - 1 ? n : 0,
                          stride_size)
      || !reserve_shared (&total, &shared->shared, 1, sizeof *shared)
      || !reserve_shared (&total, &shared->meeting, 1,
                          sm_slots_size (n, cluster_size))
      || !reserve_shared (&total, &shared->standing, n,
                          sizeof (struct sm_standing))
      || !sm_record_measure (&layout->profile, n, attr->profile_blocks,
                             &record)
      || !reserve_shared (&total, &shared->record, 1, record)
      || !reserve_shared (&total, &shared->fill, 1, attr->fill ? elem_size : 0)
      || !reserve (&own, &layout->places, n, sizeof (struct synchedmem_local))
      || !reserve (&own, &layout->cpus, attr->cpus ? n : 0, sizeof (int))
      || !reserve (&own, &layout->prefix, 1,
                   sm_record_prefix_size (&layout->profile)))
    return EOVERFLOW;

  shared->magic = SM_SHARED_MAGIC;
  shared->format = SM_SHARED_FORMAT;
  shared->line = SM_LINE;
  shared->num_threads = n;
  shared->segment_len = shape->segment_len;
  shared->elem_size = elem_size;
  shared->stride = stride;
  shared->num_buffers = num_buffers;
  shared->cluster_size = cluster_size;
  shared->record_size = record;
  if (num_buffers == 1)
    shared->buffer[1] = shared->buffer[0];
  if (!attr->fill)
    shared->fill = 0;
  shared->size = total;
  layout->own_size = own;
  layout->huge = stride_size >= huge_segment;
  return 0;
}

/* Copy what ATTR points to, which the user may free: the default element and
   the processors.  */
static void
copy_attr (struct synchedmem *group, const struct sm_layout *layout,
           const struct synchedmem_attr *attr)
{
  const struct sm_shared *from = &layout->shared;
  unsigned char *base = group->pages, *own = group->own;
  struct sm_shared *shared = (void *) (base + from->shared);
  size_t n = (size_t) from->num_threads, elem_size = (size_t) from->elem_size;

  if (attr->fill && is_zero (attr->fill, elem_size))
    shared->fill = 0;
  else if (attr->fill)
    memcpy (base + shared->fill, attr->fill, elem_size);
  if (attr->cpus)
    {
      group->cpus = (void *) (own + layout->cpus);
      memcpy (group->cpus, attr->cpus, n * sizeof *group->cpus);
    }
}

int
sm_layout_take (struct synchedmem *group, const struct sm_layout *layout,
                const struct synchedmem_attr *attr)
{
  size_t size = (size_t) layout->shared.size;
  unsigned char *base = sm_os_pages_get (size, layout->huge);

  if (!base)
    return ENOMEM;
  group->own = sm_os_pages_get (layout->own_size, false);
  if (!group->own)
    {
      sm_os_pages_put (base, size);
      return ENOMEM;
    }
  group->pages = base;
  group->pages_size = size;
  group->own_size = layout->own_size;
  memcpy (base + layout->shared.shared, &layout->shared,
          sizeof layout->shared);
  group->places = (void *) ((unsigned char *) group->own + layout->places);
  copy_attr (group, layout, attr);
  group->profile = layout->profile;
  sm_record_remember_prefix (&group->profile,
                             (unsigned char *) group->own + layout->prefix);
  return 0;
}

void
sm_layout_put (struct synchedmem *group)
{
  sm_os_pages_put (group->own, group->own_size);
  sm_os_pages_put (group->pages, group->pages_size);
}

int
sm_layout_place (struct synchedmem *group, uint64_t offset)
{
  unsigned char *base = group->pages;
  const struct sm_shared *shared = (void *) (base + offset);

  if (shared->magic != SM_SHARED_MAGIC || shared->format != SM_SHARED_FORMAT
      || shared->line != SM_LINE || shared->size != group->pages_size
      || shared->record_size != sm_record_size (&group->profile))
    return EPROTO;
  group->num_threads = (size_t) shared->num_threads;
  group->segment_len = (size_t) shared->segment_len;
  group->elem_size = (size_t) shared->elem_size;
  group->stride = (size_t) shared->stride;
  group->segment_size = group->segment_len * group->elem_size;
  group->stride_size = group->stride * group->elem_size;
  group->num_buffers = shared->num_buffers;
  group->buffer[0] = base + shared->buffer[0];
  group->buffer[1] = base + shared->buffer[1];
  group->fill = shared->fill ? base + shared->fill : NULL;
  group->meeting = (void *) (base + shared->meeting);
  group->standing = (void *) (base + shared->standing);
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
      /* Copy all that is filled so far behind it, again and again.  */
      for (done = group->elem_size; done < size;)
        {
          size_t n = done < size - done ? done : size - done;
          memcpy ((unsigned char *) dst + done, dst, n);
          done += n;
        }
    }
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
