#!/bin/sh
# SPDX-License-Identifier: MIT
# po/extract.sh SOURCE_FOLDER OUT.pot: every word of the program that a user can see, from the files that may have words.
set -eu
export LC_ALL=C.UTF-8
out=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
cd "$1"
find tui cli -type f \( -name '*.c' -o -name '*.h' -o -name '*.def' \) | sort |
    xgettext --files-from=- --language=C --from-code=UTF-8 --add-location=file --sort-by-file \
        --keyword= --keyword=_ --keyword=N_ --keyword=n_:1,2 --keyword=c_:1c,2 --keyword=NC_:1c,2 \
        --add-comments=TRANSLATORS: --package-name=chq --copyright-holder='the chq authors' \
        --msgid-bugs-address=nobody --force-po --output="$out"
# The time of the run would change the file every time.
sed -i '/^"POT-Creation-Date:/d' "$out"
