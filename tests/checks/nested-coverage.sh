# nested-coverage.sh: which lines and branches of src/ the suites reach.  Read
# by nested-check.
#
# Two builds together have every file: the one has the profiler, the probes
# and the kernel's futexes, the other none of them.  They are not optimized, so
# that each line is its own.  The children of forks leave their counters by
# __gcov_dump ().  doc/reports/coverage.txt names with reasons the lines that the suites
# do not reach; of others this tells.
least_lines=97
least_branches=90

coverage_build () # NAME CONFIGURE-ARGUMENTS...
{
  flags='--coverage -fprofile-abs-path -fprofile-update=atomic'
  build "$@" CC=gcc --disable-shared --without-valgrind \
    CFLAGS="-O0 -g $flags" LDFLAGS="--coverage -Wl,-u,__gcov_dump"
  suites none $1
  SYNCHEDMEM_CLUSTER_SIZE=2 suites none $1 $1-clusters
}

coverage ()
{
  has coverage gcc gcovr jq || return
  configure_args=
  source_tree
  suites="$suites $programs"
  # Elsewhere there is the one system only.
  test -e /usr/include/linux/futex.h ||
    say_skipped "src/os, -linux.c" "this system has no futexes"
  coverage_build coverage --enable-profiler $(can_sdt)
  coverage_build coverage-posix --disable-profiler --with-os=posix
  root=$(cd nested/source && pwd)
  # Inline functions that stand on two lines, of which each build has one, are
  # more than gcovr 5 adds up; lines and branches are.
  for one in coverage coverage-posix; do
    gcovr --root "$root" --filter "$root/src/" --exclude-throw-branches \
      nested/$one --json nested/$one-functions.json 2>nested/gcovr.out ||
      { cat nested/gcovr.out; exit 1; }
    jq '.files[].functions = []' nested/$one-functions.json \
      >nested/$one.json || exit 1
  done
  set -- --root "$root" --exclude-throw-branches \
    -a nested/coverage.json -a nested/coverage-posix.json
  gcovr "$@" --txt -o nested/coverage-lines.txt &&
    gcovr "$@" --branches --txt -o nested/coverage-branches.txt &&
    gcovr "$@" --json-summary -o nested/coverage-summary.json &&
    gcovr "$@" --json -o nested/coverage-all.json || exit 1
  cat nested/coverage-lines.txt nested/coverage-branches.txt
  jq -r '.files[] | .file as $file | .lines[]
         | select (.count == 0 and (."gcovr/noncode" | not))
         | "\($file):\(.line_number)"' nested/coverage-all.json |
    while IFS=: read -r file line; do
      text=$(sed -n "${line}s/^ *//p" "$root/$file")
      listed='not in doc/reports/coverage.txt: '
      ! grep -qF "$file: $text" "$srcdir/doc/reports/coverage.txt" || listed=
      echo "$listed$file:$line: $text"
    done >nested/uncovered.txt
  echo "lines that are not reached:"
  cat nested/uncovered.txt
  tally=nested/enough.log; : >$tally
  for kind in line branch; do
    least=$least_lines
    test $kind = line || least=$least_branches
    now=$(jq ".${kind}_percent" nested/coverage-summary.json)
    verdict=FAIL
    ! awk "BEGIN { exit !($now >= $least) }" || verdict=PASS
    say_tested $verdict "$kind coverage: $now %, at least $least %"
  done
  say_total enough $tally || failed=1
}
