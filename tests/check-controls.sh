#!/bin/sh
# check-controls: the programs that are wrong on purpose are reported by the
# detector that SYNCHEDMEM_TEST_DETECTOR names, and the right one is not.  A
# detector that reports nothing proves nothing until it has reported
# something.
detector=${SYNCHEDMEM_TEST_DETECTOR-none}
races='wrong-late-write wrong-no-meeting wrong-read-before wrong-write-into-view'
case $detector in
  none) wrong= ;;
  memcheck | asan) wrong=wrong-use-after-destroy ;;
  ubsan) wrong=wrong-overflow ;;
  *) wrong=$races ;;
esac

set -- $wrong
echo "1..$(($# + 1))"
n=1
run ()
{
  # A detector's reports end with 66.
  timeout 300 $SYNCHEDMEM_TEST_RUNNER tests/$1 >tests/$1.out 2>&1
  status=$?
  rm -f tests/$1.out.last && mv tests/$1.out tests/$1.out.last
}
run right
if test $status = 0; then
  echo "ok $n - $detector says nothing of the right program"
else
  sed 's/^/# /' tests/right.out.last
  echo "not ok $n - $detector says nothing of the right program ($status)"
fi
for program; do
  n=$((n + 1))
  run $program
  if test $status = 66; then
    echo "ok $n - $detector reports $program"
  else
    echo "not ok $n - $detector reports $program ($status)"
  fi
done
