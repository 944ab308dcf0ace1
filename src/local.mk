# src/local.mk: the library.

# Everything; tests of the parts link it, too.
noinst_LTLIBRARIES += src/libcore.la
src_libcore_la_CFLAGS = $(AM_CFLAGS) $(VISIBILITY_CFLAGS)
src_libcore_la_SOURCES = \
  src/annotate.h \
  src/cluster.c \
  src/cycle.c \
  src/dump.c \
  src/environment.c src/environment.h \
  src/groups.c \
  src/local.c src/local.h \
  src/lot.c \
  src/meeting.c src/meeting.h \
  src/memory.c src/memory.h \
  src/probes.h \
  src/profile.h src/profile-files.h \
  src/run.c \
  src/sink.c src/sink.h \
  src/timing.h \
  src/wait.c src/wait.h
# What is written of a snapshot; needs nothing of the rest.
writer_sources = \
  src/os-terminal.c \
  src/timing-chart.c src/timing-chart.h \
  src/timing-csv.c \
  src/timing-cycles.c src/timing-cycles.h \
  src/timing-numbers.c \
  src/timing-svg.c src/timing-svg.h \
  src/timing-svg-axis.c \
  src/timing-svg-blocks.c \
  src/timing-svg-lane.c \
  src/timing-svg-shares.c \
  src/timing-table.c \
  src/timing-trace.c
profiler_sources = \
  src/finalize.c \
  src/histogram.c src/histogram.h \
  src/profile.c \
  src/profile-files.c \
  src/timing.c \
  $(writer_sources)
if PROFILER
src_libcore_la_SOURCES += $(profiler_sources)
EXTRA_DIST += src/timing-none.c
else
src_libcore_la_SOURCES += src/timing-none.c
EXTRA_DIST += $(profiler_sources)
endif
if ENABLE_SDT
src_libcore_la_SOURCES += src/probes.c
else
EXTRA_DIST += src/probes.c
endif
os_sources = src/atomics.h src/os.h src/os-clock.c
if OS_LINUX
os_sources += src/os-linux.c
EXTRA_DIST += src/os-posix.c
else
os_sources += src/os-posix.c
EXTRA_DIST += src/os-linux.c
endif
src_libcore_la_SOURCES += $(os_sources)

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
