/* files.c: what SYNCHEDMEM_PROFILE asks for: a group's timing in all
   forms, without touching the program.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   The files of the first group are PREFIX.txt and so on, those of the second
   one PREFIX-2.txt, in the order in which groups are finalized.  A problem is
   told once for each group; the program is not to suffer.  */

#include <config.h>

#include "timing/files.h"

#include "base/lock.h"
#include "timing/snapshot.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef int writer (const struct synchedmem_timing *timing, FILE *out);

static const struct form
{
  const char *suffix;
  writer *write;
} forms[] = { { "txt", synchedmem_timing_plot },
              { "csv", synchedmem_timing_write_csv },
              { "svg", synchedmem_timing_write_svg },
              { "json", synchedmem_timing_write_trace } };

enum
{
  num_forms = sizeof forms / sizeof forms[0],
  longest_end = 32 /* of a name, after the prefix */
};

static int
write_file (const char *name, writer *write,
            const struct synchedmem_timing *timing)
{
  FILE *out;
  int error;

  errno = 0;
  out = fopen (name, "we");
  if (!out)
    return errno ? errno : EIO;
  error = write (timing, out);
  if (fclose (out) != 0 && !error)
    error = errno ? errno : EIO;
  return error;
}

/* Tell that N files were not written, the first of them NAME.  */
static void
tell_unwritten (const char *name, int n, int error)
{
  if (n == 1)
    fprintf (stderr, "libsynchedmem: cannot write %s: %s\n", name,
             strerror (error));
  else
    fprintf (stderr, "libsynchedmem: cannot write %s and %d more: %s\n", name,
             n - 1, strerror (error));
}

static void
write_files (const char *prefix, uint32_t number,
             const struct synchedmem_timing *timing)
{
  size_t size = strlen (prefix) + longest_end;
  char *name = malloc (2 * size), *failed, dash[16] = "";
  int i, n = 0, error = ENOMEM;

  if (!name)
    {
      tell_unwritten (prefix, 1, ENOMEM);
      return;
    }
  failed = name + size;
  if (number > 1)
    snprintf (dash, sizeof dash, "-%lu", (unsigned long) number);
  for (i = 0; i < num_forms; i++)
    {
      int this;

      snprintf (name, size, "%s%s.%s", prefix, dash, forms[i].suffix);
      this = write_file (name, forms[i].write, timing);
      if (this && n++ == 0)
        {
          error = this;
          memcpy (failed, name, size);
        }
    }
  if (n)
    tell_unwritten (failed, n, error);
  free (name);
}

void
sm_files_write (struct sm_profile *profile)
{
  static uint32_t written; /* guarded by the lock of base/lock.h */
  struct synchedmem_timing *timing;
  uint32_t number = 0;
  int error, cancel, saved = errno;

  sm_lock_take ();
  if (profile->prefix && !profile->written)
    {
      profile->written = true;
      number = ++written;
    }
  sm_lock_give ();
  if (!number)
    return;

  /* Writing files is a cancellation point, and finalizing is to be none.  */
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, &cancel);
  error = sm_snapshot_create (profile, &timing);
  if (error)
    tell_unwritten (profile->prefix, num_forms, error);
  else
    {
      write_files (profile->prefix, number, timing);
      synchedmem_timing_destroy (timing);
    }
  pthread_setcancelstate (cancel, NULL);
  errno = saved;
}
