/* synchedmem.h: groups of threads in write-then-read cycles.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The threads of a group work in cycles.  Each writes its own segment of a
   shared state, all of them meet, and each reads one consistent view of what
   everybody wrote:

       while (!done)
         {
           compute (mine, view);
           synchedmem_write_sync_read (self, mine, len, &view);
         }

   Conventions

   - A function that returns int returns 0 or an error number, as the pthread
     functions do.  None sets errno.  A call that fails changes nothing.
   - Lengths and indices count elements, never bytes.  Times are nanoseconds
     of CLOCK_MONOTONIC.
   - Any thread may use a struct synchedmem at any time.  A
     struct synchedmem_local is used by one thread at a time.
   - NULL where an object is needed: EINVAL from functions that return int, 0
     or NULL from the others.
   - Where several errors apply, the first of these is returned: a bad
     argument, the error a group broke with, a call out of order.
   - No call of the cycle allocates memory, locks a mutex, or makes a system
     call, unless a thread has to wait: to yield, to sleep, and to be woken.

   Memory order: everything a thread did before it arrives at a meeting
   happens before everything any thread does after it has passed that
   meeting, in the sense of C11.

   Each function's manual page has the details.  */

#ifndef SYNCHEDMEM_H
#define SYNCHEDMEM_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/* The version of this header.  */
#define SYNCHEDMEM_VERSION_MAJOR 1
#define SYNCHEDMEM_VERSION_MINOR 0
#define SYNCHEDMEM_VERSION_PATCH 0

struct timespec; /* which <time.h> hides from strict C99 */

struct synchedmem;        /* the shared memory of a group of threads */
struct synchedmem_local;  /* one thread's place in the group */
struct synchedmem_timing; /* a snapshot of what the profiler recorded */


/* Attributes.  */

/* How a thread waits for the others.  */
enum synchedmem_wait_policy
{
  /* Spin, yield or sleep, whichever fits the machine at the moment.  */
  SYNCHEDMEM_WAIT_ADAPTIVE = 0,
  /* Spin and never give the processor up: dedicated cores, real time.  */
  SYNCHEDMEM_WAIT_ACTIVE,
  /* Sleep at once: battery, shared hosts.  */
  SYNCHEDMEM_WAIT_PASSIVE
};

/* Where the segments lie in a view.  */
enum synchedmem_layout
{
  /* Segment i starts at element i * segment_len: a view is one array.  */
  SYNCHEDMEM_LAYOUT_PACKED = 0,
  /* Every segment starts on a cache line of its own: no false sharing.
     synchedmem_stride says how many elements lie between two starts.  */
  SYNCHEDMEM_LAYOUT_ALIGNED
};

/* What synchedmem_create may be told.  Initialise with
   SYNCHEDMEM_ATTR_INIT and set what you need; nothing of it has to live
   longer than the call.  */
struct synchedmem_attr
{
  /* sizeof (struct synchedmem_attr), which lets the structure grow.  */
  size_t size;
  /* The default element; NULL means all bytes zero.  */
  const void *fill;
  /* enum synchedmem_wait_policy.  */
  int wait_policy;
  /* enum synchedmem_layout.  */
  int layout;
  /* 0 or 2: two buffers, one meeting a cycle.  1: half the memory, but
     whoever writes first waits until everyone is done reading.  */
  unsigned int buffers;
  /* cpus[i] is the processor that thread i is pinned to when it attaches,
     -1 leaves it alone.  NULL pins nobody.  */
  const int *cpus;
  /* How many blocks the profiler keeps for each thread; 0 is a default,
     16384.  */
  size_t profile_blocks;
};

#define SYNCHEDMEM_ATTR_INIT                                                  \
  {                                                                           \
    sizeof (struct synchedmem_attr), NULL, 0, 0, 0, NULL, 0                   \
  }


/* The group.  */

