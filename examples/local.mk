# examples/local.mk: programs to read, run by `make check', and built by `make
# installcheck' against what is installed.

check_PROGRAMS += examples/hello examples/life
examples_hello_SOURCES = examples/hello.c
examples_hello_LDADD = src/libsynchedmem.la
examples_life_SOURCES = examples/life.c examples/rle.c examples/rle.h
examples_life_LDADD = src/libsynchedmem.la

# Programs that manual pages show.
shown_examples = \
  examples/agree \
  examples/aligned \
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
TESTS += examples/check-pages.sh
EXTRA_DIST += examples/check-pages.sh
examples_agree_LDADD = src/libsynchedmem.la
examples_aligned_LDADD = src/libsynchedmem.la
examples_history_LDADD = src/libsynchedmem.la
examples_late_LDADD = src/libsynchedmem.la
examples_phases_LDADD = src/libsynchedmem.la
examples_pinned_LDADD = src/libsynchedmem.la
examples_profile_LDADD = src/libsynchedmem.la
examples_recovery_LDADD = src/libsynchedmem.la
examples_relay_LDADD = src/libsynchedmem.la
examples_typed_LDADD = src/libsynchedmem.la
examples_votes_LDADD = src/libsynchedmem.la
shown_programs = $(srcdir)/examples/hello.c \
  $(srcdir)/examples/agree.c \
  $(srcdir)/examples/aligned.c \
  $(srcdir)/examples/history.c \
  $(srcdir)/examples/late.c \
  $(srcdir)/examples/phases.c \
  $(srcdir)/examples/pinned.c \
  $(srcdir)/examples/profile.c \
  $(srcdir)/examples/recovery.c \
  $(srcdir)/examples/relay.c \
  $(srcdir)/examples/typed.c \
  $(srcdir)/examples/votes.c

patterns = \
  examples/patterns/diehard.rle \
  examples/patterns/glider.rle \
  examples/patterns/gosper-gun.rle \
  examples/patterns/pulsar.rle \
  examples/patterns/r-pentomino.rle
EXTRA_DIST += $(patterns) examples/check-examples.sh
TESTS += examples/check-examples.sh
