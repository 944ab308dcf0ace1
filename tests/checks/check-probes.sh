#!/bin/sh
# check-probes: with --enable-sdt, the probes stand in the file's notes with
# their arguments, and gdb sees them fire with what the manual page says;
# without, there are none.
. "$srcdir/tests/checks/checks.sh"
end ()
{
  echo "1..$n"
  exit 0
}

# What is loaded: the shared library, or a program with the static one.
file=$(ls src/.libs/libsynchedmem.so 2>/dev/null || echo tests/checks/probed)
if ! $READELF -n $file >$dir/notes 2>$log; then
  echo "1..0 # SKIP $READELF cannot read $file"
  exit 0
fi
# A line each: name, and the sizes of the arguments.
awk '/Provider:/ { provider = $2 } /Name:/ { name = $2 }
  /Arguments:/ && provider == "synchedmem" {
    line = name
    for (i = 2; i <= NF; i++) {
      # Operands like -4@16(%rsp), whose insides may have a space.
      if (match ($i, /^-?[0-9]+@/)) line = line " " substr ($i, 1, RLENGTH - 1)
    }
    print line }' $dir/notes | sort >$dir/probes

if test "$enable_sdt" != yes; then
  cp $dir/notes $log
  ! grep -q stapsdt $dir/notes
  result $? 'without --enable-sdt there are no probes'
  end
fi

cp $dir/notes $log
cat >$dir/expected <<'END'
abort 8 -4 8 -4
arrive 8 4 8
park 8 4 8
release 8 4 8
wake 8 4 8
END
diff $dir/expected $dir/probes >>$log
result $? 'the notes have each probe once, with its arguments'

if ! gdb -batch -ex run -ex 'print $_exitcode' true 2>/dev/null |
  grep -q '= 0'; then
  skip 'gdb sees them fire' 'there is no gdb that can run a program'
  end
fi
{
  echo 'set pagination off'
  echo 'set breakpoint pending on'
  for probe in arrive release park wake abort; do
    echo "break -probe-stap synchedmem:$probe"
    echo 'commands'
    echo 'silent'
    error=
    test $probe = abort && error=', (int) $_probe_arg3'
    printf '%s\n' "printf \"probe %s %#lx %d %lu${error:+ %d}\\n\", \"$probe\", (unsigned long) \$_probe_arg0, (int) \$_probe_arg1, (unsigned long) \$_probe_arg2$error"
    echo 'continue'
    echo 'end'
  done
  echo 'run'
} >$dir/script
./libtool --mode=execute gdb -batch -x $dir/script tests/checks/probed >$log 2>&1
# Groups by the order in which they come; a sleep that ended for no reason is
# slept again.
awk '$1 == "probe" {
    if (!($3 in group)) group[$3] = ++groups
    line = $2 " group " group[$3]
    for (i = 4; i <= NF; i++) line = line " " $i
    if (line !~ /^(park|wake) / || !seen[line]++) print line }' $log >$dir/seen
errors=$(printf '#include <errno.h>\nerrors ECANCELED EOWNERDEAD\n' |
  $CC -E -P - | sed -n 's/^errors //p')
left=18446744073709551615
cat >$dir/expected <<END
arrive group 1 0 1
arrive group 1 1 1
release group 1 1 1
release group 1 0 1
arrive group 1 0 2
park group 1 0 2
wake group 1 0 2
arrive group 1 1 2
release group 1 0 2
release group 1 1 2
abort group 1 -1 2 ${errors% *}
arrive group 2 1 2
arrive group 2 0 1
release group 2 0 1
arrive group 2 0 2
release group 2 0 2
release group 2 1 2
abort group 2 1 2 ${errors#* }
arrive group 3 1 $left
arrive group 3 0 1
release group 3 0 1
END
diff $dir/expected $dir/seen >>$log
result $? 'gdb sees them fire, with group, thread and epoch'
grep -q 'exited normally' $log
result $? 'the program does what it does'
end