/* Create the shared memory of NUM_THREADS threads with SEGMENT_LEN elements
   of ELEM_SIZE bytes each, and store it in *MEM; ATTR may be NULL.  All
   segments hold the default element.  A SEGMENT_LEN of 0 makes a pure
   barrier.  All memory is taken here.  The caller owns the group and ends it
   with synchedmem_destroy.

   EINVAL: a NULL MEM, no threads, elements of no size, an unknown attribute
   value.  EOVERFLOW: the sizes' product does not fit.  ENOMEM.  */
int synchedmem_create (struct synchedmem **mem, size_t num_threads,
                       size_t segment_len, size_t elem_size,
                       const struct synchedmem_attr *attr);

/* Free a group.  NULL is fine.  Nobody may use MEM, or a view of it, during
   or after the call.  EBUSY: a thread is attached; in the child of a fork,
   also one that was attached in the parent.  */
int synchedmem_destroy (struct synchedmem *mem);

/* What the group was created with; 0 for NULL.  The stride is the number of
   elements from one segment's start to the next one's, which is
   segment_len unless the layout is SYNCHEDMEM_LAYOUT_ALIGNED.  data_len is
   num_threads * segment_len.  */
size_t synchedmem_num_threads (const struct synchedmem *mem);
size_t synchedmem_segment_len (const struct synchedmem *mem);
size_t synchedmem_elem_size (const struct synchedmem *mem);
size_t synchedmem_stride (const struct synchedmem *mem);
size_t synchedmem_data_len (const struct synchedmem *mem);

/* Start a thread for every place of the group, attach it, run FN with ARG in
   it, and join them all.  A thread whose FN has returned 0 is no longer
   waited for.  The first FN to return something else aborts the group, and
   that is returned; else what a thread could not be started or attached
   with, in which case no FN has run; else the group's error; else 0.  The
   group can be run again unless it broke.

   EINVAL: MEM or FN is NULL.  EBUSY: a place is taken, or was left, or
   another thread still works in one when all FN have returned.  ENOMEM,
   EAGAIN: no memory, or no thread to be had.  */
int synchedmem_run (struct synchedmem *mem,
                    int (*fn) (struct synchedmem_local *self, void *arg),
                    void *arg);


/* A thread's place.  */

/* Take place THREAD_ID for the calling thread and store it in *SELF.  The
   group owns *SELF; it is valid until detach or leave.  If the calling
   thread ends while attached, the group breaks with EOWNERDEAD.

   EINVAL: a NULL argument, THREAD_ID out of range.  EBUSY: the place is
   taken, or its thread left for good, or a reset is going on.  ENOMEM.  The
   error of a pin that fails.  The group's error once it is broken.  */
int synchedmem_attach (struct synchedmem *mem, size_t thread_id,
                       struct synchedmem_local **self);

/* Give the place up.  The others go on waiting for it; whoever attaches to
   it next goes on in the cycle, and between the calls, where this thread
   stopped.  Works on a broken group.  EINVAL: not attached.  ESRCH: the group
   is the parent process's.  */
int synchedmem_detach (struct synchedmem_local *self);

/* Give the place up for good.  The others no longer wait for it, and what it
   last published stays in every later view.  A segment that was written but
   not published is dropped; with one buffer it is too late for that, and the
   segment stays as it was written.  Works on a broken group.  EINVAL: not
   attached.  EALREADY: arrived, but not waited.  ESRCH: the group is the
   parent process's.  */
int synchedmem_leave (struct synchedmem_local *self);

/* The place's number; 0 for NULL.  */
size_t synchedmem_thread_id (const struct synchedmem_local *self);

/* How many meetings the place has passed; 0 for NULL.  */
uint64_t synchedmem_cycle (const struct synchedmem_local *self);


/* Write, meet, read.  */

/* Write LEN elements of DATA to the front of the own segment and the default
   element to the rest, meet, and store the whole state in *VIEW, as
   synchedmem_view returns it.  The errors of synchedmem_write, before
   anything else happens, and of synchedmem_sync.  EINVAL: VIEW is NULL.  */
int synchedmem_write_sync_read (struct synchedmem_local *self,
                                const void *data, size_t len,
                                const void **view);

/* Write LEN elements of DATA to the front of the own segment and the default
   element to the rest.  DATA may be NULL if LEN is 0.

   EINVAL.  EMSGSIZE: LEN is more than segment_len.  EALREADY: between arrive
   and wait.  The group's error.  */
