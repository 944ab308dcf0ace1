/* cluster.h: whom a thread of a large meeting looks at.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_CLUSTER_H
#define SM_CLUSTER_H

#include "meeting/slots.h"

/* The cluster size that suits NUM_THREADS.  */
uint32_t sm_cluster_size (size_t num_threads);

/* Where there are several clusters.  Of the positions that MEMBER looks at
   (slots.h says which they are), the first from FROM on that has not reached
   EPOCH, or member->positions; those before FROM have.  If all of the own
   cluster have, its word is marked.  */
uint32_t sm_cluster_late (struct sm_member *member, uint64_t epoch,
                          uint32_t from);
/* After an arrival at EPOCH, or a leaving: mark the word of the own cluster if
   all threads of it have reached EPOCH.  */
void sm_cluster_mark (struct sm_member *member, uint64_t epoch);
/* Whether all threads have reached EPOCH.  Where a cluster's word lags behind,
   its slots are looked at.  The loads come after the caller's last seq_cst
   operation.  */
bool sm_cluster_all_arrived (const struct sm_member *member, uint64_t epoch);
/* Whether all threads have reached EPOCH, for a thread that waits and may be
   about to park: *HERE is whether one who is late was last seen on processor
   CPU, which is the caller's.  Positions before FIRST are not late.  */
bool sm_cluster_look_closely (const struct sm_member *member, uint64_t epoch,
                              uint32_t first, int cpu, bool *here);

#endif
