# bench/local.mk: what a meeting costs, beside others: make bench

EXTRA_PROGRAMS = bench/bench bench/bench-large
bench_bench_SOURCES = bench/bench.c bench/bench.h bench/measure.c \
  bench/peer.h bench/peer-pthread.c bench/peer-synchedmem.c bench/report.c
bench_bench_CPPFLAGS = $(AM_CPPFLAGS) -DHAVE_STD_BARRIER=$(STD_BARRIER) \
  -DHAVE_CK=$(CK_BARRIER)
bench_bench_LDADD = src/libsynchedmem.la -ldl -lm
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
bench_bench_large_SOURCES = bench/large.c bench/bench.h bench/measure.c \
  bench/peer.h
bench_bench_large_LDADD = src/libsynchedmem.la
bench_bench_large_LDFLAGS = -static-libtool-libs

# An OpenMP runtime belongs to a compiler; each is a module of its own.
openmp_module = -O2 -shared -fPIC -fopenmp $(srcdir)/bench/peer-openmp.c
bench/modules.stamp: bench/peer-openmp.c bench/peer.h
	rm -f bench/peer-libgomp.so bench/peer-libomp.so
	-gcc $(openmp_module) -o bench/peer-libgomp.so
	-clang $(openmp_module) -o bench/peer-libomp.so
	touch $@
bench: bench/bench$(EXEEXT) bench/modules.stamp
	bench/bench $(BENCHFLAGS)
	$(MAKE) $(AM_MAKEFLAGS) bench-large

# Large segments, beside no meeting at all.
bench-large: bench/bench-large$(EXEEXT)
	bench/bench-large $(BENCHLARGEFLAGS)
.PHONY: bench bench-large
CLEANFILES += $(EXTRA_PROGRAMS) bench/modules.stamp bench/peer-libgomp.so \
  bench/peer-libomp.so bench.csv bench.svg bench-large.csv
