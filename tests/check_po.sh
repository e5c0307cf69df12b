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
# No English word on a Norwegian golden screen, except what the demo company itself has typed.
msgcat --no-wrap "$root/po/nb.po" | awk '
    /^msgid "/ { id = substr($0, 8, length($0) - 8) }
    /^msgstr "/ {
        text = substr($0, 9, length($0) - 9)
        if (id != text && id !~ /[%\\{]/ && length(id) > 5 && length(id) < 45) print id
    }' | grep -vixF -e 'online store' -e 'customer' -e 'customers' -e 'default' -e 'functionality profile' -e 'retail' \
    -e 'channel' -e 'standard' -e 'customer account' -e 'street' >"$box/english"
found=$(cd "$root/tests/screens" && grep -nwFf "$box/english" -- *.nb.*.screen || true)
[ -z "$found" ] || complain "English on a Norwegian screen:"$'\n'"$found"
exit "$status"
