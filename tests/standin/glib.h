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
#include <stdlib.h>
#include <string.h>

typedef void *gpointer;
typedef const void *gconstpointer;

#define TRUE 1
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define G_N_ELEMENTS(array) (sizeof (array) / sizeof ((array)[0]))
#define GSIZE_TO_POINTER(n) ((gpointer) (uintptr_t) (n))
#define GPOINTER_TO_SIZE(p) ((size_t) (uintptr_t) (p))
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

/* ---- memory */

gpointer g_malloc0 (size_t size);
#define g_new(type, n) ((type *) g_malloc0 (sizeof (type) * (n)))
#define g_new0(type, n) g_new (type, n)
#define g_free(memory) free (memory)

/* ---- environment */

#define g_setenv(name, value, overwrite) setenv (name, value, overwrite)
#define g_unsetenv(name) unsetenv (name)
#define g_getenv(name) getenv (name)

/* There is no parser of XML here: suites skip what needs one.  */
#define STANDIN_WITHOUT_MARKUP

#endif
