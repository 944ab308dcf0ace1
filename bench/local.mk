# bench/local.mk: what a meeting costs: on the user's machine,
# synchedmem-bench; beside many others, make bench.

# What both need.  With the library's file of the system, whose functions the
# shared library keeps to itself.
noinst_LTLIBRARIES += bench/libbench.la
bench_libbench_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/src
bench_libbench_la_SOURCES = bench/bench.h bench/machine.c bench/measure.c \
  bench/peer.h bench/peer-pthread.c bench/peer-synchedmem.c bench/regimes.c \
  bench/report.c $(os_sources)

bin_PROGRAMS += bench/synchedmem-bench
bench_synchedmem_bench_SOURCES = bench/summary.c bench/synchedmem-bench.c
bench_synchedmem_bench_LDADD = bench/libbench.la src/libsynchedmem.la

EXTRA_PROGRAMS = bench/bench bench/bench-large bench/instructions
bench_bench_SOURCES = bench/bench.c bench/chart.c bench/profiler.c
bench_bench_CPPFLAGS = $(AM_CPPFLAGS) -DHAVE_STD_BARRIER=$(STD_BARRIER) \
  -DHAVE_CK=$(CK_BARRIER)
bench_bench_LDADD = bench/libbench.la src/libsynchedmem.la -ldl -lm
bench_bench_LDFLAGS = -static-libtool-libs
EXTRA_bench_bench_SOURCES = bench/peer-ck.c bench/peer-std.cc
if HAVE_STD_BARRIER
bench_bench_SOURCES += bench/peer-std.cc
AM_CXXFLAGS = -std=c++20
endif
if HAVE_CK
bench_bench_SOURCES += bench/peer-ck.c
bench_bench_LDADD += -lck
endif
EXTRA_DIST += bench/peer-openmp.c
bench_bench_large_SOURCES = bench/large.c bench/large.h bench/large-run.c
bench_bench_large_LDADD = bench/libbench.la src/libsynchedmem.la
bench_bench_large_LDFLAGS = -static-libtool-libs

# The same library, but it does not know that valgrind counts.
bench_instructions_SOURCES = bench/instructions.c $(src_libcore_la_SOURCES)
bench_instructions_CPPFLAGS = $(AM_CPPFLAGS) -DNVALGRIND
bench_instructions_CFLAGS = $(src_libcore_la_CFLAGS)
bench_instructions_LDADD =
EXTRA_DIST += bench/count-instructions

# An OpenMP runtime belongs to a compiler; each is a module of its own.
openmp_module = -O2 -shared -fPIC -fopenmp $(srcdir)/bench/peer-openmp.c
bench/modules.stamp: bench/peer-openmp.c bench/peer.h
	rm -f bench/peer-libgomp.so bench/peer-libomp.so
	-gcc $(openmp_module) -o bench/peer-libgomp.so
	-clang $(openmp_module) -o bench/peer-libomp.so
	touch $@

# The library with the profiler and without, compiled alike.
library_module = $(CC) $(CFLAGS) -O2 -std=gnu11 -shared -fPIC -Wl,-Bsymbolic \
  -I$(top_srcdir)/include
library_sources = $(src_libcore_la_SOURCES) $(profiler_sources)
bench/profiler.stamp: $(library_sources) src/timing-none.c config.h \
  bench/peer-synchedmem.c bench/peer.h
	$(MKDIR_P) bench/plain bench/profiling
	sed '/SM_PROFILER/d' config.h >bench/plain/config.h
	(cat bench/plain/config.h; echo '#define SM_PROFILER 1') \
	  >bench/profiling/config.h
	$(library_module) -Ibench/plain -o bench/peer-plain.so \
	  $$(for c in $(library_sources) src/timing-none.c \
	       bench/peer-synchedmem.c; do echo $$c; done | sort -u | \
	     grep '\.c$$' | grep -vxF "$$(printf '%s\n' $(profiler_sources))" | \
	     sed 's,^,$(top_srcdir)/,')
	$(library_module) -Ibench/profiling -o bench/peer-profiling.so \
	  $$(for c in $(library_sources) bench/peer-synchedmem.c; do \
	       echo $$c; done | sort -u | grep '\.c$$' | \
	     grep -vx src/timing-none.c | sed 's,^,$(top_srcdir)/,')
	touch $@

bench: bench/bench$(EXEEXT) bench/modules.stamp bench/profiler.stamp \
  bench/instructions$(EXEEXT)
	bench/bench $(BENCHFLAGS)
	$(SHELL) $(srcdir)/bench/count-instructions bench/instructions$(EXEEXT)
	$(MAKE) $(AM_MAKEFLAGS) bench-large

# Large segments, beside no meeting at all.
bench-large: bench/bench-large$(EXEEXT)
	bench/bench-large $(BENCHLARGEFLAGS)
.PHONY: bench bench-large
CLEANFILES += $(EXTRA_PROGRAMS) bench/modules.stamp bench/peer-libgomp.so \
  bench/peer-libomp.so bench/peer-plain.so bench/peer-profiling.so \
  bench/profiler.stamp bench/plain/config.h bench/profiling/config.h \
  bench.csv bench.svg bench-large.csv
