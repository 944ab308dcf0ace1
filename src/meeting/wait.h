/* wait.h: how a thread spends the time until something has happened.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A waiter takes turns: it spins, yields, or says that it is time to park.
   The caller looks after each turn, and does the parking; what it looks at,
   the waiter does not know.  */

#ifndef SM_WAIT_H
#define SM_WAIT_H

#include "os/os.h"

#include <stdbool.h>

/* For how many nanoseconds to spin before parking.  This value says: for about
   as long as a park and a wake take, by what the group has learned.  */
#define SM_WAIT_SPIN_LEARNED UINT64_MAX
/* The time while nothing is learned yet, since nobody was woken.  */
#define SM_WAIT_SPIN_NS 50000
/* A thread that spins reads the clock once in so many looks.  */
#define SM_WAIT_SPINS_PER_CLOCK 16

/* What all waiters of a group have learned together.  */
struct sm_wait_shared
{
  /* Nobody yields before this time: the processors are busy with foreign
     work, and a yield gives it a whole time slice.  Written by whoever
     yielded and came back late, read before each yield.  */
  sm_atomic64 shun_yield_until;
  /* For how long yields are shunned the next time.  Written by whoever yielded
     and came back late, read before each yield.  */
  sm_atomic64 shun_ns;
  /* What waking parked threads costs the waker, or 0.  Written by who wakes,
     read by who spins.  */
  sm_atomic64 wake_ns;
  /* 1: more threads than processors.  Constant, set by the group.  */
  uint32_t crowded;
};

struct sm_waiter
{
  struct sm_wait_shared *shared;
  int policy;      /* enum synchedmem_wait_policy */
  bool realtime;   /* yielding does not let a thread of less priority run */
  uint32_t trials; /* yields to try although the others shun them */
  uint64_t spin_ns;

  /* Of the current wait.  */
  uint64_t deadline;
  uint64_t began;  /* 0: the clock was not read yet */
  uint64_t latest; /* the last reading */
  uint32_t spins;
  bool idle;        /* yields let nobody run */
  uint64_t sampled; /* when, or 0 */
  uint64_t running; /* how long this thread had been running then */
};

enum sm_wait_turn
{
  SM_WAIT_LOOK,     /* time has passed: look again */
  SM_WAIT_PARK,     /* look once more while parking, then sleep */
  SM_WAIT_TIMED_OUT /* the deadline has come */
};

/* Nothing is learned yet.  */
void sm_wait_shared_reset (struct sm_wait_shared *shared);

/* Learn that waking took NS nanoseconds.  */
void sm_wait_learn_wake (struct sm_wait_shared *shared, uint64_t ns);

void sm_waiter_init (struct sm_waiter *waiter, struct sm_wait_shared *shared,
                     int policy, uint64_t spin_ns);

/* A new wait, until DEADLINE of CLOCK_MONOTONIC or SM_OS_NEVER.  */
static inline void
sm_waiter_begin (struct sm_waiter *waiter, uint64_t deadline)
{
  waiter->deadline = deadline;
  waiter->began = 0;
  waiter->spins = 0;
  waiter->idle = false;
  waiter->sampled = 0;
}

/* Whether a spinning waiter has just read the clock, or only begun; always so
   for one that does not spin.  */
static inline bool
sm_waiter_pauses (const struct sm_waiter *waiter)
{
  return waiter->spins % SM_WAIT_SPINS_PER_CLOCK == 0;
}

/* Take a turn.  SHARED_CPU: somebody who is waited for was last seen on the
   calling thread's own processor.  */
enum sm_wait_turn sm_waiter_turn (struct sm_waiter *waiter, bool shared_cpu);

#endif
