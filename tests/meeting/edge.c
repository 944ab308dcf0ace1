/* edge.c: the edge between going to sleep and arriving, hammered.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: edge [SECONDS]

   Groups of 2 to 5 threads, whose delays are about as long as the way from
   the decision to sleep to the sleep, meet without end.  A thread that is left
   asleep is noticed; how often the edge was hit is counted: the lot had
   changed when its sleeper came to the system.  */

#include <config.h>

#include "base/annotate.h"
#include "os/os.h"
#include "support/cycler.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

static sm_atomic64 parks, edges;

int __real_sm_os_park (sm_atomic32 *word, uint32_t expected,
                       uint64_t deadline);
int __wrap_sm_os_park (sm_atomic32 *word, uint32_t expected,
                       uint64_t deadline);
int
__wrap_sm_os_park (sm_atomic32 *word, uint32_t expected, uint64_t deadline)
{
  static _Thread_local uint32_t seed;
  uint32_t i;

  if (!seed)
    seed = (uint32_t) (uintptr_t) &seed | 1;
  sm_add_seq_cst (&parks, 1);
  if (random_next (&seed) % 2)
    for (i = random_next (&seed) % (64U << random_next (&seed) % 8); i > 0;
         i--)
      __asm__ volatile("" ::: "memory");
  if (sm_load_acquire (word) != expected)
    sm_add_seq_cst (&edges, 1);
  return __real_sm_os_park (word, expected, deadline);
}

/* Between nothing and some microseconds, long delays seldom.  */
static void
delay_a_little (struct cycler *c, int moment)
{
  uint32_t kind = random_next (&c->seed) % 8, i;

  (void) moment;
  if (kind > 3)
    return;
  for (i = random_next (&c->seed) % (64U << 3 * kind); i > 0; i--)
    __asm__ volatile("" ::: "memory");
}

static double
now_s (void)
{
  return (double) sm_os_now () * 1e-9;
}

int
main (int argc, char **argv)
{
  /* A group that hangs is ended by SIGALRM.  */
  const unsigned int patience_s = 100;
  double seconds = argc > 1 ? strtod (argv[1], NULL) : 0;
  double until = now_s () + (seconds > 0 ? seconds : 3);
  uint64_t meetings = 0;
  unsigned int round;
  bool right = true;

  sm_annotate_sync_memory (&parks, sizeof parks);
  sm_annotate_sync_memory (&edges, sizeof edges);
  for (round = 0; right && (round < 4 || now_s () < until); round++)
    {
      struct cycler c[CYCLERS_MAX];
      size_t n = 2 + round % 4, i;
      uint64_t cycles = scaled (5000);

      alarm (patience_s);
      cyclers_make (c, n, cycles, 1 + round / 4 % 2,
                    round % 3 ? SYNCHEDMEM_WAIT_PASSIVE
                              : SYNCHEDMEM_WAIT_ADAPTIVE);
      for (i = 0; i < n; i++)
        {
          c[i].seed = round * CYCLERS_MAX + (uint32_t) i + 1;
          c[i].hook = delay_a_little;
          c[i].timed = round % 8 == 7 && i == 0;
        }
      run_threads (n, cycler_run, c, sizeof *c);
      right = cyclers_are_right (c, n);
      meetings += cycles;
    }
  right = right && sm_load_acquire (&parks) > 0;
  printf ("1..1\n%s 1 - /edge: %" PRIu64 " meetings, %" PRIu64
          " parks, %" PRIu64 " at the edge\n",
          right ? "ok" : "not ok", meetings, sm_load_acquire (&parks),
          sm_load_acquire (&edges));
  return right ? 0 : 1;
}
