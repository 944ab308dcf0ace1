/* cycle.pml: buffers, epochs and what each thread sees in its view.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Of src/group/cycle.c and synchedmem_leave, for N threads that never stop:
   writes, carry-over, meetings, one or two BUFFERS; if MORTAL, one thread at
   most breaks the group or dies, at any point; if LEAVING, any may leave; if
   TIMED, waits give up and start again.  Loads and stores are sequentially
   consistent here; their order is what parking.pml and Relacy look at.

   Safety: whoever reads its view finds in each segment what its owner had
   published last when it arrived at that meeting; never a half-written one,
   never another cycle's.  Liveness: an arrival of all is followed by
   everyone's release; after a break, nobody waits.

   Wrong on purpose, each of which must fail: NO_ANNOUNCEMENT, NO_PARITY,
   NO_CARRY, LEAVE_STALE, LEAVE_SILENT, NO_STATUS, TIMEOUT_PASSES.  */

#ifndef BUFFERS
#define BUFFERS 2
#endif

/* Epochs of a cycle: with one buffer, the odd ones are announcements.  */
#define STEP (3 - BUFFERS)
#define MOD (4 * STEP)
#include "epochs.h"

#define ARRIVAL(cycle) (((cycle) + 1) * STEP % MOD)

#if BUFFERS == 2 && !defined NO_PARITY
#define BUFFER(cycle) ((cycle) % 2)
#else
#define BUFFER(cycle) 0
#endif

/* What a segment holds: the number of its owner's write modulo 2, or: */
#define TORN 2

#define SEG(cycle, id) seg[BUFFER (cycle) * N + (id)]
/* What ID meant the others to see in the view of CYCLE.  */
#define MEANT(cycle, id) meant[(cycle) % 2 * N + (id)]

byte epoch[N];
bool broken;
bool may_die;
byte seg[2 * N];
byte meant[2 * N];

/* The view of the cycle before.  */
inline read_view ()
{
  d_step {
    j = 0;
    do
    :: j < N ->
       assert (SEG (cycle + 3, j) == MEANT (cycle + 3, j)); /* the view */
       j++
    :: else -> break
    od;
    j = 0
  }
}

/* Wait until all have arrived at E, or the group is broken: then goto failed.
   W1 look, in sm_member_late; W2 status, in sm_member_wait_slow.  */
inline wait_for (e)
{
  j = 0;
  do
  :: atomic { j < N && !BEHIND (epoch[j], e) ->
       assert (NEAR (epoch[j], e)); j++ }
#ifndef NO_STATUS
  :: j < N && BEHIND (epoch[j], e) && broken -> goto failed
#endif
#ifdef TIMED
  :: j < N && BEHIND (epoch[j], e) && !broken ->
#ifdef TIMEOUT_PASSES
     break
#else
     j = 0
#endif
#endif
  :: may_die -> goto dies
  :: j == N -> break
  od;
  j = 0
}

proctype thread (byte me)
{
  byte cycle = 0, j = 0;
  byte last = 0; /* the number of the own last write */
  bool written = false, equal = true;

computing:
  do
  :: broken -> read_view (); goto ends
  :: may_die -> goto dies
  :: read_view (); /* last look at it, at any time */
     if
     :: true -> goto writes
     :: true -> goto arrives
#ifdef LEAVING
     :: true -> goto leaves
#endif
     fi
  od;

writes:
#if BUFFERS == 1 && !defined NO_ANNOUNCEMENT
  /* A2 announce: done reading; in wait_for_readers.  */
  epoch[me] = AFTER (ARRIVAL (cycle), MOD - 1);
  wait_for (AFTER (ARRIVAL (cycle), MOD - 1));
#endif
  SEG (cycle, me) = TORN;
  if
  :: may_die -> goto dies
  :: skip
  fi;
  atomic {
    last = 1 - last;
    SEG (cycle, me) = last;
    written = true;
    equal = (BUFFERS == 1)
  };
  if
  :: true -> goto arrives
#ifdef LEAVING
  :: true -> goto leaves
#endif
  fi;

arrives:
#ifndef NO_CARRY
  if
  :: !written && !equal -> /* carry over */
     SEG (cycle, me) = TORN;
     atomic { SEG (cycle, me) = SEG (cycle + 1, me); equal = true }
  :: else
  fi;
#endif
  /* A2 publish: sm_member_publish.  */
  atomic {
    written = false;
    MEANT (cycle, me) = last;
    epoch[me] = ARRIVAL (cycle)
  };
  wait_for (ARRIVAL (cycle));
progress_passed:
  atomic { cycle = (cycle + 1) % 4; goto computing };

leaves:
#if BUFFERS == 2 && !defined LEAVE_STALE
  if
  :: written || !equal ->
     SEG (cycle, me) = TORN;
     SEG (cycle, me) = SEG (cycle + 1, me)
  :: else
  fi;
#endif
  /* L1 leave: sm_member_leave.  */
  atomic {
#if BUFFERS == 2
    MEANT (cycle, me) = MEANT (cycle + 3, me);
#else
    MEANT (cycle, me) = last;
    MEANT (cycle + 3, me) = last;
#endif
#ifndef LEAVE_SILENT
    epoch[me] = LEFT;
#endif
    goto ends
  };

dies: /* B1 break, in thread_ended and synchedmem_abort.  */
  atomic { may_die = false; broken = true };

failed:
ends:
  atomic { cycle = 0; j = 0; last = 0; written = false; equal = true }
}

init
{
  atomic {
#ifdef MORTAL
    if
    :: may_die = true
    :: skip
    fi;
#endif
    run thread (0);
#if N > 2
    run thread (2);
#endif
    run thread (1)
  }
}
