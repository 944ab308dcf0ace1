# nested-machines.sh: other processors, C libraries, compilers and options.
# Read by nested-check, which has the functions that build and run.
#
# Programs for other processors are run by qemu-user, and those for musl as
# they are.  There is no GLib for them: tests/standin has what the suites use
# of it, but for its parser of XML; what needs that is skipped.  The library is
# configured as a packager does, with --host; only the programs are linked to
# the static one, so that they are programs and not libtool's scripts.

# Run by the host's own: the examples, and what is exported.
programs="examples/check-cxx.sh examples/check-examples.sh
  examples/check-heat.sh examples/check-kmeans.sh examples/check-life.sh
  examples/check-mixer.sh examples/check-pages.sh tests/checks/check-symbols.sh"

# GLib's place, for suites of compiler CC.
standin () # NAME
{
  GLIB_CFLAGS=-I$PWD/nested/source/tests/standin
  GLIB_LIBS=$PWD/nested/$1-glib.o
  export GLIB_CFLAGS GLIB_LIBS
  $CC -std=gnu11 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror $GLIB_CFLAGS \
    -c nested/source/tests/standin/glib.c -o $GLIB_LIBS || exit 1
}

# The stand-in's assertions must fail, too.
standin_fails ()
{
  cat >nested/try.c <<'END'
#include <glib.h>
static void one_is_two (void) { g_assert_cmpint (1, ==, 2); }
int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/one-is-two", one_is_two);
  return g_test_run ();
}
END
  $CC -std=gnu11 $GLIB_CFLAGS nested/try.c $GLIB_LIBS -static -o nested/try &&
    { ! (ulimit -c 0; ${SYNCHEDMEM_TEST_RUNNER-} nested/try >nested/try.out)
    } 2>/dev/null && grep -q '# assertion: 1 == 2' nested/try.out
}

machine () # NAME CONFIGURE-ARGUMENTS...
{
  machine=$1; shift
  standin $machine
  standin_fails || { echo "$target: $machine: one is two" >&2; exit 1; }
  echo "$target: $machine is $CC" \
    "$($CC -dumpversion), configure $*; run by" \
    "${SYNCHEDMEM_TEST_RUNNER:-this system itself};" \
    "GLib's place taken by tests/standin"
  suites="$suites $programs"
  build $machine --enable-werror "$@" TEST_LDFLAGS=-static
  suites none $machine
}

# Another processor.
processor () # NAME TRIPLET QEMU CONFIGURE-ARGUMENTS...
{
  has $1 $2-gcc $3 || return
  name=$1 triplet=$2 CC=$2-gcc CXX=false
  SYNCHEDMEM_TEST_RUNNER="$3 -L /usr/$2"
  shift 3
  configure_args=
  command -v $triplet-g++ >/dev/null && CXX=$triplet-g++
  echo 'int main (void) { return 0; }' >nested/try.c
  runner=$SYNCHEDMEM_TEST_RUNNER
  $CC nested/try.c -o nested/try 2>/dev/null && $runner nested/try ||
    { say_skipped $name "$CC and $runner do not run a program"; return; }
  export SYNCHEDMEM_TEST_RUNNER CC CXX
  machine $name --host=$triplet NM=$triplet-nm "$@"
}

# 32 bits without an emulator, where the kernel runs such programs.
i386 () # CONFIGURE-ARGUMENTS...
{
  triplet=i686-linux-gnu
  has i386 $triplet-gcc || return
  configure_args=
  CC=$triplet-gcc CXX=false
  command -v $triplet-g++ >/dev/null && CXX=$triplet-g++
  export CC CXX
  root=/usr/$triplet/lib
  flags="-Wl,--dynamic-linker=$root/ld-linux.so.2 -Wl,-rpath,$root"
  echo 'int main (void) { return 0; }' >nested/try.c
  $CC $flags nested/try.c -o nested/try && nested/try 2>/dev/null ||
    { say_skipped i386 "$triplet's programs do not run here"; return; }
  machine i386 --host=$triplet NM=$triplet-nm LDFLAGS="$flags" "$@"
}

