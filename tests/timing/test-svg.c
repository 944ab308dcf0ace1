/* test-svg.c: the timeline.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   What a picture looks like is for people to see; here, that it is
   well-formed, that its words do not run into each other, that what it shows
   is there, and that it is never large.  */

#include <config.h>

#include "support/snapshot.h"
#include "support/support.h"
#include "timing/chart.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum
{
  /* What no picture may reach.  */
  too_large = 2000000,
  longest_text = 256
};

/* What a parser found.  */
struct text
{
  double x, end, y, height;
  char words[longest_text];
};

struct found
{
  double width, height;
  bool root_ok, in_text;
  struct text *texts;
  size_t num_texts, computes, waits, marks, titles, windows, scripts;
};

/* Where something else takes GLib's place, as tests/standin does, there is no
   parser: what needs one is skipped there.  */
#ifndef STANDIN_WITHOUT_MARKUP

static const char *
attribute (const char **names, const char **values, const char *name)
{
  size_t i;

  for (i = 0; names[i]; i++)
    if (strcmp (names[i], name) == 0)
      return values[i];
  return "";
}

static void
start_element (GMarkupParseContext *context, const char *element,
               const char **names, const char **values, gpointer user_data,
               GError **error)
{
  struct found *found = user_data;
  const char *class = attribute (names, values, "class");

  (void) context;
  (void) error;
  if (strcmp (element, "svg") == 0)
    {
      found->root_ok = strcmp (attribute (names, values, "xmlns"),
                               "http://www.w3.org/2000/svg")
                       == 0;
      found->width = g_ascii_strtod (attribute (names, values, "width"), NULL);
      found->height
          = g_ascii_strtod (attribute (names, values, "height"), NULL);
    }
  else if (strcmp (element, "text") == 0 && *attribute (names, values, "y")
           && !strstr (class, "title"))
    {
      struct text text = { 0 };

      text.x = g_ascii_strtod (attribute (names, values, "x"), NULL);
      text.y = g_ascii_strtod (attribute (names, values, "y"), NULL);
      text.height = strstr (class, "tiny")    ? 9
                    : strstr (class, "small") ? 11
                                              : 12;
      /* For now, where it is anchored.  */
      text.end = strstr (class, "end") ? -1 : strstr (class, "middle") ? 0 : 1;
      found->texts = g_renew (struct text, found->texts, found->num_texts + 1);
      found->texts[found->num_texts++] = text;
      found->in_text = true;
    }
  else if (strcmp (element, "path") == 0)
    {
      found->computes += strcmp (class, "c") == 0;
      found->waits += strcmp (class, "w") == 0;
      found->marks += strcmp (class, "l") == 0;
    }
  found->titles += strcmp (element, "title") == 0;
  found->windows += strcmp (class, "h") == 0;
  found->scripts += strcmp (element, "script") == 0;
}

static void
end_element (GMarkupParseContext *context, const char *element,
             gpointer user_data, GError **error)
{
  struct found *found = user_data;

  (void) context;
  (void) element;
  (void) error;
  found->in_text = false;
}

static void
characters (GMarkupParseContext *context, const char *words, gsize length,
            gpointer user_data, GError **error)
{
  struct found *found = user_data;
  struct text *text;
  double width;

  (void) context;
  (void) error;
  if (!found->in_text)
    return;
  text = &found->texts[found->num_texts - 1];
  /* Wide letters of a wide font.  */
  width = 0.6 * text->height * (double) g_utf8_strlen (words, (gssize) length);
  if (text->end < 0)
    text->x -= width;
  else if (text->end == 0)
    text->x -= width / 2;
  text->end = text->x + width;
  g_strlcpy (text->words, words, MIN (length + 1, longest_text));
}

/* Whether there is a parser; if so, what it finds is in *FOUND, whose texts
   are to be freed.  */
