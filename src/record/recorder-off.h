/* recorder-off.h: recorder.h and record.h of a library without the profiler:
   empty.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_RECORDER_OFF_H
#define SM_RECORDER_OFF_H

#include "base/environment.h"
#include "meeting/slots.h"

/* GCC and Clang give these no size.  */
struct sm_profile
{
};

struct sm_recorder
{
};

static inline bool
sm_record_measure (struct sm_profile *profile, size_t num_threads,
                   size_t blocks, size_t *size)
{
  (void) profile;
  (void) num_threads;
  (void) blocks;
  *size = 0;
  return true;
}

static inline size_t
sm_record_size (const struct sm_profile *profile)
{
  (void) profile;
  return 0;
}

static inline size_t
sm_record_prefix_size (struct sm_profile *profile)
{
  (void) profile;
  sm_environment_no_profiler ();
  return 0;
}

static inline void
sm_record_remember_prefix (struct sm_profile *profile, void *memory)
{
  (void) profile;
  (void) memory;
}

static inline void
sm_record_init (struct sm_profile *profile, void *memory,
                const struct sm_meeting *meeting)
{
  (void) profile;
  (void) memory;
  (void) meeting;
}

static inline void
sm_record_end (struct sm_profile *profile)
{
  (void) profile;
}

static inline void
sm_record_start_over (struct sm_profile *profile)
{
  (void) profile;
}

static inline void
sm_recorder_init (struct sm_recorder *recorder,
                  const struct sm_profile *profile, uint32_t id)
{
  (void) recorder;
  (void) profile;
  (void) id;
}

static inline void
sm_recorder_touch (const struct sm_recorder *recorder)
{
  (void) recorder;
}

static inline void
sm_recorder_start (struct sm_recorder *recorder)
{
  (void) recorder;
}

static inline void
sm_recorder_over (struct sm_recorder *recorder, uint64_t now)
{
  (void) recorder;
  (void) now;
}

static inline void
sm_recorder_leaves (struct sm_member *member, uint64_t cycle)
{
  (void) member;
  (void) cycle;
}

static inline void
sm_recorder_arrives (struct sm_recorder *recorder, struct sm_member *member,
                     uint64_t cycle)
{
  (void) recorder;
  (void) member;
  (void) cycle;
}

static inline void
sm_recorder_arrived (struct sm_recorder *recorder)
{
  (void) recorder;
}

static inline void
sm_recorder_passed (struct sm_recorder *recorder,
                    const struct sm_member *member, uint64_t cycle)
{
  (void) recorder;
  (void) member;
  (void) cycle;
}

#endif
