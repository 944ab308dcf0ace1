# tests/local.mk: the suites, and the checks of what is installed.

TEST_EXTENSIONS = .sh
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) \
  $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(tap_driver)
LOG_COMPILER = $(SHELL) tests/tap-run
SH_LOG_DRIVER = $(tap_driver)
SH_LOG_COMPILER = $(SHELL) tests/tap-run
AM_TESTS_ENVIRONMENT = \
  export srcdir='$(srcdir)' NM='$(NM)' CC='$(CC)' CXX='$(CXX)' \
    PACKAGE_VERSION='$(PACKAGE_VERSION)' PACKAGE_DATE='$(PACKAGE_DATE)' \
    READELF='$(READELF)' enable_sdt='$(enable_sdt)' \
    have_cxx='$(sm_cv_cxx)' have_openmp='$(have_openmp)' \
    have_glib_pools='$(have_glib_pools)' \
    have_makeinfo='$(sm_cv_makeinfo)' \
    MAKE='$(MAKE)' \
    enable_profiler='$(enable_profiler)';

# ---- suites, with GLib

suites = \
  tests/test-annotate \
  tests/test-calls \
  tests/test-cluster \
  tests/test-cycle \
  tests/test-deadline \
  tests/test-dump \
  tests/test-environment \
  tests/test-faults \
  tests/test-fill \
  tests/test-groups \
  tests/test-histogram \
  tests/test-leave \
  tests/test-local \
  tests/test-lot \
  tests/test-meeting \
  tests/test-memory \
  tests/test-os \
  tests/test-profile \
  tests/test-profile-beside \
  tests/test-profile-ends \
  tests/test-profile-files \
  tests/test-profile-totals \
  tests/test-regimes \
  tests/test-run \
  tests/test-shortage \
  tests/test-shortage-run \
  tests/test-sink \
  tests/test-timing \
  tests/test-timing-chart \
  tests/test-timing-csv \
  tests/test-timing-cycles \
  tests/test-timing-svg \
  tests/test-timing-table \
  tests/test-timing-trace \
  tests/test-views \
  tests/test-wait \
  tests/test-write

suite_flags = $(AM_CFLAGS) $(GLIB_CFLAGS) $(TEST_CFLAGS)
suite_libs = $(GLIB_LIBS) $(TEST_LDFLAGS)
control_flags = $(AM_CFLAGS) $(TEST_CFLAGS)

if HAVE_GLIB
check_PROGRAMS += $(suites)
TESTS += $(suites)
endif

# ---- what they share: each program takes what it needs

check_LTLIBRARIES = tests/libsupport.la
tests_libsupport_la_SOURCES = \
  tests/cycler.c tests/cycler.h \
  tests/members.c tests/members.h \
  tests/support.c tests/support.h
tests_libsupport_la_CFLAGS = $(control_flags)
support = tests/libsupport.la

# With GLib.
if HAVE_GLIB
check_LTLIBRARIES += tests/libsuites.la
endif
tests_libsuites_la_SOURCES = \
  tests/folder.c tests/folder.h \
  tests/recording.c tests/recording.h \
  tests/refusal.c tests/refusal.h \
  tests/snapshot.c tests/snapshot.h \
  tests/workers.c tests/workers.h
tests_libsuites_la_CFLAGS = $(suite_flags)
tests_libsuites_la_LIBADD = tests/libsupport.la
suite_support = tests/libsuites.la

