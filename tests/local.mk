# tests/local.mk: the suites, and the checks of what is installed.

TEST_EXTENSIONS = .sh
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) \
  $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(tap_driver)
LOG_COMPILER = $(SHELL) tests/checks/tap-run
SH_LOG_DRIVER = $(tap_driver)
SH_LOG_COMPILER = $(SHELL) tests/checks/tap-run
AM_TESTS_ENVIRONMENT = \
  export srcdir='$(srcdir)' NM='$(NM)' CC='$(CC)' CXX='$(CXX)' \
    PACKAGE_VERSION='$(PACKAGE_VERSION)' PACKAGE_DATE='$(PACKAGE_DATE)' \
    READELF='$(READELF)' enable_sdt='$(enable_sdt)' \
    have_cxx='$(sm_cv_cxx)' have_openmp='$(have_openmp)' \
    have_glib_pools='$(have_glib_pools)' \
    have_makeinfo='$(sm_cv_makeinfo)' \
    MAKE='$(MAKE)' \
    enable_profiler='$(enable_profiler)' \
    sources='$(src_libcore_la_SOURCES)';

# ---- suites, with GLib

# Of what several threads do, and of what the system does for them: race
# detectors look at these.
threaded_suites = \
  tests/base/test-annotate \
  tests/base/test-environment \
  tests/os/test-pages \
  tests/os/test-park \
  tests/os/test-processors \
  tests/meeting/test-cluster \
  tests/meeting/test-lot \
  tests/meeting/test-lot-edge \
  tests/meeting/test-meeting \
  tests/record/test-profile \
  tests/record/test-profile-beside \
  tests/record/test-profile-ends \
  tests/record/test-profile-runs \
  tests/record/test-profile-totals \
  tests/timing/test-files \
  tests/timing/test-snapshot \
  tests/group/test-calls \
  tests/group/test-create \
  tests/group/test-cycle \
  tests/group/test-deadline \
  tests/group/test-dump \
  tests/group/test-dump-lock \
  tests/group/test-faults \
  tests/group/test-faults-system \
  tests/group/test-fill \
  tests/group/test-groups \
  tests/group/test-leave \
  tests/group/test-place \
  tests/group/test-run \
  tests/group/test-run-places \
  tests/group/test-shortage \
  tests/group/test-shortage-run \
  tests/group/test-views \
  tests/group/test-write

# One thread counts, decides or prints: nothing for race detectors.
lone_suites = \
  tests/base/test-sink \
  tests/meeting/test-wait \
  tests/record/test-histogram \
  tests/timing/test-chart \
  tests/timing/test-csv \
  tests/timing/test-cycles \
  tests/timing/test-svg \
  tests/timing/test-table \
  tests/timing/test-trace \
  tests/timing/test-words \
  tests/group/test-layout \
  tests/group/test-seat \
  tests/bench/test-regimes

suites = $(threaded_suites) $(lone_suites)
if HAVE_GLIB
check_PROGRAMS += $(suites)
TESTS += $(suites)
endif

