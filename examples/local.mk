# examples/local.mk: programs to read, run by `make check', and built by `make
# installcheck' against what is installed.

check_PROGRAMS += examples/hello examples/life
examples_hello_SOURCES = examples/hello.c
examples_hello_LDADD = src/libsynchedmem.la
examples_life_SOURCES = examples/life.c examples/rle.c examples/rle.h
examples_life_LDADD = src/libsynchedmem.la

patterns = \
  examples/patterns/diehard.rle \
  examples/patterns/glider.rle \
  examples/patterns/gosper-gun.rle \
  examples/patterns/pulsar.rle \
  examples/patterns/r-pentomino.rle
EXTRA_DIST += $(patterns) examples/check-examples.sh
TESTS += examples/check-examples.sh
