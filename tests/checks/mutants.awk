# mutants.awk: make the mutants of a table, for check-mutants.
#
# usage: awk -v top=FOLDER -v to=FOLDER -f mutants.awk TABLE...
#
# Each entry of the tables becomes a folder TO/NUMBER, in which are: name, file,
# what (is wrong), killers and perhaps reason, as its table has them; mutant,
# which is TOP/file with each old text, which must be there once, replaced by
# the new one; and place, the function of the first.

function complain (what) {
  print "check-mutants: " FILENAME ":" FNR ": " name ": " what >"/dev/stderr"
  bad = 1
}

function write (file, what) {
  print what >(to "/" number "/" file)
  close (to "/" number "/" file)
}

function whole (file,    line) {
  if (!(file in content)) {
    while ((getline line <file) > 0)
      content[file] = content[file] line "\n"
    close (file)
  }
  return content[file]
}

# In GNU style, what contains the text after BEFORE begins in column 1.
function place_after (before,    line, i) {
  for (i = split (before, line, "\n"); i > 0; i--)
    if (match (line[i], /^[a-z_0-9]+ \(/))
      return substr (line[i], 1, RLENGTH - 2)
  return "constants"
}

function replace_one (    at) {
  sub (/\n$/, "", old)
  sub (/\n$/, "", new)
  at = index (text, old)
  if (!at || index (substr (text, at + 1), old))
    complain(source " does not have this once:\n" old)
  if (place == "")
    place = place_after(substr (text, 1, at - 1))
  text = substr (text, 1, at - 1) new substr (text, at + length (old))
  old = new = ""
  new_began = 0
}

function finish () {
  if (name == "")
    return
  if (old != "")
    replace_one()
  if (killers == "")
    complain("nothing is tried")
  if (text == whole(top "/" source))
    complain("nothing is changed")
  if (name in seen)
    complain("is there twice")
  seen[name] = 1
  number = sprintf ("%03d", ++n)
  system ("mkdir " to "/" number)
  write("file", source)
  write("name", name)
  write("what", what)
  write("place", place)
  printf "%s", text >(to "/" number "/mutant")
  close (to "/" number "/mutant")
  printf "%s", killers >(to "/" number "/killers")
  close (to "/" number "/killers")
  if (reason != "")
    write("reason", reason)
  name = place = killers = reason = ""
}

FNR == 1 { finish() }

/^#/ { next }

/^$/ { finish(); next }

name == "" {
  source = $1
  name = $2
  what = $0
  sub (/^[^ ]+ +[^ ]+ */, "", what)
  text = whole(top "/" source)
  next
}

/^-/ {
  if (new_began)
    replace_one()
  old = old substr ($0, 3) "\n"
  next
}

/^\+/ { new_began = 1; new = new substr ($0, 3) "\n"; next }

/^by / { killers = killers substr ($0, 4) "\n"; next }

/^survives / { reason = substr ($0, 10); next }

/^  / { reason = reason "\n" substr ($0, 3); next }

{ complain("what is this: " $0) }

END { finish(); exit bad ? 2 : 0 }
