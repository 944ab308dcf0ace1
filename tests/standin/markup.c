/* markup.c: reads XML as simple as that which the library writes; see glib.h
   here.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   There are no comments, sections or document types in it.  */

#include "glib.h"

#include <stdio.h>
#include <stdlib.h>

enum
{
  most_attributes = 32,
  most_elements = 32,
  longest_name = 64
};

struct standin_markup
{
  const GMarkupParser *parser;
  gpointer user_data;
  char open[most_elements][longest_name];
  size_t depth;
  GError error;
};

GMarkupParseContext *
g_markup_parse_context_new (const GMarkupParser *parser, int flags,
                            gpointer user_data, void (*destroy) (gpointer))
{
  GMarkupParseContext *context = g_new0 (GMarkupParseContext, 1);

  (void) flags;
  (void) destroy;
  context->parser = parser;
  context->user_data = user_data;
  return context;
}

void
g_markup_parse_context_free (GMarkupParseContext *context)
{
  g_free (context);
}

/* The text from FROM to END with its entities resolved, or NULL.  */
static char *
resolve (const char *from, const char *end)
{
  static const char *const entity[] = { "&amp;",  "&", "&lt;",   "<",
                                        "&gt;",   ">", "&quot;", "\"",
                                        "&apos;", "'" };
  char *text = g_new0 (char, (size_t) (end - from) + 1), *to = text;
  size_t i;

  while (from < end)
    {
      for (i = 0; i < G_N_ELEMENTS (entity); i += 2)
        if (g_str_has_prefix (from, entity[i]))
          break;
      if (i < G_N_ELEMENTS (entity))
        {
          from += strlen (entity[i]);
          *to++ = entity[i + 1][0];
        }
      else if (*from == '&' || *from == '<')
        {
          g_free (text);
          return NULL;
        }
      else
        *to++ = *from++;
    }
  return text;
}

/* The name at *TEXT, which then is behind it; or NULL.  */
static char *
name_at (const char **text)
{
  size_t n = strcspn (*text, " \t\n/>=<\"'&");
  char *name;

  if (n == 0 || n >= longest_name)
    return NULL;
  name = resolve (*text, *text + n);
  *text += n;
  return name;
}

static bool
end_tag (GMarkupParseContext *context, const char *name)
{
  if (context->depth == 0
      || strcmp (context->open[context->depth - 1], name) != 0)
    return false;
  context->depth--;
  context->parser->end_element (context, name, context->user_data, NULL);
  return true;
}

/* Attributes at *TEXT, up to the end of the tag.  */
static bool
read_attributes (const char **text, char **names, char **values)
{
  size_t n = 0;
  const char *end;

  for (;;)
    {
      *text += strspn (*text, " \t\n");
      if (**text == '/' || **text == '>')
        return true;
      if (n == most_attributes || !(names[n] = name_at (text))
          || strncmp (*text, "=\"", 2) != 0 || !(end = strchr (*text + 2, '"'))
          || !(values[n++] = resolve (*text + 2, end)))
        return false;
      *text = end + 1;
    }
}

static bool
start_tag (GMarkupParseContext *context, const char **text)
{
  char *names[most_attributes + 1] = { 0 };
  char *values[most_attributes + 1] = { 0 };
  char *name = name_at (text);
  bool ok = name && context->depth < most_elements
            && read_attributes (text, names, values);
  size_t i;

  if (ok)
    {
      snprintf (context->open[context->depth++], longest_name, "%s", name);
      context->parser->start_element (context, name, (const char **) names,
                                      (const char **) values,
                                      context->user_data, NULL);
      if (**text == '/')
        {
          (*text)++;
          ok = end_tag (context, name);
        }
    }
  for (i = 0; i < most_attributes; i++)
    {
      g_free (names[i]);
      g_free (values[i]);
    }
  g_free (name);
  return ok && *(*text)++ == '>';
}

/* Read a tag, or text up to one.  */
static bool
read_one (GMarkupParseContext *context, const char **text)
{
  char *words;
  const char *end;
  bool ok;

  if (**text != '<')
    {
      end = *text + strcspn (*text, "<");
      words = resolve (*text, end);
      if (words)
        context->parser->text (context, words, strlen (words),
                               context->user_data, NULL);
      g_free (words);
      *text = end;
      return words != NULL;
    }
  (*text)++;
  if (**text == '?')
    {
      end = strstr (*text, "?>");
      *text = end ? end + 2 : *text;
      return end != NULL;
    }
  if (**text != '/')
    return start_tag (context, text);
  (*text)++;
  words = name_at (text);
  ok = words && end_tag (context, words) && *(*text)++ == '>';
  g_free (words);
  return ok;
}

static gboolean
refuse (GMarkupParseContext *context, const char *why, GError **error)
{
  context->error.message = why;
  *error = &context->error;
  return FALSE;
}

gboolean
g_markup_parse_context_parse (GMarkupParseContext *context, const char *text,
                              gssize size, GError **error)
{
  (void) size;
  while (*text)
    if (!read_one (context, &text))
      return refuse (context, "this is not well-formed", error);
  return TRUE;
}

gboolean
g_markup_parse_context_end_parse (GMarkupParseContext *context, GError **error)
{
  if (context->depth > 0)
    return refuse (context, "elements are not closed", error);
  return TRUE;
}
