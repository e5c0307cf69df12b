#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Killed at every write of making, filling, moving and deleting a channel database: the others go on, every promise holds,
# and doing the same again ends as if nothing had happened.
. "$(dirname "$0")/../cli/lib.sh"
new_company
"$chq" job run P-0001 2>/dev/null >/dev/null
cp -a "$CHQ_DATA" "$box/begin"

from() { # FOLDER: begin with a copy of it
    rm -rf "$CHQ_DATA"
    cp -a "$1" "$CHQ_DATA"
}

# killed ARGS…: at write 1, 2, … until the verb lives; after each death the rest of the company is as good as before, then
# `again` must bring the state that `is_right` judges.
killed() {
    local begin=$1 n=0 died=0
    shift
    while :; do
        n=$((n + 1))
        [ "$n" -lt 200 ] || { complain "does not end"; return; }
        from "$begin"
        what="chq $* (killed at write $n)"
        CHQ_TEST_KILL_AT_WRITE=$n "$chq" "$@" >"$box/out" 2>"$box/err" </dev/null
        code=$?
        [ "$code" -eq 137 ] || break
        died=$((died + 1))
        run channel list
        expect_code 0
        expect_out 'Default'
        run signup --store AWOnline --first-name Mens --last-name Testen --email "t$n@example.no"
        expect_code 0
        again
        run check
        expect_code 0
        is_right
    done
    expect_code 0
    is_right
    [ "$died" -gt 1 ] || complain "died $died times only"
}

again() { # the record may be there already, without its file
    run channel new East
    run channel create-file East
    expect_code 0
}
is_right() {
    run channel show East --json
    expect_code 0
    expect_silent_err
    expect_out '"waiting": 0'
    [ -s "$CHQ_DATA/channel-East.db" ] || complain 'no file'
}
killed "$box/begin" channel new East
cp -a "$CHQ_DATA" "$box/made"

again() {
    run channel add-store East Contoso
    expect_code 0
}
is_right() {
    run store show Contoso --json
    expect_out '"ChannelDatabase": "East"'
}
killed "$box/made" channel add-store East Contoso

is_right() {
    run channel show East
    expect_code 1
    run channel list
    expect_silent_err
    [ ! -e "$CHQ_DATA/channel-East.db" ] || complain 'the file is still there'
}
# Killed behind the record, the file is nobody's: a later database of the name takes it over, and can be deleted.
again() {
    run channel delete East
    [ "$code" -eq 0 ] && return
    run channel new East
    expect_code 0
    run channel delete East
    expect_code 0
}
killed "$box/made" channel delete East
finish
