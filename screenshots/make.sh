#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# screenshots/make.sh    makes the pictures in this folder from the running program.
#
# The program is driven by keys in a pseudo terminal (tests/support/pictures.c, which waits for what it expects to see);
# what it writes is then shown by a real terminal, xterm, on a display of its own, and photographed.
set -eu
cd "$(dirname "$(readlink -f "$0")")/.."
. cmake/packages.sh
need_packages "${packages_build[@]}" libcmocka-dev libvterm-dev xvfb xterm x11-apps x11-utils imagemagick fonts-dejavu-core fonts-lohit-deva

size=120x36
build dev chq pictures translations
folder=$(build_folder dev)
box=$(mktemp -d)
display=
trap 'if [ -n "$display" ]; then kill "$display" 2>/dev/null || true; fi; rm -rf "$box"' EXIT

CHQ_BINARY=$folder/chq CHQ_SOURCE_DIR=$PWD LC_ALL=C.UTF-8 TZ=UTC "$folder/tests/pictures" "$box" "${size%x*}" "${size#*x}"

# The X server chooses a free number and writes it down.
Xvfb -displayfd 3 -screen 0 1600x1200x24 -nolisten tcp 3>"$box/display" >/dev/null 2>&1 &
display=$!
until [ -s "$box/display" ]; do kill -0 "$display"; done
DISPLAY=:$(cat "$box/display")
export DISPLAY

# Shows FILE and touches DONE when the terminal has answered that it has drawn everything before the question.
cat >"$box/show" <<'SHOW'
stty raw -echo
cat "$1"
printf '\033[6n'
answer=
while [ "$answer" != R ]; do answer=$(dd bs=1 count=1 2>/dev/null); done
touch "$2"
exec sleep 600
SHOW

photograph() {
    local bytes=$1 picture=$2 terminal title previous='' now=.
    title=chq-$$-$RANDOM
    rm -f "$box/done"
    LC_ALL=C.UTF-8 xterm -u8 -T "$title" -geometry "$size+0+0" +sb -b 14 -bw 0 -fa 'DejaVu Sans Mono' -fs 11 \
        -bg '#16191d' -fg '#d5d9de' -cr '#e0b050' \
        -xrm 'XTerm*allowTitleOps: false' -xrm 'XTerm*cursorBlink: false' -xrm 'XTerm*boldMode: false' \
        -xrm 'XTerm*termName: xterm-256color' -e sh "$box/show" "$bytes" "$box/done" &
    terminal=$!
    until [ -e "$box/done" ]; do kill -0 "$terminal"; done
    while [ "$now" != "$previous" ]; do
        previous=$now
        xwd -silent -name "$title" >"$box/picture.xwd"
        now=$(cksum <"$box/picture.xwd")
    done
    convert "xwd:$box/picture.xwd" -strip +dither -define png:compression-level=9 -colors 255 "png:$picture"
    kill "$terminal"
    wait "$terminal" 2>/dev/null || true
    printf '%s\n' "$picture"
}

for bytes in "$box"/*.bytes; do
    photograph "$bytes" "screenshots/$(basename "$bytes" .bytes).png"
done
