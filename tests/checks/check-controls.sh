#!/bin/sh
# check-controls: what is wrong on purpose in control.c is reported by the
# detector that SYNCHEDMEM_TEST_DETECTOR names, and what is right is not.  A
# detector that reports nothing proves nothing until it has reported
# something.
detector=${SYNCHEDMEM_TEST_DETECTOR-none}
races='late-write no-meeting read-before write-into-view'
case $detector in
  none) wrong= ;;
  memcheck | asan) wrong=use-after-destroy ;;
  ubsan) wrong=overflow ;;
  *) wrong=$races ;;
esac

set -- $wrong
echo "1..$(($# + 1))"
n=1
run ()
{
  # A detector's reports end with 66.
  timeout 300 $SYNCHEDMEM_TEST_RUNNER tests/checks/control $1 \
    >tests/$1.out 2>&1
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
for fault; do
  n=$((n + 1))
  run $fault
  if test $status = 66; then
    echo "ok $n - $detector reports $fault"
  else
    echo "not ok $n - $detector reports $fault ($status)"
  fi
done
