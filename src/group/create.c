/* create.c: create, destroy and reset a group.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   This room stands on the others of the folder: how a group is put together is
   known here alone.  */

#include <config.h>

#include "base/environment.h"
#include "base/lock.h"
#include "group/attr.h"
#include "group/ends.h"
#include "group/groups.h"
#include "group/layout.h"
#include "group/place.h"
#include "group/profiler.h"

#include <errno.h>
#include <stdlib.h>

/* Memory is better touched first by who uses it, and fresh memory is zero.
   The buffer of the first view has to be filled here, since a view may be read
   before others attach.  The other one is read after a meeting, and what its
   owner does not write by then, it carries over.  */
static void
fill_first_view (const struct synchedmem *group)
{
  sm_layout_fill (group, group->buffer[1], group->num_threads * group->stride);
}

/* Let every place, and what the profiler recorded, be as at creation.  EQUAL:
   both buffers hold the same segments already.  */
static void
start_over (struct synchedmem *group, bool equal)
{
  size_t i;

  sm_record_start_over (&group->profile);
  for (i = 0; i < group->num_threads; i++)
    sm_place_init (group, i, equal);
}

static void
free_unlisted (struct synchedmem *group)
{
  sm_slots_end (group->meeting);
  sm_record_end (&group->profile);
  sm_layout_put (group);
  free (group);
}

/* Take the memory for GROUP that LAYOUT says, and fill it in.  If that fails,
   nothing is taken.  */
static int
create_laid_out (struct synchedmem *group, const struct sm_layout *layout,
                 const struct synchedmem_attr *attr)
{
  const struct sm_shared *shared = &layout->shared;
  int error = sm_layout_take (group, layout, attr);

  if (error)
    return error;
  error = sm_layout_place (group, shared->shared);
  if (error)
    {
      sm_layout_put (group);
      return error;
    }
  group->wait_policy = attr->wait_policy;
  sm_slots_init (group->meeting, group->num_threads, shared->cluster_size);
  sm_record_init (&group->profile,
                  (unsigned char *) group->pages + shared->record,
                  group->meeting);
  if (group->fill)
    fill_first_view (group);
  start_over (group, !group->fill);
  return 0;
}

static int
create (struct synchedmem **out, const struct sm_shape *shape,
        const struct synchedmem_attr *user_attr)
{
  struct synchedmem_attr attr;
  struct sm_layout layout;
  struct synchedmem *group;
  uint64_t spin_ns;
  int error;

  if (shape->num_threads == 0 || shape->elem_size == 0)
    return EINVAL;
  error = sm_attr_read (user_attr, shape->num_threads, &attr);
  if (error)
    return error;
  if (shape->num_threads > SM_THREADS_MAX)
    return EOVERFLOW;
  attr.wait_policy = sm_environment_wait_policy (attr.wait_policy);
  spin_ns = sm_environment_spin_ns (SM_WAIT_SPIN_LEARNED);
  error = sm_layout_measure (&layout, shape, &attr);
  if (error)
    return error;
  error = sm_ends_watch ();
  if (error)
    return error;

  group = calloc (1, sizeof *group);
  if (!group)
    return ENOMEM;
  group->spin_ns = spin_ns;
  error = create_laid_out (group, &layout, &attr);
  if (error)
    {
      free (group);
      return error;
    }
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
  const struct sm_shape shape = { num_threads, segment_len, elem_size };
  int error, saved = errno;

  if (!out)
    return EINVAL;
  error = create (out, &shape, attr);
  sm_os_restore_errno (saved);
  return error;
}

/* Whether somebody is attached, or resets it.  The caller holds
   the lock of base/lock.h.  */
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
