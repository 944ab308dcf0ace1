/* meeting.c: arriving, waiting, leaving, breaking.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Steps of the models: A2, an arrival publishes its epoch; L1, a leaving
   does; B1, a break stores the status.  lot.c has the list.  */

#include <config.h>

#include "meeting/meeting.h"

#include <errno.h>

void
sm_member_init (struct sm_member *member, struct sm_meeting *meeting,
                uint32_t id)
{
  uint32_t size = meeting->cluster_size;
  uint32_t rest = meeting->num_threads - id / size * size;

  member->meeting = meeting;
  member->slot = &meeting->slot[id];
  member->id = id;
  member->rank = id % size;
  member->first = member->slot - member->rank;
  member->peers = rest < size ? rest : size;
  member->positions = member->peers + meeting->num_clusters - 1;
  member->annotated = meeting->annotated;
  sm_lot_fence (member, !meeting->can_fence_others);
  member->epoch = 0;
}

/* Tell the others where this thread runs.  */
static int
show_cpu (struct sm_member *member)
{
  struct sm_slot *slot = member->slot;
  int cpu = sm_os_cpu ();

  /* relaxed; a hint.  Stored only if it has changed, since others poll the
     line.  */
  if (sm_load_relaxed (&slot->cpu) != (uint32_t) cpu)
    sm_store_relaxed (&slot->cpu, (uint32_t) cpu);
  return cpu;
}

void
sm_member_attach (struct sm_member *member, int wait_policy, uint64_t spin_ns)
{
  sm_waiter_init (&member->waiter, &member->meeting->waiting, wait_policy,
                  spin_ns);
  show_cpu (member);
}

void
sm_member_leave (struct sm_member *member)
{
  struct sm_meeting *meeting = member->meeting;
  uint32_t t;

  sm_probe (arrive, meeting, member->id, SM_EPOCH_LEFT);
  if (member->annotated)
    for (t = 0; t < SM_TOKENS; t++)
      sm_annotate_release (&member->slot->token[t]);
  /* L1: seq_cst; pairs with the acquire in sm_member_late; before the loads in
     sm_lot_unpark, as the compare-and-swap (P2) in sm_lot_park is before its
     loads of the epochs: one of them sees the other.  */
  sm_exchange_seq_cst (&member->slot->epoch, SM_EPOCH_LEFT);
  if (meeting->num_clusters > 1)
    sm_cluster_mark (member, SM_EPOCH_LEFT);
  sm_lot_unpark (member);
}

void
sm_member_return (struct sm_member *member, uint64_t epoch)
{
  /* relaxed; nobody is attached, and who attaches takes the lock after the
     caller has released it.  */
  sm_store_relaxed (&member->slot->epoch, epoch);
  member->epoch = epoch;
}

static void
annotate_arrival (struct sm_member *member, uint64_t epoch)
{
  char *token = member->slot->token;

  /* An arrival that skips an epoch stands for the skipped one, too.  */
  if (epoch - member->epoch > 1)
    sm_annotate_release (&token[(epoch - 1) % SM_TOKENS]);
  sm_annotate_release (&token[epoch % SM_TOKENS]);
}

void
sm_member_annotate_passage (struct sm_member *member, uint64_t epoch)
{
  struct sm_meeting *meeting = member->meeting;
  uint32_t i;

  for (i = 0; i < meeting->num_threads; i++)
    if (i != member->id)
      sm_annotate_acquire (&meeting->slot[i].token[epoch % SM_TOKENS]);
}

void
sm_member_publish_slow (struct sm_member *member, uint64_t epoch)
{
  if (member->annotated)
    annotate_arrival (member, epoch);
  if (member->fences_left)
    sm_lot_publish_fenced (member, epoch);
  else
    /* A2: release; pairs with the acquire in sm_member_late; publishes the
       segment, and that this thread is done with its view.  */
    sm_store_release (&member->slot->epoch, epoch);
  if (member->meeting->num_clusters > 1)
    sm_cluster_mark (member, epoch);
}

int
sm_member_wait_slow (struct sm_member *member, uint64_t epoch, uint32_t first,
                     uint64_t deadline)
{
  struct sm_meeting *meeting = member->meeting;
  struct sm_slot *slot = member->slot;
  struct sm_waiter *waiter = &member->waiter;
  bool shown = false, here = false, parked = false;
  int error;

  sm_waiter_begin (waiter, deadline);
  for (;;)
    {
      enum sm_wait_turn turn;

      /* Look at all who are late: where they run decides how to wait.  With
         several clusters a thread that spins does so only now and then, since
         it takes the lines of all of them away from their owners.  */
      if ((meeting->num_clusters == 1 || sm_waiter_pauses (waiter))
          && sm_cluster_look_closely (member, epoch, first, show_cpu (member),
                                      &here))
        break;
      turn = sm_waiter_turn (waiter, here);
      if (!shown && waiter->began)
        {
          /* relaxed; hints for sm_slots_waits_since.  */
          sm_store_relaxed (&slot->waits_since, waiter->began);
          sm_store_relaxed (&slot->waits_for, epoch);
          shown = true;
        }
      /* After a sleep, the last look at the clock is too old for passed_at.
       */
      parked |= turn == SM_WAIT_PARK;
      if (turn == SM_WAIT_PARK
          && sm_lot_park (member, epoch, deadline) == ETIMEDOUT)
        turn = SM_WAIT_TIMED_OUT;

      first = sm_member_late (member, epoch, first);
      if (first == member->positions)
        break;
      error = sm_slots_status (meeting);
      if (error)
        return error;
      if (turn == SM_WAIT_TIMED_OUT)
        return ETIMEDOUT;
    }
  if (shown)
    {
      /* relaxed; hints for sm_slots_passed_at.  */
      sm_store_relaxed (&slot->passed_at,
                        parked ? sm_os_now () : waiter->latest);
      sm_store_relaxed (&slot->passed, epoch);
    }
  return 0;
}

bool
sm_meeting_break (struct sm_meeting *meeting, int error)
{
  uint32_t whole = 0;
  int i;

  /* B1: seq_cst; before B2, the clearing of the lots: who sets a bit in a lot
     after that (P2) sees the status (P7).  */
  if (!sm_cas_seq_cst (&meeting->status, &whole, (uint32_t) error))
    return false;
  for (i = 0; i < 2; i++)
    sm_lot_clear (&meeting->lot[i]);
  return true;
}
