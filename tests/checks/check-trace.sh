#!/bin/sh
# check-trace: traces are JSON whose slices fill their tracks without gaps, and
# whatever is written is the same where numbers have a decimal comma.
. "$srcdir/tests/checks/checks.sh"

# Nanoseconds as integers: fractions of microseconds are not exact.  Each track
# has one name; each slice begins where the one before it ended; each meeting
# is where a slice of its track ended.
cat >$dir/nests.jq <<'END'
def ns: . * 1000 | round;
.traceEvents
| map (select (.ph == "X")) as $slices
| map (select (.ph == "i")) as $meetings
| map (select (.ph == "M" and .name == "thread_name")) as $names
| ($slices | group_by (.tid)) as $tracks
| ($tracks | length > 0) and ($names | length >= ($tracks | length))
  and ([$names[].tid] | unique | length) == ($names | length)
  and ($names | all (.args.name == "Thread \(.tid - 1)"))
  and ($tracks | all (sort_by ((.ts | ns), (.dur | ns)) as $track
    | [range (1; $track | length) | $track[.].ts == null
       or ($track[. - 1] | (.ts | ns) + (.dur | ns)) == ($track[.].ts | ns)]
    | all))
  and ($meetings | length) == $count
  and ($meetings | all (. as $meeting | .s == "p"
    and ($slices | any (.tid == $meeting.tid and .name == "compute"
      and .args.cycle == $meeting.args.cycle
      and (.ts | ns) + (.dur | ns) == ($meeting.ts | ns)))))
END
for trace in 'load 7' 'dropped 3' 'absent 0' '3 50 50' '1 20 0'; do
  arguments=${trace% *} count=${trace##* }
  what="trace of $arguments: slices join, $count meetings"
  if command -v jq >/dev/null; then
    $SYNCHEDMEM_TEST_RUNNER tests/timing/write-snapshot $arguments json \
      >$dir/trace.json 2>$log &&
      jq -e --argjson count $count -f $dir/nests.jq $dir/trace.json \
        >$log 2>&1
    result $? "$what"
  else
    skip "$what" 'there is no jq'
  fi
done

# A locale of our own, where the system has the sources of one.
what='the same in a locale with a decimal comma'
if localedef -i de_DE -f UTF-8 "$PWD/$dir/de_DE.UTF-8" >/dev/null 2>&1 &&
   LOCPATH=$PWD/$dir LC_ALL=de_DE.UTF-8 \
     $SYNCHEDMEM_TEST_RUNNER tests/timing/write-snapshot - | grep -q 0,5
then
  : >$log
  for name in load dropped absent many; do
    for form in txt csv svg json; do
      LC_ALL=C $SYNCHEDMEM_TEST_RUNNER tests/timing/write-snapshot $name $form >$dir/point
      LOCPATH=$PWD/$dir LC_ALL=de_DE.UTF-8 \
        $SYNCHEDMEM_TEST_RUNNER tests/timing/write-snapshot $name $form >$dir/comma
      test -s $dir/point || echo "$name $form: nothing" >>$log
      diff $dir/point $dir/comma >>$log
    done
  done
  # How long ago the group was created may differ.
  LOCPATH=$PWD/$dir LC_ALL=de_DE.UTF-8 \
    $SYNCHEDMEM_TEST_RUNNER tests/timing/write-snapshot dump >$dir/comma
  grep -qE '^thread 0: cycle 0, detached, for [0-9]+\.[0-9]{3} s$' $dir/comma ||
    cat $dir/comma >>$log
  nothing_wrong "$what"
else
  skip "$what" 'none can be made: localedef, or its sources, are missing'
fi
echo "1..$n"
