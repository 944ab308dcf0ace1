/* parking.pml: the edge between "I go to sleep" and "I arrived".

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Of src/meeting/lot.c, sm_member_publish, _wait and _leave, and sm_meeting_break,
   for N threads that never stop, on processors with store buffers (total
   store order): the store of an epoch is visible to its own thread at once
   and to the others when it leaves the buffer, some time later; locked
   operations empty the own buffer, membarrier everyone's, one after the
   other.  Epochs, and those in the lots, go round modulo 8.

   A waiter spins or parks, as it likes, and a thread may compute for ever.
   When everything has come to a stop, nobody sleeps whom all have arrived
   for: that is asserted.  SPARE times a sleeper may also awake for another
   reason: time-out, signal, none at all.

   ONE_BUFFER: the odd epochs, announcements, are skipped at will.
   CANNOT_FENCE: no membarrier; each arrival is a fence.  LEAVING: threads may
   leave.  BREAKING: somebody breaks the group, at any time; to the others, a
   thread that dies is one that breaks it and does not come back.

   Wrong on purpose, each of which must fail: NO_MEMBARRIER, NO_SECOND_LOOK,
   LOOK_FIRST, NO_WAKE, NO_FENCE (before the arriver's look at all), LOT_BACK
   (with EPOCHS), FENCED_KEPT (by wakers and the next parker), FALSE_PROMISE,
   NO_COMPARE (sleeps whatever the lot), SLEEP_BROKEN (no look at the status),
   BROKEN_KEPT (who finds the group broken wakes nobody), BREAK_LATE (clears the lots first), LEAVE_QUIETLY.  */

#define MOD 8
#include "epochs.h"

/* For how many arrivals one is promised.  */
#define PROMISE 2
#ifndef SPARE
#define SPARE 1
#endif

/* Runs that end, where all that go on are too many.  */
#ifdef EPOCHS
#define MORE epoch < EPOCHS
#else
#define MORE true
#endif

byte visible[N];          /* the epochs, as the others see them */
byte first[N], second[N]; /* in the store buffer */
byte stored[N];           /* how many of these */
bool promised[N];         /* sm_slot.promised */
byte lot[2];              /* four times the epoch, and the bits */
byte asleep[N];           /* on which lot, plus 1 */
byte wanted[N];           /* which epoch it is to arrive at, or waits for */
bool broken;
byte spare = SPARE;

#define LOT(e, bits) ((e) * 4 + bits)
#define EPOCH(lot) ((lot) / 4)
#define BITS(lot) ((lot) % 4)
#define IS_ASLEEP(lot) ((lot) % 2 != 0)
/* The bits of a lot.  */
#define ASLEEP 1
#define FENCED 2
#ifdef FENCED_KEPT
#define CLEARED(lot) (BITS (lot) & FENCED)
#define INHERITED(lot, e) (BITS (lot) & FENCED)
#else
#define CLEARED(lot) 0
#define INHERITED(lot, e) ((lot) == LOT (e, ASLEEP + FENCED) -> FENCED : 0)
#endif

inline leave_buffer (i)
{
  visible[i] = first[i];
  first[i] = second[i];
  second[i] = 0;
  stored[i] = stored[i] - 1
}

inline drain (i)
{
  if
  :: stored[i] == 2 -> visible[i] = second[i]
  :: stored[i] == 1 -> visible[i] = first[i]
  :: else
  fi;
  first[i] = 0; second[i] = 0; stored[i] = 0
}

/* Thread number I from the next one on; the own one is the last.  */
#define AFTER_ME(i) ((me + 1 + (i)) % N)

/* Load epochs, each a step, up to the first that is behind E: then j < N.  */
inline look_at_all (e)
{
  j = 0;
  do
  :: atomic { j < N && !BEHIND (visible[AFTER_ME (j)], e) ->
       assert (NEAR (visible[AFTER_ME (j)], e)); j++ }
  :: atomic { j < N && BEHIND (visible[AFTER_ME (j)], e) -> break }
  :: atomic { j == N -> break }
  od
}

inline wake (l)
{
  d_step {
    j = 0;
    do
    :: j < N ->
       if
       :: asleep[j] == l + 1 -> asleep[j] = 0
       :: else
       fi;
       j++
    :: else -> break
    od;
    j = 0
  }
}

