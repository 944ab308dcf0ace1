# checks.sh: what the checks of the examples share.  Read by check-NAME.sh,
# which runs in the build folder, and says how each went in TAP.  What they
# write is in $dir.
n=0
dir=examples/$(basename "$0" .sh).dir
log=$dir/log
rm -rf $dir
mkdir -p $dir || exit 99
result () # STATUS WHAT
{
  n=$((n + 1))
  if test "$1" = 0; then echo "ok $n - $2"; else
    awk '{ print "# " $0 }' $log # which always ends the last line
    echo "not ok $n - $2"
  fi
}
skip () # WHAT WHY
{
  n=$((n + 1))
  echo "ok $n - $1 # SKIP $2"
}
says () # WHAT PATTERN COMMAND...: succeeds, and says PATTERN.
{
  what=$1 pattern=$2; shift 2
  $SYNCHEDMEM_TEST_RUNNER "$@" >$log 2>&1 && grep -qE -e "$pattern" $log
  result $? "$what"
}
refuses () # WHAT PATTERN COMMAND...: exits with 1, and says PATTERN.
{
  what=$1 pattern=$2; shift 2
  $SYNCHEDMEM_TEST_RUNNER "$@" >$log 2>&1
  test $? = 1 && grep -qE -e "$pattern" $log
  result $? "$what"
}
