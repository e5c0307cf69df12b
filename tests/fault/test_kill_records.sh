#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A console that is killed at any write while it saves or deletes a customer: all of it is saved or nothing, and the same
# command works afterwards.
. "$(dirname "$0")/../cli/lib.sh"

customers() {
    "$chq" export customers 2>/dev/null | wc -l
}

# killed_until_done BEFORE AFTER ARGS…: the number of customers (and one line of header) is the first or the second.
killed_until_done() {
    local before=$1 after=$2 write now
    shift 2
    for write in $(seq 1 200); do
        new_company
        "$chq" customer new --last-name Before --email before@example.com >/dev/null 2>&1
        what="chq $* (killed at write $write)"
        { CHQ_TEST_KILL_AT_WRITE=$write "$chq" "$@" >"$box/out" 2>"$box/err"; } 2>/dev/null
        code=$?
        now=$(customers)
        checks=$((checks + 1))
        [ "$now" = "$before" ] || [ "$now" = "$after" ] || complain "$now lines"
        if [ "$code" -eq 0 ]; then
            expect_equal "$now" "$after" 'lines in the end'
            return
        fi
        run check
        expect_code 0
        [ "$now" = "$after" ] && continue
        run "$@"
        expect_code 0
        expect_equal "$(customers)" "$after" 'lines after the second try'
        run check
        expect_code 0
    done
    complain 'it was never done'
}

killed_until_done 218 219 customer new --last-name Berg --email berg@example.com City=Oslo CountryRegionId=NOR
killed_until_done 218 217 customer delete 100217
finish