int synchedmem_write (struct synchedmem_local *self, const void *data,
                      size_t len);

/* Return the own segment, of segment_len elements, to be written in place
   until this thread's next arrive.  The first of write, overwrite and update
   in a cycle decides what it holds to begin with: after overwrite, that is
   unspecified; after update, it is what the segment last published.  Later
   ones in the same cycle return it as it stands.  A cycle without any of
   them publishes the last segment again.

   NULL for an error: EINVAL, EALREADY or the group's error, as in
   synchedmem_write.  synchedmem_arrive then returns its number.  */
void *synchedmem_overwrite (struct synchedmem_local *self);
void *synchedmem_update (struct synchedmem_local *self);

/* Arrive and wait.  */
int synchedmem_sync (struct synchedmem_local *self);

/* Publish the own segment and be counted in the meeting, without waiting.
   EINVAL.  EALREADY: arrived before, and not waited.  The group's error.  */
int synchedmem_arrive (struct synchedmem_local *self);

/* Wait until everyone has arrived.  EINVAL.  EPERM: not arrived.  The
   group's error, at once when it breaks.  */
int synchedmem_wait (struct synchedmem_local *self);

/* The same without waiting.  EAGAIN: somebody has not arrived.  */
int synchedmem_try_wait (struct synchedmem_local *self);

/* The same until ABSTIME of CLOCK_MONOTONIC.  ETIMEDOUT: somebody has not
   arrived; the own arrival stands, nobody else is disturbed, and any of the
   waits may follow.  EINVAL: ABSTIME is NULL or no valid time.  */
int synchedmem_wait_until (struct synchedmem_local *self,
                           const struct timespec *abstime);

/* The state of the last meeting that this thread passed, or the default
   elements before its first: all segments, or the one of THREAD_ID.  It
   stays as it is until this thread's next arrive; with one buffer, until its
   next write, overwrite, update or arrive.  NULL: SELF is NULL, or there is
   no such thread.  */
const void *synchedmem_view (const struct synchedmem_local *self);
const void *synchedmem_view_of (const struct synchedmem_local *self,
                                size_t thread_id);

/* Copy the first LEN elements of the same state to DST, one segment directly
   after the other whatever the layout.  EINVAL.  EMSGSIZE: LEN is more than
   data_len.  ESRCH: the group is the parent process's.  */
int synchedmem_read (const struct synchedmem_local *self, void *dst,
                     size_t len);


/* When something goes wrong.  */

/* A group breaks once: by synchedmem_abort, with ECANCELED, or because a
   thread ended while attached, with EOWNERDEAD.  Everyone who waits, and
   everyone who comes later, gets that error.  In the child of a fork, the
   parent's groups are broken with ESRCH, since their threads are not
   there.  */

/* Break the group.  0 also when it was broken before.  EINVAL.  ESRCH: the
   group is the parent process's.  */
int synchedmem_abort (struct synchedmem *mem);

/* The error the group broke with, 0 for a whole one.  EINVAL.  */
int synchedmem_status (const struct synchedmem *mem);

/* Make the group as it was when created.  EBUSY: a thread is attached, or
   another one resets it.
   EINVAL.  ESRCH: the group is the parent process's.  */
int synchedmem_reset (struct synchedmem *mem);

/* Store in IDS the numbers of the threads that the furthest-ahead waiter
   still waits for, in increasing order and at most MAX of them, and return
   how many there are.  IDS may be NULL if MAX is 0.  */
size_t synchedmem_missing (const struct synchedmem *mem, size_t *ids,
                           size_t max);

/* Print a line for each thread to OUT: its cycle, its state, since when, and
   what the group broke with.  EINVAL, or the error of a failed write.  */
int synchedmem_dump (const struct synchedmem *mem, FILE *out);


/* The profiler.  All of these are always there; from a library that was
   configured without --enable-profiler, functions that return int return
   ENOTSUP (synchedmem_has_profiler and synchedmem_finalize: 0), and counts
   and times are 0.  */

