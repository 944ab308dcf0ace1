#!/bin/sh
# check-pages: the programs that manual pages and the manual show print what
# they should.
n=0
log=examples/pages.out
# What it prints is compared after FILTER: times vary.
runs () # NAME FILTER
{
  name=$1
  n=$((n + 1))
  $SYNCHEDMEM_TEST_RUNNER examples/$name >$log.raw 2>$log.errors
  status=$?
  $2 <$log.raw >$log
  $2 <$log.shown >$log.expected
  if test $status = 77; then
    echo "ok $n - $name # SKIP $(cat $log.errors)"
  elif test $status = 0 && cmp -s $log.expected $log && ! test -s $log.errors
  then
    echo "ok $n - $name"
  else
    { diff $log.expected $log; cat $log.errors; } | sed 's/^/# /'
    echo "not ok $n - $name ($status)"
  fi
  rm -f $log $log.raw $log.shown $log.expected $log.errors
}
seconds ()
{
  sed 's/[0-9.]* s$/0.000 s/'
}
# The form of a table, without its times, and without the words below it.
form ()
{
  sed -E -e '/^Imbalance/,/(%|anything)\.$/{ /^Imbalance/!d; }' \
    -e '/pairs$|^sum/!s/[0-9][0-9.]*/N/g' \
    -e 's/==*/=/' -e 's/--*/-/g' -e 's/   */  /g' -e 's/ *$//'
}
prints () # NAME, and what it prints on standard input; 77: it cannot here
{
  cat >$log.shown
  runs $1 seconds
}
tabulates () # NAME, and what it printed once
{
  cat >$log.shown
  runs $1 form
}

prints agree <<END
all agree on 3.500
END
prints aligned <<END
  0  1  4 of thread 0
  9 16 25 of thread 1
 36 49 64 of thread 2