/* K1 load the lot, K2 look at all, K3 clear the bits, K4 wake.  */
inline wake_if_complete (l, reference)
{
  value = lot[l];
  do
  :: !IS_ASLEEP (value) -> break
  :: IS_ASLEEP (value) ->
     /* The signed difference of epoch_in_lot.  */
     target = AFTER (reference, (EPOCH (value) + MOD - reference + MOD / 2)
                                % MOD + MOD / 2);
     look_at_all (target);
     if
     :: j < N -> break
     :: atomic { j == N && lot[l] != value -> value = lot[l] }
     :: atomic { j == N && lot[l] == value ->
                 lot[l] = LOT (EPOCH (value), CLEARED (value)) };
#ifndef NO_WAKE
        wake (l);
#endif
        break
     fi
  od;
  atomic { value = 0; target = 0; j = 0 }
}

/* sm_lot_unpark.  U1 fence, U2 look at both lots.  */
inline unpark ()
{
#ifndef NO_FENCE
  d_step { drain (me) };
#endif
  wake_if_complete (0, epoch);
  wake_if_complete (1, epoch);
#ifndef CANNOT_FENCE
  fences = PROMISE
#endif
}

/* P5 set FENCED: everyone who is still late will see ASLEEP.  */
inline set_fenced ()
{
  atomic {
    drain (me);
    if
    :: lot[wanted[me] % 2] == parked ->
       lot[wanted[me] % 2] = LOT (wanted[me], ASLEEP + FENCED)
    :: else
    fi;
    parked = LOT (wanted[me], ASLEEP + FENCED)
  }
}

proctype thread (byte me)
{
  byte epoch = 0; /* the last one published */
  byte fences = 0;
  byte seen = 0; /* threads found to have arrived */
  byte j = 0, value = 0, target = 0, parked = 0;
  bool bits = false, stale = false;

next:
  if
  :: broken -> goto ends
  :: atomic { !broken ->
     if
#ifdef ONE_BUFFER
     :: MORE && epoch % 2 == 0 -> wanted[me] = AFTER (epoch, 2)
#endif
     :: MORE -> wanted[me] = AFTER (epoch, 1)
#ifdef EPOCHS
     :: atomic { epoch == EPOCHS -> goto computes }
#else
     :: goto computes
#endif
#ifdef LEAVING
     :: goto leaves
#endif
     fi }
  fi;

  /* sm_member_publish.  A1 promise, A2 publish, A3 look at the lots.  */
#ifdef LOOK_FIRST
  bits = IS_ASLEEP (lot[0]);
  bits = bits || IS_ASLEEP (lot[1]);
#endif
#ifdef CANNOT_FENCE
  d_step { drain (me); visible[me] = wanted[me]; epoch = wanted[me] };
#else
  if
  :: fences > 0 ->
     atomic { stored[me] == 0 ->
              fences--; promised[me] = (fences > 0) };
#ifdef FALSE_PROMISE
     atomic { first[me] = wanted[me]; stored[me] = 1; epoch = wanted[me] }
#else
     atomic { visible[me] = wanted[me]; epoch = wanted[me] }
#endif
  :: atomic { fences == 0 && stored[me] == 0 ->
              first[me] = wanted[me]; stored[me] = 1; epoch = wanted[me] }
  :: atomic { fences == 0 && stored[me] == 1 ->
              second[me] = wanted[me]; stored[me] = 2; epoch = wanted[me] }
  fi;
#endif
#ifndef LOOK_FIRST
  bits = IS_ASLEEP (lot[0]);
  bits = bits || IS_ASLEEP (lot[1]);
#endif
  if
  :: bits -> bits = false; unpark ()
  :: else
  fi;

  /* sm_member_wait.  W1 look, W2 status.  */
waits:
  do
  :: atomic { seen < N - 1 && !BEHIND (visible[AFTER_ME (seen)], wanted[me]) ->
       assert (NEAR (visible[AFTER_ME (seen)], wanted[me])); seen++ }
  :: atomic { seen < N - 1 && BEHIND (visible[AFTER_ME (seen)], wanted[me]) ->
       if
       :: broken -> goto ends
       :: !broken -> goto spins
       :: !broken -> goto parks
       fi }
  :: atomic { seen == N - 1 -> break }
  od;
progress_passed:
  atomic { seen = 0; wanted[me] = 0; goto next };

end_spins:
spins:
  atomic { !BEHIND (visible[AFTER_ME (seen)], wanted[me]) || broken ->
           goto waits };

parks:
  /* sm_lot_park.  P1 load the lot.  */
  atomic {
#ifndef CANNOT_FENCE
    fences = PROMISE;
#endif
    value = lot[wanted[me] % 2]
  };
  do
#ifndef LOT_BACK
  :: !stale && (value == LOT (wanted[me], CLEARED (value))
                || EPOCH (value) == AFTER (wanted[me], 2)) ->
     look_at_all (wanted[me]);
     atomic {
       if
       :: j == N -> j = 0; value = 0; goto waits
       :: else -> j = 0; stale = true
       fi
     }
#endif
  /* P2 set ASLEEP; FENCED stays if it is this epoch's.  */
  :: else ->
     atomic {
       drain (me);
       if
       :: lot[wanted[me] % 2] == value ->
#if defined EPOCHS && !defined LOT_BACK
          assert (EPOCH (value) <= wanted[me]); /* a lot never goes back */
#endif
          parked = INHERITED (value, wanted[me]);
          parked = LOT (wanted[me], ASLEEP + parked);
          lot[wanted[me] % 2] = parked; value = 0; stale = false; break
       :: else -> value = lot[wanted[me] % 2]; stale = false
       fi
     }
  od;
  if
  :: BITS (parked) == ASLEEP ->
#if !defined CANNOT_FENCE && !defined NO_MEMBARRIER
     /* P3 promises: of who is late, if all have promised, skip P4.  */
     j = 0;
     do
     :: atomic { j < N && !BEHIND (visible[j], wanted[me]) -> j++ }
     :: j < N && BEHIND (visible[j], wanted[me]) ->
        if
        :: promised[j] -> j++
        :: !promised[j] -> break
        fi
     :: j == N -> break
     od;
     if
     :: atomic { j < N -> j = 0 };
        /* P4 membarrier.  */
        do
        :: d_step { j < N -> drain (j); j++ }
        :: j == N -> break
        od
     :: else
     fi;
#endif
     set_fenced ()
  :: else
  fi;
#ifdef NO_SECOND_LOOK
  j = 0;
#else
  /* P6 look at all.  */
  look_at_all (wanted[me]);
#endif
#ifdef SLEEP_BROKEN
#define STATUS false
#else
#define STATUS broken
#endif
  if
  /* P7 status; then as B2 and B3.  */
  :: STATUS ->
#ifdef BROKEN_KEPT
     wake_if_complete (wanted[me] % 2, wanted[me]);
#else
     lot[wanted[me] % 2] = LOT (EPOCH (lot[wanted[me] % 2]), 0);
     wake (wanted[me] % 2);
#endif
     parked = 0;
     goto waits
  :: j == N && !STATUS ->
     wake_if_complete (wanted[me] % 2, wanted[me]);
     parked = 0;
     goto waits
  :: else
  fi;
  /* P8 compare and sleep: the futex.  */
  atomic {
    j = 0;
    if
#ifndef NO_COMPARE
    :: lot[wanted[me] % 2] != parked -> parked = 0; goto waits
#endif
    :: else -> asleep[me] = wanted[me] % 2 + 1; parked = 0
    fi
  };
  /* P9 awake.  */
end_asleep:
  if
  :: asleep[me] == 0
  :: atomic { asleep[me] && spare > 0 -> spare--; asleep[me] = 0 }
  fi;
  goto waits;

#ifdef LEAVING
leaves:
  /* L1 leave: sm_member_leave.  */
  atomic { drain (me); visible[me] = LEFT };
#ifndef LEAVE_QUIETLY
  unpark ();
#endif
#endif

computes: /* for ever */
ends:
  atomic {
    epoch = 0; wanted[me] = 0; fences = 0; seen = 0; j = 0; value = 0;
    target = 0; parked = 0; bits = false
  }
}

