/* model.cc: the real meeting and wait code, under the model checker Relacy.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: model SCENARIO THREADS SEARCH AMOUNT [FUNCTION/OPERATION]

   meeting.c, slots.c, cluster.c, lot.c and wait.c of src/meeting, compiled as
   they are but with the atomic operations of atomics.h beside this file, are
   run by threads that write plain variables, meet and read them.  Relacy
   chooses who runs next and which of the values that C11 allows a load
   returns; it reports a race on a plain variable, a wrong value, and a state
   in which everybody sleeps.

   SEARCH is random, for AMOUNT runs, or bound: every run with at most AMOUNT
   preemptions.  The operation named last is made relaxed.  The last line says
   how it ended; before it, of a run that failed, every step.

   The system: park compares the newest value and sleeps in one step, as the
   kernel does under its lock; wake gives the woken no happens-before.
   fence_others lets every thread have seen the newest value of everything,
   and nothing else: it acquires and releases nothing, so that it hides no
   missing edge.  */

#include <config.h>

enum
{
  arena_size = 8192
};

#include "steps.h"

extern "C" {
#include "meeting/meeting.h"
#include "synchedmem.h"
}

#include <cerrno>

namespace
{

enum
{
  max_threads = 4
};

struct scenario
{
  const char *name;
  int cycles;
  bool one_buffer;
  bool can_fence;        /* others, with membarrier */
  int policy;            /* enum synchedmem_wait_policy */
  int cpu;               /* where everyone runs, or -1 */
  bool spurious;         /* wake-ups for no reason */
  bool timed;            /* thread 0 waits with a deadline */
  bool leaves;           /* thread 0, after the first cycle */
  bool breaks;           /* the last thread, in its last cycle, and ends */
  uint32_t cluster_size; /* or 0: all are one */
  /* The last thread is no member: it breaks the meeting, and may still be
     waking sleepers when the others have made it new and meet again.  */
  bool resets;
};

const scenario scenarios[] = {
  { "cycle", 3, false, true, SYNCHEDMEM_WAIT_ACTIVE, -1 },
  { "one-buffer", 3, true, true, SYNCHEDMEM_WAIT_ACTIVE, -1 },
  { "adaptive", 2, false, true, SYNCHEDMEM_WAIT_ADAPTIVE, 0 },
  { "park", 3, false, true, SYNCHEDMEM_WAIT_PASSIVE, -1 },
  { "park-fenced", 3, false, false, SYNCHEDMEM_WAIT_PASSIVE, -1 },
  { "park-one-buffer", 2, true, true, SYNCHEDMEM_WAIT_PASSIVE, -1 },
  { "promises", 6, true, true, SYNCHEDMEM_WAIT_PASSIVE, -1 },
  { "park-once", 1, false, true, SYNCHEDMEM_WAIT_PASSIVE, -1 },
  { "park-once-fenced", 1, false, false, SYNCHEDMEM_WAIT_PASSIVE, -1 },
  { "spurious", 2, false, true, SYNCHEDMEM_WAIT_PASSIVE, -1, true },
  { "timed", 2, false, true, SYNCHEDMEM_WAIT_PASSIVE, -1, false, true },
  { "leave", 3, false, true, SYNCHEDMEM_WAIT_PASSIVE, -1, false, false, true },
  { "leave-fenced", 3, false, false, SYNCHEDMEM_WAIT_PASSIVE, -1, false, false,
    true },
  { "break", 2, false, true, SYNCHEDMEM_WAIT_PASSIVE, -1, false, false, false,
    true },
  { "break-fenced", 2, false, false, SYNCHEDMEM_WAIT_PASSIVE, -1, false, false,
    false, true },
  { "clusters-of-1", 2, false, true, SYNCHEDMEM_WAIT_ACTIVE, -1, false, false,
    false, false, 1 },
  { "clusters-of-2", 2, false, true, SYNCHEDMEM_WAIT_ACTIVE, -1, false, false,
    false, false, 2 },
  { "park-clusters-of-1", 2, false, true, SYNCHEDMEM_WAIT_PASSIVE, -1, false,
    false, false, false, 1 },
  { "park-clusters-of-2", 3, false, false, SYNCHEDMEM_WAIT_PASSIVE, -1, false,
    false, false, false, 2 },
  { "leave-clusters-of-2", 3, false, true, SYNCHEDMEM_WAIT_ADAPTIVE, -1, false,
    false, true, false, 2 },
  { "reset", 2, false, true, SYNCHEDMEM_WAIT_PASSIVE, -1, false, false, false,
    true, 0, true },
  { "reset-fenced", 2, false, false, SYNCHEDMEM_WAIT_PASSIVE, -1, false, false,
    false, true, 0, true },
};

const scenario *played;

/* What the system has of this run.  */
struct machine
{
  virtual int park (int lot, bool timed) = 0;
  virtual void wake (int lot) = 0;
  rl::thread_info_base *thread[max_threads];
  bool fenced;
  uint64_t clock;
};
machine *the_machine;

/* Thread T has seen the newest value of everything, and acquired nothing.
   Only what loads may not return any more is changed.  */
void
see_everything (rl::thread_info_base *t)
{
  for (size_t i = 0; i < num_cells; i++)
    if (cells[i] && cells[i]->initialized_)
      t->atomic_load_relaxed_rmw (cells[i]->impl_);
}

int
lot_of (const void *word)
{
  const sm_meeting *meeting = (const sm_meeting *) arena;

  return word == &meeting->lot[1];
}

} // namespace

