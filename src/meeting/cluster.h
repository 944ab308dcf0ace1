/* cluster.h: whom a thread of a large meeting looks at.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_CLUSTER_H
#define SM_CLUSTER_H

#include "meeting/slots.h"

/* The cluster size that suits NUM_THREADS.  */
uint32_t sm_cluster_size (size_t num_threads);

/* Where there are clusters.  The first position from FROM on that is behind
   EPOCH; those before are not.  The own cluster is marked if it is
   complete.  */
uint32_t sm_cluster_late (struct sm_member *member, uint64_t epoch,
                          uint32_t from);
/* After an arrival, or a leaving: mark the own cluster if it is complete.  */
void sm_cluster_mark (struct sm_member *member, uint64_t epoch);
/* Whether all are there, looked up in the slots where a cluster's word lags
   behind.  Ordered after the caller's last seq_cst operation.  */
bool sm_cluster_all_arrived (const struct sm_member *member, uint64_t epoch);
/* The same question, for a waiter; *HERE says whether one who is late was last
   seen on processor CPU.  Positions before FIRST are not late.  */
bool sm_cluster_look_closely (const struct sm_member *member, uint64_t epoch,
                              uint32_t first, int cpu, bool *here);

#endif
