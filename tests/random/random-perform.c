/* random-perform.c: one call of the library, in whichever thread.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "random.h"
#include "support/support.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

unsigned char
random_byte (int value, size_t i)
{
  return (unsigned char) ((unsigned int) value * 37 + i * 11 + (i >> 4));
}

void
random_run_input (const struct random_call *call, size_t id, int round,
                  size_t size, unsigned char *bytes)
{
  size_t i;

  for (i = 0; i < size; i++)
    bytes[i] = random_byte (call->y + round * 5 + (int) id, i);
}

static int
run_place (struct synchedmem_local *self, void *arg)
{
  struct random_order *order = arg;
  size_t id = synchedmem_thread_id (self);
  size_t len = synchedmem_segment_len (order->mem);
  size_t elem_size = synchedmem_elem_size (order->mem);
  unsigned char input[MODEL_SEGMENT_MAX];
  int i, error = 0;

  if (order->first_waits[id])
    error = synchedmem_wait (self);
  for (i = 0; i < order->rounds[id] && !error; i++)
    {
      const void *view;

      random_run_input (order->call, id, i, len * elem_size, input);
      error = synchedmem_write_sync_read (self, input, len, &view);
    }
  if (!error && order->reads[id])
    error = synchedmem_read (self, order->copy[id],
                             synchedmem_data_len (order->mem));
  return error;
}

static int
wait_until (struct synchedmem_local *self, int which)
{
  struct timespec t = from_now (0);

  switch (which)
    {
    case 2: /* soon */
      t = from_now (300000);
      break;
    case 3:
      t.tv_sec += 3600;
      break;
    case 4:
      return synchedmem_wait_until (self, NULL);
    case 5:
      t.tv_nsec = 1000000000;
      break;
    case 6:
      t.tv_nsec = -1;
      break;
    case 7: /* the last there is */
      memset (&t, 0x7f, sizeof t);
      t.tv_nsec = 999999999;
      break;
    case 1:
      t.tv_sec = -1;
      break;
    default:
      t.tv_sec = 0;
      break;
    }
  return synchedmem_wait_until (self, &t);
}

static int
attach (struct random_order *order)
{
  struct synchedmem_local *self = NULL;
  size_t id = order->id;
  int bad = order->call->x, error;

  if (bad == 1)
    id = SIZE_MAX;
  error = synchedmem_attach (bad == 2 ? NULL : order->mem, id,
                             bad == 3 ? NULL : &self);
  if (!error == !self)
    order->broke_rule = "the place was stored, or not";
  order->got = self;
  return error;
}

static void
look (struct random_order *order)
{
  const unsigned char *view = synchedmem_view (order->self);
  size_t stride = synchedmem_stride (order->mem), i;
  size_t n = synchedmem_num_threads (order->mem);

  order->view = view;
  for (i = 0; i < n && view; i++)
    if (synchedmem_view_of (order->self, i)
        != view + i * stride * synchedmem_elem_size (order->mem))
      order->broke_rule = "view_of is not a stride after view";
  if (synchedmem_view_of (order->self, n + (size_t) order->call->x)
      || synchedmem_view_of (order->self, SIZE_MAX)
      || (!order->self && synchedmem_view_of (NULL, 0)))
    order->broke_rule = "view_of a place that is not there";
}

/* A line for each place, in TEXT.  */
static int
dump (struct random_order *order)
{
  size_t size;
  FILE *out = open_memstream (&order->text, &size);
  int bad = order->call->x, error;

  if (!out)
    abort ();
  error
      = synchedmem_dump (bad == 1 ? NULL : order->mem, bad == 2 ? NULL : out);
  fclose (out);
  return error;
}

