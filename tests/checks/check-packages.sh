#!/bin/sh
# check-packages: README, bootstrap and Debian's control file name the packages
# that dev names, and the last of them what the first does.
. "$srcdir/tests/checks/checks.sh"
skip_all () # WHY
{
  echo "1..0 # SKIP $1"
  exit
}
test -f "$srcdir/dev" || skip_all 'dev is not here'

packages () # KIND...
{
  for kind; do sh "$srcdir/dev" packages $kind; done | sort -u
}
# Of README's paragraph: from the command on, as long as lines end in "\".
sed -n '/^    apt-get install gcc/,/[^\\]$/p' "$srcdir/README" |
  sed 's/apt-get install//; s/\\$//' | tr -s ' ' '\n' | grep . |
  sort -u >$dir/readme
packages build >$dir/build
packages build check >$dir/any

# A C library's headers come with the compiler.
grep -vx libc6-dev $dir/build | comm -23 - $dir/readme |
  sed 's/^/README does not name /' >>$log
comm -13 $dir/any $dir/readme | sed 's/^/README alone names /' >>$log
test -s $dir/readme || echo 'README names nothing' >>$log
nothing_wrong "README names what dev installs to build"

# Each is named twice, in the head and in the message, as a word of its own.
sed 's/^#//' "$srcdir/bootstrap" | tr -c 'a-z-\n' ' ' | tr ' ' '\n' |
  sort | uniq -c | awk '$1 >= 2 { print $2 }' >$dir/bootstrap
for package in autoconf automake libtool autoconf-archive pkg-config; do
  grep -qx $package $dir/build || echo "dev does not name $package" >>$log
  grep -qx $package $dir/bootstrap ||
    echo "bootstrap does not name $package twice" >>$log
done
nothing_wrong 'bootstrap names what it needs'

# Debian's helper brings the compiler and most of the autotools itself, and
# valgrind is not everywhere.
sed -n '/^Build-Depends:/,/^Standards-Version:/p' \
    "$srcdir/packaging/debian/control" |
  grep -v '^Standards' | tr ',|' '\n\n' |
  sed -n 's/^Build-Depends://; s/^ *\([a-z0-9.+-][a-z0-9.+-]*\).*/\1/p' |
  grep -v '^debhelper' | sed 's/-if-available$//' | sort -u >$dir/control
test -s $dir/control || echo 'control names nothing' >>$log
comm -13 $dir/any $dir/control | sed 's/^/dev does not name /' >>$log
nothing_wrong 'dev names what Debian builds with'
grep -vxE 'gcc|make|autoconf|automake|libtool' $dir/readme |
  comm -23 - $dir/control | sed 's/^/control does not name /' >>$log
nothing_wrong 'Debian builds with what README names'
echo "1..$n"
