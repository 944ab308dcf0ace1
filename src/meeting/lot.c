/* lot.c: where threads sleep at a meeting, and who wakes them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The edge between "I go to sleep" and "I arrived", step by step.  The names
   of the steps are those of tests/models/README and of the models, and stand
   at the operations in this file and in meeting.c, meeting.h, slots.h and
   cluster.c.  P6 and P7 may change places.

     who parks                           who arrives
     P1 load the lot                     A1 promise a fence, or take it back
     P2 set ASLEEP in it                 A2 publish the epoch
     P3 look for promises of fences      A3 look at both lots for ASLEEP;
     P4 without, fence the others           if it is set in one:
     P5 set FENCED                       U1 fence
     P6 look at all epochs; if nobody    U2 for each lot:
        is late, do as K1 to K4          K1 load the lot
     P7 look at the status               K2 look at all epochs
     P8 sleep while the lot is           K3 if nobody is late, clear the bits
        unchanged                        K4 wake who sleeps there
     P9 awake, look again

     who leaves                          who breaks the meeting
     L1 publish that, then as from A3    B1 store the status
                                         B2 clear the bits of both lots
     who waits and does not park         B3 wake who sleeps there
     W1 look at the epochs
     W2 look at the status

   P4 costs those who arrive nothing while nobody parks.  It takes an interrupt
   of each processor, though, so a thread that has lately met parked threads
   promises, with the epoch before (A1), that its next arrival will be a fence
   by itself; who parks and finds such a promise from everyone late (P3) need
   not fence them.  And once FENCED is set, everyone who is still late will see
   ASLEEP: others who park for that epoch skip P3 to P5.

   Of several who arrive at once, the last to fence sees the others' epochs.
   A lot never goes back while the group is whole: nobody sets ASLEEP for an
   epoch whose waiters were woken, or after somebody has parked for the next
   epoch there, so no sleeper mistakes new bits for its own.  A lot that looks
   like that while somebody is late was left so by a group that broke, or is
   new, and epochs that wrap come to its value: then it is used.  */

#include <config.h>

#include "meeting/lot.h"

#include "base/probes.h"
#include "meeting/cluster.h"

/* A lot is a word of 32 bits.  Two of them are these.  The other 30 are the
   lowest bits of an epoch: with ASLEEP, of that which threads wait for here;
   without, of the last one whose waiters were woken.  */
enum
{
  /* Somebody may be asleep here.  Set by who parks, cleared by who wakes.  */
  asleep = 1,
  /* Whoever is late for the epoch of the lot will see ASLEEP when it arrives.
     Set by who parks, when that is so, cleared by who wakes.  */
  fenced = 2,
  bits = 3
};

enum
{
  /* After an arrival that met parked threads, so many arrivals of that thread
     are full fences by themselves.  */
  fenced_arrivals = 64,
  /* How long to sleep at most where the others could not be fenced, so that an
     arrival may have missed ASLEEP and wakes nobody.  */
  unfenced_sleep_ns = 1000000
};

void
sm_lot_fence (struct sm_member *member, uint32_t arrivals)
{
  member->fences_left = arrivals;
  member->plain
      = !arrivals && !member->annotated && member->meeting->num_clusters == 1;
}

/* The next arrivals of MEMBER are fences.  The others learn it from the
   promise that goes out with the next epoch.  So the first of these arrivals
   need not be a fence, and the one after the promise was taken back still has
   to be. */
static void
promise_fences (struct sm_member *member)
{
  if (!member->meeting->can_fence_others)
    return;
  if (member->fences_left < fenced_arrivals)
    sm_lot_fence (member, fenced_arrivals);
}

void
sm_lot_publish_fenced (struct sm_member *member, uint64_t epoch)
{
  struct sm_slot *slot = member->slot;

  if (member->meeting->can_fence_others)
    {
      /* A1: relaxed; ordered by the exchange below: whoever acquires this
         epoch sees what was promised with it.  */
      sm_store_relaxed (&slot->promised, member->fences_left > 1);
      sm_lot_fence (member, member->fences_left - 1);
    }
  /* A2: seq_cst; pairs with the acquire in sm_member_late; before the loads of
     the lots in sm_member_publish, as the compare-and-swap of the lot in
     sm_lot_park is before its loads of the epochs: one of them sees the
     other.  */
  sm_exchange_seq_cst (&slot->epoch, epoch);
}

/* The whole epoch whose lowest bits stand in LOT; of all that have these bits,
   the one nearest to REFERENCE.  */
static uint64_t
epoch_in_lot (uint32_t lot, uint64_t reference)
{
  int32_t ahead = (int32_t) ((lot & ~bits) - (uint32_t) (reference << 2));
  return reference + (uint64_t) (int64_t) (ahead / 4);
}

/* A lot of EPOCH in which neither ASLEEP nor FENCED is set.  */
static uint32_t
lot_value (uint64_t epoch)
{
  return (uint32_t) (epoch << 2);
}

