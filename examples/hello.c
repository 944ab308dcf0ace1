/* hello.c: each thread says who it is, and hears everyone.  */

#include <stdio.h>
#include <synchedmem.h>

static int
hello (struct synchedmem_local *self, void *arg)
{
  char name[8];
  const void *all;
  int error;

  (void) arg;
  snprintf (name, sizeof name, "<%zu>", synchedmem_thread_id (self));
  error = synchedmem_write_sync_read (self, name, sizeof name, &all);
  if (!error)
    printf ("%s hears %s %s %s\n", name, (const char *) all,
            (const char *) all + 8, (const char *) all + 16);
  return error;
}

int
main (void)
{
  struct synchedmem *mem;
  int error = synchedmem_create (&mem, 3, 8, 1, NULL);

  if (!error)
    error = synchedmem_run (mem, hello, NULL);
  if (!error)
    error = synchedmem_destroy (mem);
  return error;
}
