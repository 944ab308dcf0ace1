/* test-words.c: shares and lines, as people read them.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "timing/words.h"

#include <glib.h>

static void
test_permille (void)
{
  g_assert_cmpuint (sm_words_permille (0, 0), ==, 0);
  g_assert_cmpuint (sm_words_permille (5, 0), ==, 0);
  g_assert_cmpuint (sm_words_permille (1, 3), ==, 333);
  g_assert_cmpuint (sm_words_permille (2, 3), ==, 667);
  g_assert_cmpuint (sm_words_permille (7, 7), ==, 1000);
  g_assert_cmpuint (sm_words_permille (UINT64_MAX / 4, UINT64_MAX / 2), ==,
                    500);
  g_assert_cmpuint (sm_words_permille (UINT64_MAX / 2, UINT64_MAX), ==, 500);
}

static void
test_lines (void)
{
  g_assert_cmpuint (sm_words_line ("one two three", 13), ==, 13);
  g_assert_cmpuint (sm_words_line ("one two three", 12), ==, 7);
  g_assert_cmpuint (sm_words_line ("one two three", 7), ==, 7);
  g_assert_cmpuint (sm_words_line ("one two three", 6), ==, 3);
  g_assert_cmpuint (sm_words_line ("one two three", 2), ==, 3);
  g_assert_cmpuint (sm_words_line ("one", 0), ==, 3);
  g_assert_cmpuint (sm_words_line ("", 5), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/permille", test_permille);
  g_test_add_func ("/words/lines", test_lines);
  return g_test_run ();
}
