/* glib.h: as much of GLib as the suites use, for machines without one.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   tests/checks/nested-machines.sh builds the suites with it for other
   processors and C libraries.  Everywhere else they use GLib.  What it has
   does what GLib's documentation says of it, as far as the suites ask.  */

#ifndef STANDIN_GLIB_H
#define STANDIN_GLIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

typedef void *gpointer;
typedef const void *gconstpointer;
typedef char gchar;
typedef int gboolean;
typedef size_t gsize;
typedef ssize_t gssize;
typedef long glong;
typedef uint64_t guint64;
typedef int64_t gint64;

#define TRUE 1
#define FALSE 0
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define G_N_ELEMENTS(array) (sizeof (array) / sizeof ((array)[0]))
#define GSIZE_TO_POINTER(n) ((gpointer) (uintptr_t) (n))
#define GPOINTER_TO_SIZE(p) ((gsize) (uintptr_t) (p))
#define GPOINTER_TO_INT(p) ((int) (intptr_t) (p))
#define GINT_TO_POINTER(n) ((gpointer) (intptr_t) (n))

/* ---- tests */

void g_test_init (int *argc, char ***argv, void *end);
void g_test_add_func (const char *path, void (*fn) (void));
void g_test_add_data_func (const char *path, gconstpointer data,
                           void (*fn) (gconstpointer));
int g_test_run (void);
void g_test_skip (const char *why);
void g_test_fail (void);
void g_test_message (const char *format, ...)
    __attribute__ ((format (printf, 1, 2)));
void g_error (const char *format, ...)
    __attribute__ ((format (printf, 1, 2), noreturn));

/* ---- assertions */

void standin_failed (const char *file, int line, const char *format, ...)
    __attribute__ ((format (printf, 3, 4), noreturn));

#define STANDIN_ASSERT(ok, ...)                                               \
  ((ok) ? (void) 0 : standin_failed (__FILE__, __LINE__, __VA_ARGS__))
#define g_assert_true(x) STANDIN_ASSERT (x, "%s is false", #x)
#define g_assert_false(x) STANDIN_ASSERT (!(x), "%s is true", #x)
#define g_assert_null(x) STANDIN_ASSERT ((x) == NULL, "%s is not NULL", #x)
#define g_assert_nonnull(x) STANDIN_ASSERT ((x) != NULL, "%s is NULL", #x)
#define g_assert_not_reached() STANDIN_ASSERT (false, "this was not to be")
#define STANDIN_COMPARE(type, format, a, op, b)                               \
  do                                                                          \
    {                                                                         \
      type standin_a = (a), standin_b = (b);                                  \
      STANDIN_ASSERT (standin_a op standin_b,                                 \
                      "%s: " format " " #op " " format, #a " " #op " " #b,    \
                      standin_a, standin_b);                                  \
  } while (0)
#define g_assert_cmpint(a, op, b) STANDIN_COMPARE (long long, "%lld", a, op, b)
#define g_assert_cmpuint(a, op, b)                                            \
  STANDIN_COMPARE (unsigned long long, "%llu", a, op, b)
#define g_assert_cmpfloat(a, op, b)                                           \
  STANDIN_COMPARE (long double, "%Lg", a, op, b)
