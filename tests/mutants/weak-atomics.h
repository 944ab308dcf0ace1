/* weak-atomics.h: operations that src/base/atomics.h has with one order only,
   relaxed: for the mutants of tests/mutants.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef WEAK_ATOMICS_H
#define WEAK_ATOMICS_H

#define sm_exchange_relaxed(p, v)                                             \
  atomic_exchange_explicit (p, v, memory_order_relaxed)
#define sm_add_relaxed(p, v)                                                  \
  atomic_fetch_add_explicit (p, v, memory_order_relaxed)
#define sm_and_relaxed(p, v)                                                  \
  atomic_fetch_and_explicit (p, v, memory_order_relaxed)
#define sm_cas_relaxed(p, expected, v)                                        \
  atomic_compare_exchange_strong_explicit (                                   \
      p, expected, v, memory_order_relaxed, memory_order_relaxed)

#endif
