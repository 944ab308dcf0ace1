/* environment.h: what the environment says for a whole program.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_ENVIRONMENT_H
#define SM_ENVIRONMENT_H

#include <stdint.h>

/* SYNCHEDMEM_WAIT_POLICY: adaptive, active or passive; POLICY if it is not
   set, or is something else, which is reported once.  */
int sm_environment_wait_policy (int policy);

/* SYNCHEDMEM_SPIN_NS: for how many nanoseconds to spin before parking; NS if
   the variable is not set, or is no number, which is reported once.  */
uint64_t sm_environment_spin_ns (uint64_t ns);

/* SYNCHEDMEM_CLUSTER_SIZE: how many threads look at each other one by one;
   SIZE if the variable is not set, or is no such number, which is reported
   once.  */
uint32_t sm_environment_cluster_size (uint32_t size);

/* SYNCHEDMEM_PROFILE: what the names of the profiler's files begin with, or
   NULL.  */
const char *sm_environment_profile (void);

/* Report once that SYNCHEDMEM_PROFILE is set, and that this library was built
   without the profiler.  */
void sm_environment_no_profiler (void);

#endif
