/* cpu.h: the processor: how far apart words must be, how to pause a spin.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef SM_CPU_H
#define SM_CPU_H

/* The distance at which two processors do not disturb each other; from
   configure.  */
#define SM_LINE SM_CACHE_LINE_SIZE

#define sm_likely(x) __builtin_expect (!!(x), 1)
#define sm_unlikely(x) __builtin_expect (!!(x), 0)

/* Between two looks of a thread that spins: leave the core's units to its
   other thread, and do not run ahead of the loop.  */
static inline void
sm_cpu_relax (void)
{
#if defined __i386__ || defined __x86_64__
  __builtin_ia32_pause ();
#elif defined __aarch64__
  __asm__ volatile("isb" ::: "memory");
#elif defined __arm__ && __ARM_ARCH >= 7
  __asm__ volatile("yield" ::: "memory");
#elif defined __powerpc__
  __asm__ volatile("or 27,27,27" ::: "memory");
#else
  __asm__ volatile("" ::: "memory");
#endif
}

#endif