# Of the interface: linked as a user would, to LDADD.
tests_test_cycle_SOURCES = tests/test-cycle.c
tests_test_cycle_CFLAGS = $(suite_flags)
tests_test_cycle_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_deadline_SOURCES = tests/test-deadline.c
tests_test_deadline_CFLAGS = $(suite_flags)
tests_test_deadline_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_dump_SOURCES = tests/test-dump.c
tests_test_dump_CFLAGS = $(suite_flags)
tests_test_dump_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_fill_SOURCES = tests/test-fill.c
tests_test_fill_CFLAGS = $(suite_flags)
tests_test_fill_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_groups_SOURCES = tests/test-groups.c
tests_test_groups_CFLAGS = $(suite_flags)
tests_test_groups_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_leave_SOURCES = tests/test-leave.c
tests_test_leave_CFLAGS = $(suite_flags)
tests_test_leave_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_local_SOURCES = tests/test-local.c
tests_test_local_CFLAGS = $(suite_flags)
tests_test_local_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_memory_SOURCES = tests/test-memory.c
tests_test_memory_CFLAGS = $(suite_flags)
tests_test_memory_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_profile_files_SOURCES = tests/test-profile-files.c
tests_test_profile_files_CFLAGS = $(suite_flags)
tests_test_profile_files_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_run_SOURCES = tests/test-run.c
tests_test_run_CFLAGS = $(suite_flags)
tests_test_run_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_timing_SOURCES = tests/test-timing.c
tests_test_timing_CFLAGS = $(suite_flags)
tests_test_timing_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_views_SOURCES = tests/test-views.c
tests_test_views_CFLAGS = $(suite_flags)
tests_test_views_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
tests_test_write_SOURCES = tests/test-write.c
tests_test_write_CFLAGS = $(suite_flags)
tests_test_write_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)

# Of the parts behind it.
tests_test_calls_SOURCES = tests/test-calls.c
tests_test_calls_CFLAGS = $(suite_flags)
tests_test_calls_LDFLAGS = \
  -Wl,--wrap=malloc,--wrap=calloc,--wrap=aligned_alloc,--wrap=mmap \
  -Wl,--wrap=pthread_mutex_lock,--wrap=syscall,--wrap=sched_yield \
  -Wl,--wrap=clock_gettime
tests_test_calls_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_environment_SOURCES = tests/test-environment.c
tests_test_environment_CFLAGS = $(suite_flags)
tests_test_environment_LDADD = $(suite_support) src/libcore.la $(suite_libs)
# Of both, under a system that misbehaves.
refusal_ldflags = \
  -Wl,--wrap=malloc,--wrap=calloc,--wrap=aligned_alloc,--wrap=mmap \
  -Wl,--wrap=pthread_key_create,--wrap=pthread_setspecific \
  -Wl,--wrap=pthread_atfork,--wrap=pthread_create
tests_test_shortage_SOURCES = tests/test-shortage.c
tests_test_shortage_CFLAGS = $(suite_flags)
tests_test_shortage_LDFLAGS = $(refusal_ldflags)
tests_test_shortage_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_shortage_run_SOURCES = tests/test-shortage-run.c
tests_test_shortage_run_CFLAGS = $(suite_flags)
tests_test_shortage_run_LDFLAGS = $(refusal_ldflags)
tests_test_shortage_run_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_faults_SOURCES = tests/test-faults.c
tests_test_faults_CFLAGS = $(suite_flags)
tests_test_faults_LDFLAGS = \
  -Wl,--wrap=syscall,--wrap=pthread_cond_wait,--wrap=sm_os_now
tests_test_faults_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_cluster_SOURCES = tests/test-cluster.c
tests_test_cluster_CFLAGS = $(suite_flags)
tests_test_cluster_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_lot_SOURCES = tests/test-lot.c
tests_test_lot_CFLAGS = $(suite_flags)
tests_test_lot_LDFLAGS = \
  -Wl,--wrap=sm_os_now,--wrap=sm_os_fence_others,--wrap=sm_os_park \
  -Wl,--wrap=sm_os_wake
