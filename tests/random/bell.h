/* bell.h: one thread waits for others, with patience.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   A condition variable whose wait times out signals itself, inside glibc and
   without its mutex, which Helgrind reports.  A bell orders no memory: what it
   announces is guarded by a mutex of its user's.  */

#ifndef BELL_H
#define BELL_H

struct bell
{
  int ends[2]; /* of a pipe */
};

/* Aborts the program if there is no pipe left.  */
void bell_init (struct bell *bell);
void bell_fini (struct bell *bell);

/* By any thread, and in no more than some thousand calls that nobody awaits:
   what does not fit into the pipe blocks.  */
void bell_ring (struct bell *bell);

/* Return soon after the bell was rung, or after a nap of 10 ms, which is
   added to *WAITED_S.  Patience counts naps: where others keep the processor,
   they and it last longer.  */
void bell_await (struct bell *bell, double *waited_s);

#endif
