/* verdict.h: what a snapshot says in a sentence.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_VERDICT_H
#define SM_VERDICT_H

#include "timing/snapshot.h"

/* Long enough for sm_verdict_say.  */
#define SM_VERDICT_SIZE 400

/* Say in a sentence which thread costs how much, and what an even load would
   save.  ENOMEM.  */
int sm_verdict_say (const struct synchedmem_timing *timing,
                    char text[SM_VERDICT_SIZE]);

#endif
