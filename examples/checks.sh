# checks.sh: what the checks of the examples share.
. "$srcdir/tests/checks/checks.sh"
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
