#!/bin/sh
# check-bench: synchedmem-bench measures all rows, says them as text and as
# JSON, and refuses what it does not understand.  What the numbers are, is not
# looked at.
. "$srcdir/tests/checks/checks.sh"
log="$dir/out $dir/err"
bench=bench/synchedmem-bench
run () # STATUS COMMAND...: what it says is in $dir/out and $dir/err
{
  expected=$1; shift
  "$@" >$dir/out 2>$dir/err
  status=$?
  test $status = $expected || echo "ended with $status" >>$dir/err
  test $status = $expected
}
silent ()
{
  test ! -s $dir/err
}

# ---- the result

run 0 $bench --time=1 && silent &&
  head -n 1 $dir/out | grep -q "^synchedmem-bench $PACKAGE_VERSION: " &&
  grep -q '^1 thread .*[0-9]' $dir/out &&
  grep -qE '^[0-9]+ on [0-9]+ busy cores? .*[0-9]' $dir/out
result $? 'text has rows, and nothing is on stderr that is no terminal'
tail -n 1 $dir/out | grep -qE \
  "^Here a meeting costs [0-9.]+ us with [0-9]+ threads .* (less|more|much) .*pthread_barrier's.* one that is 5 ms late .* %\.\$"
result $? 'the last line is a sentence'
sed -n '/limit/,/^%/p' $dir/out | sed '1d;$d' | sed 's/   .*//' >$dir/rows.text

if command -v jq >/dev/null; then
  run 0 $bench --json --time=1 && silent && jq . $dir/out >/dev/null
  result $? '--json is JSON'
  jq -r '.rows[].regime' $dir/out | diff - $dir/rows.text >$dir/err &&
    test -s $dir/rows.text
  result $? 'JSON and text have the same rows'
  test "$(jq '[.rows[] | (.synchedmem, .pthread_barrier) |
        select (.wall_ns > 0 and .cpu_ns >= 0)] | length
        == 2 * ($all | length)' --argjson all "$(jq .rows $dir/out)" \
        $dir/out)" = true
  result $? 'every row was measured'
  jq -e --arg version "$PACKAGE_VERSION" '.version == $version and
    .machine.processors_usable > 0 and .machine.forced_switch_ns > 0 and
    .segment_bytes == 64 and (.sentence | test ("^Here a meeting .*[.]$")) and
    .environment.SYNCHEDMEM_WAIT_POLICY == null' $dir/out >/dev/null 2>$dir/err
  result $? 'the machine, the version and the sentence are there'
  run 0 env SYNCHEDMEM_WAIT_POLICY='pass"ive\' SYNCHEDMEM_SPIN_NS=7 \
    $bench -jt .2
  jq -e '.environment == {SYNCHEDMEM_WAIT_POLICY: "pass\"ive\\",
    SYNCHEDMEM_SPIN_NS: "7"}' $dir/out >/dev/null 2>>$dir/err
  result $? 'the environment is told, whatever is in it'
else
  for what in JSON 'same rows' measured machine environment; do
    skip "$what" 'there is no jq'
  done
fi

# ---- fewer processors, and such as nobody can be pinned to

if taskset -c 0 true 2>/dev/null; then
  run 0 taskset -c 0 $bench -t .5 && grep -q '1 usable processor,' $dir/out &&
    grep -q '^8 on 1 core ' $dir/out && grep -q '^2, one 5 ms late' $dir/out &&
    ! grep -qE 'a core each|pinned|cache line' $dir/out
  result $? 'with one processor, rows that need two are left out'
else
  skip 'with one processor' 'there is no taskset'
fi

cat >$dir/no-pin.c <<'END'
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
int
sched_setaffinity (pid_t pid, size_t size, const cpu_set_t *set)
{
  (void) pid, (void) size, (void) set;
  errno = EPERM;
  return -1;
}
END
if $CC -shared -fPIC $dir/no-pin.c -o $dir/no-pin.so 2>$dir/err; then
  run 0 env LD_PRELOAD=$PWD/$dir/no-pin.so $bench -t .5 &&
    grep -q '^Threads cannot be pinned' $dir/out &&
    grep -q '^1 thread .*[0-9]' $dir/out &&
    ! grep -qE ', pinned|cache line' $dir/out
  result $? 'where threads cannot be pinned, those rows are left out'
else
  skip 'where threads cannot be pinned' 'no shared object can be built'
fi

# The address space ends before the threads of the largest rows do.
(ulimit -v 100000 && ulimit -s 8192 && run 1 $bench -t .5) &&
  grep -q 'cannot run' $dir/err && grep -q '^1 thread .*[0-9]' $dir/out &&
  tail -n 1 $dir/out | grep -q '^Here '
result $? 'a row that cannot be run is an error, and loses no other'

# ---- arguments

run 0 $bench --help && silent && grep -q '^Usage: synchedmem-bench' $dir/out &&
  test "$(grep -coE -e '--(json|time=|help|version) ?' $dir/out)" = 4
result $? '--help names all options'
run 0 $bench --version && silent &&
  test "$(head -n 1 $dir/out)" = \
    "synchedmem-bench (libsynchedmem) $PACKAGE_VERSION" &&
  grep -q '^Copyright' $dir/out
result $? '--version is as GNU'\''s'
bad=0
for arguments in --unknown -x --time --time= --time=0 --time=-1 --time=nan \
  --time=3601 --time=1s --json=yes more; do
  run 2 $bench $arguments && test ! -s $dir/out &&
    grep -q "Try 'synchedmem-bench --help'" $dir/err || bad="$bad $arguments"
done
test "$bad" = 0
result $? "wrong arguments are refused${bad#0}"

# ---- a result that cannot be written

if test -w /dev/full; then
  for arguments in --help --version '-t .2' '-t .2 --json'; do
    "$bench" $arguments >/dev/full 2>$dir/err
    # What is longer than a buffer fails before the end, where nobody asks why.
    test $? = 1 &&
      grep -qE 'cannot write: (No space|an earlier error)' $dir/err
    result $? "$arguments: a full disk is an error"
  done
else
  skip 'a full disk' 'there is no /dev/full'
fi
"$bench" --help >&- 2>$dir/err
test $? = 1 && grep -q 'cannot write' $dir/err
result $? 'so is a closed stdout'
echo "1..$n"