static bool
parse (const char *svg, struct found *found)
{
  static const GMarkupParser parser
      = { start_element, end_element, characters, NULL, NULL };
  GMarkupParseContext *context;
  GError *error = NULL;

  *found = (struct found){ 0 };
  context = g_markup_parse_context_new (&parser, 0, found, NULL);
  g_markup_parse_context_parse (context, svg, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
  g_assert_true (found->root_ok);
  g_assert_cmpuint (found->scripts, ==, 0);
  return true;
}

#else

static bool
parse (const char *svg, struct found *found)
{
  (void) svg;
  (void) found;
  g_test_skip ("there is no parser for what the picture shows");
  return false;
}

#endif

/* Words are inside of the picture and beside each other.  */
static void
assert_words_apart (const struct found *found)
{
  size_t i, j;

  g_assert_cmpuint (found->num_texts, >, 5);
  for (i = 0; i < found->num_texts; i++)
    {
      const struct text *a = &found->texts[i];

      if (a->x < 0 || a->end > found->width || a->y > found->height)
        g_error ("outside: %s", a->words);
      for (j = i + 1; j < found->num_texts; j++)
        {
          const struct text *b = &found->texts[j];

          if (a->x < b->end && b->x < a->end && a->y > b->y - b->height
              && b->y > a->y - a->height)
            g_error ("one over the other: %s, %s", a->words, b->words);
        }
    }
}

static void
check_words (const char *svg)
{
  struct found found;

  if (parse (svg, &found))
    {
      assert_words_apart (&found);
      g_free (found.texts);
    }
}

static void
test_golden (gconstpointer data)
{
  const char *name = data;
  struct synchedmem_timing *timing = snapshot_named (name);
  char *text = snapshot_written (timing, synchedmem_timing_write_svg);

  check_words (text);
  snapshot_assert_golden (text, name, "svg");
  free (text);
  snapshot_free (timing);
}

/* However many there are.  */
static void
test_sizes (void)
{
  static const size_t threads[] = { 1, 2, 4, 8, 16, 32, 64, 128, 129, 1024 };
  static const size_t cycles[] = { 0, 1, 10, 77, 320, 1000 };
  size_t i, j;

  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    for (j = 0; j < G_N_ELEMENTS (cycles); j++)
      {
        struct synchedmem_timing *timing
            = snapshot_random (threads[i], scaled (cycles[j]));
        char *text = snapshot_written (timing, synchedmem_timing_write_svg);

        g_test_message ("%zu threads, %zu cycles: %zu bytes", threads[i],
                        cycles[j], strlen (text));
        g_assert_cmpuint (strlen (text), <, too_large);
        check_words (text);
        free (text);
        snapshot_free (timing);
      }
}

/* The most bytes that single blocks, or columns, can need: long names and
   times, and no two columns alike.  */
static void
test_worst (void)
{
  static const size_t threads[] = { 16, 64, 128 };
  size_t i, t, b;

  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      size_t num_blocks = threads[i] == 16 ? 312 : scaled (20000);
      struct synchedmem_timing *timing
          = snapshot_new (threads[i], num_blocks, 1);
      uint32_t state = 1;
      char *text;

      for (t = 0; t < threads[i]; t++)
        {
          snapshot_attach (timing, t, UINT64_C (1) << 60, 0, 0, 0);
          for (b = 0; b < num_blocks; b++)
            {
              size_t column = b * SM_CHART_CELLS / threads[i] / num_blocks;
              bool busy = num_blocks < 320 || (column + t) % 2;
              uint64_t time = 1234567890123 + random_next (&state);

              snapshot_end (timing, t, busy ? time : 1, busy ? 1 : time);
            }
          timing->thread[t].stats.last_to_arrive = UINT64_MAX;
        }
      text = snapshot_written (timing, synchedmem_timing_write_svg);
      g_test_message ("%zu threads: %zu bytes", threads[i], strlen (text));
      g_assert_cmpuint (strlen (text), <, too_large);
      free (text);
      snapshot_free (timing);
    }
}

/* A thousand threads with a hundred thousand blocks each, which share their
   memory here.  */
static void
test_largest (void)
{
  enum
  {
    threads = 1024,
    different = 8
  };
  size_t num_cycles = scaled (100000), t;
  struct synchedmem_timing *some = snapshot_random (different, num_cycles);
  struct synchedmem_timing *timing
      = g_malloc0 (sizeof *timing + threads * sizeof *timing->thread);
  struct found found;
  char *text;

  *timing = *some;
  timing->num_threads = threads;
  for (t = 0; t < threads; t++)
    timing->thread[t] = some->thread[t % different];
  text = snapshot_written (timing, synchedmem_timing_write_svg);
  g_assert_cmpuint (strlen (text), <, too_large);
  if (parse (text, &found))
    {
      assert_words_apart (&found);
      /* What the mouse is on.  */
      g_assert_cmpuint (found.windows, >, 128 * 20);
      g_assert_cmpuint (found.titles, ==, found.windows + 1);
      g_free (found.texts);
    }
  free (text);
  g_free (timing);
  snapshot_free (some);
}

/* Each block is there, and each meeting has a mark.  */
static void
test_blocks (void)
{
  struct synchedmem_timing *timing = snapshot_random (5, 60);
  char *text = snapshot_written (timing, synchedmem_timing_write_svg);
  struct found found;

  if (parse (text, &found))
    {
      g_assert_cmpuint (found.computes, ==, 5 * 61);
      /* Some are too short to be seen; thread 0 always waits.  */
      g_assert_cmpuint (found.waits, >=, 60);
      g_assert_cmpuint (found.waits, <=, 5 * 60);
      g_assert_cmpuint (found.marks, ==, 60);
      /* The picture has one itself.  */
      g_assert_cmpuint (found.titles, ==, 5 * 61 + 1);
      g_free (found.texts);
    }
  g_assert_nonnull (strstr (text, "prefers-color-scheme:dark"));
  g_assert_nonnull (strstr (text, "class=\"page\""));
  free (text);
  snapshot_free (timing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/svg/load", "load", test_golden);
  g_test_add_data_func ("/svg/dropped", "dropped", test_golden);
  g_test_add_data_func ("/svg/absent", "absent", test_golden);
  g_test_add_data_func ("/svg/many", "many", test_golden);
  g_test_add_func ("/svg/blocks", test_blocks);
  g_test_add_func ("/svg/sizes", test_sizes);
  g_test_add_func ("/svg/worst", test_worst);
  g_test_add_func ("/svg/largest", test_largest);
  return g_test_run ();
}
