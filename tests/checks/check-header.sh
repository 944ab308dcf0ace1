#!/bin/sh
# check-header: the header stands alone, as C99 and as C++, without a warning
# of the strict kind; the typed functions work, and refuse another type; the
# versions agree.
flags="-Werror -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wundef
  -Wshadow -Wstrict-prototypes"
cxxflags="-Werror -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion
  -Wundef -Wshadow -Wold-style-cast"
header=$srcdir/include/synchedmem.h
. "$srcdir/tests/checks/checks.sh"
echo '#include <synchedmem.h>' >$dir/alone.c
cp $dir/alone.c $dir/alone.cc
cp "$srcdir/tests/checks/typed.c" $dir/typed.cc
try () # WHAT COMMAND...
{
  what=$1; shift
  "$@" >$log 2>&1
  result $? "$what"
}
refuse () # WHAT COMMAND...
{
  what=$1; shift
  if "$@" >$log 2>&1; then result 1 "$what"; else result 0 "$what"; fi
}
cc="$CC -I$srcdir/include"

for std in c99 c11 gnu17; do
  try "alone as $std" $cc -std=$std $flags -c $dir/alone.c -o $dir/alone.o
done
try 'typed functions compile as C99' \
  $cc -std=c99 $flags -c "$srcdir/tests/checks/typed.c" -o $dir/typed.o
if command -v clang >/dev/null; then
  try 'typed functions compile with clang, used or not' \
    clang -I$srcdir/include -std=c99 $flags -c "$srcdir/tests/checks/typed.c" \
    -o $dir/clang.o
else
  skip 'with clang' 'there is no clang'
fi
for wrong in WRITE VIEW READ; do
  # Without -Werror: it is an error by itself.
  refuse "a wrong type is an error: $wrong" \
    $cc -DWRONG_$wrong -c "$srcdir/tests/checks/typed.c" -o $dir/wrong.o
done
try 'typed functions link and work' sh -c \
  "./libtool --silent --tag=CC --mode=link $CC $CFLAGS $dir/typed.o \
     src/libsynchedmem.la -o $dir/typed && $dir/typed"
if echo 'int main () {}' >$dir/try.cc && $CXX $dir/try.cc -o $dir/try 2>/dev/null
then
  cxx="$CXX -I$srcdir/include"
  for std in c++98 c++11 c++17 c++20; do
    case $std in c++98) extra='-Wno-long-long -Wno-variadic-macros' ;; *) extra= ;; esac
    try "alone as $std" \
      $cxx -std=$std $cxxflags $extra -c $dir/alone.cc -o $dir/alone.o
  done
  try 'typed functions compile as C++' \
    $cxx $cxxflags -Wno-old-style-cast -c $dir/typed.cc -o $dir/typed.o
  refuse 'a wrong type is an error in C++' \
    $cxx -DWRONG_WRITE -c $dir/typed.cc -o $dir/wrong.o
else
  skip C++ 'there is no C++ compiler'
fi
version=$(awk '$2 ~ /^SYNCHEDMEM_VERSION_/ { v = v "." $3 } END { print substr (v, 2) }' "$header")
test "$version" = "$PACKAGE_VERSION"
result $? "the header's version is configure's"
echo "1..$n"
