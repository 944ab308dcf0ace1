# src/local.mk: the library.

# Everything; tests of the parts link it, too.
noinst_LTLIBRARIES += src/libcore.la
src_libcore_la_CFLAGS = $(AM_CFLAGS) $(VISIBILITY_CFLAGS)
src_libcore_la_SOURCES = \
  src/annotate.h \
  src/atomics.h \
  src/cluster.c \
  src/cycle.c \
  src/dump.c \
  src/environment.c src/environment.h \
  src/groups.c \
  src/local.c src/local.h \
  src/lot.c \
  src/meeting.c src/meeting.h \
  src/memory.c src/memory.h \
  src/os-clock.c \
  src/os.h \
  src/run.c \
  src/timing.h \
  src/timing-none.c \
  src/wait.c src/wait.h
if OS_LINUX
src_libcore_la_SOURCES += src/os-linux.c
EXTRA_DIST += src/os-posix.c
else
src_libcore_la_SOURCES += src/os-posix.c
EXTRA_DIST += src/os-linux.c
endif

lib_LTLIBRARIES += src/libsynchedmem.la
src_libsynchedmem_la_SOURCES =
src_libsynchedmem_la_LIBADD = src/libcore.la
src_libsynchedmem_la_LDFLAGS = $(AM_LDFLAGS) $(MODULE_LDFLAGS) \
  -version-info $(LT_CURRENT):$(LT_REVISION):$(LT_AGE)
EXTRA_DIST += src/libsynchedmem.map
if HAVE_VERSION_SCRIPT
src_libsynchedmem_la_LDFLAGS += \
  -Wl,--version-script=$(srcdir)/src/libsynchedmem.map
src_libsynchedmem_la_DEPENDENCIES = src/libcore.la src/libsynchedmem.map
endif
