# tally.sh: how tests are counted, by dev and by the checks that run some.
#
# What is skipped is named, and counted.  A check with tests of its own says
# each of them, and notes it in the file $tally; with say_total it says what
# that file, or a log of automake's, holds; dev adds up what the checks said.

say_tested () # PASS|FAIL WHAT
{
  echo "# $1: 1 $2" >>"$tally"
  test "$1" = PASS || set -- "$1" "FAIL: $2"
  echo "$target: $2"
}

say_skipped () # WHAT WHY
{
  echo "SKIP: $1: $2"
}

# What is named as skipped in FILE, by automake, a check, or TAP.
skips () # FILE
{
  grep -E '^(SKIP: |ok .*# SKIP)' "$1"
}

# Print how many passed, were skipped, and failed, as FILE says: a log, or what
# a check said.  A log of automake's begins with the numbers; what it names as
# skipped is in them.
total () # FILE
{
  test -s "$1" ||
    { echo "FAIL: $1 is missing or empty" >&2; echo 0 0 1; return; }
  awk '/^# (PASS|SKIP|FAIL|ERROR|XPASS): / { n[$2] += $3; counted = 1 }
    !counted && /^(check-[a-z]+: )?SKIP: / { n["SKIP:"]++ }
    / passed, [0-9]+ skipped, [0-9]+ failed$/ {
      n["PASS:"] += $(NF - 5); n["SKIP:"] += $(NF - 3); n["FAIL:"] += $(NF - 1)
    }
    END { print n["PASS:"] + 0, n["SKIP:"] + 0,
                n["FAIL:"] + n["ERROR:"] + n["XPASS:"] }' "$1"
}

# It ends as the tests did; where no test is counted, that is a failure.
say_total () # LABEL FILE
{
  set -- "$1" $(total "$2")
  test "$2$3$4" != 000 || set -- "$1" 0 0 1
  echo "$target: $1: $2 passed, $3 skipped, $4 failed"
  test "$4" = 0
}
