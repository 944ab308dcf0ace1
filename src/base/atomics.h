/* atomics.h: the atomic operations, each named with its order.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   This is the only user of <stdatomic.h>, so that a model checker can put
   its own operations here, and so that grep finds every access by its order.
   There are no fences: race detectors do not see them; but for one that is for
   the compiler alone.  */

#ifndef SM_ATOMICS_H
#define SM_ATOMICS_H

#include <stdatomic.h>
#include <stdint.h>

typedef _Atomic (uint32_t) sm_atomic32;
typedef _Atomic (uint64_t) sm_atomic64;

#define sm_init(p, v) atomic_init (p, v)

#define sm_load_relaxed(p) atomic_load_explicit (p, memory_order_relaxed)
#define sm_load_acquire(p) atomic_load_explicit (p, memory_order_acquire)
#define sm_load_seq_cst(p) atomic_load_explicit (p, memory_order_seq_cst)

#define sm_store_relaxed(p, v)                                                \
  atomic_store_explicit (p, v, memory_order_relaxed)
#define sm_store_release(p, v)                                                \
  atomic_store_explicit (p, v, memory_order_release)

/* The compiler keeps what comes before in front of what comes after, for the
   sake of a thread that fences this one by membarrier.  */
#define sm_keep_order() atomic_signal_fence (memory_order_seq_cst)

#define sm_exchange_seq_cst(p, v)                                             \
  atomic_exchange_explicit (p, v, memory_order_seq_cst)
#define sm_add_seq_cst(p, v)                                                  \
  atomic_fetch_add_explicit (p, v, memory_order_seq_cst)
#define sm_and_seq_cst(p, v)                                                  \
  atomic_fetch_and_explicit (p, v, memory_order_seq_cst)
#define sm_cas_seq_cst(p, expected, v)                                        \
  atomic_compare_exchange_strong_explicit (                                   \
      p, expected, v, memory_order_seq_cst, memory_order_seq_cst)

#endif
