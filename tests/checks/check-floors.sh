#!/bin/sh
# check-floors: the rooms of src/ use only what is below them.
#
# A room is a source and its header, such as meeting/lot; a floor is a folder.
# One room uses another if it includes its header, or calls what it defines, by
# what nm says of the objects.  Floors lie upon each other in the order below,
# and rooms use each other in no circle.  What else stands here has to do with
# it: names that say where something is, and shared memory that everybody reads
# in the same way.
floors='base os meeting record timing group'
. "$srcdir/tests/checks/checks.sh"

# Who includes whom, in the sources below TOP: lines "ROOM ROOM how".  A header
# is named with its folder, but for the public one.
includes () # TOP
{
  (cd "$1" && grep -s '^ *# *include *"' */*.[ch]) |
    grep -v '"synchedmem\.h"' |
    sed 's,: *# *include *", ,; s,".*,,' |
    awk '{ from = $1; to = $2; sub (/\.[ch]$/, "", from); sub (/\.h$/, "", to)
           print from, to, $1 " includes " $2 }'
}

# Where each function and variable is that several sources know: "NAME ROOM";
# and who needs which: "ROOM NAME".  Objects of sources that are gone are left
# over.
symbols () # TOP defined|needed OBJECT...
{
  top=$1 kind=$2
  shift 2
  for object; do
    room=$(echo "$object" |
      sed 's,.*/\([a-z]*\)/\(\.libs/\)*[a-z_]*la-\(.*\)\.o$,\1/\3,')
    test -f "$top/$room.c" || continue
    case $kind in
      defined) $NM --defined-only -g "$object" |
        awk -v room=$room 'NF == 3 { print $3, room }' ;;
      needed) $NM -u "$object" | awk -v room=$room '{ print room, $NF }' ;;
    esac
  done | sort -u
}

calls () # TOP OBJECT...
{
  top=$1
  shift
  symbols "$top" defined "$@" >$dir/defined
  symbols "$top" needed "$@" |
    awk 'NR == FNR { room[$1] = $2; next }
         $2 in room {
           print $1, room[$2], $1 ".c calls " $2 " of " room[$2] }' \
      $dir/defined -
}

# Of lines "ROOM ROOM how": those that lead up.
upwards ()
{
  awk -v floors="$floors" '
    BEGIN { n = split (floors, name, " ")
            for (i = 1; i <= n; i++) floor[name[i]] = i }
    { from = $1; sub (/\/.*/, "", from); to = $2; sub (/\/.*/, "", to) }
    !(from in floor) || !(to in floor) || floor[from] < floor[to] {
      $1 = $2 = ""; print "upwards:" $0 }'
}

circles ()
{
  awk '$1 != $2 { print $1, $2 }' | sort -u | tsort 2>&1 >/dev/null
}

