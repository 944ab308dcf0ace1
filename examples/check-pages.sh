#!/bin/sh
# check-pages: the programs that manual pages show print what they should.
n=0
log=examples/pages.out
prints () # NAME, and what it prints on standard input; 77: it cannot here
{
  name=$1
  n=$((n + 1))
  cat >$log.expected
  $SYNCHEDMEM_TEST_RUNNER examples/$name >$log.raw 2>$log.errors
  status=$?
  # Times vary.
  sed 's/[0-9.]* s$/0.000 s/' $log.raw >$log
  if test $status = 77; then
    echo "ok $n - $name # SKIP $(cat $log.errors)"
  elif test $status = 0 && cmp -s $log.expected $log && ! test -s $log.errors
  then
    echo "ok $n - $name"
  else
    { diff $log.expected $log; cat $log.errors; } | sed 's/^/# /'
    echo "not ok $n - $name ($status)"
  fi
  rm -f $log $log.raw $log.expected $log.errors
}

prints agree <<END
all agree on 3.500
END
prints aligned <<END
  0  1  4 of thread 0
  9 16 25 of thread 1
 36 49 64 of thread 2
END
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
prints profile <<END
the library was built without the profiler
END
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
