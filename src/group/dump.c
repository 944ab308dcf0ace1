/* dump.c: who is late: for a program, and for a person.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   All of it comes from the epochs, which are read without disturbing
   anybody.  They may move meanwhile, so a report of a group that runs is one
   of slightly different moments; of a group that hangs, it is exact.  */

#include <config.h>

#include "base/lock.h"
#include "base/sink.h"
#include "group/group.h"

#include <errno.h>

/* How many threads are behind FRONT.  The ids of the first MAX of them are
   stored in IDS, which may be NULL.  */
static size_t
find_missing (const struct synchedmem *group, uint64_t front, size_t *ids,
              size_t max)
{
  size_t missing = 0;
  uint32_t i;

  for (i = 0; i < group->num_threads; i++)
    if (sm_slots_epoch (group->meeting, i) < front)
      {
        if (ids && missing < max)
          ids[missing] = i;
        missing++;
      }
  return missing;
}

size_t
synchedmem_missing (const struct synchedmem *group, size_t *ids, size_t max)
{
  return group
             ? find_missing (group, sm_slots_front (group->meeting), ids, max)
             : 0;
}

/* Milliseconds from THEN until now, rounded.  */
static uint64_t
milliseconds_since (uint64_t then)
{
  uint64_t now = sm_os_now ();

  return now > then ? (now - then + 500000) / 1000000 : 0;
}

/* Since when somebody has been waiting for EPOCH, or 0.  */
static uint64_t
awaited_since (const struct synchedmem *group, uint64_t epoch)
{
  uint64_t first = 0;
  uint32_t i;

  for (i = 0; i < group->num_threads; i++)
    {
      uint64_t since = sm_slots_waits_since (group->meeting, i, epoch);
      if (since && (!first || since < first))
        first = since;
    }
  return first;
}

static const char *
why_broken (int status)
{
  switch (status)
    {
    case 0:
      return "";
    case ECANCELED:
      return "; broken by ECANCELED";
    case EOWNERDEAD:
      return "; broken by EOWNERDEAD";
    default:
      return "; ESRCH, in the parent process";
    }
}

/* What the dump says of a thread: the cycle that it is in, what it does or
   NULL, and since when, or 0 if that is not known.  */
struct report
{
  uint64_t cycle;
  const char *state;
  uint64_t since;
};

/* Fill in REPORT for a thread that has arrived at EPOCH.  COMPLETE: everyone
   has arrived at FRONT, so all are computing again, or are about to.
   Otherwise those at FRONT wait, and the others are late.  */
static void
report_thread (const struct synchedmem *group, uint32_t id, uint64_t epoch,
               uint64_t front, bool complete, struct report *report)
{
  bool one_buffer = group->num_buffers == 1;

  /* With one buffer, an odd epoch says "done reading".  */
  report->cycle = one_buffer ? epoch / 2 : epoch;
  if (!complete && epoch < front)
    {
      report->state = "late";
      report->since = awaited_since (group, front);
    }
  else if (!complete && one_buffer && epoch % 2)
    {
      report->state = "waiting for readers";
      report->since = sm_slots_waits_since (group->meeting, id, epoch);
    }
  else if (!complete)
    {
      report->state = "waiting";
      report->cycle--;
      report->since = sm_slots_waits_since (group->meeting, id, epoch);
    }
  else
    {
      report->state = "computing";
      report->since = sm_slots_passed_at (group->meeting, id, epoch);
    }
}

static void
dump_thread (const struct synchedmem *group, struct sm_sink *sink, uint32_t id,
             uint64_t front, bool complete)
{
  const struct sm_standing *standing = &group->standing[id];
  struct report report = { 0 };
  uint64_t epoch, seat_since, milliseconds;
  const char *gone; /* how the place lost its thread, or NULL */
  bool guessed;
  uint32_t seat;

  /* Under the lock, since the places come and go.  */
  sm_lock_take ();
  epoch = sm_slots_epoch (group->meeting, id);
  seat = standing->seat;
  seat_since = standing->seat_since;
  /* The cycle is saved there by a thread that leaves.  */
  report.cycle = seat == SM_SEAT_LEFT ? standing->cycle : 0;
  sm_lock_give ();

  gone = seat == SM_SEAT_FREE    ? "detached"
         : seat == SM_SEAT_ENDED ? "ended"
                                 : NULL;
  if (seat == SM_SEAT_LEFT)
    {
      report.state = "left";
      report.since = seat_since;
    }
  else
    {
      report_thread (group, id, epoch, front, complete, &report);
      if (gone && complete)
        report.state = NULL;
    }
  /* The time is not known where the thread did nothing that took long since it
     came: then it is at most the time since it came.  A thread that is gone is
     told with the time since it went.  */
  guessed = report.since == 0;
  if (guessed || gone)
    report.since = seat_since;
  milliseconds = milliseconds_since (report.since);
  sm_sink_print (sink,
                 "thread %" PRIu32 ": cycle %" PRIu64
                 "%s%s%s%s, for %s" SM_THOUSANDTHS " s%s\n",
                 id, report.cycle, gone ? ", " : "", gone ? gone : "",
                 report.state ? ", " : "", report.state ? report.state : "",
                 guessed && !gone ? "at most " : "",
                 SM_AS_THOUSANDTHS (milliseconds),
                 why_broken (sm_slots_status (group->meeting)));
}

int
synchedmem_dump (const struct synchedmem *group, FILE *out)
{
  struct sm_sink sink;
  uint64_t front;
  bool complete;
  uint32_t i;

  if (!group || !out)
    return EINVAL;
  sm_sink_begin_lines (&sink, out);
  front = sm_slots_front (group->meeting);
  complete = find_missing (group, front, NULL, 0) == 0;
  for (i = 0; i < group->num_threads; i++)
    dump_thread (group, &sink, i, front, complete);
  return sm_sink_end (&sink);
}
