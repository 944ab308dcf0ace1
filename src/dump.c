/* dump.c: who is late: for a program, and for a person.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   All of it comes from the epochs, which are read without disturbing
   anybody.  They may move meanwhile, so a report of a group that runs is one
   of slightly different moments; of a group that hangs, it is exact.  */

#include <config.h>

#include "local.h"

#include <inttypes.h>
#include <string.h>

/* How many threads are behind FRONT, and the first MAX of them.  */
static size_t
find_missing (const struct synchedmem *mem, uint64_t front, size_t *ids,
              size_t max)
{
  size_t missing = 0;
  uint32_t i;

  for (i = 0; i < mem->num_threads; i++)
    if (sm_meeting_epoch (mem->meeting, i) < front)
      {
        if (ids && missing < max)
          ids[missing] = i;
        missing++;
      }
  return missing;
}

size_t
synchedmem_missing (const struct synchedmem *mem, size_t *ids, size_t max)
{
  return mem ? find_missing (mem, sm_meeting_front (mem->meeting), ids, max)
             : 0;
}

static double
seconds_since (uint64_t then)
{
  uint64_t now = sm_os_now ();
  return now > then ? (double) (now - then) * 1e-9 : 0;
}

/* Since when somebody has been waiting for EPOCH, or 0.  */
static uint64_t
awaited_since (const struct synchedmem *mem, uint64_t epoch)
{
  uint64_t first = 0;
  uint32_t i;

  for (i = 0; i < mem->num_threads; i++)
    {
      uint64_t since = sm_meeting_waits_since (mem->meeting, i, epoch);
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

/* What a place looks like from outside.  */
struct report
{
  uint64_t cycle;
  const char *state;
  uint64_t since;
};

/* Who arrived where FRONT is, waits; unless everyone did, then all are
   computing again, or are about to.  */
static void
report_thread (const struct synchedmem *mem, uint32_t id, uint64_t epoch,
               uint64_t front, bool complete, struct report *report)
{
  bool one_buffer = mem->num_buffers == 1;

  /* With one buffer, an odd epoch says "done reading".  */
  report->cycle = one_buffer ? epoch / 2 : epoch;
  if (!complete && epoch < front)
    {
      report->state = "late";
      report->since = awaited_since (mem, front);
    }
  else if (!complete && one_buffer && epoch % 2)
    {
      report->state = "waiting for readers";
      report->since = sm_meeting_waits_since (mem->meeting, id, epoch);
    }
  else if (!complete)
    {
      report->state = "waiting";
      report->cycle--;
      report->since = sm_meeting_waits_since (mem->meeting, id, epoch);
    }
  else
    {
      report->state = "computing";
      report->since = sm_meeting_passed_at (mem->meeting, id, epoch);
    }
}

static void
dump_thread (const struct synchedmem *mem, FILE *out, uint32_t id,
             uint64_t front, bool complete)
{
  const struct synchedmem_local *self = &mem->locals[id];
  struct report report = { 0 };
  uint64_t epoch, seat_since;
  const char *gone; /* how the place lost its thread, or NULL */
  bool guessed;
  uint8_t seat;

  /* Under the lock, since the places come and go.  */
  sm_groups_lock ();
  epoch = sm_meeting_epoch (mem->meeting, id);
  seat = self->seat;
  seat_since = self->seat_since;
  /* Which its thread goes on changing, unless it has left.  */
  report.cycle = seat == SM_SEAT_LEFT ? self->cycle : 0;
  sm_groups_unlock ();

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
      report_thread (mem, id, epoch, front, complete, &report);
      if (gone && complete)
        report.state = NULL;
    }
  fprintf (out, "thread %" PRIu32 ": cycle %" PRIu64, id, report.cycle);
  if (gone)
    fprintf (out, ", %s", gone);
  if (report.state)
    fprintf (out, ", %s", report.state);
  /* It did nothing that took long since it came, or went.  */
  guessed = report.since == 0;
  if (guessed || gone)
    report.since = seat_since;
  fprintf (out, ", for %s%.3f s%s\n", guessed && !gone ? "at most " : "",
           seconds_since (report.since),
           why_broken (sm_meeting_status (mem->meeting)));
}

int
synchedmem_dump (const struct synchedmem *mem, FILE *out)
{
  int error = 0, saved = errno;
  uint64_t front;
  bool complete;
  uint32_t i;

  if (!mem || !out)
    return EINVAL;
  errno = 0;
  front = sm_meeting_front (mem->meeting);
  complete = find_missing (mem, front, NULL, 0) == 0;
  for (i = 0; i < mem->num_threads; i++)
    dump_thread (mem, out, i, front, complete);
  if (fflush (out) != 0 || ferror (out))
    error = errno ? errno : EIO;
  errno = saved;
  return error;
}