END
if test "$enable_profiler" = yes; then
tabulates balance <<END
blocks: 558 2075 4678 8204 12739 pairs
COMPUTATION TIME TABLE
Total Runtime: 18.813 ms
======================================
Block        Thread 0     Thread 1
------------ ------------ ------------
0            0.857        3.529
1            0.916        3.534
2            0.870        2.561
3            0.924        2.584
4            1.080        2.993
5 (end)      0.001        0.002
======================================
Total Comp   4.648        15.203
Total Wait   10.402       2.422
Total Time   15.050       17.624
Comp Ratio%  30.9         86.3
Last         0            5
======================================
Imbalance: 1.532
Thread 1 costs the others 5.277 ms: it came last to 5 of the 5 meetings;
an even load in each cycle would save 5.277 of 18.813 ms, 28.1%.
dealt: 558 2075 4678 8204 12739 pairs
COMPUTATION TIME TABLE
Total Runtime: 14.795 ms
======================================
Block        Thread 0     Thread 1
------------ ------------ ------------
0            1.717        1.734
1            1.819        1.742
2            1.868        1.726
3            3.092        1.743
4            1.719        1.743
5 (end)      0.005        0.003
======================================
Total Comp   10.220       8.690
Total Wait   3.092        4.607
Total Time   13.312       13.297
Comp Ratio%  76.8         65.4
Last         2            3
======================================
Imbalance: 1.081
Thread 0 costs the others 0.110 ms: it came last to 2 of the 5 meetings;
an even load in each cycle would save 0.130 of 14.795 ms, 0.9%.
Processor time of who needed most, summed over the steps:
12.930 ms in blocks, 8.699 ms dealt
END
else
prints balance <<END
the library was built without the profiler
END
fi
if test "$have_glib_pools" = yes; then
prints glib <<END
round 1: 24
round 2: 48
END
fi
prints history <<END
thread 0: from 0 to 10
thread 1: from 1 to 20
thread 2: from 2 to 30
END
prints late <<END
missing: 0 2
thread 0: cycle 0, late, for at most 0.000 s
thread 1: cycle 0, waiting, for at most 0.000 s
thread 2: cycle 0, late, for at most 0.000 s
END
prints phases <<END
1 + 2 + ... + 12 = 78
END
prints pinned <<END
thread 0: on its processor
thread 1: on its processor
END
if test "$enable_profiler" = yes; then
tabulates profile <<END
COMPUTATION TIME TABLE
Total Runtime: 37.495 ms
======================================
Block        Thread 0     Thread 1
------------ ------------ ------------
0            3.504        7.244
1            3.349        7.144
2            3.465        6.738
3            3.652        6.606
4            4.687        6.528
5 (end)      0.002        0.010
======================================
Total Comp   18.659       34.270
Total Wait   15.712       0.054
Total Time   34.371       34.324
Comp Ratio%  54.3         99.8
Last         0            5
======================================
Imbalance: 1.295
Thread 1 costs the others 7.801 ms: it came last to 5 of the 5 meetings;
an even load in each cycle would save 7.801 of 37.495 ms, 20.8%.
END
else
prints profile <<END
the library was built without the profiler
END
fi
prints recovery <<END
thread 2 is late
attempt 1: the group is broken
attempt 2: everyone came
END
prints relay <<END
cycle 1: ann, bob, dan
cycle 2: ann, bob, dan
cycle 3: ann, cat, dan
cycle 4: ann, cat, dan
END
prints rod-barrier <<END
sum 241928.7, in the middle 92.33 82.48 68.40 52.56 38.49 28.63
END
prints rod-cycle <<END
sum 241928.7, in the middle 92.33 82.48 68.40 52.56 38.49 28.63
END
if test "$enable_profiler" = yes; then
tabulates rod-profile <<END
sum 241928.7, in the middle 92.33 82.48 68.40 52.56 38.49 28.63
thread 0 has 2000 of 4000 cells
COMPUTATION TIME TABLE
Total Runtime: 42.165 ms
======================================
Block        Thread 0     Thread 1
------------ ------------ ------------
0            0.018        0.021
1            4.703        0.922
2            4.711        0.938
3            4.706        0.888
4            4.667        0.898
5            4.718        0.905
6            4.709        0.910
7            4.762        0.923
8            4.732        0.964
9 (end)      0.148        0.061
======================================
Total Comp   37.874       7.430
Total Wait   0.272        30.689
Total Time   38.147       38.119
Comp Ratio%  99.3         19.5
Last         8            1
======================================
Imbalance: 1.672
Thread 0 costs the others 15.180 ms: it came last to 8 of the 9
meetings; an even load in each cycle would save 15.181 of 42.165 ms,
36.0%.
sum 241928.7, in the middle 92.33 82.48 68.40 52.56 38.49 28.63
thread 0 has 1196 of 4000 cells
COMPUTATION TIME TABLE
Total Runtime: 26.975 ms
======================================
Block        Thread 0     Thread 1
------------ ------------ ------------
0            0.011        0.039
1            2.859        2.923
2            2.807        2.823
3            2.927        2.923
4            2.809        2.844
5            2.807        2.828
6            2.733        2.763
7            2.796        2.828
8            2.766        2.804
9 (end)      0.043        0.030
======================================
Total Comp   22.558       22.806
Total Wait   0.319        0.060
Total Time   22.877       22.866
Comp Ratio%  98.6         99.7
Last         2            7
======================================
Imbalance: 1.005
Thread 1 costs the others 0.124 ms: it came last to 7 of the 9 meetings;
an even load in each cycle would save 0.126 of 26.975 ms, 0.5%.
END
else
prints rod-profile <<END
sum 241928.7, in the middle 92.33 82.48 68.40 52.56 38.49 28.63
thread 0 has 2000 of 4000 cells
the library was built without the profiler
END
fi
prints rod-serial <<END
sum 241928.7, in the middle 92.33 82.48 68.40 52.56 38.49 28.63
END
prints typed <<END
mass 6.0, centre 1.333
mass 6.0, centre 1.833
END
prints votes <<END
a 1 b 1 c 1 d 0
a 2 b 3 c 1 d 0
a 2 b 4 c 2 d 1
a 4 b 4 c 2 d 1
a 4 b 4 c 3 d 1
a 4 b 5 c 3 d 1
END
echo "1..$n"
