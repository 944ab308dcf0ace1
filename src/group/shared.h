/* shared.h: what all who work in a group see of it, beside its segments, as
   data: who writes what, who reads it.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   It lies in the group's pages, with the table of the meeting (slots.h) and
   the records of the profiler (record.h).  Numbers have a fixed width, and
   places are offsets from the beginning of the pages: nothing here, or there,
   is an address.  What a process needs beside it to work in the group is in
   group.h.  */

#ifndef SM_SHARED_H
#define SM_SHARED_H

#include <stdint.h>

/* "synchmem", in the byte order of who created the group.  */
#define SM_SHARED_MAGIC UINT64_C (0x73796e63686d656d)
/* Increased when anything changes in what lies in the pages.  */
#define SM_SHARED_FORMAT 1

/* What the group is, and where its parts are.  Constant from creation on.  */
struct sm_shared
{
  uint64_t magic;
  uint32_t format;
  uint32_t line; /* SM_LINE */
  uint64_t num_threads, segment_len, elem_size, stride;
  uint32_t num_buffers;
  uint32_t cluster_size;

  /* From the beginning of the pages, in bytes.  The two buffers are at the
     same place if there is one.  */
  uint64_t buffer[2];
  uint64_t shared; /* this structure */
  uint64_t meeting;
  uint64_t standing;
  uint64_t record;
  uint64_t record_size; /* 0: of a library without the profiler */
  uint64_t fill;        /* the default element, or 0: zero bytes */
  uint64_t size;        /* of all the pages */
};

enum sm_seat
{
  SM_SEAT_FREE,
  SM_SEAT_TAKEN,
  SM_SEAT_LEFT,
  SM_SEAT_ENDED /* with its thread, until the group is reset */
};

/* Where a place stands, while nobody holds it: from there who takes it goes
   on. There is one for each place.  Guarded by the lock of base/lock.h, like
   all of seat.h.  */
struct sm_standing
{
  /* Who holds the place: enum sm_seat, and since when.  */
  uint64_t seat_since;
  uint32_t seat;
  uint32_t left_by_run; /* until all its threads are joined, or a reset */

  /* These are saved when it is given up, and mean what they mean in struct
     synchedmem_local.  While it is held, they are of the time before; of a
     place whose thread ended they stay so.  */
  uint64_t cycle;
  uint32_t phase; /* enum sm_phase */
  uint32_t written, equal, done_reading;
};

#endif
