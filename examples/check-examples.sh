#!/bin/sh
# check-examples: the small examples say what is known of them.
. "$srcdir/examples/checks.sh"

says 'hello: thread 1 hears all' '^<1> hears <0> <1> <2>$' examples/hello


# The first and the last number of each thread, from another program.
says 'fibonacci: all are right' '^0 of 400 numbers are wrong$' \
  examples/fibonacci $dir/fibonacci.svg
if test "$enable_profiler" = yes; then
  grep -q '^Comp Ratio%  [0-9.]*  *[0-9.]*  *[0-9.]*  *[0-9.]*$' $log &&
    grep -q "^the picture is $dir/fibonacci.svg$" $log &&
    tail -n 1 $dir/fibonacci.svg | grep -q '^</svg>$'
  result $? 'fibonacci: table and picture'
fi
numbers () # WHICH NUMBER...
{
  which=$1; shift
  grep "^F(n+$which) " $log.fibonacci | tr -s ' ' >$log
  test "F(n+$which) $*" = "$(cat $log)"
  result $? "fibonacci: F(n+$which) of each thread"
}
cp $log $log.fibonacci
numbers 0 17639955447011872741 18440609749660056448 \
  16832714796964905509 14197223477820724411
numbers 99 12543122430890772073 863059018516373506 \
  8244462689882931881 5915310971826719541

# The largest eigenvalues are known.
if test "$have_openmp" = yes; then
  for t in 1 2 3 7; do
    says "openmp: the Hilbert matrix of side 3, with $t threads" \
      '^1\.4083189271 is' examples/openmp -n 3 -t $t
    says "openmp: the Hilbert matrix of side 10, with $t threads" \
      '^1\.7519196703 is' examples/openmp -n 10 -t $t
  done
else
  skip openmp 'it was not built: the compiler has no OpenMP'
fi
echo "1..$n"
