# nested-analyzers.sh: what reads the library and the examples without
# running them.  Read by nested-check.
#
# Each analyzer sees all of src/, both systems', with the profiler and
# without.  What one of them is wrong about is answered where it is: by a
# comment in the source with the reason, or in .clang-tidy.

# Warnings of the analyzers, one after the other; and how each went.
analyzed () # WHAT COMMAND...
{
  what=$1; shift
  if "$@" >nested/analyzed.out 2>&1; then
    echo "ok - $what"
    good=$((good + 1))
  else
    echo "not ok - $what"
    sed 's/^/# /' nested/analyzed.out
    bad=$((bad + 1))
  fi
}

sources="$srcdir/src/*.c $srcdir/examples/*.c"

gcc_analyzer () # FLAG...
{
  status=0
  for source in $sources; do
    gcc -std=gnu11 -O2 -DHAVE_CONFIG_H "$@" $openmp -Wall -Wextra -Werror \
      -fanalyzer -c "$source" -o nested/analyzed.o || status=1
  done
  return $status
}

tidy () # FLAG...
{
  clang-tidy --quiet $sources -- -std=gnu11 -DHAVE_CONFIG_H "$@"
}

check_cpp () # FLAG...
{
  # Its own idea of a limit is no finding; what is unused here may be used
  # by programs.
  cppcheck -q --std=c11 --enable=warning,portability,performance \
    --inline-suppr --suppress=missingIncludeSystem --suppress=toomanyconfigs \
    --error-exitcode=1 -DHAVE_CONFIG_H "$@" $sources
}

scan () # CONFIGURE-ARGUMENT...
{
  rm -rf nested/scan nested/scan-results && mkdir nested/scan || return 1
  (cd nested/scan &&
   scan-build -o ../scan-results ../source/configure -q "$@" &&
   scan-build -o ../scan-results --status-bugs \
     $MAKE -s -j2 all $(cd ../source && echo examples/*.c | sed 's/\.c\>/.o/g'))
}

analyzers ()
{
  good=0 bad=0 openmp=-fopenmp
  echo 'int main (void) { return 0; }' >nested/try.c
  gcc $openmp nested/try.c -o nested/try 2>/dev/null || openmp=
  {
    for profiler in 0 1; do
      with="without the profiler"
      option=--disable-profiler
      set -- -I. -I"$srcdir" -I"$srcdir/include" -I"$srcdir/src"
      if test $profiler = 1; then
        with="with the profiler"
        option=--enable-profiler
        set -- "$@" -DSM_PROFILER=1
      fi
      if gcc -fanalyzer -c nested/try.c -o nested/analyzed.o 2>/dev/null
      then analyzed "gcc -fanalyzer, $with" gcc_analyzer "$@"; fi
      if command -v clang-tidy >/dev/null
      then analyzed "clang-tidy, $with" tidy "$@"; fi
      if command -v cppcheck >/dev/null
      then analyzed "cppcheck, $with" check_cpp "$@"; fi
      if command -v scan-build >/dev/null; then
        source_tree
        analyzed "scan-build, $with" scan $configure_args $option
      fi
    done
    echo "# PASS: $good"
    echo "# FAIL: $bad"
  } >nested/analyzers.log
  gcc -fanalyzer -c nested/try.c -o nested/analyzed.o 2>/dev/null ||
    echo "$target: left out: gcc -fanalyzer, which this gcc has not"
  for tool in clang-tidy cppcheck scan-build; do
    command -v $tool >/dev/null ||
      echo "$target: left out: $tool, which is not installed"
  done
  test $((good + bad)) != 0 || cannot "there is no analyzer"
  cat nested/analyzers.log
  test $bad = 0 || failed=1
  echo "$target: analyzers: $good passed, $bad failed"
}