/* ---- os.h */

extern "C" uint64_t
sm_os_now (void)
{
  return the_machine->clock += 10000;
}

extern "C" uint64_t
sm_os_running (void)
{
  return the_machine->clock;
}

extern "C" void
sm_os_yield (void)
{
  /* Every other one comes back late.  */
  the_machine->clock += rl::rand (2) ? 0 : 1000000;
  rl::yield (1, $);
}

extern "C" int
sm_os_cpu (void)
{
  return played->cpu;
}

extern "C" unsigned int
sm_os_processors (void)
{
  return played->policy == SYNCHEDMEM_WAIT_ADAPTIVE ? 1 : max_threads;
}

extern "C" bool
sm_os_realtime (void)
{
  return false;
}

extern "C" bool
sm_os_can_fence_others (void)
{
  return played->can_fence;
}

extern "C" bool
sm_os_fence_others (void)
{
  rl::ctx ().sched ();
  for (int i = 0; i < max_threads; i++)
    if (the_machine->thread[i])
      see_everything (the_machine->thread[i]);
  the_machine->fenced = true;
  return true;
}

extern "C" int
sm_os_park (sm_atomic32 *word, uint32_t expected, uint64_t deadline)
{
  uint64_t value
      = cell_of (word)
            .load_impl<rl::mo_relaxed,
                       &rl::thread_info_base::atomic_load_relaxed_rmw> ($);

  if (value != expected)
    return 0;
  return the_machine->park (lot_of (word), deadline != SM_OS_NEVER);
}

extern "C" void
sm_os_wake (sm_atomic32 *word)
{
  rl::ctx ().sched ();
  the_machine->wake (lot_of (word));
}

/* ---- the scenarios */

namespace
{

template <int threads>
struct suite : rl::test_suite<suite<threads>, threads>, machine
{
  rl::waitset<threads> sleepers[2];
  rl::var<unsigned> segment[2][threads];
  sm_meeting *meeting;
  sm_member member[threads];
  unsigned members;
  rl::atomic<unsigned> done, fresh;

  int
  park (int lot, bool timed)
  {
    return sleepers[lot].park_current (rl::ctx (), timed, played->spurious,
                                       false, $)
                   == rl::unpark_reason_timeout
               ? ETIMEDOUT
               : 0;
  }

  void
  wake (int lot)
  {
    sleepers[lot].unpark_all (rl::ctx (), $);
  }

  void
  before ()
  {
    uint32_t cluster_size;

    the_machine = this;
    begin_steps ();
    fenced = false;
    clock = 0;
    for (int i = 0; i < max_threads; i++)
      thread_here (i) = 0;
    meeting = (sm_meeting *) arena;
    members = threads - played->resets;
    done ($) = 0;
    fresh ($) = 0;
    cluster_size = played->cluster_size ? played->cluster_size : members;
    RL_VERIFY (sm_slots_size (members, cluster_size) <= arena_size);
    sm_slots_init (meeting, members, cluster_size);
    for (int i = 0; i < threads; i++)
      {
        if ((unsigned) i < members)
          sm_member_init (&member[i], meeting, (uint32_t) i);
        segment[0][i]($) = 0;
        segment[1][i]($) = 0;
      }
  }

