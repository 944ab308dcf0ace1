/* glib.c: see glib.h here.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "glib.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- tests */

static struct
{
  char path[256];
  void (*plain) (void);
  void (*with_data) (gconstpointer);
  gconstpointer data;
} tests[256];
static size_t num_tests;
static bool failed;
static char skipped[256];

static void
print (const char *what, const char *format, va_list arguments)
{
  char text[4096], *line, *rest = text;

  vsnprintf (text, sizeof text, format, arguments);
  while ((line = strsep (&rest, "\n")) != NULL)
    printf ("# %s%s\n", what, line);
  fflush (stdout);
}

void
g_test_init (int *argc, char ***argv, void *end)
{
  (void) argc;
  (void) argv;
  (void) end;
}

static void
add (const char *path, void (*plain) (void), void (*with_data) (gconstpointer),
     gconstpointer data)
{
  if (num_tests == G_N_ELEMENTS (tests) || strlen (path) >= sizeof tests->path)
    g_error ("no room for %s", path);
  strcpy (tests[num_tests].path, path);
  tests[num_tests].plain = plain;
  tests[num_tests].with_data = with_data;
  tests[num_tests++].data = data;
}

void
g_test_add_func (const char *path, void (*fn) (void))
{
  add (path, fn, NULL, NULL);
}

void
g_test_add_data_func (const char *path, gconstpointer data,
                      void (*fn) (gconstpointer))
{
  add (path, NULL, fn, data);
}

int
g_test_run (void)
{
  size_t i;
  int status = 0;

  printf ("1..%zu\n", num_tests);
  for (i = 0; i < num_tests; i++)
    {
      failed = false;
      skipped[0] = '\0';
      fflush (stdout);
      if (tests[i].plain)
        tests[i].plain ();
      else
        tests[i].with_data (tests[i].data);
      printf ("%sok %zu %s", failed ? "not " : "", i + 1, tests[i].path);
      /* What failed was not skipped, even if a part of it was.  */
      printf (skipped[0] && !failed ? " # SKIP %s\n" : "\n", skipped);
      if (failed)
        status = 1;
    }
  fflush (stdout);
  return status;
}

void
g_test_skip (const char *why)
{
  snprintf (skipped, sizeof skipped, "%s", why);
}

void
g_test_fail (void)
{
  failed = true;
}

void
g_test_message (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  print ("", format, arguments);
  va_end (arguments);
}

void
g_error (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  print ("error: ", format, arguments);
  va_end (arguments);
  abort ();
}

void
standin_failed (const char *file, int line, const char *format, ...)
{
  va_list arguments;

  printf ("# %s:%d\n", file, line);
  va_start (arguments, format);
  print ("assertion: ", format, arguments);
  va_end (arguments);
  abort ();
}

int
standin_compare (const char *a, const char *b)
{
  if (!a || !b)
    return (a != NULL) - (b != NULL);
  return strcmp (a, b);
}

/* ---- memory */

gpointer
g_malloc0 (size_t size)
{
  void *memory = size ? calloc (1, size) : NULL;

  if (size && !memory)
    abort ();
  return memory;
}
