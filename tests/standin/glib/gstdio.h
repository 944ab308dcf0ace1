/* gstdio.h: see glib.h here.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#ifndef STANDIN_GSTDIO_H
#define STANDIN_GSTDIO_H

#include <stdio.h>
#include <unistd.h>

#define g_chdir chdir
#define g_unlink unlink
#define g_rmdir rmdir

#endif
