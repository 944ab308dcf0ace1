/* steps.h: memory whose every access is a step of the model checker Relacy.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   For the one C++ file of a program, which defines arena_size before: all
   words that the library's code stores to are in the arena.  */

#ifndef STEPS_H
#define STEPS_H

#include <relacy/relacy.hpp>

/* First, since Valgrind's headers have templates.  */
#include "base/annotate.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <new>

namespace
{

enum
{
  cell_size = sizeof (uint32_t),
  num_cells = arena_size / cell_size
};

/* The operation that is made relaxed: FUNCTION/OPERATION.  */
const char *weakened = "";

/* The memory, and for each word in it that was stored to, the checker's
   object.  */
alignas (256) char arena[arena_size];
typedef rl::atomic<uint64_t> cell;
cell *cells[num_cells];
alignas (cell) char cell_memory[num_cells][sizeof (cell)];

/* Before a run.  */
void
begin_steps ()
{
  /* Those of a run that failed are gone with it.  */
  memset (cells, 0, sizeof cells);
  memset (arena, 0, sizeof arena);
}

cell &
cell_of (const void *object)
{
  size_t i = (size_t) ((const char *) object - arena) / cell_size;

  RL_VERIFY (i < num_cells);
  if (!cells[i])
    cells[i] = new (cell_memory[i]) cell;
  return *cells[i];
}

/* After it.  */
void
end_steps ()
{
  for (size_t i = 0; i < num_cells; i++)
    if (cells[i])
      {
        cells[i]->~cell ();
        cells[i] = 0;
      }
}

rl::debug_info
info (const model_place *place)
{
  return rl::debug_info (place->function, place->file, place->line);
}

rl::memory_order
order_at (const model_place *place, rl::memory_order order)
{
  size_t n = strlen (place->function);

  if (strncmp (weakened, place->function, n) == 0 && weakened[n] == '/'
      && strcmp (weakened + n + 1, place->operation) == 0)
    return rl::mo_relaxed;
  return order;
}

rl::memory_order
order_of (enum model_order order)
{
  switch (order)
    {
    case MODEL_RELAXED:
      return rl::mo_relaxed;
    case MODEL_ACQUIRE:
      return rl::mo_acquire;
    case MODEL_RELEASE:
      return rl::mo_release;
    default:
      return rl::mo_seq_cst;
    }
}

/* What to look at: random, for AMOUNT runs, or bound: every run with at most
   AMOUNT preemptions; and which operation is made relaxed, or NULL.  */
bool
choose_search (rl::test_params &params, const char *search, const char *amount,
               const char *operation)
{
  static std::ostream silence (0);

  if (operation)
    weakened = operation;
  params.progress_stream = &silence;
  params.execution_depth_limit = 20000;
  if (strcmp (search, "random") == 0)
    {
      params.search_type = rl::random_scheduler_type;
      params.iteration_count = strtoull (amount, NULL, 10);
    }
  else if (strcmp (search, "bound") == 0)
    {
      params.search_type = rl::fair_context_bound_scheduler_type;
      params.context_bound = (unsigned) strtoul (amount, NULL, 10);
    }
  else
    return false;
  return true;
}

/* The last line says how it ended.  */
template <typename suite>
int
play (rl::test_params &params)
{
  bool right = rl::simulate<suite> (params);

  if (right)
    printf ("%llu runs\n", (unsigned long long) params.stop_iteration);
  else
    printf ("%s after %llu runs\n", rl::test_result_str (params.test_result),
            (unsigned long long) params.stop_iteration);
  return right ? 0 : 1;
}

} // namespace

/* ---- atomics.h */

extern "C" uint64_t
model_load (const void *object, enum model_order order,
            const model_place *place)
{
  return cell_of (object).load (order_at (place, order_of (order)),
                                info (place));
}

extern "C" void
model_store (void *object, uint64_t value, enum model_order order,
             const model_place *place)
{
  cell_of (object).store (value, order_at (place, order_of (order)),
                          info (place));
}

extern "C" uint64_t
model_exchange (void *object, uint64_t value, enum model_order order,
                const model_place *place)
{
  return cell_of (object).exchange (value, order_at (place, order_of (order)),
                                    info (place));
}

extern "C" uint64_t
model_add (void *object, uint64_t value, enum model_order order,
           const model_place *place)
{
  return cell_of (object).fetch_add (value, order_at (place, order_of (order)),
                                     info (place));
}

extern "C" uint64_t
model_and (void *object, uint64_t value, enum model_order order,
           const model_place *place)
{
  return cell_of (object).fetch_and (value, order_at (place, order_of (order)),
                                     info (place));
}

extern "C" int
model_cas (void *object, uint64_t *expected, uint64_t value,
           enum model_order order, const model_place *place)
{
  return cell_of (object).compare_exchange (
      rl::bool_t<false> (), *expected, value,
      order_at (place, order_of (order)), info (place));
}

#endif
