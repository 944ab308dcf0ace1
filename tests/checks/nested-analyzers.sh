# nested-analyzers.sh: what reads the library and the examples without
# running them.  Read by nested-check.
#
# Two builds together have every file: the one has the profiler, the probes
# and the kernel's futexes, the other none of them.  What an analyzer is wrong
# about is answered where it is, by a comment with the reason; what is not
# looked for at all, with reasons in .clang-tidy and below.

# The objects of build NAME: what is installed, and the examples.
objects () # NAME COMMAND...
{
  folder=nested/$1; shift
  "$@" $MAKE -s -k -j2 -C $folder src/libsynchedmem.la \
    $(cd "$srcdir" && grep -l '^main (' examples/*.c | grep -v openmp.c |
      sed 's/\.c$//')
}

configured () # NAME CONFIGURE-ARGUMENTS...
{
  folder=nested/$1; shift
  rm -rf $folder && mkdir $folder || exit 1
  (cd $folder && ../source/configure -q --enable-werror --disable-shared "$@") \
    >nested/configure.out 2>&1 || { cat nested/configure.out; exit 1; }
}

# How one analyzer went, and what it said.
analyzed () # WHAT COMMAND...
{
  what=$1; shift
  if "$@" >nested/analyzed.out 2>&1
  then say_tested PASS "$what"
  else say_tested FAIL "$what"; cat nested/analyzed.out; fi
}

# The commands of the last build of NAME, as clang and cppcheck read them.
commands () # NAME
{
  jq 'map (select (.arguments | index ("-c")) | .arguments -= ["-fanalyzer"])' \
    nested/$1.json \
    >nested/$1/compile_commands.json
}

tidy () # NAME
{
  clang-tidy --quiet -p nested/$1 \
    $(jq -r '.[].file' nested/$1/compile_commands.json | sort -u)
}

# For cppcheck, what is used by programs alone is unused, and a NULL that is
# asked for after it was used in another place is a style; neither is asked.
check_cpp () # NAME
{
  cppcheck -q --std=c11 --enable=warning,portability,performance \
    --inline-suppr --suppress=missingIncludeSystem --error-exitcode=1 \
    --project=nested/$1/compile_commands.json
}

scan () # NAME CONFIGURE-ARGUMENTS...
{
  rm -rf nested/$1-results
  name=$1; shift
  rm -rf nested/$name && mkdir nested/$name || return 1
  (cd nested/$name &&
   scan-build -o ../$name-results ../source/configure -q --disable-shared "$@") &&
    objects $name scan-build -o nested/$name-results --status-bugs
}

analyze () # NAME CONFIGURE-ARGUMENTS...
{
  name=$1; shift
  with="$*"
  if test -n "$gcc_analyzes"; then
    configured $name CC=gcc CFLAGS='-O2 -g -fanalyzer' "$@"
    analyzed "gcc -fanalyzer, $with" \
      objects $name ${bear:+bear --output nested/$name.json --}
  elif test -n "$bear"; then
    configured $name "$@"
    objects $name bear --output nested/$name.json -- >/dev/null 2>&1
  fi
  if test -n "$bear"; then
    commands $name
    if command -v clang-tidy >/dev/null
    then analyzed "clang-tidy, $with" tidy $name; fi
    if command -v cppcheck >/dev/null
    then analyzed "cppcheck, $with" check_cpp $name; fi
  fi
  if command -v scan-build >/dev/null
  then analyzed "scan-build, $with" scan $name-scan "$@"; fi
}

analyzers ()
{
  bear= gcc_analyzes=
  tally=nested/analyzers.log; : >$tally
  ! has "clang-tidy, cppcheck" bear jq || bear=yes
  for tool in clang-tidy cppcheck scan-build; do has $tool $tool; done
  echo 'int main (void) { return 0; }' >nested/try.c
  gcc -fanalyzer -c nested/try.c -o nested/try.o 2>/dev/null &&
    gcc_analyzes=yes || say_skipped "gcc -fanalyzer" "this gcc has none"
  source_tree
  analyze analyzed --enable-profiler $(can_sdt)
  analyze analyzed-posix --disable-profiler --with-os=posix
  say_total analyzers $tally || failed=1
}