tests_test_lot_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_profile_SOURCES = tests/test-profile.c
tests_test_profile_CFLAGS = $(suite_flags)
tests_test_profile_LDFLAGS = -Wl,--wrap=sm_os_now
tests_test_profile_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_profile_beside_SOURCES = tests/test-profile-beside.c
tests_test_profile_beside_CFLAGS = $(suite_flags)
tests_test_profile_beside_LDFLAGS = -Wl,--wrap=sm_os_now
tests_test_profile_beside_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_profile_ends_SOURCES = tests/test-profile-ends.c
tests_test_profile_ends_CFLAGS = $(suite_flags)
tests_test_profile_ends_LDFLAGS = -Wl,--wrap=sm_os_now
tests_test_profile_ends_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_profile_totals_SOURCES = tests/test-profile-totals.c
tests_test_profile_totals_CFLAGS = $(suite_flags)
tests_test_profile_totals_LDFLAGS = \
  -Wl,--wrap=sm_os_now,--wrap=sm_os_park
tests_test_profile_totals_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_meeting_SOURCES = tests/test-meeting.c
tests_test_meeting_CFLAGS = $(suite_flags)
tests_test_meeting_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_os_SOURCES = tests/test-os.c
tests_test_os_CFLAGS = $(suite_flags)
if OS_LINUX
tests_test_os_LDFLAGS = \
  -Wl,--wrap=fopen,--wrap=sched_getaffinity,--wrap=syscall
endif
tests_test_os_LDADD = $(suite_support) src/libcore.la $(suite_libs)
tests_test_annotate_SOURCES = tests/test-annotate.c
tests_test_annotate_CFLAGS = $(suite_flags)
tests_test_annotate_LDADD = $(suite_support) src/libcore.la $(suite_libs)
# Of what is not in every library.
tests_test_histogram_SOURCES = tests/test-histogram.c src/histogram.c
tests_test_histogram_CFLAGS = $(suite_flags)
tests_test_histogram_LDADD = $(suite_support) src/libsynchedmem.la $(suite_libs)
# Its own machine in the place of bench/machine.c.
tests_test_regimes_SOURCES = tests/test-regimes.c bench/regimes.c
tests_test_regimes_CFLAGS = $(suite_flags)
tests_test_regimes_LDADD = $(suite_libs)
# Its own system in the place of os-*.c.
tests_test_wait_SOURCES = tests/test-wait.c src/wait.c
tests_test_wait_CFLAGS = $(suite_flags)
tests_test_wait_LDADD = $(suite_libs)

# Of the profiler's writers, whether the library has them or not.
check_LTLIBRARIES += tests/libwriters.la
tests_libwriters_la_CFLAGS = $(AM_CFLAGS)
tests_libwriters_la_SOURCES = $(writer_sources) src/sink.c
writer_libs = \
  $(suite_support) tests/libwriters.la src/libsynchedmem.la $(suite_libs)
tests_test_sink_SOURCES = tests/test-sink.c
tests_test_sink_CFLAGS = $(suite_flags)
tests_test_sink_LDFLAGS = -Wl,--wrap=calloc
tests_test_sink_LDADD = $(writer_libs)
tests_test_timing_chart_SOURCES = tests/test-timing-chart.c
tests_test_timing_chart_CFLAGS = $(suite_flags)
tests_test_timing_chart_LDADD = $(writer_libs)
tests_test_timing_csv_SOURCES = tests/test-timing-csv.c
tests_test_timing_csv_CFLAGS = $(suite_flags)
tests_test_timing_csv_LDADD = $(writer_libs)
tests_test_timing_cycles_SOURCES = tests/test-timing-cycles.c
tests_test_timing_cycles_CFLAGS = $(suite_flags)
tests_test_timing_cycles_LDADD = $(writer_libs)
tests_test_timing_svg_SOURCES = tests/test-timing-svg.c
tests_test_timing_svg_CFLAGS = $(suite_flags)
tests_test_timing_svg_LDADD = $(writer_libs)
tests_test_timing_table_SOURCES = tests/test-timing-table.c
tests_test_timing_table_CFLAGS = $(suite_flags)
tests_test_timing_table_LDADD = $(writer_libs)
tests_test_timing_trace_SOURCES = tests/test-timing-trace.c
tests_test_timing_trace_CFLAGS = $(suite_flags)
tests_test_timing_trace_LDADD = $(writer_libs)
if HAVE_GLIB
check_PROGRAMS += tests/write-snapshot
TESTS += tests/check-trace.sh
endif
tests_write_snapshot_SOURCES = tests/write-snapshot.c
tests_write_snapshot_CFLAGS = $(suite_flags)
tests_write_snapshot_LDADD = $(writer_libs)

