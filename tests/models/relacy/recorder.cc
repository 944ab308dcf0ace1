/* recorder.cc: the profiler's records, written and read at the same time,
   under the model checker Relacy.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: recorder SCENARIO THREADS SEARCH AMOUNT [FUNCTION/OPERATION]

   recorder.c and reader.c of src/record, compiled as they are but with the
   atomic operations of atomics.h beside this file: one thread records blocks
   of known times, into a ring so small that it overwrites them; the others
   look at the totals, which must be of one moment, or copy a block, which must
   not be torn.  SEARCH, AMOUNT, the operation and the last line are those of
   model.cc.  */

#include <config.h>

enum
{
  arena_size = 65536
};

#include "steps.h"

#include <cerrno>

extern "C" {
#include "base/environment.h"
#include "record/reader.h"
#include "record/recorder.h"
}

namespace
{

enum
{
  num_blocks = 5,
  capacity = 3,
  begin = 1000,
  wait = 5
};

bool copies; /* and does not look */
uint64_t now;
sm_profile profile;
sm_member member;
sm_recorder recorder;

/* The least and the most of so far grow in turn.  */
uint64_t
compute (uint64_t block)
{
  return block % 2 ? 20 + block : 20 - block;
}

uint64_t
start_of (uint64_t block)
{
  return block == 0 ? begin
                    : start_of (block - 1) + compute (block - 1) + wait;
}

void
assert_block (const synchedmem_block &block, uint64_t b)
{
  RL_ASSERT (block.start == start_of (b));
  RL_ASSERT (block.arrive == start_of (b) + compute (b));
  RL_ASSERT (block.release == start_of (b + 1));
}

template <int threads> struct suite : rl::test_suite<suite<threads>, threads>
{
  const sm_atomic64 *completed;

  void
  before ()
  {
    size_t size;
    sm_meeting *meeting;

    begin_steps ();
    now = begin;
    memset (&profile, 0, sizeof profile);
    sm_record_measure (&profile, 1, 1, &size);
    RL_VERIFY (size + sizeof *meeting + sizeof (sm_slot) + 1024 < arena_size);
    sm_record_init (&profile, arena, NULL);
    profile.capacity = capacity;
    sm_record_start_over (&profile);
    meeting = (sm_meeting *) (arena + (size + 1023) / 1024 * 1024);
    meeting->num_threads = 1;
    memset (&member, 0, sizeof member);
    member.meeting = meeting;
    member.slot = &meeting->slot[0];
    for (size_t i = 0; i < capacity; i++)
      {
        sm_ring_block *block = &sm_record_of (&profile, 0)->ring[i];

        sm_store_relaxed (&block->start, 0);
        sm_store_relaxed (&block->arrive, 0);
        sm_store_relaxed (&block->release, 0);
        sm_store_relaxed (&block->last, 0);
      }
    for (size_t i = 0; i < 64; i++)
      {
        sm_store_relaxed (&sm_record_of (&profile, 0)->compute.count[i], 0);
        sm_store_relaxed (&sm_record_of (&profile, 0)->wait.count[i], 0);
      }
    completed = &sm_record_of (&profile, 0)->completed;
    sm_recorder_init (&recorder, &profile, 0);
    sm_recorder_start (&recorder);
  }

  void
  after ()
  {
    end_steps ();
  }

  void
  write ()
  {
    for (uint64_t b = 0; b < num_blocks; b++)
      {
        now += compute (b);
        sm_recorder_arrives (&recorder, &member, b);
        sm_recorder_arrived (&recorder);
        now += wait;
        sm_recorder_passed (&recorder, &member, b);
      }
    /* A block that overwrites one, and stays open.  */
    now += compute (num_blocks);
    sm_recorder_arrives (&recorder, &member, num_blocks);
  }

  void
  look ()
  {
    sm_reading look;
    uint64_t n;

    sm_reader_read (&profile, 0, &look);
    n = look.stats.blocks;
    RL_ASSERT (n <= num_blocks);
    RL_ASSERT (look.stats.compute_total == start_of (n) - begin - n * wait);
    RL_ASSERT (look.stats.wait_total == n * wait);
    RL_ASSERT (look.stats.last_to_arrive == n);
    RL_ASSERT (look.open_start == start_of (n));
    RL_ASSERT (look.open_arrive == 0
               || look.open_arrive == start_of (n) + compute (n));
    if (look.folded < n)
      assert_block (look.newest, look.folded);
    if (n == 0)
      return;
    RL_ASSERT (look.stats.compute_min == 20 - (n - 1) / 2 * 2);
    RL_ASSERT (look.stats.compute_max == (n == 1 ? 20 : 19 + n / 2 * 2));
    RL_ASSERT (look.stats.wait_min == wait);
    RL_ASSERT (look.stats.wait_max == wait);
  }

  void
  copy ()
  {
    synchedmem_block block;
    uint64_t end = sm_load_acquire (completed);

    if (end && sm_reader_copy (&profile, 0, end, 1, &block))
      assert_block (block, end - 1);
  }

  /* At any time: mostly it would be before the first block.  */
  void
  come_late ()
  {
    uint64_t blocks = rl::rand (num_blocks);

    /* Relaxed: nothing else is seen by it.  */
    while (sm_load_relaxed (completed) < blocks)
      rl::yield (1, $);
  }

  void
  thread (unsigned id)
  {
    if (id == 0)
      {
        write ();
        return;
      }
    come_late ();
    if (copies)
      copy ();
    else
      look ();
  }
};

} // namespace

extern "C" const char *
sm_environment_profile (void)
{
  return NULL;
}

extern "C" uint64_t
sm_os_now (void)
{
  return now;
}

/* Who looks often lets others run.  */
extern "C" int
sm_os_park (sm_atomic32 *word, uint32_t expected, uint64_t deadline)
{
  (void) word;
  (void) expected;
  (void) deadline;
  rl::yield (1, $);
  return ETIMEDOUT;
}

int
main (int argc, char **argv)
{
  rl::test_params params;

  copies = argc > 1 && strcmp (argv[1], "copy") == 0;
  if (argc < 5 || (!copies && strcmp (argv[1], "look") != 0)
      || !choose_search (params, argv[3], argv[4], argv[5]))
    {
      fputs ("usage: recorder look|copy THREADS random|bound AMOUNT"
             " [FUNCTION/OPERATION]\n",
             stderr);
      return 2;
    }
  return atoi (argv[2]) == 2 ? play<suite<2> > (params)
                             : play<suite<3> > (params);
}