/* With a profiler or without, whole numbers of a group that may be busy.  */
static int
timing (struct random_order *order)
{
  struct synchedmem_timing *timing = NULL;
  struct synchedmem_block block = { 0 };
  struct synchedmem_thread_stats stats = { 0 };
  int bad = order->call->x, error;
  size_t n = synchedmem_num_threads (order->mem), i, j;

  if (bad == 3)
    {
      error = synchedmem_finalize (order->mem);
      return error == ENOTSUP && !synchedmem_has_profiler () ? 0 : error;
    }
  error = synchedmem_timing_create (bad == 1 ? NULL : order->mem,
                                    bad == 2 ? NULL : &timing);
  if (error == ENOTSUP && !synchedmem_has_profiler ())
    return timing ? EEXIST : 0;
  if (error)
    return error;
  if (synchedmem_timing_num_threads (timing) != n)
    order->broke_rule = "the snapshot has another number of threads";
  for (i = 0; i < n; i++)
    {
      size_t blocks = synchedmem_timing_block_count (timing, i);

      if (synchedmem_timing_thread (timing, i, &stats) != 0
          || stats.blocks < stats.dropped
          || stats.compute_min > stats.compute_max)
        order->broke_rule = "timing_thread";
      for (j = 0; j < blocks; j++)
        if (synchedmem_timing_block (timing, i, j, &block) != 0
            || block.start > block.arrive || block.arrive > block.release)
          order->broke_rule = "timing_block";
      if (synchedmem_timing_block (timing, i, blocks, &block) == 0)
        order->broke_rule = "timing_block that is not there";
    }
  if (synchedmem_timing_thread (timing, n, &stats) == 0)
    order->broke_rule = "timing_thread that is not there";
  synchedmem_timing_destroy (timing);
  return 0;
}

static void
sizes (struct random_order *order)
{
  size_t stride = synchedmem_stride (order->mem);
  size_t len = synchedmem_segment_len (order->mem);

  if (synchedmem_num_threads (NULL) || synchedmem_segment_len (NULL)
      || synchedmem_elem_size (NULL) || synchedmem_stride (NULL)
      || synchedmem_data_len (NULL) || synchedmem_cycle (NULL)
      || synchedmem_thread_id (NULL) || synchedmem_missing (NULL, NULL, 0))
    order->broke_rule = "what is asked of NULL is 0";
  if (synchedmem_data_len (order->mem)
          != len * synchedmem_num_threads (order->mem)
      || stride < len)
    order->broke_rule = "sizes do not agree";
  if (synchedmem_status (NULL) != EINVAL)
    order->broke_rule = "status of NULL";
}

static int
perform (struct random_order *order)
{
  const struct random_call *call = order->call;
  struct synchedmem_local *self = order->self;
  struct synchedmem *mem = order->mem;

  switch ((enum random_op) call->op)
    {
    case OP_ATTACH:
      return attach (order);
    case OP_DETACH:
      return synchedmem_detach (self);
    case OP_LEAVE:
      return synchedmem_leave (self);
    case OP_WRITE:
      return synchedmem_write (self, order->data, order->len);
    case OP_OVERWRITE:
      order->got = synchedmem_overwrite (self);
      return 0;
    case OP_UPDATE:
      order->got = synchedmem_update (self);
      return 0;
    case OP_ARRIVE:
      return synchedmem_arrive (self);
    case OP_WAIT:
      return synchedmem_wait (self);
    case OP_TRY_WAIT:
      return synchedmem_try_wait (self);
    case OP_WAIT_UNTIL:
      return wait_until (self, call->x);
    case OP_SYNC:
      return synchedmem_sync (self);
    case OP_WRITE_SYNC_READ:
      return synchedmem_write_sync_read (self, order->data, order->len,
                                         call->y == 1 ? NULL : &order->view);
    case OP_VIEW:
      look (order);
      return 0;
    case OP_READ:
      return synchedmem_read (self, call->y ? NULL : order->copy[0],
                              order->len);
    case OP_CYCLE:
      order->count = (size_t) synchedmem_cycle (self);
      if (self && synchedmem_thread_id (self) != order->id)
        order->broke_rule = "thread_id";
      return 0;
    case OP_ABORT:
      return synchedmem_abort (call->x ? NULL : mem);
    case OP_RESET:
      return synchedmem_reset (call->x ? NULL : mem);
    case OP_MISSING:
      order->count = synchedmem_missing (mem, call->x ? order->ids : NULL,
                                         (size_t) call->x);
      return 0;
    case OP_DUMP:
      return dump (order);
    case OP_SIZES:
      sizes (order);
      return 0;
    case OP_TIMING:
      return timing (order);
    case OP_RUN:
      return synchedmem_run (mem, call->x == 7 ? NULL : run_place, order);
    case OP_DESTROY:
      return synchedmem_destroy (mem);
    case OP_END:
    case RANDOM_OPS:
      break;
    }
  return 0;
}

void
random_perform (struct random_order *order)
{
  errno = 1234;
  order->error = perform (order);
  if (errno != 1234 && order->call->op != OP_DUMP
      && order->call->op != OP_TIMING)
    order->broke_rule = "errno was changed";
}
