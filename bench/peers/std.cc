/* std.cc: std::barrier of C++20.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "peer.h"

#include <barrier>
#include <cstdlib>
#include <cstring>

namespace
{

struct group
{
  std::barrier<> barrier;
  exchange *words;
};

const uint64_t *
meet (void *arg, size_t id, uint64_t k, const uint64_t *mine)
{
  auto *g = static_cast<group *> (arg);

  std::memcpy (g->words->words[k & 1][id], mine, num_words * sizeof *mine);
  g->barrier.arrive_and_wait ();
  return g->words->words[k & 1][0];
}

void *
start (void *arg)
{
  auto *self = static_cast<peer_thread *> (arg);

  self->body (self->arg, self->id, meet, self->group);
  return nullptr;
}

}

int
run_std_barrier (size_t threads, body_fn *body, void *arg)
{
  void *words = std::aligned_alloc (4096, sizeof (exchange));
  group g{ std::barrier<> (static_cast<std::ptrdiff_t> (threads)),
           static_cast<exchange *> (words) };

  int error = peer_threads (threads, start, &g, body, arg);
  std::free (words);
  return error;
}