# ---- programs that are wrong on purpose, and one that is right

controls = \
  tests/right \
  tests/wrong-late-write \
  tests/wrong-no-meeting \
  tests/wrong-overflow \
  tests/wrong-read-before \
  tests/wrong-use-after-destroy \
  tests/wrong-write-into-view
check_PROGRAMS += $(controls)
tests_right_SOURCES = tests/control.c
tests_right_CPPFLAGS = $(AM_CPPFLAGS) -DRIGHT
tests_right_CFLAGS = $(control_flags)
tests_wrong_late_write_SOURCES = tests/control.c
tests_wrong_late_write_CPPFLAGS = $(AM_CPPFLAGS) -DLATE_WRITE
tests_wrong_late_write_CFLAGS = $(control_flags)
tests_wrong_no_meeting_SOURCES = tests/control.c
tests_wrong_no_meeting_CPPFLAGS = $(AM_CPPFLAGS) -DNO_MEETING
tests_wrong_no_meeting_CFLAGS = $(control_flags)
tests_wrong_overflow_SOURCES = tests/control.c
tests_wrong_overflow_CPPFLAGS = $(AM_CPPFLAGS) -DOVERFLOW
tests_wrong_overflow_CFLAGS = $(control_flags)
tests_wrong_read_before_SOURCES = tests/control.c
tests_wrong_read_before_CPPFLAGS = $(AM_CPPFLAGS) -DREAD_BEFORE
tests_wrong_read_before_CFLAGS = $(control_flags)
tests_wrong_use_after_destroy_SOURCES = tests/control.c
tests_wrong_use_after_destroy_CPPFLAGS = $(AM_CPPFLAGS) -DUSE_AFTER_DESTROY
tests_wrong_use_after_destroy_CFLAGS = $(control_flags)
tests_wrong_write_into_view_SOURCES = tests/control.c
tests_wrong_write_into_view_CPPFLAGS = $(AM_CPPFLAGS) -DWRITE_INTO_VIEW
tests_wrong_write_into_view_CFLAGS = $(control_flags)

# ---- a program to look into

check_PROGRAMS += tests/probed
tests_probed_SOURCES = tests/probed.c
tests_probed_CFLAGS = $(control_flags)

# ---- many cycles at random speeds: make stress

check_PROGRAMS += tests/stress
tests_stress_SOURCES = tests/stress.c
tests_stress_CFLAGS = $(control_flags)
tests_stress_LDADD = $(support) $(LDADD)
stress: $(check_PROGRAMS)
	for n in 2 3 4 16; do tests/stress $$n 10000000 || exit 1; done
.PHONY: stress

# ---- random calls against a model of the contract

check_PROGRAMS += tests/random
TESTS += tests/random
tests_random_SOURCES = tests/random.c tests/random.h \
  tests/bell.c tests/bell.h \
  tests/random-actor.c tests/random-actor.h tests/random-call.c \
  tests/random-check.c tests/random-exact.c tests/random-free.c \
  tests/random-perform.c tests/random-plan.c tests/random-plan.h \
  tests/random-run.c tests/random-world.h \
  tests/model.c tests/model.h
tests_random_CFLAGS = $(control_flags)
tests_random_LDADD = $(support) $(LDADD)
check-random: tests/random
	seconds='$(SECONDS)'; tests/random --seconds $${seconds:-600}
.PHONY: check-random

# ---- the edge between going to sleep and arriving

check_PROGRAMS += tests/edge
TESTS += tests/edge
tests_edge_SOURCES = tests/edge.c
tests_edge_CFLAGS = $(control_flags)
tests_edge_LDFLAGS = -Wl,--wrap=sm_os_park
tests_edge_LDADD = $(support) src/libcore.la $(TEST_LDFLAGS)

