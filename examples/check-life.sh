#!/bin/sh
# check-life: the Game of Life does what is known of its patterns.
. "$srcdir/examples/checks.sh"
life=examples/life
patterns=$srcdir/examples/patterns

# A gun of 36 cells sends out a glider of 5 each 30 generations.
for t in 1 2 3 7; do
  says "life: the gun has fired 4 times, with $t threads" ': 36 alive, then 56$' \
    $life -t $t -g 120 -m 40 $patterns/gosper-gun.rle
  says "life: the same as a serial run, with $t threads" '^the same as a serial run$' \
    $life -t $t -g 50 $patterns/r-pentomino.rle
done
says 'life: die hard has 130 generations' 'then 0$' \
  $life -g 130 -m 30 $patterns/diehard.rle
says 'life: a generation less' 'then [1-9]' \
  $life -g 129 -m 30 $patterns/diehard.rle
says 'life: the R-pentomino leaves 116 cells' 'then 116$' \
  $life -t 4 -g 1103 -m 300 $patterns/r-pentomino.rle
says 'life: the pulsar has period 3' ': 48 alive, then 48$' \
  $life -g 3 $patterns/pulsar.rle
says 'life: more threads than rows' '^the same as a serial run$' \
  $life -t 20 -m 1 -g 8 $patterns/glider.rle

bad ()
{
  printf "$2" >$dir/bad.rle
  refuses "life: $1" "bad.rle:$3: $4" $life $dir/bad.rle
}
bad 'an empty file' '' 1 'there is no pattern'
bad 'only comments' '#C nothing\n#C more\n' 3 'there is no pattern'
bad 'no header' 'bob$2bo$3o!\n' 1 'expected a header'
bad 'no size' 'x = 0, y = 3\n!' 1 'a side is not between'
bad 'a huge size' 'x = 3, y = 99999999999999999999\n!' 1 'a side is not between'
bad 'a negative size' 'x = -3, y = 3\n!' 1 'a side is not between'
bad 'another rule' 'x = 3, y = 3, rule = B36/S23\nbo!' 1 "the rule is not Conway"
bad 'a letter' '#C\nx = 3, y = 3\nbob$\n2bx$3o!\n' 4 'expected a number'
bad 'no end' 'x = 3, y = 3\nbob$2bo$3o\n' 3 "the pattern ends without a '!'"
bad 'a long row' 'x = 3, y = 3\nbob$2bo$\n3o2b!\n' 3 'a row is longer'
bad 'many rows' 'x = 3, y = 3\nbob$2bo$3o$\n\no!\n' 4 'more rows'
bad 'a long run' 'x = 3, y = 3\n99999999999999999999b!\n' 2 'a run is longer'
refuses 'life: no such file' 'No such file' $life examples/none.rle
echo "1..$n"