proctype store_buffer (byte me)
{
end:
  do
  :: d_step { stored[me] > 0 -> leave_buffer (me) }
  od
}

/* When nobody can do anything any more.  */
proctype judge ()
{
  byte i = 0, j;
  bool late;

end:
  atomic {
    timeout ->
    do
    :: i < N && asleep[i] ->
       late = false;
       j = 0;
       do
       :: j < N && BEHIND (visible[j], wanted[i]) -> late = true; break
       :: j < N && !BEHIND (visible[j], wanted[i]) -> j++
       :: j == N -> break
       od;
       assert (late && !broken);
       i++
    :: i < N && !asleep[i] -> i++
    :: i == N -> break
    od
  }
}

#ifdef BREAKING
/* sm_meeting_break.  B1 status, B2 clear the bit, B3 wake.  */
proctype breaker ()
{
  byte j = 0;

#ifndef BREAK_LATE
  broken = true;
#endif
  lot[0] = LOT (EPOCH (lot[0]), 0);
  wake (0);
  lot[1] = LOT (EPOCH (lot[1]), 0);
  wake (1)
#ifdef BREAK_LATE
  ; broken = true
#endif
}
#endif

init
{
  atomic {
#ifdef BREAKING
    if
    :: run breaker ()
    :: skip
    fi;
#endif
    byte i = 0;
    do
    :: i < N -> run thread (i); i++
    :: else -> break
    od;
#ifndef CANNOT_FENCE
    i = 0;
    do
    :: i < N -> run store_buffer (i); i++
    :: else -> break
    od;
#endif
    run judge ()
  }
}