# Of a folder or two, in less than a minute: FOLDER='meeting group'.
check-quick: all
	@tests=; folders='$(FOLDER)'; \
	for folder in $${folders:-meeting group}; do \
	  for suite in $(suites); do \
	    case $$suite in tests/$$folder/*) tests="$$tests $$suite" ;; esac; \
	  done; \
	done; \
	test -n "$$tests" || { echo "there is no suite of $$folders"; exit 2; }; \
	$(MAKE) $(AM_MAKEFLAGS) check check_PROGRAMS="$$tests" TESTS="$$tests"
.PHONY: check-quick

# ---- what they share: each program takes what it needs

check_LTLIBRARIES = tests/support/libsupport.la
tests_support_libsupport_la_SOURCES = \
  tests/support/cycler.c tests/support/cycler.h \
  tests/support/members.c tests/support/members.h \
  tests/support/support.c tests/support/support.h
support = tests/support/libsupport.la

# With GLib.
if HAVE_GLIB
check_LTLIBRARIES += tests/support/libsuites.la
endif
tests_support_libsuites_la_SOURCES = \
  tests/support/folder.c tests/support/folder.h \
  tests/support/recording.c tests/support/recording.h \
  tests/support/refusal.c tests/support/refusal.h \
  tests/support/runs.c tests/support/runs.h \
  tests/support/snapshot.c tests/support/snapshot.h \
  tests/support/workers.c tests/support/workers.h
tests_support_libsuites_la_LIBADD = $(support)

# What a suite links: its source is NAME.c.  Of the interface, as a user would.
suite_libs = $(GLIB_LIBS) $(TEST_LDFLAGS)
user_libs = tests/support/libsuites.la src/libsynchedmem.la $(suite_libs)
tests_group_test_create_LDADD = $(user_libs)
tests_group_test_cycle_LDADD = $(user_libs)
tests_group_test_deadline_LDADD = $(user_libs)
tests_group_test_dump_LDADD = $(user_libs)
tests_group_test_fill_LDADD = $(user_libs)
tests_group_test_groups_LDADD = $(user_libs)
tests_group_test_leave_LDADD = $(user_libs)
tests_group_test_place_LDADD = $(user_libs)
tests_group_test_run_LDADD = $(user_libs)
tests_group_test_run_places_LDADD = $(user_libs)
tests_group_test_views_LDADD = $(user_libs)
tests_group_test_write_LDADD = $(user_libs)
tests_timing_test_files_LDADD = $(user_libs)
tests_timing_test_snapshot_LDADD = $(user_libs)

# Of the parts behind it.  Those with LDFLAGS have functions of their own in
# the place of others: a system that refuses, or counts, or has another clock.
part_libs = tests/support/libsuites.la src/libcore.la $(suite_libs)
tests_base_test_annotate_LDADD = $(part_libs)
tests_base_test_environment_LDADD = $(part_libs)
tests_os_test_pages_LDADD = $(part_libs)
tests_os_test_park_LDADD = $(part_libs)
tests_os_test_processors_LDADD = $(part_libs)
if OS_LINUX
tests_os_test_processors_LDFLAGS = \
  -Wl,--wrap=fopen,--wrap=sched_getaffinity,--wrap=syscall
endif
tests_meeting_test_cluster_LDADD = $(part_libs)
tests_meeting_test_lot_LDADD = $(part_libs)
tests_meeting_test_lot_LDFLAGS = \
  -Wl,--wrap=sm_os_fence_others,--wrap=sm_os_park
tests_meeting_test_lot_edge_LDADD = $(part_libs)
tests_meeting_test_lot_edge_LDFLAGS = \
  -Wl,--wrap=sm_os_now,--wrap=sm_os_fence_others,--wrap=sm_os_park \
  -Wl,--wrap=sm_os_wake
tests_meeting_test_meeting_LDADD = $(part_libs)
tests_record_test_profile_LDADD = $(part_libs)
tests_record_test_profile_LDFLAGS = -Wl,--wrap=sm_os_now
tests_record_test_profile_beside_LDADD = $(part_libs)
tests_record_test_profile_beside_LDFLAGS = -Wl,--wrap=sm_os_now
tests_record_test_profile_ends_LDADD = $(part_libs)
tests_record_test_profile_ends_LDFLAGS = -Wl,--wrap=sm_os_now
tests_record_test_profile_runs_LDADD = $(part_libs)
tests_record_test_profile_runs_LDFLAGS = -Wl,--wrap=sm_os_now
tests_record_test_profile_totals_LDADD = $(part_libs)
tests_record_test_profile_totals_LDFLAGS = \
  -Wl,--wrap=sm_os_now,--wrap=sm_os_park
tests_group_test_calls_LDADD = $(part_libs)
tests_group_test_calls_LDFLAGS = \
  -Wl,--wrap=malloc,--wrap=calloc,--wrap=aligned_alloc,--wrap=mmap \
  -Wl,--wrap=pthread_mutex_lock,--wrap=syscall,--wrap=sched_yield \
  -Wl,--wrap=clock_gettime
tests_group_test_dump_lock_LDADD = $(part_libs)
tests_group_test_faults_LDADD = $(part_libs)
tests_group_test_faults_system_LDADD = $(part_libs)
tests_group_test_faults_system_LDFLAGS = \
  -Wl,--wrap=syscall,--wrap=pthread_cond_wait,--wrap=sm_os_now
refusal_ldflags = \
  -Wl,--wrap=malloc,--wrap=calloc,--wrap=aligned_alloc,--wrap=mmap \
  -Wl,--wrap=pthread_key_create,--wrap=pthread_setspecific \
  -Wl,--wrap=pthread_atfork,--wrap=pthread_create
tests_group_test_layout_LDADD = $(part_libs)
tests_group_test_layout_LDFLAGS = \
  -Wl,--wrap=sm_os_pages_get,--wrap=sm_os_pages_put
tests_group_test_seat_LDADD = $(part_libs)
tests_group_test_shortage_LDADD = $(part_libs)
tests_group_test_shortage_LDFLAGS = $(refusal_ldflags)
tests_group_test_shortage_run_LDADD = $(part_libs)
tests_group_test_shortage_run_LDFLAGS = $(refusal_ldflags)

# Of what is not in every library.
tests_record_test_histogram_SOURCES = \
  tests/record/test-histogram.c src/record/histogram.c
tests_record_test_histogram_LDADD = $(user_libs)
# Its own machine in the place of bench/machine.c.
tests_bench_test_regimes_SOURCES = \
  tests/bench/test-regimes.c bench/regimes.c
tests_bench_test_regimes_LDADD = $(suite_libs)
# Its own system in the place of src/os.
tests_meeting_test_wait_SOURCES = \
  tests/meeting/test-wait.c src/meeting/wait.c
tests_meeting_test_wait_LDADD = $(suite_libs)

# Of the profiler's writers, whether the library has them or not.
check_LTLIBRARIES += tests/timing/libwriters.la
tests_timing_libwriters_la_SOURCES = $(writer_sources) $(timing_sources) \
  src/base/sink.c
writer_libs = tests/support/libsuites.la tests/timing/libwriters.la \
  src/libsynchedmem.la $(suite_libs)
tests_base_test_sink_LDADD = $(writer_libs)
tests_base_test_sink_LDFLAGS = -Wl,--wrap=calloc
tests_timing_test_chart_LDADD = $(writer_libs)
tests_timing_test_csv_LDADD = $(writer_libs)
tests_timing_test_cycles_LDADD = $(writer_libs)
tests_timing_test_svg_LDADD = $(writer_libs)
tests_timing_test_table_LDADD = $(writer_libs)
tests_timing_test_trace_LDADD = $(writer_libs)
tests_timing_test_words_LDADD = $(writer_libs)
if HAVE_GLIB
check_PROGRAMS += tests/timing/write-snapshot
TESTS += tests/checks/check-trace.sh
endif
tests_timing_write_snapshot_LDADD = $(writer_libs)

# ---- a program that is wrong on purpose, as its argument says, or right

check_PROGRAMS += tests/checks/control

# ---- a program to look into

check_PROGRAMS += tests/checks/probed

# ---- many cycles at random speeds: make stress

check_PROGRAMS += tests/group/stress
tests_group_stress_LDADD = $(support) $(LDADD)
stress: $(check_PROGRAMS)
	for n in 2 3 4 16; do tests/group/stress $$n 10000000 || exit 1; done
.PHONY: stress

# ---- random calls against a model of the contract

check_PROGRAMS += tests/random/random
TESTS += tests/random/random
tests_random_random_SOURCES = \
  tests/random/bell.c tests/random/bell.h \
  tests/random/model.c tests/random/model.h \
  tests/random/model-report.c \
  tests/random/random.c tests/random/random.h \
  tests/random/random-actor.c tests/random/random-actor.h \
  tests/random/random-call.c \
  tests/random/random-check.c \
  tests/random/random-exact.c \
  tests/random/random-free.c \
  tests/random/random-perform.c \
  tests/random/random-plan.c tests/random/random-plan.h \
  tests/random/random-run.c \
  tests/random/random-shrink.c \
  tests/random/random-world.h
tests_random_random_LDADD = $(support) $(LDADD)
check-random: tests/random/random
	seconds='$(SECONDS)'; tests/random/random --seconds $${seconds:-600}
.PHONY: check-random

# ---- the edge between going to sleep and arriving

check_PROGRAMS += tests/meeting/edge
TESTS += tests/meeting/edge
tests_meeting_edge_LDFLAGS = -Wl,--wrap=sm_os_park
tests_meeting_edge_LDADD = $(support) src/libcore.la $(TEST_LDFLAGS)

# ---- fuzzing

check-fuzz:
	seconds='$(SECONDS)'; \
	  $(SHELL) $(srcdir)/tests/checks/check-fuzz $(srcdir) $${seconds:-60}
.PHONY: check-fuzz
EXTRA_DIST += tests/checks/check-fuzz tests/fuzz

# ---- everything at once

soak: $(check_PROGRAMS)
	seconds='$(SECONDS)'; \
	  $(SHELL) $(srcdir)/tests/checks/soak $${seconds:-3600}
.PHONY: soak
EXTRA_DIST += tests/checks/soak

# ---- scripts

check_scripts = tests/checks/check-bench.sh tests/checks/check-controls.sh \
  tests/checks/check-floors.sh \
  tests/checks/check-header.sh tests/checks/check-html.sh \
  tests/checks/check-man.sh tests/checks/check-packages.sh \
  tests/checks/check-probes.sh \
  tests/checks/check-symbols.sh
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
EXTRA_DIST += $(check_scripts) $(golden) tests/checks/check-trace.sh \
  tests/checks/check-built-by tests/checks/checks.sh \
  tests/checks/nested-analyzers.sh tests/checks/nested-check \
  tests/checks/nested-coverage.sh tests/checks/nested-machines.sh \
  tests/checks/tally.sh \
  tests/standin/glib.c tests/standin/glib.h \
  tests/checks/typed.c

# ---- in builds of their own: race detectors, the other system, and more

nested_checks = check-posix check-profiler check-sdt check-tsan \
  check-helgrind check-drd check-memcheck \
  check-machines check-musl check-flags check-ubsan check-asan \
  check-analyzers check-coverage
$(nested_checks): all
	@srcdir='$(srcdir)' MAKE='$(MAKE)' configure_args='--with-os=$(with_os)' \
	  threaded_suites='$(threaded_suites)' lone_suites='$(lone_suites)' \
	  $(SHELL) $(srcdir)/tests/checks/nested-check $@
.PHONY: $(nested_checks)

# ---- models: of the protocol for Spin, of the orders for Relacy

EXTRA_DIST += tests/models/README tests/models/check-model \
  tests/models/relacy/atomics.h tests/models/relacy/build \
  tests/models/relacy/model.cc tests/models/relacy/recorder.cc \
  tests/models/relacy/steps.h \
  tests/models/spin/cycle.pml tests/models/spin/epochs.h \
  tests/models/spin/parking.pml
check-model: config.h
	@srcdir='$(srcdir)' CC='$(CC)' CXX='$(CXX)' \
	  $(SHELL) $(srcdir)/tests/models/check-model
.PHONY: check-model

# ---- one place of the library made wrong at a time

EXTRA_DIST += tests/checks/check-mutants tests/checks/mutants.awk \
  $(mutant_tables) tests/mutants/README \
  tests/mutants/weak-atomics.h
mutant_tables = tests/mutants/base tests/mutants/group \
  tests/mutants/meeting tests/mutants/os tests/mutants/record \
  tests/mutants/timing
check_mutants = srcdir='$(srcdir)' CC='$(CC)' CXX='$(CXX)' AWK='$(AWK)' \
  MAKE='$(MAKE)' $(SHELL) $(srcdir)/tests/checks/check-mutants
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
