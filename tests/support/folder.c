/* folder.c: a temporary folder for the files of a suite.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "folder.h"

#include <dirent.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

char *folder;

void
make_folder (void)
{
  const char *above = getenv ("TMPDIR");

  g_assert_cmpint (
      asprintf (&folder, "%s/synchedmem-XXXXXX", above ? above : "/tmp"), >,
      0);
  g_assert_nonnull (mkdtemp (folder));
}

void
remove_folder (void)
{
  DIR *files = opendir (folder);
  struct dirent *file;

  g_assert_nonnull (files);
  while ((file = readdir (files)) != NULL)
    if (file->d_name[0] != '.')
      drop (file->d_name);
  closedir (files);
  rmdir (folder);
  free (folder);
}

char *
in_folder (const char *name)
{
  char *path;

  g_assert_cmpint (asprintf (&path, "%s/%s", folder, name), >, 0);
  return path;
}

void
drop (const char *name)
{
  char *file = in_folder (name);

  unlink (file);
  free (file);
}