# Functions and variables whose name does not say where they are, of those in
# $dir/defined; what compilers add begins with two underscores.
misnamed ()
{
  awk '$1 !~ /^(__|sm_|synchedmem_)/ { print $1 " is in " $2 }
       $1 ~ /^sm_/ {
         name = $2; sub (/.*\//, "", name); sub (/-off$/, "", name)
         gsub (/-/, "_", name)
         if ($2 ~ /^os\//) name = "os"
         if (index ($1 "_", "sm_" name "_") == 1 ||
             ($2 == "base/probes" && $1 ~ /^sm_probe_/) ||
             ($2 == "meeting/meeting" && $1 ~ /^sm_member_/) ||
             ($2 == "meeting/wait" && $1 ~ /^sm_waiter_/)) next
         print $1 " is in " $2 }' $dir/defined
}

# Static functions of the same name in two sources, and sources of one name.
# Of two that configure chooses from, each may have what the other has.
doubles () # TOP
{
  (cd "$1" &&
   awk '/^static/ { static = 1; next }
        static && match ($0, /^[a-z_0-9]+ \(/) {
          print substr ($0, 1, RLENGTH - 2), FILENAME }
        { static = 0 }' */*.c | grep -v -e '-posix\.c$' -e '-off\.c$' |
     sort -u | awk '$1 == last { print $1 " is static in " file " and in " $2 }
                    { last = $1; file = $2 }'
   ls */*.c | sed 's,.*/,,' | sort | uniq -d | sed 's,$, is there twice,')
}

# What lies in memory that processes share consists of numbers of a fixed
# width, and of structures that do, however the library was configured.
shared_structures='sm_shared sm_standing sm_slot sm_cluster sm_meeting
  sm_wait_shared sm_record sm_reading sm_ring_block sm_histogram
  synchedmem_thread_stats synchedmem_block'
unshareable () # HEADER...
{
  types='uint32_t|uint64_t|sm_atomic32|sm_atomic64|char'
  known=$(echo $shared_structures | tr ' ' '|')
  for name in $shared_structures; do
    cat "$@" | sed -n "/^struct $name\$/,/^};/p" >$dir/structure
    test -s $dir/structure || echo "there is no struct $name"
    sed -e ':a' -e '/\/\*/{ /\*\//!{ N; ba' -e '} }' \
      -e 's,/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/,,g' -e 's/alignas ([^)]*)//' \
      $dir/structure | sed '1,2d; $d; /^ *$/d' |
      grep -vE "^ *($types|struct ($known)) [][a-zA-Z0-9_, ]+; *\$" |
      sed "s,^,struct $name: ,"
  done
}

# ---- that each is found, in a house that was built badly

bad=$dir/bad
mkdir -p $bad/base $bad/group
cat >$bad/base/low.h <<'END'
#include "group/high.h"
int sm_low (void);
END
cat >$bad/base/low.c <<'END'
int sm_high (void);
int sm_low (void);
static int
twice (void)
{
  return sm_high ();
}
int sm_low (void) { return twice (); }
END
cat >$bad/group/high.h <<'END'
#include "low.h"
struct sm_slot
{
  uint64_t *pointer; /* and
  a comment of uint32_t * */
  alignas (64) uint32_t right[2], too;
};
struct sm_cluster
{
#ifdef OPTION
  bool flag;
#endif
  struct sm_slot slot;
};
END
cat >$bad/group/high.c <<'END'
int sm_high (void);
int sm_wrong_room (void);
int sm_low (void);
int no_prefix;
static int
twice (void)
{
  return 1;
}
int sm_high (void) { return twice (); }
int sm_wrong_room (void) { return sm_low (); }
END
for room in base/low group/high; do
  $CC -O0 -c $bad/$room.c -o $bad/$(dirname $room)/x_la-$(basename $room).o \
    2>>$log || echo "$room does not compile" >>$log
done
found () # WHAT COMMAND...
{
  what=$1
  shift
  "$@" >$dir/found
  grep -qF -e "$what" $dir/found ||
    { echo "not found: $what, but:"; cat $dir/found; } >>$log
}
includes $bad >$dir/edges
found 'base/low.h includes group/high.h' upwards <$dir/edges
found 'includes low.h' upwards <$dir/edges
calls $bad $bad/*/*.o >$dir/edges
found 'base/low.c calls sm_high of group/high' upwards <$dir/edges
found 'loop' circles <$dir/edges
found 'sm_wrong_room is in group/high' misnamed
found 'twice is static in base/low.c and in group/high.c' doubles $bad
found 'no_prefix is in group/high' misnamed
for what in 'slot:   uint64_t *pointer;' 'cluster: #ifdef OPTION' \
  'cluster:   bool flag'; do
  found "struct sm_$what" unshareable $bad/*/*.h
done
found 'there is no struct sm_shared' unshareable $bad/*/*.h
grep -q 'right\|slot slot' $dir/found && echo 'what is right is found' >>$log
nothing_wrong 'a house that is built badly is found out'

# ---- and that this one is built well

objects=$(ls src/*/libcore_la-*.o src/*/.libs/libcore_la-*.o 2>/dev/null)
includes "$srcdir/src" >$dir/included
calls "$srcdir/src" $objects >$dir/called
# Each source that this library is made of has an object.
for source in $sources; do
  case $source in
    *.c) room=${source#src/}; room=${room%.c}
      echo "$objects" |
        grep -qE "src/${room%/*}/(\.libs/)?libcore_la-${room#*/}\.o" ||
        echo "$source has no object" >>$log ;;
  esac
done
test -n "$sources" || echo 'it is made of nothing' >>$log
nothing_wrong 'all that this library is made of is looked at'
for edges in included called; do
  test -s $dir/$edges || echo "nothing is $edges" >>$log
  upwards <$dir/$edges >>$log
  nothing_wrong "what is $edges is on the same floor or below"
done
cat $dir/included $dir/called | circles >>$log
nothing_wrong 'no circle'
misnamed >>$log
nothing_wrong 'the name of a function says in which file it is'
doubles "$srcdir/src" >>$log
nothing_wrong 'no name stands twice'
unshareable "$srcdir"/src/*/*.h "$srcdir/include/synchedmem.h" >>$log
nothing_wrong 'shared memory looks the same to every process'
(cd "$srcdir" && wc -l src/*/*.[ch] tests/*/*.[ch] bench/*.[ch]) |
  awk '$1 > 400 && $2 != "total" { print $2 " has " $1 " lines" }' >>$log
nothing_wrong 'no source has more than 400 lines'
echo "1..$n"
