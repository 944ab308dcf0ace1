/* folder.c: a temporary folder for the files of a suite.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "folder.h"

#include <glib.h>
#include <glib/gstdio.h>

char *folder;

void
make_folder (void)
{
  folder = g_dir_make_tmp ("synchedmem-XXXXXX", NULL);
  g_assert_nonnull (folder);
}

void
remove_folder (void)
{
  GDir *files = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (files)) != NULL)
    drop (name);
  g_dir_close (files);
  g_rmdir (folder);
  g_free (folder);
}

char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

void
drop (const char *name)
{
  char *file = in_folder (name);

  g_unlink (file);
  g_free (file);
}
