#!/bin/sh
# check-html: `make html' makes the manual and the pages without a warning, and
# every link in them leads somewhere; pictures and functions are all there.
. "$srcdir/tests/checks/checks.sh"
html=doc/synchedmem.html
all='the manual and the pages as HTML'
skip_all () # WHY
{
  skip "$all" "$1"
  echo "1..$n"
  exit
}
test "$have_makeinfo" = yes || skip_all 'there is no makeinfo'
mandoc -T html /dev/null >/dev/null 2>&1
test $? -lt 5 || skip_all 'there is no mandoc'

# Links of the files in FOLDER that lead nowhere, as lines.
broken () # FOLDER
{
  (cd "$1" &&
   awk '
     FNR == 1 { scan(); file = FILENAME; exists[file] = 1 }
     { text = text " " $0 }
     END { scan(); for (i = 1; i <= links; i++) check(i) }
     # Of one file: its anchors, and where it leads.
     function scan(   tag, value)
     {
       while (match (text, /<[^>]*>/))
         {
           tag = substr (text, RSTART, RLENGTH)
           text = substr (text, RSTART + RLENGTH)
           if ((value = of(tag, "id")) != "" ||
               (tag ~ /^<a/ && (value = of(tag, "name")) != ""))
             anchors[file "#" value] = 1
           if ((value = of(tag, "href")) != "" ||
               (value = of(tag, "src")) != "")
             { from[++links] = file; to[links] = value }
           if (match (tag, /url=[^"]*/))
             { from[++links] = file
               to[links] = substr (tag, RSTART + 4, RLENGTH - 4) }
         }
     }
     function of(tag, name)
     {
       if (! match (tag, "[ \t]" name "=\"[^\"]*\""))
         return ""
       return substr (tag, RSTART + length (name) + 3,
                      RLENGTH - length (name) - 4)
     }
     function check(i,   target, name, line)
     {
       target = to[i]
       if (target ~ /^(https?|mailto):/)
         return
       if (target ~ /^#/)
         target = from[i] target
       name = target
       sub (/#.*/, "", name)
       if (! (name in exists))
         if (name ~ /\.html$/ || (getline line <name) < 0)
           { print from[i] ": there is no " target; return }
       if (target ~ /#./ && ! (target in anchors))
         print from[i] ": " name " has no " substr (target, length (name) + 1)
     }' *.html)
}

# What is broken is found.
mkdir $dir/control
cat >$dir/control/a.html <<'END'
<p id="here"><a href="b.html">b</a> <a href="#here">here</a>
<a
 href="#gone">gone</a> <a href="b.html#away">away</a> <a href="c.html">c</a>
<img src="d.svg"> <a href="https://example.org/">elsewhere</a></p>
END
echo '<p id="there"><a href="a.html#here">a</a></p>' >$dir/control/b.html
cat >$dir/expected <<'END'
a.html: a.html has no #gone
a.html: b.html has no #away
a.html: there is no c.html
a.html: there is no d.svg
END
broken $dir/control >$dir/found 2>&1
diff $dir/expected $dir/found >$log
nothing_wrong 'broken links are found'

# A make of its own: the one that runs the tests has its jobs.
rm -rf $html
(unset MAKEFLAGS MAKELEVEL MFLAGS; exec $MAKE -s html V=0) \
  >$dir/made 2>$log
status=$?
test $status = 0 || echo "make html: status $status" >>$log
nothing_wrong 'make html has nothing to say'
if ! test -f $html/index.html; then
  echo "Bail out! there is no $html/index.html"
  exit
fi

broken $html >$log 2>&1
nothing_wrong 'every link leads somewhere'

# A function has a page, a line in the list, and one in the manual.
for name in $(sed -n 's/^    \(synchedmem_[a-z_]*\);$/\1/p' \
                "$srcdir/src/libsynchedmem.map") SYNCHEDMEM_DEFINE; do
  for file in manpages.html Function-Index.html; do
    grep -q "href=\"$name\.3\.html\"\|>$name</a>" $html/$file ||
      echo "$file has no $name" >>$log
  done
  test -s $html/$name.3.html || echo "there is no $name.3.html" >>$log
done
grep -q . $html/synchedmem_create.3.html || echo "no pages" >>$log
nothing_wrong 'every function is in the list and in the manual'

for picture in "$srcdir"/doc/pictures/*.svg; do
  name=$(basename $picture)
  grep -q "src=\"$name\"" $html/*.html || echo "$name is not shown"
  test -s "${picture%.svg}.txt" || echo "$name has no text for Info"
done >$log
nothing_wrong 'every picture is shown'

# References from one page to another are links, not words.
for page in $html/*.[137].html; do
  sed 's/<a [^>]*>[^\n]*<\/a>//g' $page |
    grep -oE '<b>[A-Za-z_-]*synchedmem[A-Za-z_-]*</b>\([137]\)' |
    sed "s,^,$page: no link: ,"
done >$log
nothing_wrong 'references between pages are links'
echo "1..$n"
