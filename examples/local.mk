# examples/local.mk: programs to read, run by `make check', and built by `make
# installcheck' against what is installed.

# Their source is NAME.c, and they link LDADD, unless it is said here.
check_PROGRAMS += \
  examples/fibonacci \
  examples/heat \
  examples/hello \
  examples/kmeans \
  examples/life \
  examples/mixer
examples_heat_SOURCES = examples/heat.c examples/plate.c examples/plate.h \
  examples/ppm.c examples/ppm.h
examples_kmeans_SOURCES = examples/kmeans.c examples/clusters.c \
  examples/clusters.h examples/csv.c examples/csv.h
examples_life_SOURCES = examples/life.c examples/board.c examples/board.h \
  examples/rle.c examples/rle.h
examples_mixer_SOURCES = examples/mixer.c examples/channel.c \
  examples/channel.h examples/clock.c examples/clock.h examples/wav.c \
  examples/wav.h

if HAVE_OPENMP
check_PROGRAMS += examples/openmp
examples_openmp_SOURCES = examples/openmp.c
examples_openmp_CFLAGS = $(AM_CFLAGS) $(OPENMP_CFLAGS)
endif

if HAVE_GLIB_POOLS
check_PROGRAMS += examples/glib
examples_glib_SOURCES = examples/glib.c
examples_glib_CFLAGS = $(AM_CFLAGS) $(GLIB_CFLAGS)
examples_glib_LDADD = $(LDADD) $(GLIB_LIBS)
endif

if HAVE_CXX
check_PROGRAMS += examples/cxx
examples_cxx_SOURCES = examples/cxx.cc examples/group.hh
examples_cxx_CXXFLAGS = -std=c++11 $(WARN_CXXFLAGS) $(PTHREAD_CFLAGS)
endif

# The tutorial's.
tutorial_examples = \
  examples/rod-barrier \
  examples/rod-cycle \
  examples/rod-profile \
  examples/rod-serial
rod = examples/rod.c examples/rod.h
examples_rod_barrier_SOURCES = examples/rod-barrier.c $(rod)
examples_rod_cycle_SOURCES = examples/rod-cycle.c $(rod)
examples_rod_profile_SOURCES = examples/rod-profile.c $(rod)
examples_rod_serial_SOURCES = examples/rod-serial.c $(rod)
check_PROGRAMS += $(tutorial_examples)

# Programs that manual pages show.
shown_examples = \
  examples/agree \
  examples/aligned \
  examples/balance \
  examples/history \
  examples/late \
  examples/phases \
  examples/pinned \
  examples/profile \
  examples/recovery \
  examples/relay \
  examples/typed \
  examples/votes
check_PROGRAMS += $(shown_examples)
shown_programs = $(srcdir)/examples/hello.c \
  $(shown_examples:%=$(srcdir)/%.c)
tutorial_programs = $(srcdir)/examples/glib.c $(srcdir)/examples/openmp.c \
  $(srcdir)/examples/rod.c $(srcdir)/examples/rod.h \
  $(tutorial_examples:%=$(srcdir)/%.c)
TESTS += examples/check-pages.sh

# What they are run with.
EXTRA_DIST += \
  examples/check-pages.sh \
  examples/data/iris.csv \
  examples/patterns/diehard.rle \
  examples/patterns/glider.rle \
  examples/patterns/gosper-gun.rle \
  examples/patterns/pulsar.rle \
  examples/patterns/r-pentomino.rle \
  examples/sounds/README \
  examples/sounds/chord.wav \
  examples/sounds/voice.wav

check_examples = \
  examples/check-cxx.sh \
  examples/check-examples.sh \
  examples/check-heat.sh \
  examples/check-kmeans.sh \
  examples/check-life.sh \
  examples/check-mixer.sh
TESTS += $(check_examples)
EXTRA_DIST += $(check_examples) examples/checks.sh examples/installcheck \
  examples/shown

# Build them in a folder of their own, as a user does.
installcheck-local:
	@srcdir='$(srcdir)' DESTDIR='$(DESTDIR)' libdir='$(libdir)' \
	  pkgconfigdir='$(pkgconfigdir)' PKG_CONFIG='$(PKG_CONFIG)' \
	  CC='$(CC)' CXX='$(CXX)' CFLAGS='$(CFLAGS)' CXXFLAGS='$(CXXFLAGS)' \
	  LDFLAGS='$(LDFLAGS)' have_cxx='$(sm_cv_cxx)' \
	  have_openmp='$(have_openmp)' OPENMP_CFLAGS='$(OPENMP_CFLAGS)' \
	  have_glib_pools='$(have_glib_pools)' GLIB_CFLAGS='$(GLIB_CFLAGS)' \
	  GLIB_LIBS='$(GLIB_LIBS)' \
	  PACKAGE_VERSION='$(PACKAGE_VERSION)' \
	  enable_profiler='$(enable_profiler)' \
	  bench='$(DESTDIR)$(bindir)'/`echo synchedmem-bench | \
	    sed '$(transform)'`'$(EXEEXT)' \
	  $(SHELL) $(srcdir)/examples/installcheck
