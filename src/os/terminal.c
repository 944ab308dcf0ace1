/* terminal.c: how wide the screen is, on every system.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later  */

#include <config.h>

#include "os/os.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

size_t
sm_os_screen_width (FILE *out)
{
  int saved = errno, fd = fileno (out);
  size_t width = 0;
  const char *columns;
  long said;

  if (fd >= 0 && isatty (fd))
    {
      width = 80;
#ifdef TIOCGWINSZ
      struct winsize size;
      if (ioctl (fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        {
          errno = saved;
          return size.ws_col;
        }
#endif
      /* A terminal that does not say it.  */
      columns = getenv ("COLUMNS");
      said = columns ? strtol (columns, NULL, 10) : 0;
      if (said > 0)
        width = (size_t) said;
    }
  errno = saved;
  return width;
}
