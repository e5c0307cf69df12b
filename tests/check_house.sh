#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# check_house.sh ROOT: the house style that a machine can judge. Sizes of files and functions, licence line, layout by
# clang-format, no unfinished business, nothing that is true on one machine only.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "${1:?usage: check_house.sh ROOT}"
status=0
complain() {
    echo "check_house: $*"
    status=1
}

mapfile -t sources < <(find cli tui model tests -name '*.[ch]' -type f | sort)
mapfile -t all < <(find . \( -path ./.git -o -path ./build -o -path ./tests/screens -o -path ./tests/fuzz/corpus \) -prune -o -type f \
    ! -name '*.png' ! -name '*.csv' -print | sort)

for file in "${sources[@]}"; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 800 ] || complain "$file has $lines lines, 800 are allowed"
    case $file in
    tui/pages/*.c) [ "$lines" -le 200 ] || complain "$file has $lines lines, a page may have 200" ;;
    esac
    head -n 1 "$file" | grep -q 'SPDX-License-Identifier: MIT' || complain "$file does not begin with its licence"
done

# In this layout a function ends with the first } in column 1, and its first line is the last one in column 1 that has
# an opening brace at its end and is no data.
long=$(awk '
    FNR == 1 { start = 0 }
    /^[A-Za-z_].*\{$/ && !/=/ && !/^(struct|enum|union|typedef)[^(]*\{$/ { start = FNR; name = $0 }
    /^[A-Za-z_].*[(,]$/ { pending = FNR; pending_name = $0 }
    /^ .*\) \{$/ && pending && !start { start = pending; name = pending_name }
    /^\}/ { if (start && FNR - start + 1 > 60) print FILENAME ":" start ": " FNR - start + 1 " lines: " name; start = 0; pending = 0 }
' "${sources[@]}" /dev/null)
[ -z "$long" ] || complain "functions of more than 60 lines:"$'\n'"$long"

unfinished=$(grep -nE '\b(TODO|FIXME|XXX|HACK)\b' "${all[@]}" /dev/null | grep -v '^./tests/check_house.sh:' || true)
[ -z "$unfinished" ] || complain "unfinished:"$'\n'"$unfinished"

# docs/catalogue.md says which lab is about which cause.
for lab in data/labs/*.ini; do
    number=$(sed -nE 's/^number = "([0-9]+)"$/\1/p' "$lab")
    [ -z "$number" ] || grep -qF "\`$(basename "$lab" .ini)\`" <(grep -E "^\| $number \|" docs/catalogue.md) ||
        complain "$lab: not in docs/catalogue.md at its number"
done

# A path of somebody's machine, outside of examples that tests make up.
paths=$(grep -nE '(^|[^A-Za-z0-9_.$}])/(work|home|root)/[a-z]|/tmp/build' "${all[@]}" /dev/null | grep -v '^./tests/check_house.sh:' || true)
[ -z "$paths" ] || complain "true on one machine only:"$'\n'"$paths"

# Text that makes a terminal do something has no place in a source; tests write it as \x1b.
raw=$(grep -lP '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]' "${all[@]}" /dev/null || true)
[ -z "$raw" ] || complain "raw control characters in:"$'\n'"$raw"

if command -v clang-format >/dev/null; then
    bad=$(clang-format --dry-run "${sources[@]}" 2>&1 | grep -oE '^[^:]+:[0-9]+' | sort -t: -k1,1 -u || true)
    [ -z "$bad" ] || complain "not laid out by clang-format (first place of each file):"$'\n'"$bad"
else
    echo "check_house: clang-format is not installed, layout not judged"
fi
exit "$status"