# ---- fuzzing

check-fuzz:
	seconds='$(SECONDS)'; \
	  $(SHELL) $(srcdir)/tests/check-fuzz $(srcdir) $${seconds:-60}
.PHONY: check-fuzz
EXTRA_DIST += tests/check-fuzz tests/fuzz

# ---- everything at once

soak: $(check_PROGRAMS)
	seconds='$(SECONDS)'; \
	  $(SHELL) $(srcdir)/tests/soak $${seconds:-3600}
.PHONY: soak
EXTRA_DIST += tests/soak

# ---- scripts

check_scripts = tests/check-bench.sh tests/check-controls.sh \
  tests/check-header.sh tests/check-html.sh tests/check-man.sh \
  tests/check-probes.sh tests/check-symbols.sh
TESTS += $(check_scripts)
golden = \
  tests/golden/absent.csv tests/golden/absent.json \
  tests/golden/absent.svg tests/golden/absent.txt \
  tests/golden/dropped.csv tests/golden/dropped.json \
  tests/golden/dropped.svg tests/golden/dropped.txt \
  tests/golden/load-60.txt \
  tests/golden/load.csv tests/golden/load.json \
  tests/golden/load.svg tests/golden/load.txt \
  tests/golden/many.svg tests/golden/many.txt
EXTRA_DIST += $(check_scripts) $(golden) tests/check-trace.sh \
  tests/check-built-by tests/checks.sh \
  tests/nested-analyzers.sh tests/nested-check tests/nested-coverage.sh \
  tests/nested-machines.sh \
  tests/standin/glib.c tests/standin/glib.h tests/standin/glib/gstdio.h \
  tests/standin/markup.c \
  tests/typed.c

# ---- in builds of their own: race detectors, and the other os-*.c

nested_checks = check-posix check-profiler check-sdt check-tsan \
  check-helgrind check-drd check-memcheck \
  check-machines check-musl check-flags check-ubsan check-asan \
  check-analyzers check-coverage
$(nested_checks): all
	@srcdir='$(srcdir)' MAKE='$(MAKE)' configure_args='--with-os=$(with_os)' \
	  $(SHELL) $(srcdir)/tests/nested-check $@
.PHONY: $(nested_checks)

# ---- models: of the protocol for Spin, of the orders for Relacy

EXTRA_DIST += tests/check-model \
  doc/model/README doc/model/cycle.pml doc/model/epochs.h \
  doc/model/parking.pml \
  tests/relacy/atomics.h tests/relacy/build tests/relacy/model.cc \
  tests/relacy/recorder.cc tests/relacy/steps.h
check-model: config.h
	@srcdir='$(srcdir)' CC='$(CC)' CXX='$(CXX)' \
	  $(SHELL) $(srcdir)/tests/check-model
.PHONY: check-model

# ---- one place of the library made wrong at a time

EXTRA_DIST += doc/mutants.txt tests/check-mutants tests/mutants \
  tests/mutants.awk tests/weak-atomics.h
check_mutants = srcdir='$(srcdir)' CC='$(CC)' CXX='$(CXX)' AWK='$(AWK)' \
  MAKE='$(MAKE)' $(SHELL) $(srcdir)/tests/check-mutants
check-mutants: all
	@$(check_mutants) '$(MUTANTS)'
# A few, of orders, wakes, parity and bounds, in a minute or so.
quick_mutants = arrive-fenced-relaxed wake-look-relaxed clear-relaxed \
  no-membarrier no-second-look no-wake late-by-one write-parity view-parity \
  no-carry misuse too-long stride-overflow
check-mutants-quick: all
	@$(check_mutants) '$(quick_mutants)'
.PHONY: check-mutants check-mutants-quick

clean-local:
	rm -rf model mutants nested golden.out tests/*.out.last tests/*.dir \
	  examples/*.dir
