/* peer.h: what the bench needs of each way to meet.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Each peer does the same job: NUM_WORDS words of every thread are published,
   all meet, and everyone reads all of them.  Where the peer is a barrier, it
   does so by two buffers and one barrier a cycle, as the library does.  */

#ifndef PEER_H
#define PEER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum
{
  num_words = 8, /* a segment: 64 bytes */
  max_threads = 1024
};

/* Publish MINE in cycle K as thread ID, meet, and return all segments.  */
typedef const uint64_t *meet_fn (void *group, size_t id, uint64_t k,
                                 const uint64_t *mine);

/* What a thread of the peer runs.  */
typedef void body_fn (void *arg, size_t id, meet_fn *meet, void *group);

/* Run BODY in THREADS threads, and join them.  Returns 0, or an error.  */
typedef int peer_run_fn (size_t threads, body_fn *body, void *arg);

peer_run_fn run_synchedmem, run_pthread_barrier, run_std_barrier, run_ck;
/* The one function of a module: openmp.c, once for each runtime.  */
peer_run_fn run_openmp;

/* For those that start their threads by themselves: run FN in THREADS of
   them, each with a pointer to {arg, id}.  */
struct peer_thread
{
  void *group;
  size_t id;
  body_fn *body;
  void *arg;
};
int peer_threads (size_t threads, void *(*fn) (void *), void *group,
                  body_fn *body, void *arg);

/* Two buffers, for those that are only barriers.  */
struct exchange
{
  uint64_t words[2][max_threads][num_words]; /* on a page */
};

#ifdef __cplusplus
}
#endif

#endif
