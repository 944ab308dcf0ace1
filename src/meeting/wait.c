/* wait.c: the policy: spin, yield or park, and what it has learned.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   - Whoever is waited for runs on another processor: spin, for about as long
     as parking and waking would cost, then park.  Spinning for the cost of
     the alternative is never worse than twice the best choice (Karlin, Li,
     Manasse, Owicki 1991, "Empirical studies of competitive spinning for a
     shared-memory multiprocessor").
   - It shares this processor: a spin keeps it from running.  Yield at once;
     but park if the yields let nobody run.
   - A yield came back late: foreign work took a time slice.  Park instead,
     for a time that grows as long as the work stays; then one thread tries
     some yields for all.  The same is learned where one's own threads compute
     for that long, and there a park costs next to nothing.  Nor does anybody
     spin then, if there are more threads than processors: a thread that uses
     up its share of a processor does not run at once when it is woken.  */

#include <config.h>

#include "meeting/wait.h"

#include "base/cpu.h"

#include "synchedmem.h"

enum
{
  late_yield_ns
  = 400 * 1000, /* well above what a few switches between threads take */
  shun_ns_min = 10 * 1000000,
  shun_ns_max = 500 * 1000000,
  shun_growth = 8,
  trial_ns
  = shun_ns_min, /* after that time without success, the trials have failed */
  num_trials = 32,
  /* How many times longer than the wake alone a park, a wake and the time
     until the woken thread runs take together: 4 to 7 on the machines that
     were measured.  */
  parks_per_wake = 6,
  spin_ns_min = 5000,
  spin_ns_max = 100 * 1000
};

void
sm_wait_shared_reset (struct sm_wait_shared *shared)
{
  /* relaxed; hints.  */
  sm_store_relaxed (&shared->shun_yield_until, 0);
  sm_store_relaxed (&shared->shun_ns, shun_ns_min);
  sm_store_relaxed (&shared->wake_ns, 0);
}

void
sm_wait_learn_wake (struct sm_wait_shared *shared, uint64_t ns)
{
  /* relaxed; a hint, of which it does not matter who wrote it last.  */
  uint64_t known = sm_load_relaxed (&shared->wake_ns);

  /* A wake that took long counts for an eighth only: its time includes what
     the processor did meanwhile for others.  */
  if (ns > spin_ns_max)
    ns = spin_ns_max;
  if (known && ns > known)
    ns = known + (ns - known) / 8;
  sm_store_relaxed (&shared->wake_ns, ns);
}

/* For how many nanoseconds to spin before parking.  */
static uint64_t
spin_budget (const struct sm_waiter *waiter)
{
  uint64_t ns;

  if (waiter->spin_ns != SM_WAIT_SPIN_LEARNED)
    return waiter->spin_ns;
  /* relaxed; a hint.  */
  ns = parks_per_wake * sm_load_relaxed (&waiter->shared->wake_ns);
  if (ns == 0)
    return SM_WAIT_SPIN_NS;
  if (ns < spin_ns_min)
    return spin_ns_min;
  return ns < spin_ns_max ? ns : spin_ns_max;
}

void
sm_waiter_init (struct sm_waiter *waiter, struct sm_wait_shared *shared,
                int policy, uint64_t spin_ns)
{
  waiter->shared = shared;
  waiter->policy = policy;
  waiter->realtime = sm_os_realtime ();
  waiter->trials = 0;
  waiter->spin_ns = spin_ns;
  sm_waiter_begin (waiter, SM_OS_NEVER);
}

/* Read the clock; the first time is the wait's beginning.  */
static uint64_t
clock_read (struct sm_waiter *waiter)
{
  uint64_t now = sm_os_now ();
  if (waiter->began == 0)
    waiter->began = now;
  waiter->latest = now;
  return now;
}

/* All of the shared words are hints: relaxed, and two threads that write at
   once lose nothing but a step of growth.  */

/* For how long to shun yields that were last shunned until UNTIL.  */
static uint64_t
shun_ns (const struct sm_wait_shared *shared, uint64_t until, uint64_t now)
{
  uint64_t ns = sm_load_relaxed (&shared->shun_ns);

  /* Yields have been fine for a long time since.  */
  if (now > until && now - until > 4 * ns)
    return shun_ns_min;
  return ns;
}

