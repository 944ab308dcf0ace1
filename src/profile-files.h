/* profile-files.h: what SYNCHEDMEM_PROFILE asks for.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_PROFILE_FILES_H
#define SM_PROFILE_FILES_H

#include "memory.h"

#ifdef SM_PROFILER

/* Ask where files of MEM are to be written; how much memory it takes to
   remember it.  */
size_t sm_profile_files_size (struct synchedmem *mem);
void sm_profile_files_init (struct synchedmem *mem, void *memory);

/* Write them, unless nobody asked or it was done; tell problems on stderr.
   MEM is finalized.  */
void sm_profile_files_write (struct synchedmem *mem);

/* The group ends: finalize it, if files are to be written.  */
void sm_profile_files_end (struct synchedmem *mem);

#else

#include "environment.h"

static inline size_t
sm_profile_files_size (struct synchedmem *mem)
{
  (void) mem;
  sm_environment_no_profiler ();
  return 0;
}

static inline void
sm_profile_files_init (struct synchedmem *mem, void *memory)
{
  (void) mem;
  (void) memory;
}

static inline void
sm_profile_files_end (struct synchedmem *mem)
{
  (void) mem;
}

#endif

#endif
