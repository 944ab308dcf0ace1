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

size_t
synchedmem_missing (const struct synchedmem *mem, size_t *ids, size_t max)
{
  uint64_t front;
  size_t missing = 0;
  uint32_t i;

  if (!mem)
    return 0;
  front = sm_meeting_front (mem->meeting);
  for (i = 0; i < mem->num_threads; i++)
    if (sm_meeting_epoch (mem->meeting, i) < front)
      {
        if (ids && missing < max)
          ids[missing] = i;
        missing++;
      }
  return missing;
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

static void
dump_thread (const struct synchedmem *mem, FILE *out, uint32_t id,
             uint64_t front, bool complete)
{
  const struct synchedmem_local *self = &mem->locals[id];
  uint64_t epoch = sm_meeting_epoch (mem->meeting, id), since = 0, cycle;
  const char *place, *state;
  uint8_t seat;

  /* Under the lock, since the places come and go.  */
  sm_groups_lock ();
  seat = self->seat;
  place = seat == SM_SEAT_FREE ? "detached, " : "";
  since = self->seat_since;
  sm_groups_unlock ();

  if (seat == SM_SEAT_LEFT || epoch == SM_EPOCH_LEFT)
    {
      fprintf (out, "thread %" PRIu32 ": left, for %.3f s\n", id,
               seconds_since (since));
      return;
    }
  /* With one buffer, an odd epoch says "done reading".  */
  cycle = mem->num_buffers == 1 ? epoch / 2 : epoch;
  if (complete)
    state = "computing";
  else if (epoch < front)
    {
      state = "late";
      if (seat != SM_SEAT_FREE)
        since = awaited_since (mem, front);
    }
  else
    {
      state = mem->num_buffers == 1 && epoch % 2
                  ? "waiting for readers"
                  : "arrived, waiting";
      if (mem->num_buffers == 2 || epoch % 2 == 0)
        cycle--;
      if (seat != SM_SEAT_FREE)
        since = sm_meeting_waits_since (mem->meeting, id, epoch);
    }
  fprintf (out, "thread %" PRIu32 ": cycle %" PRIu64 ", %s%s", id, cycle,
           place, state);
  if (since && !(complete && seat != SM_SEAT_FREE))
    fprintf (out, ", for %.3f s", seconds_since (since));
  fputc ('\n', out);
}

static const char *
why_broken (int status)
{
  switch (status)
    {
    case ECANCELED:
      return "ECANCELED, aborted";
    case EOWNERDEAD:
      return "EOWNERDEAD, a thread ended while attached";
    default:
      return "ESRCH, its threads are in the parent process";
    }
}

int
synchedmem_dump (const struct synchedmem *mem, FILE *out)
{
  uint64_t front;
  size_t missing;
  uint32_t i;
  int status;

  if (!mem || !out)
    return EINVAL;
  errno = 0;
  front = sm_meeting_front (mem->meeting);
  missing = synchedmem_missing (mem, NULL, 0);
  status = sm_meeting_status (mem->meeting);
  fprintf (out, "group of %zu threads: ", mem->num_threads);
  if (status == 0)
    fprintf (out, "whole, %zu late\n", missing);
  else
    fprintf (out, "broken (%s), %zu late\n", why_broken (status), missing);
  for (i = 0; i < mem->num_threads; i++)
    dump_thread (mem, out, i, front, missing == 0);
  if (fflush (out) != 0 || ferror (out))
    return errno ? errno : EIO;
  return 0;
}