/* Whether the library was configured with --enable-profiler.  */
int synchedmem_has_profiler (void);

/* Stop the clock and close every thread's last block.  From any thread, also
   while others run, of whom no more is recorded; a second call changes
   nothing.  If SYNCHEDMEM_PROFILE was in the environment when the group was
   created, write its files.  EINVAL.  ESRCH: the group is the parent
   process's.  */
int synchedmem_finalize (struct synchedmem *mem);

/* When the group was created or reset, and finalized; the time between, or
   until now; when a thread began to compute, and when it left or ended, or
   was finalized.  0: not yet, or no such thread.  */
uint64_t synchedmem_init_timestamp (const struct synchedmem *mem);
uint64_t synchedmem_completion_timestamp (const struct synchedmem *mem);
uint64_t synchedmem_total_runtime (const struct synchedmem *mem);
uint64_t synchedmem_computation_start (const struct synchedmem *mem,
                                       size_t thread_id);
uint64_t synchedmem_computation_end (const struct synchedmem *mem,
                                     size_t thread_id);

/* Take a snapshot of what was recorded, which the caller owns and ends with
   synchedmem_timing_destroy; NULL is fine there.  At any time, also while the
   threads run, which do not wait for it; what is not complete then is cut.
   EINVAL.  ENOMEM.  ESRCH: the group is the parent process's.  */
int synchedmem_timing_create (const struct synchedmem *mem,
                              struct synchedmem_timing **timing);
void synchedmem_timing_destroy (struct synchedmem_timing *timing);

/* One turn of one thread: it computes until ARRIVE and waits until RELEASE,
   where the next one starts, but between two runs.  In a group of one, it
   waits for nobody.  */
struct synchedmem_block
{
  uint64_t start, arrive, release;
};

/* All turns of one thread.  After n meetings there are n + 1; percentiles are
   within 2 %; of those who arrive at once, the highest number is last.  */
struct synchedmem_thread_stats
{
  uint64_t blocks;  /* all of them */
  uint64_t dropped; /* those whose single times were not kept */
  uint64_t compute_total, compute_min, compute_max, compute_p50, compute_p99;
  uint64_t wait_total, wait_min, wait_max, wait_p50, wait_p99;
  uint64_t last_to_arrive; /* how often everyone waited for this thread */
};

/* What is in a snapshot; block 0 is the oldest that was kept.  EINVAL: no
   such thread or block, or a NULL pointer.  */
uint64_t
synchedmem_timing_total_runtime (const struct synchedmem_timing *timing);
size_t synchedmem_timing_num_threads (const struct synchedmem_timing *timing);
size_t synchedmem_timing_block_count (const struct synchedmem_timing *timing,
                                      size_t thread_id);
int synchedmem_timing_block (const struct synchedmem_timing *timing,
                             size_t thread_id, size_t block,
                             struct synchedmem_block *out);
int synchedmem_timing_thread (const struct synchedmem_timing *timing,
                              size_t thread_id,
                              struct synchedmem_thread_stats *out);
uint64_t
synchedmem_timing_total_computation (const struct synchedmem_timing *timing,
                                     size_t thread_id);
uint64_t
synchedmem_timing_average_computation (const struct synchedmem_timing *timing,
                                       size_t thread_id);

/* The largest computation time of a thread that attached divided by the mean
   of them; at least 1.  0 without the profiler.  */
double synchedmem_timing_imbalance (const struct synchedmem_timing *timing);

/* Write the snapshot to OUT: the table, CSV, an SVG timeline, Trace Event
   JSON.  */
int synchedmem_timing_plot (const struct synchedmem_timing *timing, FILE *out);
int synchedmem_timing_write_csv (const struct synchedmem_timing *timing,
                                 FILE *out);
int synchedmem_timing_write_svg (const struct synchedmem_timing *timing,
                                 FILE *out);
int synchedmem_timing_write_trace (const struct synchedmem_timing *timing,
                                   FILE *out);


#ifdef __GNUC__
#pragma GCC visibility pop
#endif


/* Typed access.  */

/* A pointer of another type is only a warning to some C compilers.  From the
   first SYNCHEDMEM_DEFINE of a file on, it is an error, as it is in C++.  */
