/* glib.c: see glib.h here.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include "glib.h"

#include <dirent.h>
#include <errno.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- tests */

enum
{
  longest_path = 4096
};

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
  char text[longest_path], *line, *rest = text;

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
      printf (skipped[0] ? " # SKIP %s\n" : "\n", skipped);
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

/* ---- memory, text */

static void *
memory_or_abort (void *memory)
{
  if (!memory)
    abort ();
  return memory;
}

gpointer
g_malloc0 (size_t size)
{
  return size ? memory_or_abort (calloc (1, size)) : NULL;
}

void
g_free (gpointer memory)
{
  free (memory);
}

/* FIRST and the others, up to NULL, with BETWEEN them.  */
static char *
join (const char *between, const char *first, va_list others)
{
  GString *string = g_string_new (first);
  const char *next;

  while ((next = va_arg (others, const char *)) != NULL)
    {
      g_string_append_len (string, between, -1);
      g_string_append_len (string, next, -1);
    }
  return g_string_free (string, FALSE);
}

char *
g_strconcat (const char *first, ...)
{
  va_list others;
  char *all;

  va_start (others, first);
  all = join ("", first, others);
  va_end (others);
  return all;
}

char *
g_build_filename (const char *first, ...)
{
  va_list others;
  char *all;

  va_start (others, first);
  all = join ("/", first, others);
  va_end (others);
  return all;
}

char *
g_strdup_printf (const char *format, ...)
{
  va_list arguments;
  char *text;

  va_start (arguments, format);
  if (vasprintf (&text, format, arguments) < 0)
    abort ();
  va_end (arguments);
  return text;
}

char **
g_strsplit (const char *text, const char *delimiter, int max)
{
  size_t n = 0, width = strlen (delimiter);
  char **parts = g_new0 (char *, strlen (text) + 2);
  const char *end;

  (void) max;
  for (; *text && (end = strstr (text, delimiter)) != NULL; text = end + width)
    parts[n++] = memory_or_abort (strndup (text, (size_t) (end - text)));
  if (n || *text)
    parts[n] = memory_or_abort (strdup (text));
  return parts;
}

void
g_strfreev (char **texts)
{
  char **text;

  for (text = texts; text && *text; text++)
    free (*text);
  free (texts);
}

unsigned int
g_strv_length (char **texts)
{
  unsigned int n = 0;

  while (texts[n])
    n++;
  return n;
}

gboolean
g_str_has_prefix (const char *text, const char *prefix)
{
  return strncmp (text, prefix, strlen (prefix)) == 0;
}

guint64
g_ascii_strtoull (const char *text, char **end, unsigned int base)
{
  return strtoull (text, end, (int) base);
}

double
g_ascii_strtod (const char *text, char **end)
{
  return strtod (text, end);
}

GString *
g_string_new (const char *text)
{
  GString *string = g_malloc0 (sizeof *string);

  return g_string_append_len (string, text ? text : "", -1);
}

GString *
g_string_append_len (GString *string, const char *text, gssize size)
{
  size_t more = size < 0 ? strlen (text) : (size_t) size;

  string->str
      = memory_or_abort (realloc (string->str, string->len + more + 1));
  memcpy (string->str + string->len, text, more);
  string->len += more;
  string->str[string->len] = '\0';
  return string;
}

char *
g_string_free (GString *string, gboolean with_text)
{
  char *text = string->str;

  free (string);
  if (!with_text)
    return text;
  free (text);
  return NULL;
}

size_t
g_strlcpy (char *to, const char *text, size_t size)
{
  snprintf (to, size, "%s", text);
  return strlen (text);
}

glong
g_utf8_strlen (const char *text, gssize size)
{
  glong n = 0;
  gssize i;

  for (i = 0; size < 0 ? text[i] != '\0' : i < size; i++)
    n += (text[i] & 0xc0) != 0x80;
  return n;
}

GArray *
g_array_new (gboolean zero_terminated, gboolean clear,
             unsigned int element_size)
{
  GArray *array = g_malloc0 (sizeof *array);

  (void) zero_terminated;
  (void) clear;
  array->element_size = element_size;
  return array;
}

void
standin_append (GArray *array, const void *element)
{
  size_t size = array->len * array->element_size;

  array->data
      = memory_or_abort (realloc (array->data, size + array->element_size));
  memcpy (array->data + size, element, array->element_size);
  array->len++;
}

char *
g_array_free (GArray *array, gboolean with_data)
{
  char *data = array->data;

  free (array);
  if (!with_data)
    return data;
  free (data);
  return NULL;
}

gboolean
g_regex_match_simple (const char *pattern, const char *text, int options,
                      int match_options)
{
  regex_t regex;
  bool found;

  (void) match_options;
  if (regcomp (&regex, pattern, REG_EXTENDED | REG_NOSUB | options) != 0)
    g_error ("not a pattern: %s", pattern);
  found = regexec (&regex, text, 0, NULL, 0) == 0;
  regfree (&regex);
  return found;
}

/* ---- files, environment */

gboolean
g_setenv (const char *name, const char *value, gboolean overwrite)
{
  return setenv (name, value, overwrite) == 0;
}

const char *
g_getenv (const char *name)
{
  return getenv (name);
}

void
g_unsetenv (const char *name)
{
  unsetenv (name);
}

unsigned int
g_get_num_processors (void)
{
  return (unsigned int) sysconf (_SC_NPROCESSORS_CONF);
}

gboolean
g_file_get_contents (const char *name, char **text, gsize *size,
                     GError **error)
{
  char buffer[4096];
  GString *string;
  FILE *file = fopen (name, "r");
  size_t got;

  (void) error;
  if (!file)
    return FALSE;
  string = g_string_new (NULL);
  while ((got = fread (buffer, 1, sizeof buffer, file)) > 0)
    g_string_append_len (string, buffer, (gssize) got);
  fclose (file);
  if (size)
    *size = string->len;
  *text = g_string_free (string, FALSE);
  return TRUE;
}

gboolean
g_file_set_contents (const char *name, const char *text, gssize size,
                     GError **error)
{
  size_t n = size < 0 ? strlen (text) : (size_t) size;
  FILE *file = fopen (name, "w");
  bool done;

  (void) error;
  if (!file)
    return FALSE;
  done = fwrite (text, 1, n, file) == n;
  return fclose (file) == 0 && done;
}

gboolean
g_file_test (const char *name, int test)
{
  (void) test;
  return access (name, F_OK) == 0;
}

int
g_mkdir_with_parents (const char *name, int mode)
{
  return mkdir (name, (mode_t) mode) == 0 || errno == EEXIST ? 0 : -1;
}

char *
g_get_current_dir (void)
{
  return memory_or_abort (getcwd (g_malloc0 (longest_path), longest_path));
}

char *
g_dir_make_tmp (const char *pattern, GError **error)
{
  const char *folder = getenv ("TMPDIR");
  char *name = g_build_filename (folder ? folder : "/tmp", pattern, NULL);

  (void) error;
  return memory_or_abort (mkdtemp (name));
}

GDir *
g_dir_open (const char *name, unsigned int flags, GError **error)
{
  (void) flags;
  (void) error;
  return (GDir *) opendir (name);
}

const char *
g_dir_read_name (GDir *folder)
{
  struct dirent *entry;

  do
    entry = readdir ((DIR *) folder);
  while (entry
         && (strcmp (entry->d_name, ".") == 0
             || strcmp (entry->d_name, "..") == 0));
  return entry ? entry->d_name : NULL;
}

void
g_dir_close (GDir *folder)
{
  closedir ((DIR *) folder);
}
