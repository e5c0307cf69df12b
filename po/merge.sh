#!/bin/sh
# SPDX-License-Identifier: MIT
# po/merge.sh SOURCE_FOLDER LANGUAGE…: brings each catalogue up to date with po/chq.pot; nothing is guessed.
set -eu
cd "$1/po"
shift
for language in "$@"; do
    msgmerge --quiet --update --backup=none --no-fuzzy-matching --add-location=file --sort-by-file "$language.po" chq.pot
    msgattrib --no-obsolete --output-file="$language.po" "$language.po"
done
