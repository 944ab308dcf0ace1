#!/bin/sh
# check-symbols: the library exports what the header declares, no more and no
# less, and the linker's map says the same.
. "$srcdir/tests/checks/checks.sh"
# Declarations of the header, without its comments and macros.
sed -e ':a' -e '/\\$/N; s/\\\n//; ta' "$srcdir/include/synchedmem.h" |
  sed '/^#/d' | tr '\n' ' ' | sed 's,/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/,,g' |
  grep -oE 'synchedmem_[a-z_]+ \(' | tr -d ' (' | sort -u >$dir/header
sed -n 's/^    \(synchedmem_[a-z_]*\);$/\1/p' \
  "$srcdir/src/libsynchedmem.map" | sort -u >$dir/map
test -s $dir/header && diff $dir/header $dir/map >$log
result $? "the map names the header's functions"
library=$(ls src/.libs/libsynchedmem.so 2>/dev/null)
if test -n "$library"; then
  # The node of the map is a symbol, too; instrumentation has its own.
  $NM -D --defined-only "$library" | awk '$2 != "A" { sub (/@.*/, "", $3); print $3 }' |
    grep -v -e '^__' -e '^_init$' -e '^_fini$' | sort -u >$dir/library
  diff $dir/header $dir/library >$log
  result $? "the library exports the header's functions"
else
  skip "the library exports the header's functions" 'no shared library'
fi
echo "1..$n"
