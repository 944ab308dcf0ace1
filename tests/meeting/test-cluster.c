/* test-cluster.c: meetings of many threads, and of few in small clusters.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "support/members.h"
#include "support/support.h"

#include <glib.h>

static void
test_sizes (void)
{
  static const uint32_t expected[][2]
      = { { 1, 1 },     { 2, 2 },     { 16, 16 },  { 17, 8 },
          { 64, 8 },    { 65, 16 },   { 256, 16 }, { 257, 32 },
          { 1024, 32 }, { 1025, 64 }, { 4096, 64 } };
  size_t i;

  for (i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (sm_cluster_size (expected[i][0]), ==, expected[i][1]);
}

enum
{
  num_members = 7
};

static struct sm_meeting *
members_start (struct sm_member *member, uint32_t cluster_size)
{
  struct sm_meeting *meeting
      = meeting_new_clustered (num_members, cluster_size, 0);
  uint32_t i;

  for (i = 0; i < num_members; i++)
    member_start (&member[i], meeting, i, SYNCHEDMEM_WAIT_ADAPTIVE);
  return meeting;
}

/* Whoever is the last to arrive, in clusters of any size: nobody passes
   before, everybody after.  */
static void
test_last (void)
{
  uint32_t size, last, i, epoch;

  for (size = 1; size <= num_members; size++)
    {
      struct sm_member member[num_members];
      struct sm_meeting *meeting = members_start (member, size);

      for (epoch = 1, last = 0; last < num_members; last++, epoch++)
        {
          for (i = 1; i < num_members; i++)
            sm_member_publish (&member[(last + i) % num_members], epoch);
          for (i = 0; i < num_members; i++)
            {
              g_assert_false (sm_cluster_all_arrived (&member[i], epoch));
              if (i == last)
                continue;
              g_assert_false (sm_member_may_pass (&member[i], epoch));
              g_assert_cmpint (sm_member_wait (&member[i], epoch, 1), ==,
                               ETIMEDOUT);
            }
          sm_member_publish (&member[last], epoch);
          for (i = 0; i < num_members; i++)
            {
              g_assert_true (sm_member_may_pass (&member[i], epoch));
              g_assert_cmpint (sm_member_wait (&member[i], epoch, SM_OS_NEVER),
                               ==, 0);
            }
        }
      meeting_free (meeting);
    }
}

/* Two who arrive at once have each missed the other, and nobody has marked
   their cluster: the others find out.  */
static void
test_unmarked (void)
{
  struct sm_member member[num_members];
  struct sm_meeting *meeting = members_start (member, 2);
  uint32_t i;

  for (i = 0; i < num_members; i++)
    /* relaxed; there is one thread.  */
    sm_store_relaxed (&meeting->slot[i].epoch, 1);
  for (i = 0; i < num_members; i++)
    {
      g_assert_true (sm_cluster_all_arrived (&member[i], 1));
      g_assert_true (sm_member_may_pass (&member[i], 1));
      g_assert_cmpint (sm_member_wait (&member[i], 1, SM_OS_NEVER), ==, 0);
    }
  meeting_free (meeting);
}

/* A cluster that all have left keeps nobody waiting; who is back after that
   does.  */
static void
test_leave (void)
{
  struct sm_member member[num_members];
  struct sm_meeting *meeting = members_start (member, 3);
  uint32_t i;

  for (i = 0; i < 3; i++)
    sm_member_leave (&member[i]);
  for (i = 3; i < num_members; i++)
    sm_member_publish (&member[i], 5);
  for (i = 3; i < num_members; i++)
    /* Without a closer look.  */
    g_assert_cmpuint (sm_member_late (&member[i], 5, 1), ==,
                      member[i].positions);
  sm_member_return (&member[1], 5);
  sm_member_publish (&member[6], 6);
  g_assert_false (sm_member_may_pass (&member[6], 6));
  meeting_free (meeting);
}

struct many
{
  size_t n;
  uint64_t cycles;
  uint64_t *wrong; /* one for each thread */
};

static int
meet_and_look (struct synchedmem_local *self, void *arg)
{
  struct many *many = arg;
  size_t id = synchedmem_thread_id (self), i;
  uint64_t k;

  for (k = 1; k <= many->cycles; k++)
    {
      uint64_t mine = k << 32 | id;
      const void *view;
      int error = synchedmem_write_sync_read (self, &mine, 1, &view);
      if (error)
        return error;
      for (i = 0; i < many->n; i++)
        many->wrong[id] += ((const uint64_t *) view)[i] != (k << 32 | i);
    }
  return 0;
}

static void
check_many (size_t n, uint64_t cycles, unsigned int buffers)
{
  struct synchedmem_attr attr = SYNCHEDMEM_ATTR_INIT;
  struct many many = { n, cycles, g_new0 (uint64_t, n) };
  struct synchedmem *mem;
  size_t i;

  attr.buffers = buffers;
  mem = group (n, 1, sizeof (uint64_t), &attr);
  g_assert_cmpint (synchedmem_run (mem, meet_and_look, &many), ==, 0);
  for (i = 0; i < n; i++)
    g_assert_cmpuint (many.wrong[i], ==, 0);
  synchedmem_destroy (mem);
  g_free (many.wrong);
}

/* On whatever processors there are.  */
static void
test_many (void)
{
  unsigned int buffers;

  for (buffers = 1; buffers <= 2; buffers++)
    {
      check_many (17, scaled (500), buffers);
      check_many (scaled (200), scaled (100), buffers);
      check_many (scaled (1024), scaled (30), buffers);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cluster/sizes", test_sizes);
  g_test_add_func ("/cluster/last", test_last);
  g_test_add_func ("/cluster/unmarked", test_unmarked);
  g_test_add_func ("/cluster/leave", test_leave);
  g_test_add_func ("/cluster/many", test_many);
  return g_test_run ();
}
