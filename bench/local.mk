# bench/local.mk: what a meeting costs: on the user's machine,
# synchedmem-bench; beside many others, make bench.

# What both need.  With the library's files of the system, whose functions the
# shared library keeps to itself.
noinst_LTLIBRARIES += bench/libbench.la
bench_libbench_la_SOURCES = \
  bench/machine.c bench/machine.h \
  bench/measure.c bench/measure.h \
  bench/median.c bench/median.h \
  bench/peers/peer.h bench/peers/pthread.c bench/peers/synchedmem.c \
  bench/regime.h bench/regimes.c \
  bench/report.c bench/table.h \
  $(os_sources)
bench_libbench_la_CFLAGS = $(bench_cflags)
# Not those of what is for tests alone.
bench_cflags = -std=gnu11 $(WARN_CFLAGS)

bin_PROGRAMS += bench/synchedmem-bench
bench_synchedmem_bench_SOURCES = bench/summary.c bench/summary.h \
  bench/synchedmem-bench.c
bench_synchedmem_bench_CFLAGS = $(bench_cflags)
bench_synchedmem_bench_LDADD = bench/libbench.la src/libsynchedmem.la

EXTRA_PROGRAMS = bench/bench bench/bench-large bench/instructions
bench_bench_SOURCES = bench/bench.c bench/chart.c bench/profiler.c
bench_bench_CPPFLAGS = $(AM_CPPFLAGS) -DHAVE_STD_BARRIER=$(STD_BARRIER) \
  -DHAVE_CK=$(CK_BARRIER)
bench_bench_CFLAGS = $(bench_cflags)
bench_bench_LDADD = bench/libbench.la src/libsynchedmem.la -ldl -lm
bench_bench_LDFLAGS = -static-libtool-libs
EXTRA_bench_bench_SOURCES = bench/peers/ck.c bench/peers/std.cc
if HAVE_STD_BARRIER
bench_bench_SOURCES += bench/peers/std.cc
AM_CXXFLAGS = -std=c++20
endif
if HAVE_CK
bench_bench_SOURCES += bench/peers/ck.c
bench_bench_LDADD += -lck
endif
EXTRA_DIST += bench/peers/openmp.c
bench_bench_large_SOURCES = bench/large.c bench/large.h bench/large-run.c
bench_bench_large_CFLAGS = $(bench_cflags)
bench_bench_large_LDADD = bench/libbench.la src/libsynchedmem.la
bench_bench_large_LDFLAGS = -static-libtool-libs

# The same library, but it does not know that valgrind counts.
bench_instructions_SOURCES = bench/instructions.c $(src_libcore_la_SOURCES)
bench_instructions_CPPFLAGS = $(AM_CPPFLAGS) -DNVALGRIND
bench_instructions_CFLAGS = $(library_cflags)
bench_instructions_LDADD =
EXTRA_DIST += bench/count-instructions

# An OpenMP runtime belongs to a compiler; each is a module of its own.
openmp_module = -O2 -shared -fPIC -fopenmp $(srcdir)/bench/peers/openmp.c
bench/modules.stamp: bench/peers/openmp.c bench/peers/peer.h
	rm -f bench/peer-libgomp.so bench/peer-libomp.so
	-gcc $(openmp_module) -o bench/peer-libgomp.so
	-clang $(openmp_module) -o bench/peer-libomp.so
	touch $@

# The library with the profiler and without, compiled alike; modules, of which
# each calls its own functions.
EXTRA_LTLIBRARIES = bench/peer-plain.la bench/peer-profiling.la
compiled_alike = -std=gnu11 -O2
linked_alike = -module -avoid-version -shared -rpath /nowhere -Wl,-Bsymbolic
without_option = $(AM_CPPFLAGS) -USM_PROFILER
bench_peer_plain_la_SOURCES = bench/peers/synchedmem.c $(common_sources) \
  $(no_profiler_sources)
bench_peer_plain_la_CPPFLAGS = $(without_option)
bench_peer_plain_la_CFLAGS = $(compiled_alike)
bench_peer_plain_la_LDFLAGS = $(linked_alike)
bench_peer_profiling_la_SOURCES = bench/peers/synchedmem.c $(common_sources) \
  $(profiler_sources)
bench_peer_profiling_la_CPPFLAGS = $(without_option) -DSM_PROFILER=1
bench_peer_profiling_la_CFLAGS = $(compiled_alike)
bench_peer_profiling_la_LDFLAGS = $(linked_alike)

bench: bench/bench$(EXEEXT) bench/modules.stamp $(EXTRA_LTLIBRARIES) \
  bench/instructions$(EXEEXT)
	bench/bench $(BENCHFLAGS)
	$(SHELL) $(srcdir)/bench/count-instructions bench/instructions$(EXEEXT)
	$(MAKE) $(AM_MAKEFLAGS) bench-large

# Large segments, beside no meeting at all.
bench-large: bench/bench-large$(EXEEXT)
	bench/bench-large $(BENCHLARGEFLAGS)
.PHONY: bench bench-large
CLEANFILES += $(EXTRA_PROGRAMS) bench/modules.stamp bench/peer-libgomp.so \
  bench/peer-libomp.so $(EXTRA_LTLIBRARIES) bench.csv bench.svg \
  bench-large.csv
