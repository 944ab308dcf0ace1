#!/bin/sh
# check-kmeans: the known clusters of Fisher's irises, with any number of
# threads; and what is no table is refused.
. "$srcdir/examples/checks.sh"
kmeans=examples/kmeans
iris=$srcdir/examples/data/iris.csv

for t in 1 2 3 7 200; do
  says "the same as a serial run, with $t threads" \
    '^the same as a serial run$' $kmeans -t $t "$iris"
  grep points.around $log >$dir/now
  test $t = 1 && cp $dir/now $dir/one
  cmp $dir/one $dir/now >$log 2>&1
  result $? "the same as with one thread, with $t threads"
done
# The best three clusters, as the literature has them.
for cluster in '50 points around 5\.006000 3\.428000 1\.462000 0\.246000' \
  '62 points around 5\.901613 2\.748387 4\.393548 1\.433871' \
  '38 points around 6\.850000 3\.073684 5\.742105 2\.071053'
do
  says "a known cluster: ${cluster%% *} irises" "^$cluster\$" \
    $kmeans -t 3 "$iris"
done
says 'it stops when no point moved, not before' '^150 points, 4 rounds, ' \
  $kmeans -t 3 "$iris"
says 'one cluster is the mean' \
  '^150 points around 5\.843333 3\.057333 3\.758000 1\.199333$' \
  $kmeans -t 3 -k 1 "$iris"
printf '1,2\n\n# two\n  -3e0 , 0.5\r\n7,8' >$dir/three.csv
says 'blanks, comments, and no end of line' '^1 points around -3.0* 0\.50*$' \
  $kmeans -t 2 -k 3 $dir/three.csv

bad () # WHAT TEXT LINE MESSAGE
{
  printf "$2" >$dir/bad.csv
  refuses "$1" "bad\.csv:$3: $4" $kmeans $dir/bad.csv
}
bad 'an empty file' '' 1 'there is no line of numbers'
bad 'only comments' '# one\n\n' 3 'there is no line of numbers'
bad 'a word' '1,2\n3,x\n' 2 'expected a number'
bad 'an empty field' '1,2\n# three\n3,\n' 3 'expected a number'
bad 'an empty field before' ',2\n' 1 'expected a number'
bad 'another separator' '1,2\n3;4\n' 2 "expected a ','"
bad 'a word behind' '1,2x\n' 1 "expected a ','"
bad 'too many' '1,2\n3,4,5\n' 2 'more numbers'
bad 'too few' '1,2\n3\n' 2 'fewer numbers'
bad 'a huge number' '1,2\n3,1e7\n' 2 'a number is not between'
bad 'infinity' 'inf,2\n' 1 'a number is not between'
bad 'not a number' '1,nan\n' 1 'a number is not between'
awk 'BEGIN { for (i = 0; i < 3000; i++) printf "1," }' >$dir/long.csv
refuses 'a long line' 'long\.csv:1: the line is too long' $kmeans $dir/long.csv
printf '1,2\n3,4\n' >$dir/bad.csv
refuses 'fewer points than clusters' 'fewer points' $kmeans $dir/bad.csv
refuses 'no such file' 'none.csv: No such file' $kmeans $dir/none.csv
refuses 'a folder' 'examples' $kmeans examples
echo "1..$n"
