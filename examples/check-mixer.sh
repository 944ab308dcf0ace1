#!/bin/sh
# check-mixer: what is mixed is, sample by sample, what awk makes of the same
# sounds; and what is no sound is refused.
. "$srcdir/examples/checks.sh"
mixer=examples/mixer
sounds=$srcdir/examples/sounds
voice=$sounds/voice.wav
chord=$sounds/chord.wav

samples () # FILE CHANNELS: a line for each frame
{
  od -An -v -td2 -w$((2 * $2)) -j44 "$1"
}
samples "$voice" 1 >$dir/voice
samples "$chord" 2 >$dir/chord
same () # WHAT: $dir/right and the samples of $dir/out.wav differ by 1 at most
{
  samples $dir/out.wav 2 | paste - $dir/right | awk '
    { for (side = 1; side <= 2; side++) {
        d = $side - $(side + 2)
        if (NF != 4 || d < -1 || d > 1) { print NR ": " $0; exit 1 } } }
    END { if (NR == 0) exit 1 }' >$log 2>&1
  result $? "$1"
}

says 'one channel' '^1 channels, 10739 frames, 0 samples clipped$' \
  $mixer -f $dir/out.wav "$voice"
number () # BYTE WIDTH: of $dir/out.wav
{
  od -An -t d$2 -j$1 -N$2 $dir/out.wav | tr -d ' '
}
head -c 4 $dir/out.wav >$log && tail -c +9 $dir/out.wav | head -c 8 >>$log
test "$(cat $log)" = 'RIFFWAVEfmt ' && test "$(number 16 4)" = 16 &&
  test "$(number 20 2) $(number 22 2) $(number 24 4)" = '1 2 8000' &&
  test "$(number 28 4) $(number 32 2) $(number 34 2)" = '32000 4 16'
result $? 'the header: PCM, stereo, 8000 frames a second, 16 bits'
test "$(number 40 4)" = $((4 * 10739)) &&
  test "$(number 4 4)" = $((4 * 10739 + 36)) &&
  test $(wc -c <$dir/out.wav) = $((4 * 10739 + 44))
result $? 'the lengths'
awk '{ print $1, $1 }' $dir/voice >$dir/right
samples $dir/out.wav 2 | awk '{ print $1, $2 }' | cmp - $dir/right >$log 2>&1
result $? 'one channel alone is as it was'

says 'a stereo sound' ' 0 samples clipped$' $mixer -f $dir/out.wav "$chord"
cmp "$chord" $dir/out.wav >$log 2>&1
result $? 'a stereo sound alone is the same file'

for t in 2 3 7; do
  set --
  while test $# -lt $t; do set -- "$@" "$voice,0.1,0.5"; done
  says "$t voices" "^$t channels, 10739 frames, 0 " $mixer -f $dir/out.wav "$@"
  awk -v t=$t '{ printf "%.0f %.0f\n", t * 0.05 * $1, t * 0.1 * $1 }' \
    $dir/voice >$dir/right
  same "$t voices are so many times one, and more to the right"
done

# A mean of what was and what is damps high tones.
says 'voice and chord' '^2 channels, 10739 frames, 0 ' \
  $mixer -f $dir/out.wav "$voice,0.5,-0.25" "$chord,-0.8,0,400"
paste $dir/voice $dir/chord | awk '
  BEGIN { a = 2 * 3.14159265358979 * 400 / 8000; a /= 1 + a }
  { if (NF == 3) { l += a * ($2 - l); r += a * ($3 - r) }
    # After its end a channel is silent to the end of its last buffer.
    else if (NR <= 6400) exit 1
    else { l = r = 0 }
    printf "%.0f %.0f\n", 0.5 * $1 - 0.8 * l, 0.375 * $1 - 0.8 * r }' \
  >$dir/right
same 'voice and chord are what the definitions say'
says 'what is too loud is clipped' ' [1-9][0-9]* samples clipped$' \
  $mixer -f $dir/out.wav "$voice,20"
awk '{ x = 20 * $1; if (x > 32767) x = 32767; if (x < -32768) x = -32768
       print x, x }' $dir/voice >$dir/right
same 'clipped samples are the largest there are'
before=$(date +%s)
says 'by the clock' \
  '^42 meetings, the worst took [0-9.]+ ms of 32\.000 ms; [0-9]+ too long$' \
  $mixer $dir/out.wav "$voice"
test $(($(date +%s) - before)) -ge 1
result $? 'by the clock it lasts as long as the sound, 1.34 seconds'
awk '{ print $1, $1 }' $dir/voice >$dir/right
same 'by the clock the sound is the same'

bad () # WHAT MESSAGE: $dir/bad.wav is refused
{
  refuses "$1" "bad\.wav: $2" $mixer -f $dir/out.wav "$voice" $dir/bad.wav
}
patch () # BYTE TEXT: $dir/bad.wav is the voice but for TEXT
{
  { head -c $1 "$voice"; printf "$2"
    tail -c +$(($1 + $(printf "$2" | wc -c) + 1)) "$voice"; } >$dir/bad.wav
}
: >$dir/bad.wav; bad 'an empty file' 'byte 0: not a RIFF file'
patch 0 RIFX; bad 'not RIFF' 'byte 0: not a RIFF file'
patch 8 'AVI '; bad 'not WAVE' 'byte 8: a RIFF file, but not of sound'
patch 20 '\003'; bad 'not PCM' 'byte 12: the sound is compressed, not PCM'
patch 22 '\003'; bad 'three channels' 'byte 12: .* neither mono nor stereo'
patch 24 '\0\0\0\0'; bad 'no rate' 'byte 12: the rate is not between'
patch 34 '\010'; bad '8 bits' 'byte 12: the samples are not of 16 bits'
patch 16 '\002'; bad 'a short format' 'byte 12: the fmt chunk is too short'
patch 12 'junk'; bad 'no format' 'byte 36: there is no fmt chunk'
patch 36 'junk'; bad 'no data' 'byte 21522: there is no data chunk'
patch 40 '\001\0\0\0'; bad 'half a sample' 'byte 36: .* whole number of frames'
patch 40 '\0\0\0\0'; bad 'no sound' 'byte 36: .* whole number of frames'
patch 24 '\042\126'
bad 'another rate' 'has 22050 frames a second, the ones before 8000'
head -c 21000 "$voice" >$dir/bad.wav
bad 'truncated data' 'byte 21000: the file is truncated in a chunk$'
head -c 40 "$voice" >$dir/bad.wav
bad 'a truncated header' 'byte 40: .* truncated in a chunk.s header'
refuses 'no such file' 'none.wav: No such file' \
  $mixer -f $dir/out.wav $dir/none.wav
refuses 'a folder' 'examples: ' $mixer -f $dir/out.wav examples
refuses 'no number' "'loud' is no gain" $mixer -f $dir/out.wav "$voice,loud"
refuses 'a word behind' "'1,0,90x' is no" \
  $mixer -f $dir/out.wav "$voice,1,0,90x"
refuses 'a gain of nan' "'nan' is no" $mixer -f $dir/out.wav "$voice,nan"
refuses 'a balance of 2' "'1,2' is no gain" $mixer -f $dir/out.wav "$voice,1,2"
refuses 'no such folder' 'No such file' $mixer -f $dir/none/out.wav "$voice"

# A chunk of odd length before the format has a byte more.
{ head -c 12 "$voice"; printf 'odd!\003\0\0\0abc\0'; tail -c +13 "$voice"; } \
  >$dir/odd.wav
says 'a chunk of odd length' '^1 channels, 10739 frames' \
  $mixer -f $dir/out.wav $dir/odd.wav
echo "1..$n"
