#!/bin/sh
# check-man: every function has a page, which names its errors; every reference
# leads somewhere; the pages are formed alike, and mandoc and groff have
# nothing to say about them.
. "$srcdir/tests/checks/checks.sh"
wrong ()
{
  echo "$*" >>$log
}
map=$srcdir/src/libsynchedmem.map
header=$srcdir/include/synchedmem.h
functions=$(sed -n 's/^    \(synchedmem_[a-z_]*\);$/\1/p' "$map")
macro=SYNCHEDMEM_DEFINE

# Which are pages, and which only lead to one.
pages= aliases=
for page in man/*.[137]; do
  case $(head -n 1 $page) in
    '.so '*) aliases="$aliases $page" ;;
    *) pages="$pages $page" ;;
  esac
done
resolve () # PAGE: the page that it leads to
{
  target=$(sed -n '1s,^\.so man3/,man/,p' $1)
  echo ${target:-$1}
}
section () # SECTION PAGE
{
  awk -v section=".SH $1" '/^\.SH/ { inside = ($0 == section); next }
    inside { gsub (/\\(f[BIPR]|%)/, ""); print }' $2
}

for name in $functions $macro; do
  page=man/$name.3
  if ! test -f $page; then
    wrong "there is no $page"
  elif ! section NAME $(resolve $page) | tr -d ',' | grep -qwe "$name"; then
    wrong "$page leads to a page that does not name it"
  fi
done
for name in $functions $macro; do
  sed 's/\\%//g' man/synchedmem.7 | grep -qF "B$name\\fP(3)" ||
    wrong "synchedmem(7) does not name $name"
done
test -n "$functions" || wrong "the map names no function"
nothing_wrong 'every function has a page, and synchedmem(7) names it'

for page in $aliases; do
  test $(wc -l <$page) = 1 || wrong "$page has more than one line"
  target=$(resolve $page)
  case "$pages " in
    *" $target "*) ;;
    *) wrong "$page leads to $target, which is no page" ;;
  esac
done
test -n "$aliases" || wrong "there are no aliases"
nothing_wrong 'every alias leads to a page'

for source in "$srcdir"/man/*.in; do
  name=${source##*/}
  test -f man/${name%.in} || wrong "man/local.mk does not list $name"
  case ${name%.in} in *.3)
    echo "$functions" $macro | grep -qwe "${name%.3.in}" ||
      wrong "$name is no function's" ;;
  esac
done
nothing_wrong 'every source is built, and is a function'\''s'

