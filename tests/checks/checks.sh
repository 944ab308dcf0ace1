# checks.sh: what the checks share.  Read by check-NAME.sh of tests/ and
# examples/, which runs in the build folder, and says how each went in TAP.
# What they write is in $dir.
n=0
case $0 in
  */examples/*) dir=examples ;;
  *) dir=tests ;;
esac
dir=$dir/$(basename "$0" .sh | sed 's/^check-//').dir
log=$dir/log # or several files: what went wrong
rm -rf $dir
mkdir -p $dir || exit 99
: >$log
result () # STATUS WHAT
{
  n=$((n + 1))
  if test "$1" = 0; then echo "ok $n - $2"; else
    awk '{ print "# " $0 }' $log # which always ends the last line
    echo "not ok $n - $2"
  fi
}
nothing_wrong () # WHAT: what is wrong is in $log, a line each
{
  test ! -s $log
  result $? "$1"
  : >$log
}
skip () # WHAT WHY
{
  n=$((n + 1))
  echo "ok $n - $1 # SKIP $2"
}