#define g_assert_cmpfloat_with_epsilon(a, b, epsilon)                         \
  do                                                                          \
    {                                                                         \
      double standin_a = (a), standin_b = (b), standin_e = (epsilon);         \
      STANDIN_ASSERT (standin_a - standin_b < standin_e                       \
                          && standin_b - standin_a < standin_e,               \
                      "%s: %g is not about %g", #a, standin_a, standin_b);    \
  } while (0)
#define g_assert_cmpstr(a, op, b)                                             \
  do                                                                          \
    {                                                                         \
      const char *standin_a = (a), *standin_b = (b);                          \
      STANDIN_ASSERT (standin_compare (standin_a, standin_b) op 0,            \
                      "%s: \"%s\" \"%s\"", #a " " #op " " #b,                 \
                      standin_a ? standin_a : "(null)",                       \
                      standin_b ? standin_b : "(null)");                      \
  } while (0)
#define g_assert_cmpmem(a, a_size, b, b_size)                                 \
  do                                                                          \
    {                                                                         \
      size_t standin_n = (a_size);                                            \
      STANDIN_ASSERT (standin_n == (size_t) (b_size)                          \
                          && (!standin_n || memcmp (a, b, standin_n) == 0),   \
                      "%s: not the same bytes", #a " " #b);                   \
  } while (0)

/* As strcmp; NULL comes before everything.  */
int standin_compare (const char *a, const char *b);

/* ---- memory, text */

gpointer g_malloc0 (size_t size);
#define g_new(type, n) ((type *) g_malloc0 (sizeof (type) * (n)))
#define g_new0(type, n) g_new (type, n)
void g_free (gpointer memory);

char *g_strconcat (const char *first, ...) __attribute__ ((sentinel));
char *g_strdup_printf (const char *format, ...)
    __attribute__ ((format (printf, 1, 2)));
char **g_strsplit (const char *text, const char *delimiter, int max);
void g_strfreev (char **texts);
unsigned int g_strv_length (char **texts);
gboolean g_str_has_prefix (const char *text, const char *prefix);
guint64 g_ascii_strtoull (const char *text, char **end, unsigned int base);
double g_ascii_strtod (const char *text, char **end);

typedef struct
{
  char *str;
  size_t len;
} GString;
GString *g_string_new (const char *text);
GString *g_string_append_len (GString *string, const char *text, gssize size);
char *g_string_free (GString *string, gboolean with_text);

#define G_REGEX_DOTALL 0 /* as it is in POSIX */
gboolean g_regex_match_simple (const char *pattern, const char *text,
                               int options, int match_options);

size_t g_strlcpy (char *to, const char *text, size_t size);
glong g_utf8_strlen (const char *text, gssize size);

typedef struct
{
  char *data;
  unsigned int len;
  size_t element_size;
} GArray;
GArray *g_array_new (gboolean zero_terminated, gboolean clear,
                     unsigned int element_size);
void standin_append (GArray *array, const void *element);
#define g_array_append_val(array, value) standin_append (array, &(value))
#define g_array_index(array, type, i) (((type *) (void *) (array)->data)[i])
char *g_array_free (GArray *array, gboolean with_data);

/* ---- XML: elements, their attributes, and text */

typedef struct
{
  const char *message;
} GError;
#define g_assert_no_error(error)                                              \
  STANDIN_ASSERT (!(error), "%s", (error)->message)
typedef struct standin_markup GMarkupParseContext;
typedef struct
{
  void (*start_element) (GMarkupParseContext *context, const char *element,
                         const char **names, const char **values,
                         gpointer user_data, GError **error);
  void (*end_element) (GMarkupParseContext *context, const char *element,
                       gpointer user_data, GError **error);
  void (*text) (GMarkupParseContext *context, const char *text, gsize size,
                gpointer user_data, GError **error);
  void (*passthrough) (void);
  void (*error) (void);
} GMarkupParser;
GMarkupParseContext *g_markup_parse_context_new (const GMarkupParser *parser,
                                                 int flags, gpointer user_data,
                                                 void (*destroy) (gpointer));
gboolean g_markup_parse_context_parse (GMarkupParseContext *context,
                                       const char *text, gssize size,
                                       GError **error);
gboolean g_markup_parse_context_end_parse (GMarkupParseContext *context,
                                           GError **error);
void g_markup_parse_context_free (GMarkupParseContext *context);

/* ---- files, environment */

typedef struct standin_folder GDir;
#define G_FILE_TEST_EXISTS 1
gboolean g_setenv (const char *name, const char *value, gboolean overwrite);
const char *g_getenv (const char *name);
void g_unsetenv (const char *name);
unsigned int g_get_num_processors (void);
char *g_build_filename (const char *first, ...) __attribute__ ((sentinel));
gboolean g_file_get_contents (const char *name, char **text, gsize *size,
                              GError **error);
gboolean g_file_set_contents (const char *name, const char *text, gssize size,
                              GError **error);
gboolean g_file_test (const char *name, int test);
int g_mkdir_with_parents (const char *name, int mode);
char *g_get_current_dir (void);
char *g_dir_make_tmp (const char *pattern, GError **error);
GDir *g_dir_open (const char *name, unsigned int flags, GError **error);
const char *g_dir_read_name (GDir *folder);
void g_dir_close (GDir *folder);

#endif
