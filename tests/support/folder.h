/* folder.h: a temporary folder for the files of a suite.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef FOLDER_H
#define FOLDER_H

/* Its path, from make_folder to remove_folder.  */
extern char *folder;

void make_folder (void);

/* With all files in it.  */
void remove_folder (void);

/* The path of file NAME there, to be freed.  */
char *in_folder (const char *name);

/* Remove file NAME there, if there is one.  */
void drop (const char *name);

#endif
