/* files.h: what SYNCHEDMEM_PROFILE asks for.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_FILES_H
#define SM_FILES_H

#include "record/record.h"

/* Write what PROFILE has recorded to the files that the environment asked for
   when its group was created, unless it did not, or that was done; tell
   problems on stderr.  PROFILE is finalized.  */
void sm_files_write (struct sm_profile *profile);

#endif