  rl::thread_info_base *&
  thread_here (int i)
  {
    return machine::thread[i];
  }

  void
  after ()
  {
    end_steps ();
  }

  /* Returns whether everyone has arrived; if not, the group is broken.  */
  bool
  wait (unsigned id, uint64_t epoch)
  {
    int error;

    do
      error = sm_member_wait (&member[id], epoch,
                              played->timed && id == 0 ? UINT64_MAX - 1
                                                       : SM_OS_NEVER);
    while (error == ETIMEDOUT);
    RL_ASSERT (error == 0 || (played->breaks && error == ECANCELED));
    return error == 0;
  }

  /* In each cycle every other thread writes; the others' segments stay, and
     are copied, as synchedmem_arrive does.  */
  bool
  writes (unsigned id, int cycle)
  {
    return (cycle + id) % 2 == 0;
  }

  unsigned
  written (unsigned id, int cycle)
  {
    if (!writes (id, cycle) || (played->leaves && id == 0 && cycle > 0))
      return cycle == 0 ? 0 : written (id, cycle - 1);
    return 10 * (cycle + 1) + id;
  }

  void
  thread (unsigned id)
  {
    thread_here (id) = rl::ctx ().threadx_;
    if (fenced)
      see_everything (thread_here (id));
    if (id == members)
      {
        sm_meeting_break (meeting, ECANCELED);
        return;
      }
    meet (id);
    if (played->resets)
      {
        make_new (id);
        meet (id);
      }
  }

  /* As synchedmem_reset, whose lock is in the place of DONE and FRESH.  */
  void
  make_new (unsigned id)
  {
    done ($).fetch_add (1, rl::mo_acq_rel);
    if (id == 0)
      {
        while (done ($).load (rl::mo_acquire) < members)
          rl::yield (1, $);
        sm_slots_reset (meeting);
        for (unsigned i = 0; i < members; i++)
          {
            sm_member_init (&member[i], meeting, i);
            segment[0][i]($) = 0;
            segment[1][i]($) = 0;
          }
        fresh ($).store (1, rl::mo_release);
      }
    while (!fresh ($).load (rl::mo_acquire))
      rl::yield (1, $);
  }

  void
  meet (unsigned id)
  {
    sm_member *self = &member[id];
    int step = played->one_buffer ? 2 : 1;

    sm_member_attach (self, played->policy, 0);
    for (int cycle = 0; cycle < played->cycles; cycle++)
      {
        uint64_t epoch = (uint64_t) (cycle + 1) * step;
        int next = played->one_buffer ? 0 : cycle % 2;

        if (played->breaks && id == members - 1 && !played->resets
            && cycle == played->cycles - 1)
          {
            sm_meeting_break (meeting, ECANCELED);
            return;
          }
        if (played->leaves && id == 0 && cycle > 0)
          {
            segment[next][id]($) = segment[!next][id]($).load ();
            sm_member_leave (self);
            return;
          }
        if (writes (id, cycle))
          {
            if (played->one_buffer)
              {
                sm_member_publish (self, epoch - 1);
                if (!wait (id, epoch - 1))
                  return;
              }
            segment[next][id]($) = written (id, cycle);
          }
        else if (!played->one_buffer)
          segment[next][id]($) = segment[!next][id]($).load ();
        sm_member_publish (self, epoch);
        if (!wait (id, epoch))
          return;
        for (unsigned i = 0; i < members; i++)
          RL_ASSERT (segment[next][i]($).load () == written (i, cycle));
      }
  }
};

int
usage ()
{
  fputs ("usage: model SCENARIO THREADS random|bound AMOUNT"
         " [FUNCTION/OPERATION]\nscenarios:",
         stderr);
  for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
    fprintf (stderr, " %s", scenarios[i].name);
  fputs ("\n", stderr);
  return 2;
}

} // namespace

int
main (int argc, char **argv)
{
  rl::test_params params;

  if (argc < 5)
    return usage ();
  for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
    if (strcmp (argv[1], scenarios[i].name) == 0)
      played = &scenarios[i];
  if (!played)
    return usage ();
  if (!choose_search (params, argv[3], argv[4], argv[5]))
    return usage ();
  switch (atoi (argv[2]))
    {
    case 2:
      return play<suite<2> > (params);
    case 3:
      return play<suite<3> > (params);
    case 4:
      return play<suite<4> > (params);
    default:
      return usage ();
    }
}
