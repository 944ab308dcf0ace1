/* files.h: what SYNCHEDMEM_PROFILE asks for.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_PROFILE_FILES_H
#define SM_PROFILE_FILES_H

#include "group/group.h"

#ifdef SM_PROFILER

/* Ask where files of GROUP are to be written; how much memory it takes to
   remember it.  */
size_t sm_record_prefix_size (struct synchedmem *group);
void sm_record_prefix_init (struct synchedmem *group, void *memory);

/* Write them, unless nobody asked or it was done; tell problems on stderr.
   GROUP is finalized.  */
void sm_files_write (struct synchedmem *group);

/* The group ends: finalize it, if files are to be written.  */
void sm_files_end (struct synchedmem *group);

#else

#include "base/environment.h"

static inline size_t
sm_record_prefix_size (struct synchedmem *group)
{
  (void) group;
  sm_environment_no_profiler ();
  return 0;
}

static inline void
sm_record_prefix_init (struct synchedmem *group, void *memory)
{
  (void) group;
  (void) memory;
}

static inline void
sm_files_end (struct synchedmem *group)
{
  (void) group;
}

#endif

#endif