/* A yield of WAITER came back late: shun yields for a while, all together.  */
static void
shun_yields (struct sm_waiter *waiter, uint64_t now)
{
  struct sm_wait_shared *shared = waiter->shared;
  uint64_t until = sm_load_relaxed (&shared->shun_yield_until);
  uint64_t ns = shun_ns (shared, until, now), next = shun_growth * ns;

  if (until > now && !waiter->trials)
    return; /* somebody else has just learned the same */
  waiter->trials = 0;
  sm_store_relaxed (&shared->shun_yield_until, now + ns);
  sm_store_relaxed (&shared->shun_ns, next < shun_ns_max ? next : shun_ns_max);
}

/* Whether to yield now, as far as all have learned.  */
static bool
may_yield (struct sm_waiter *waiter, uint64_t now)
{
  struct sm_wait_shared *shared = waiter->shared;
  uint64_t until = sm_load_relaxed (&shared->shun_yield_until), ns;

  if (until == 0)
    return true;
  if (waiter->trials)
    {
      if (--waiter->trials == 0)
        sm_store_relaxed (&shared->shun_yield_until, 0);
      return true;
    }
  if (now < until)
    return false;
  ns = shun_ns (shared, until, now);
  /* seq_cst; pairs with itself: one thread does the trials.  */
  if (!sm_cas_seq_cst (&shared->shun_yield_until, &until, now + trial_ns))
    return false;
  sm_store_relaxed (&shared->shun_ns, ns);
  waiter->trials = num_trials;
  return true;
}

/* Whether this wait has been yielding for long and yet was running for most of
   it: who is waited for does not want this processor, it sleeps or has moved
   on.  */
static bool
yields_are_idle (struct sm_waiter *waiter, uint64_t now)
{
  uint64_t running, since = waiter->sampled ? waiter->sampled : waiter->began;

  if (now - since < spin_budget (waiter) / 2)
    return false;
  running = sm_os_running ();
  if (waiter->sampled)
    waiter->idle = running - waiter->running > (now - waiter->sampled) / 2;
  waiter->sampled = now;
  waiter->running = running;
  return waiter->idle;
}

static enum sm_wait_turn
yield_turn (struct sm_waiter *waiter)
{
  uint64_t before = clock_read (waiter), after;

  if (before >= waiter->deadline)
    return SM_WAIT_TIMED_OUT;
  if (waiter->realtime || waiter->idle || !may_yield (waiter, before)
      || yields_are_idle (waiter, before))
    return SM_WAIT_PARK;
  sm_os_yield ();
  after = clock_read (waiter);
  if (after - before > late_yield_ns)
    shun_yields (waiter, after);
  return SM_WAIT_LOOK;
}

static enum sm_wait_turn
spin_turn (struct sm_waiter *waiter)
{
  uint64_t now;

  sm_cpu_relax ();
  if (++waiter->spins % SM_WAIT_SPINS_PER_CLOCK != 0)
    return SM_WAIT_LOOK;
  now = clock_read (waiter);
  if (now >= waiter->deadline)
    return SM_WAIT_TIMED_OUT;
  if (waiter->policy == SYNCHEDMEM_WAIT_ACTIVE)
    return SM_WAIT_LOOK;
  /* relaxed; a hint.  */
  if (waiter->shared->crowded
      && now < sm_load_relaxed (&waiter->shared->shun_yield_until))
    return SM_WAIT_PARK;
  return now - waiter->began > spin_budget (waiter) ? SM_WAIT_PARK
                                                    : SM_WAIT_LOOK;
}

enum sm_wait_turn
sm_waiter_turn (struct sm_waiter *waiter, bool shared_cpu)
{
  switch (waiter->policy)
    {
    case SYNCHEDMEM_WAIT_ACTIVE:
      return spin_turn (waiter);
    case SYNCHEDMEM_WAIT_PASSIVE:
      return clock_read (waiter) >= waiter->deadline ? SM_WAIT_TIMED_OUT
                                                     : SM_WAIT_PARK;
    default:
      return shared_cpu ? yield_turn (waiter) : spin_turn (waiter);
    }
}
