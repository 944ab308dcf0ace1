#!/bin/sh
# check-heat: the plate is as warm as it must be, its picture is one, and all
# is the same with any number of threads.
. "$srcdir/examples/checks.sh"
heat=examples/heat

# Four plates, each hot at another edge, add up to one of 100 degrees: in the
# middle each has a quarter.
for t in 1 2 3 7; do
  says "25 degrees in the middle, with $t threads" \
    ': 25\.00 degrees in the middle$' \
    $heat -t $t -n 31 -e 1e-6 -o $dir/$t.ppm
  grep -q '^the same as a serial run$' $log
  result $? "the same as a serial run, with $t threads"
  cmp $dir/1.ppm $dir/$t.ppm >$log 2>&1
  result $? "the same picture as with one thread, with $t threads"
done
says 'more threads than rows' '^the same as a serial run$' \
  $heat -t 9 -n 5 -e 1e-4
# One cell between an edge of 100 degrees and three of 0.
says 'a single cell' '^1 x 1 cells, 2 steps, 3 threads: 25\.00 degrees' \
  $heat -t 3 -n 1

printf 'P6\n31 31\n255\n' >$dir/header
head -c 13 $dir/2.ppm | cmp - $dir/header >$log 2>&1
result $? 'the picture has a header'
test $(wc -c <$dir/2.ppm) = $((13 + 3 * 31 * 31))
result $? 'the picture is whole'
# Along the middle, from the hot edge to the cold one, it gets darker.
od -An -v -tu1 -w93 -j13 $dir/2.ppm | awk '
  { light = $46 + $47 + $48; if (NR > 1 && light > before) bad = 1
    before = light; if (NR == 1) first = light }
  END { exit bad || NR != 31 || first < 500 || before > 50 }' >$log 2>&1
result $? 'the picture gets darker from above to below'
# The same in awk: it stops at the right step.
steps=$(awk 'BEGIN { n = 7
  for (x = 1; x <= n; x++) now[0, x] = 100
  do { most = 0; steps++
    for (y = 1; y <= n; y++) for (x = 1; x <= n; x++) {
      then[y, x] = (now[y - 1, x] + now[y + 1, x] + now[y, x - 1] \
                     + now[y, x + 1]) / 4
      d = then[y, x] - now[y, x]; if (d < 0) d = -d
      if (d > most) most = d }
    for (i in then) now[i] = then[i]
  } while (most > 0.01)
  print steps }')
says 'it stops when nothing changes by more than the residual' \
  ", $steps steps, 3 threads" $heat -t 3 -n 7 -e 0.01

refuses 'a picture that cannot be written' 'No such file' \
  $heat -n 5 -o $dir/none/picture.ppm
echo "1..$n"