void
sm_lot_clear (sm_atomic32 *lot)
{
  /* B2, B3: seq_cst; pairs with the compare-and-swap (P2) in sm_lot_park: who
     sets its bit later finds the status.  */
  sm_and_seq_cst (lot, ~(uint32_t) bits);
  sm_os_wake (lot);
}

/* If nobody is late for the epoch of LOT, wake who sleeps there.  REFERENCE is
   an epoch near it.  */
static void
wake_if_complete (const struct sm_member *member, sm_atomic32 *lot,
                  uint64_t reference)
{
  /* K1: seq_cst; after the fence of the caller.  */
  uint32_t value = sm_load_seq_cst (lot);
  uint64_t before;

  do
    if (!(value & asleep)
        || !sm_cluster_all_arrived (member, epoch_in_lot (value, reference)))
      return;
  /* K3, K4: seq_cst; pairs with the compare-and-swap in sm_lot_park.  */
  while (!sm_cas_seq_cst (lot, &value, value & ~(uint32_t) bits));
  before = sm_os_now ();
  sm_os_wake (lot);
  sm_wait_learn_wake (&member->meeting->waiting, sm_os_now () - before);
}

/* U1 and U2: called after an arrival that saw a lot's bit set.  */
void
sm_lot_unpark (struct sm_member *member)
{
  struct sm_meeting *meeting = member->meeting;

  /* U1: seq_cst; stores nothing and is a fence: what sm_cluster_all_arrived
     loads comes after this thread's own epoch.  */
  sm_add_seq_cst (&member->slot->epoch, 0);
  wake_if_complete (member, &meeting->lot[0], member->epoch);
  wake_if_complete (member, &meeting->lot[1], member->epoch);
  promise_fences (member);
}

/* Whether everyone who is late for EPOCH has promised that its next arrival is
   a fence.  */
static bool
late_promised (const struct sm_meeting *meeting, uint64_t epoch)
{
  uint32_t i;

  for (i = 0; i < meeting->num_threads; i++)
    /* P3: seq_cst; pairs with the exchange in sm_lot_publish_fenced, which
       comes after this load and the bit set before it, or is seen.  */
    if (sm_load_seq_cst (&meeting->slot[i].epoch) < epoch
        /* relaxed; what was stored before the epoch just loaded, or later.  */
        && !sm_load_relaxed (&meeting->slot[i].promised))
      return false;
  return true;
}

static uint64_t
sooner (uint64_t a, uint64_t b)
{
  return a < b ? a : b;
}

int
sm_lot_park (struct sm_member *member, uint64_t epoch, uint64_t deadline)
{
  struct sm_meeting *meeting = member->meeting;
  sm_atomic32 *lot = &meeting->lot[epoch & 1];
  uint32_t served = lot_value (epoch), parked;
  uint64_t wake_at = deadline;
  int error;
  /* P1: seq_cst; pairs with the compare-and-swap (K3) in wake_if_complete. The
     compare-and-swap P2 has the same order, so this one need not have it.  */
  uint32_t value = sm_load_seq_cst (lot);

  promise_fences (member);
  do
    {
      /* Either the lot says that the waiters for EPOCH were woken, or that
         others, who saw everyone arrive at EPOCH, wait for the next epoch of
         this parity.  Then nobody is late for EPOCH any more.  A lot that was
         left like that by a group that broke says nothing, hence the look at
         all.  */
      if ((value == served
           || (value & ~(uint32_t) bits) == lot_value (epoch + 2))
          && sm_cluster_all_arrived (member, epoch))
        return 0;
      parked = served | asleep | (value == (served | bits) ? fenced : 0);
  }
  /* P2: seq_cst; pairs with itself, so that who sets the bit second sees the
     first one's epoch; and with the loads of the lots after an arrival.  Also
     done when the value stays the same.  */
  while (!sm_cas_seq_cst (lot, &value, parked));

  if (!(parked & fenced))
    {
      if (late_promised (meeting, epoch) || sm_os_fence_others ())
        {
          value = parked;
          parked |= fenced;
          /* P5: seq_cst; after the fence, P4; pairs with the compare-and-swap
             above of those who need no fence then.  Who fails finds, further
             down or while going to sleep, what has changed.  */
          sm_cas_seq_cst (lot, &value, parked);
        }
      else
        /* The system could fence others once and now refuses.  A wake-up may
           be lost, so the sleep is short.  */
        wake_at = sooner (deadline, sm_os_now () + unfenced_sleep_ns);
    }
  if (sm_slots_status (meeting))
    {
      /* The caller need not sleep, and others may have parked after the
         breaker had cleared the lot: they are woken, too.  */
      sm_lot_clear (lot);
      return 0;
    }
  if (sm_cluster_all_arrived (member, epoch))
    {
      wake_if_complete (member, lot, epoch);
      return 0;
    }
  sm_probe (park, meeting, member->id, epoch);
  error = sm_os_park (lot, parked, wake_at);
  sm_probe (wake, meeting, member->id, epoch);
  return wake_at == deadline ? error : 0;
}
