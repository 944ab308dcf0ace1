/* reader.h: what a record says, read while its thread goes on.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_READER_H
#define SM_READER_H

#include "record/record.h"

/* Count BLOCK in STATS; LAST is 1 if the others waited for this thread, else
   0.  */
void sm_reader_add (struct synchedmem_thread_stats *stats,
                    const struct synchedmem_block *block, uint64_t last);

/* Stop all recording, and close each record.  Returns false if that was done
   before.  The caller holds the lock of base/lock.h.  */
bool sm_reader_stop (struct sm_profile *profile);

/* What the record of place ID holds.  The caller holds the lock of
   base/lock.h, so that nobody attaches or leaves meanwhile.  */
void sm_reader_read (const struct sm_profile *profile, size_t id,
                     struct sm_reading *reading);

/* Copy up to N completed blocks before block END to OUT, the oldest first,
   without those that have been overwritten.  Returns how many.  */
size_t sm_reader_copy (const struct sm_profile *profile, size_t id,
                       uint64_t end, size_t n, struct synchedmem_block *out);

#endif
