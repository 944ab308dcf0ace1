/* bell.c: one thread waits for others, with patience.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "bell.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

void
bell_init (struct bell *bell)
{
  if (pipe (bell->ends) != 0)
    abort ();
}

void
bell_fini (struct bell *bell)
{
  close (bell->ends[0]);
  close (bell->ends[1]);
}

void
bell_ring (struct bell *bell)
{
  while (write (bell->ends[1], "!", 1) < 0)
    if (errno != EINTR)
      abort ();
}

void
bell_await (struct bell *bell, double *waited_s)
{
  const int nap_ms = 10;
  struct pollfd rung = { .fd = bell->ends[0], .events = POLLIN };
  char strokes[64];

  switch (poll (&rung, 1, nap_ms))
    {
    case 0:
      *waited_s += nap_ms * 1e-3;
      break;
    case 1:
      if (read (rung.fd, strokes, sizeof strokes) < 0)
        abort ();
      break;
    default:
      if (errno != EINTR)
        abort ();
    }
}