# Two with the profiler and two without.  An emulator orders memory as the
# processor it runs on does: on x86 nothing is seen here that a weaker order
# would allow; that is for ThreadSanitizer and the models.
machines ()
{
  source_tree
  for one in ${MACHINES:-aarch64 armhf riscv64 i386}; do
    case $one in
      aarch64) in_turn processor $one aarch64-linux-gnu qemu-aarch64 ;;
      armhf)
        in_turn processor $one arm-linux-gnueabihf qemu-arm --enable-profiler ;;
      riscv64)
        in_turn processor $one riscv64-linux-gnu qemu-riscv64 \
          --enable-profiler ;;
      i386) in_turn i386 ;;
      *) echo "$target: what is $one?" >&2; exit 2 ;;
    esac
  done
}

# Twice: musl's packages come without the kernel's headers, so that parking
# is by condition variables; and with them, which are the system's own.
musl ()
{
  has musl musl-gcc || return
  configure_args=
  CC=musl-gcc CXX=false
  export CC CXX
  source_tree
  host=$(uname -m)-linux-musl
  in_turn machine musl-posix --host=$host --disable-openmp
  kernel=$PWD/nested/kernel
  rm -rf $kernel && mkdir $kernel || exit 1
  ln -s /usr/include/linux /usr/include/asm-generic $kernel
  ln -s "/usr/include/$(gcc -print-multiarch)/asm" $kernel
  in_turn machine musl --host=$host --disable-openmp --with-os=linux \
    --enable-profiler CPPFLAGS="-idirafter $kernel"
}

# Of this system: with GLib, and the shared library.
native () # NAME CONFIGURE-ARGUMENTS...
{
  build "$@" --enable-werror
  suites="$suites $programs" suites none $1
}

# Warnings are those of these options, too.  -O2 is what all others have.
# Suites of the interface link the library as -flto made it; those that wrap a
# part's calls must not inline them, and link its objects without.
flags ()
{
  source_tree
  in_turn native O0 --enable-profiler CFLAGS='-O0 -g'
  in_turn native O1 --disable-profiler CFLAGS='-O1 -g'
  in_turn native O3-lto --enable-profiler \
    AR=gcc-ar RANLIB=gcc-ranlib NM=gcc-nm \
    CFLAGS='-O3 -g -flto=auto -ffat-lto-objects' LDFLAGS='-O3 -flto=auto' \
    TEST_CFLAGS=-fno-lto TEST_LDFLAGS=-fno-lto
  if has clang clang; then
    in_turn native clang --disable-profiler CC=clang CXX=clang++
    in_turn native clang-O3 --enable-profiler CC=clang CXX=clang++ \
      CFLAGS='-O3 -g'
  fi
}

# The program and the library under a sanitizer.
sanitized () # DETECTOR FLAGS
{
  source_tree
  for cc in gcc clang; do
    echo 'int main (void) { return 0; }' >nested/try.c
    if $cc $2 nested/try.c -o nested/try 2>/dev/null && nested/try; then
      in_turn sanitized_by $1 "$2" $cc
    else say_skipped $1-$cc "$cc has no working $2"; fi
  done
}

sanitized_by () # DETECTOR FLAGS CC
{
  build $1-$3 --enable-werror --enable-profiler --disable-shared CC=$3 \
    CFLAGS="-O1 -g $2" CXXFLAGS="-O1 -g $2" LDFLAGS="$2"
  suites="$suites $programs" suites $1 $1-$3
}

# -fno-sanitize-recover: what is undefined ends the program.
ubsan ()
{
  UBSAN_OPTIONS=exitcode=66:print_stacktrace=1
  export UBSAN_OPTIONS
  sanitized ubsan '-fsanitize=undefined -fno-sanitize-recover=undefined'
}

asan ()
{
  ASAN_OPTIONS=exitcode=66:detect_stack_use_after_return=1
  export ASAN_OPTIONS
  sanitized asan '-fsanitize=address -fno-omit-frame-pointer'
}
