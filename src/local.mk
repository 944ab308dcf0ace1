# src/local.mk: the library.

# The folders, from the lowest floor up; each uses those above it here and
# itself.  tests/checks/check-floors.sh sees to it.
base_sources = \
  src/base/annotate.h \
  src/base/atomics.h \
  src/base/cpu.h \
  src/base/environment.c src/base/environment.h \
  src/base/lock.c src/base/lock.h \
  src/base/probes.h \
  src/base/sink.c src/base/sink.h
os_sources = \
  src/os/clock.c \
  src/os/os.h
meeting_sources = \
  src/meeting/cluster.c src/meeting/cluster.h \
  src/meeting/lot.c src/meeting/lot.h \
  src/meeting/meeting.c src/meeting/meeting.h \
  src/meeting/slots.c src/meeting/slots.h \
  src/meeting/wait.c src/meeting/wait.h
record_sources = \
  src/record/recorder.h src/record/recorder-off.h
timing_sources = \
  src/timing/numbers.c \
  src/timing/snapshot.h
group_sources = \
  src/group/attr.c src/group/attr.h \
  src/group/create.c \
  src/group/cycle.c \
  src/group/dump.c \
  src/group/ends.c src/group/ends.h \
  src/group/group.h \
  src/group/groups.c src/group/groups.h \
  src/group/layout.c src/group/layout.h \
  src/group/place.c src/group/place.h \
  src/group/profiler.h \
  src/group/run.c \
  src/group/seat.c src/group/seat.h \
  src/group/shared.h

# What is written of a snapshot; needs nothing of the group.
writer_sources = \
  src/os/terminal.c \
  src/timing/chart.c src/timing/chart.h \
  src/timing/csv.c \
  src/timing/cycles.c src/timing/cycles.h \
  src/timing/svg.c \
  src/timing/svg-axis.c src/timing/svg-axis.h \
  src/timing/svg-blocks.c src/timing/svg-blocks.h \
  src/timing/svg-lane.c src/timing/svg-lane.h \
  src/timing/svg-pen.c src/timing/svg-pen.h \
  src/timing/svg-shares.c src/timing/svg-shares.h \
  src/timing/table.c \
  src/timing/trace.c \
  src/timing/verdict.c src/timing/verdict.h \
  src/timing/words.c src/timing/words.h
profiler_sources = \
  $(writer_sources) \
  src/record/histogram.c src/record/histogram.h \
  src/record/reader.c src/record/reader.h \
  src/record/record.c src/record/record.h \
  src/record/recorder.c \
  src/timing/files.c src/timing/files.h \
  src/timing/snapshot.c \
  src/group/profiler.c
no_profiler_sources = src/group/profiler-off.c src/timing/writers-off.c

# Of each of these, configure chooses one.
linux_sources = src/os/pages-linux.c src/os/park-linux.c \
  src/os/processors-linux.c
posix_sources = src/os/pages-posix.c src/os/park-posix.c \
  src/os/processors-posix.c
if OS_LINUX
os_sources += $(linux_sources)
EXTRA_DIST += $(posix_sources)
else
os_sources += $(posix_sources)
EXTRA_DIST += $(linux_sources)
endif
if ENABLE_SDT
base_sources += src/base/probes.c
else
EXTRA_DIST += src/base/probes.c
endif
common_sources = $(base_sources) $(os_sources) $(meeting_sources) \
  $(record_sources) $(timing_sources) $(group_sources)

library_cflags = -std=gnu11 $(WARN_CFLAGS) $(VISIBILITY_CFLAGS)

# Everything; tests of the parts link it, too.
noinst_LTLIBRARIES += src/libcore.la
src_libcore_la_CFLAGS = $(library_cflags)
src_libcore_la_SOURCES = $(common_sources)
if PROFILER
src_libcore_la_SOURCES += $(profiler_sources)
EXTRA_DIST += $(no_profiler_sources)
else
src_libcore_la_SOURCES += $(no_profiler_sources)
EXTRA_DIST += $(profiler_sources)
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
