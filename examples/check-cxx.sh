#!/bin/sh
# check-cxx: the C++ example sorts as sort does.
. "$srcdir/examples/checks.sh"
if test "$have_cxx" != yes; then
  skip cxx 'it was not built: there is no C++ compiler'
  echo "1..$n"
  exit
fi
sorts () # WHAT FILE: with some numbers of threads
{
  sort -n "$2" >$dir/right
  for t in 1 2 3 7; do
    $SYNCHEDMEM_TEST_RUNNER examples/cxx $t <"$2" >$dir/now 2>$log &&
      cmp $dir/right $dir/now >$log 2>&1
    result $? "$1, with $t threads"
  done
}
# The petals' lengths in millimetres, and a sequence that looks random.
grep -v '^#' "$srcdir/examples/data/iris.csv" | cut -d, -f3 | tr -d . \
  >$dir/petals
awk 'BEGIN { x = 1; for (i = 0; i < 10000; i++) {
  x = x * 16807 % 2147483647; print x - 1000000000 } }' >$dir/random
sort -rn $dir/random >$dir/backwards
printf '9223372036854775807\n-9223372036854775808\n0\n' >$dir/limits
: >$dir/nothing
for file in petals random backwards limits nothing; do
  sorts $file $dir/$file
done

bad () # WHAT TEXT LINE
{
  printf "$2" >$dir/bad
  refuses "$1" "standard input:$3: not a whole number" \
    examples/cxx 2 <$dir/bad
}
bad 'a word' '1\ntwo\n' 2
bad 'an empty line' '1\n2\n\n4\n' 3
bad 'a fraction' '1.5\n' 1
bad 'too large' '1\n9223372036854775808\n' 2
refuses 'no thread' 'usage' examples/cxx 0 </dev/null
echo "1..$n"
