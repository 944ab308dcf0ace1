# nested-machines.sh: other processors, C libraries, compilers and options.
# Read by nested-check, which has the functions that build and run.
#
# Programs for other processors are run by qemu-user, and those for musl as
# they are.  There is no GLib for them: tests/standin has what the suites use
# of it.  The library is configured as a packager does, with --host; only the
# programs are linked to the static one, so that they are programs and not
# libtool's scripts.

# Run by the host's own: the examples, and what is exported.
programs="examples/check-cxx.sh examples/check-examples.sh
  examples/check-heat.sh examples/check-kmeans.sh examples/check-life.sh
  examples/check-mixer.sh examples/check-pages.sh tests/check-symbols.sh"
# GLib's place, for suites of compiler CC.
standin () # NAME
{
  rm -rf nested/$1-glib && mkdir nested/$1-glib || exit 1
  folder=$PWD/nested/$1-glib
  for part in glib markup; do
    $CC -std=gnu11 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror \
      -Inested/source/tests/standin -c nested/source/tests/standin/$part.c \
      -o $folder/$part.o || exit 1
  done
  rm -f $folder/libglib.a
  ar rc $folder/libglib.a $folder/glib.o $folder/markup.o || exit 1
  GLIB_CFLAGS=-I$PWD/nested/source/tests/standin
  GLIB_LIBS=$folder/libglib.a
  export GLIB_CFLAGS GLIB_LIBS
}

# As a distribution ships it, and with the profiler.
machine () # NAME CONFIGURE-ARGUMENTS...
{
  machine=$1; shift
  standin $machine
  echo "$target: $machine: $CC" \
    "$($CC -dumpversion), configure $*; run by" \
    "${SYNCHEDMEM_TEST_RUNNER:-this system itself};" \
    "GLib's place taken by tests/standin"
  suites="$suites $programs"
  for profiler in --disable-profiler --enable-profiler; do
    name=$machine; test $profiler = --disable-profiler || name=$machine-profiler
    build $name --enable-werror $profiler "$@" TEST_LDFLAGS=-static
    suites none $name
  done
}

# Another processor.
processor () # NAME TRIPLET QEMU
{
  command -v $2-gcc >/dev/null || cannot "$2-gcc is not installed"
  command -v $3 >/dev/null || cannot "$3 is not installed"
  test -e /usr/$2/lib || cannot "there is no /usr/$2, the C library of $2"
  configure_args=
  CC=$2-gcc CXX=false
  command -v $2-g++ >/dev/null && CXX=$2-g++
  SYNCHEDMEM_TEST_RUNNER="$3 -L /usr/$2"
  SYNCHEDMEM_TEST_SLOW=10
  export SYNCHEDMEM_TEST_RUNNER SYNCHEDMEM_TEST_SLOW CC CXX
  source_tree
  machine $1 --host=$2 NM=$2-nm
}

# 32 bits without an emulator, where the kernel runs such programs.
i386 ()
{
  triplet=i686-linux-gnu
  command -v $triplet-gcc >/dev/null || cannot "$triplet-gcc is not installed"
  configure_args=
  CC=$triplet-gcc CXX=false
  command -v $triplet-g++ >/dev/null && CXX=$triplet-g++
  export CC CXX
  root=/usr/$triplet/lib
  flags="-Wl,--dynamic-linker=$root/ld-linux.so.2 -Wl,-rpath,$root"
  echo 'int main (void) { return 0; }' >nested/try.c
  $CC $flags nested/try.c -o nested/try && nested/try 2>/dev/null ||
    cannot "this system does not run $triplet's programs"
  source_tree
  machine i386 --host=$triplet NM=$triplet-nm LDFLAGS="$flags"
}

# Twice: musl's packages come without the kernel's headers, so that parking
# is by condition variables; and with them, which are the system's own.
musl ()
{
  command -v musl-gcc >/dev/null || cannot "musl-gcc is not installed"
  configure_args=
  CC=musl-gcc CXX=false
  export CC CXX
  source_tree
  host=$(uname -m)-linux-musl
  machine musl-posix --host=$host --disable-openmp
  kernel=$PWD/nested/kernel
  rm -rf $kernel && mkdir $kernel || exit 1
  ln -s /usr/include/linux /usr/include/asm-generic $kernel
  ln -s "/usr/include/$(gcc -print-multiarch)/asm" $kernel
  machine musl --host=$host --disable-openmp --with-os=linux \
    CPPFLAGS="-idirafter $kernel"
}

# Of this system: with GLib, and the shared library.
native () # NAME CONFIGURE-ARGUMENTS...
{
  build "$@" --enable-werror
  suites="$suites $programs" suites none $1
}

with_clang ()
{
  command -v clang >/dev/null || cannot "clang is not installed"
  source_tree
  native clang --disable-profiler CC=clang CXX=clang++
  native clang-profiler --enable-profiler CC=clang CXX=clang++
}

# Warnings are those of these options, too.
optimizations ()
{
  source_tree
  native O0 --enable-profiler CFLAGS='-O0 -g'
  native O1 --disable-profiler CFLAGS='-O1 -g'
  native O3 --enable-profiler CFLAGS='-O3 -g'
  native O3-lto --disable-profiler AR=gcc-ar RANLIB=gcc-ranlib NM=gcc-nm \
    CFLAGS='-O3 -g -flto=auto' LDFLAGS='-O3 -flto=auto'
}

# -fno-sanitize-recover: what is undefined ends the program.
ubsan ()
{
  flags='-fsanitize=undefined -fno-sanitize-recover=undefined'
  source_tree
  for cc in gcc clang; do
    echo 'int main (void) { return 0; }' >nested/try.c
    if $cc $flags nested/try.c -o nested/try 2>/dev/null && nested/try; then
      native ubsan-$cc --enable-profiler --disable-shared CC=$cc \
        CFLAGS="-O1 -g $flags" CXXFLAGS="-O1 -g $flags" LDFLAGS="$flags"
    else
      echo "$target: left out: $cc, which has no working $flags"
    fi
  done
}

asan ()
{
  flags='-fsanitize=address -fno-omit-frame-pointer'
  ASAN_OPTIONS=exitcode=66:detect_stack_use_after_return=1
  SYNCHEDMEM_TEST_DETECTOR=asan
  export ASAN_OPTIONS
  source_tree
  for cc in gcc clang; do
    echo 'int main (void) { return 0; }' >nested/try.c
    if $cc $flags nested/try.c -o nested/try 2>/dev/null && nested/try; then
      build asan-$cc --enable-werror --enable-profiler --disable-shared CC=$cc \
        CFLAGS="-O1 -g $flags" CXXFLAGS="-O1 -g $flags" LDFLAGS="$flags"
      suites="$suites $programs" suites asan asan-$cc
    else
      echo "$target: left out: $cc, which has no working $flags"
    fi
  done
}
