/* random-shrink.c: make a case that fails short, while it still fails.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "random.h"
#include "support/support.h"

#include <stdio.h>
#include <string.h>

/* For how long to try.  */
#define longest_ns UINT64_C (120000000000)

/* Whether a case still does.  */
static bool (*fails) (const struct random_case *c);

/* Drop LEN calls from FIRST on, if the case then still fails.  */
static bool
drop (struct random_case *c, size_t first, size_t len)
{
  struct random_case shorter;

  random_case_copy (&shorter, c);
  memmove (shorter.calls + first, shorter.calls + first + len,
           (c->num_calls - first - len) * sizeof *c->calls);
  shorter.num_calls -= len;
  if (!fails (&shorter))
    {
      random_case_end (&shorter);
      return false;
    }
  random_case_end (c);
  *c = shorter;
  return true;
}

/* Set *FIELD of the case to VALUE, if it then still fails.  */
static void
simplify (struct random_case *c, size_t *field, size_t value)
{
  size_t before = *field;

  if (before <= value)
    return;
  *field = value;
  if (!fails (c))
    *field = before;
}

static void
simplify_call (struct random_case *c, struct random_call *call)
{
  struct random_call before = *call;

  call->actor = 0;
  if (before.actor && !fails (c))
    call->actor = before.actor;
  call->x = call->y = 0;
  if ((before.x || before.y) && !fails (c))
    {
      call->x = before.x;
      call->y = before.y;
    }
}

void
random_case_shrink (struct random_case *c,
                    bool (*still_fails) (const struct random_case *c),
                    const char *message)
{
  uint64_t limit = now_in_ns () + longest_ns;
  size_t len, first, i, before;

  fails = still_fails;
  /* Calls after the one that was wrong.  */
  if (sscanf (message, "call %zu", &first) == 1 && first + 1 < c->num_calls)
    drop (c, first + 1, c->num_calls - first - 1);
  do
    {
      before = c->num_calls;
      for (len = c->num_calls / 2; len >= 1 && now_in_ns () < limit; len /= 2)
        for (first = 0; first + len <= c->num_calls && now_in_ns () < limit;)
          if (!drop (c, first, len))
            first += len;
  } while (c->num_calls < before && now_in_ns () < limit);
  for (i = 0; i < c->num_calls && now_in_ns () < limit; i++)
    simplify_call (c, &c->calls[i]);
  simplify (c, &c->config.segment_len, 0);
  simplify (c, &c->config.segment_len, 1);
  simplify (c, &c->config.elem_size, 1);
}