#if defined __GNUC__ && !defined __cplusplus
#define SYNCHEDMEM_STRICT_POINTERS                                            \
  _Pragma ("GCC diagnostic error \"-Wincompatible-pointer-types\"")
#else
#define SYNCHEDMEM_STRICT_POINTERS
#endif

/* Nobody needs all of the functions below.  */
#ifdef __GNUC__
#define SYNCHEDMEM_UNUSED __attribute__ ((unused))
#else
#define SYNCHEDMEM_UNUSED
#endif

/* SYNCHEDMEM_DEFINE (grid, struct cell) defines static inline functions for
   a group whose elements are struct cell:

     grid_create (&mem, num_threads, segment_len, attr)
     grid_attach (mem, thread_id, &self)
     grid_write (self, data, len)
     grid_overwrite (self), grid_update (self)
     grid_write_sync_read (self, data, len, &view)
     grid_view (self), grid_view_of (self, thread_id)
     grid_read (self, dst, len)

   They are the functions above with struct cell * for void *.  grid_attach
   says EINVAL if the group's elements have another size.  Use it at file
   scope; no semicolon belongs behind it.  */
#define SYNCHEDMEM_DEFINE(name, type)                                         \
  SYNCHEDMEM_STRICT_POINTERS                                                  \
  SYNCHEDMEM_UNUSED static inline int name##_create (                         \
      struct synchedmem **mem, size_t num_threads, size_t segment_len,        \
      const struct synchedmem_attr *attr)                                     \
  {                                                                           \
    return synchedmem_create (mem, num_threads, segment_len, sizeof (type),   \
                              attr);                                          \
  }                                                                           \
  SYNCHEDMEM_UNUSED static inline int name##_attach (                         \
      struct synchedmem *mem, size_t thread_id,                               \
      struct synchedmem_local **self)                                         \
  {                                                                           \
    if (synchedmem_elem_size (mem) != sizeof (type))                          \
      return EINVAL;                                                          \
    return synchedmem_attach (mem, thread_id, self);                          \
  }                                                                           \
  SYNCHEDMEM_UNUSED static inline int name##_write (                          \
      struct synchedmem_local *self, type const *data, size_t len)            \
  {                                                                           \
    return synchedmem_write (self, data, len);                                \
  }                                                                           \
  SYNCHEDMEM_UNUSED static inline type *name##_overwrite (                    \
      struct synchedmem_local *self)                                          \
  {                                                                           \
    return (type *) synchedmem_overwrite (self);                              \
  }                                                                           \
  SYNCHEDMEM_UNUSED static inline type *name##_update (                       \
      struct synchedmem_local *self)                                          \
  {                                                                           \
    return (type *) synchedmem_update (self);                                 \
  }                                                                           \
  SYNCHEDMEM_UNUSED static inline int name##_write_sync_read (                \
      struct synchedmem_local *self, type const *data, size_t len,            \
      type const **view)                                                      \
  {                                                                           \
    const void *all = NULL;                                                   \
    int error                                                                 \
        = synchedmem_write_sync_read (self, data, len, view ? &all : NULL);   \
    if (!error && view)                                                       \
      *view = (type const *) all;                                             \
    return error;                                                             \
  }                                                                           \
  SYNCHEDMEM_UNUSED static inline type const *name##_view (                   \
      const struct synchedmem_local *self)                                    \
  {                                                                           \
    return (type const *) synchedmem_view (self);                             \
  }                                                                           \
  SYNCHEDMEM_UNUSED static inline type const *name##_view_of (                \
      const struct synchedmem_local *self, size_t thread_id)                  \
  {                                                                           \
    return (type const *) synchedmem_view_of (self, thread_id);               \
  }                                                                           \
  SYNCHEDMEM_UNUSED static inline int name##_read (                           \
      const struct synchedmem_local *self, type *dst, size_t len)             \
  {                                                                           \
    return synchedmem_read (self, dst, len);                                  \
  }

#ifdef __cplusplus
}
#endif

#endif /* SYNCHEDMEM_H */