# What the header's comments say, as lines: function error.  "The group's
# error" is one of three; "the errors of" other functions are theirs; "The
# same" as the function before.
awk '
  /__GNUC__/ && functions > 10 { exit }
  /^ *\/\*/ { comment = "" ; inside = 1 }
  inside { comment = comment " " $0; if (/\*\//) inside = 0; next }
  match ($0, /synchedmem_[a-z_]+ \(/) {
    name = substr ($0, RSTART, RLENGTH - 2)
    functions++
    text = comment
    gsub (/[^A-Za-z_]+/, " ", text)
    if (text ~ /group s error/)
      print name, "ECANCELED\n" name, "EOWNERDEAD\n" name, "ESRCH"
    if (text ~ /^ The same/ && previous != name)
      print name, "same", first
    count = split (text, word, " ")
    others = 0
    for (i = 1; i <= count; i++)
      if (word[i] ~ /^E[A-Z]+$/)
        print name, word[i]
      else if (word[i] == "errors" && word[i + 1] == "of")
        others = 1
      else if (others && word[i] ~ /^synchedmem_[a-z_]+$/)
        print name, "same", word[i]
    if (text !~ /^ The same/)
      first = name
  }' "$header" >$dir/said
awk 'NR == FNR { if ($2 != "same") said[$1] = said[$1] " " $2; next }
     $2 != "same" { print; next }
     { count = split (said[$3], error, " ")
       for (i = 1; i <= count; i++) print $1, error[i] }' \
  $dir/said $dir/said | sort -u >$dir/errors
while read -r name error; do
  test -f man/$name.3 || continue
  section ERRORS $(resolve man/$name.3) | grep -qwe "$error" ||
    wrong "man/$name.3 does not name $error"
done <$dir/errors
test $(wc -l <$dir/errors) -gt 60 || wrong "the header's errors were not found"
nothing_wrong 'every error that the header names is in the page'

# References: .BR name (3), and \fBname\fP(3); \% forbids hyphens.
system_pages='clock_gettime(2) fork(2) madvise(2) prctl(2) strerror(3)
  sched_setaffinity(2)
  dlopen(3) dlclose(3) pthread_cond_timedwait(3) pthread_create(3)
  pthread_exit(3) pthread_key_create(3) pthreads(7) signal-safety(7)
  pthread_barrier_wait(3) gcc(1) gdb(1) perf(1) readelf(1) taskset(1) valgrind(1) setarch(8)'
for page in $pages; do
  sed -e 's/\\-/-/g' -e 's/\\%//g' $page >$dir/plain
  sed 's/^\.BR \([^ ]*\) (\([0-9][a-z]*\)).*/\\fB\1\\fP(\2)/' $dir/plain |
    grep -oE '\\fB[A-Za-z_][A-Za-z0-9_-]*\\fP\([0-9][a-z]*\)' |
    sed 's/\\fB//; s/\\fP//' | sort -u >$dir/references
  while read -r reference; do
    file=man/${reference%(*}.${reference#*(}
    test -f ${file%)} && continue
    echo $system_pages | tr ' ' '\n' | grep -qxFe "$reference" ||
      wrong "$page refers to $reference"
  done <$dir/references
  section 'SEE ALSO' $page | grep -q '^\.BR' ||
    wrong "$page: SEE ALSO is empty"
  # As many references in parentheses as were understood.
  sed -e 's/^\.BR \([^ ]*\) (/\1(/' -e 's/\\f[BPRI]//g' $dir/plain |
    grep -oE '[A-Za-z_][A-Za-z0-9_-]*\([1-8]\)' | sort -u |
    while read -r reference; do
      grep -qxFe "$reference" $dir/references ||
        wrong "$page has $reference in another form"
    done
done
nothing_wrong 'every reference leads to a page'

order='NAME LIBRARY SYNOPSIS DESCRIPTION RETURN_VALUE ERRORS ATTRIBUTES
  MEMORY_ORDER NOTES EXAMPLES SEE_ALSO'
for page in $pages; do
  case $page in *.3) ;; *) continue ;; esac
  sections=$(sed -n 's/^\.SH //p' $page | tr ' \n' '_ ')
  test "$sections" = "$(echo $order) " || wrong "$page: $sections"
done
nothing_wrong 'pages of functions have the same sections, in order'

for page in $pages; do
  title=$(sed -n 's/^\.TH //p' $page)
  name=${page#man/}
  expected="${name%.*} ${name##*.} $PACKAGE_DATE"
  case $title in
    "$expected \"libsynchedmem $PACKAGE_VERSION\""*) ;;
    *) wrong "$page: $title" ;;
  esac
  grep -n '@[A-Z]' $page | sed "s,^,$page: ," >>$log
done
nothing_wrong 'the title has name, section, date, and version of configure'

# The programs are those that are run.
cat "$srcdir"/man/*.in | sed -n 's/.*@EXAMPLE \(.*\)@$/\1/p' |
  sort -u >$dir/shown
while read -r program; do
  name=$(basename $program .c)
  test -x examples/$name || wrong "$program is not built"
  grep -qE "^prints $name |[ ']examples/$name\$" \
    "$srcdir/examples/check-pages.sh" "$srcdir/examples/check-examples.sh" ||
    wrong "$program is not run"
done <$dir/shown
test -s $dir/shown || wrong "no page shows a program"
nothing_wrong 'every program that a page shows is built and run'

if mandoc -T lint -W warning /dev/null >/dev/null 2>&1; test $? -lt 5; then
  for page in $pages; do
    mandoc -T lint -W warning $page >>$log 2>&1
  done
  nothing_wrong 'mandoc finds nothing'
else
  skip 'mandoc finds nothing' 'there is no mandoc'
fi
if groff -man -Tutf8 /dev/null >/dev/null 2>&1; then
  for page in $pages; do
    groff -ww -man -Tutf8 $page 2>&1 >/dev/null |
      sed "s,^,$page: ," >>$log
  done
  nothing_wrong 'groff warns of nothing'
  for page in $pages; do
    # Wider than a terminal.
    groff -man -Tascii -P-c -P-b -P-u $page 2>/dev/null |
      awk -v page=$page 'length > 80 { print page ": " $0 }' >>$log
  done
  nothing_wrong 'no line is longer than 80 columns'
else
  for what in 'groff warns of nothing' 'no line is longer than 80 columns'; do
    skip "$what" 'there is no groff'
  done
fi
echo "1..$n"
