#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# check_po.sh ROOT: is every catalogue complete? Valid formats, nothing untranslated, nothing guessed (fuzzy), every
# word of the sources in it, and no word that the sources no longer have.
set -euo pipefail
export LC_ALL=C.UTF-8
root=$(cd "${1:?usage: check_po.sh ROOT}" && pwd)
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
status=0
complain() {
    echo "check_po: $1"
    status=1
}

sh "$root/po/extract.sh" "$root" "$box/chq.pot"
for po in "$root"/po/*.po; do
    name=$(basename "$po")
    msgfmt --check -o /dev/null "$po" || complain "$name is not valid"
    for what in untranslated only-fuzzy; do
        bad=$(msgattrib --no-obsolete --no-wrap "--$what" "$po" | grep '^msgid "' | grep -v '^msgid ""$' || true)
        [ -z "$bad" ] || complain "$name, ${what#only-}:"$'\n'"$bad"
    done
    # What merging would add is missing, what it would retire is not used any more.
    msgmerge --quiet --force-po --no-fuzzy-matching --no-wrap -o "$box/merged.po" "$po" "$box/chq.pot"
    missing=$(msgattrib --no-obsolete --no-wrap --untranslated "$box/merged.po" | grep '^msgid "' | grep -v '^msgid ""$' || true)
    [ -z "$missing" ] || complain "$name does not have:"$'\n'"$missing"
    unused=$(msgattrib --only-obsolete --no-wrap "$box/merged.po" | grep '^#~ msgid "' || true)
    [ -z "$unused" ] || complain "$name has what the program no longer says:"$'\n'"$unused"
done
exit "$status"
