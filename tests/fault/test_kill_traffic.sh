#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Traffic that is killed in the middle: whoever was told that the sign-up worked is a customer, once, and the company is whole.
. "$(dirname "$0")/../cli/lib.sh"
unset CHQ_TEST_CLOCK
new_company
count() { "$chq" customer list --json --limit 1000000 | grep -o '"state"' | wc -l; }
before=$(count)
told=0
for round in 1 2 3; do
    "$chq" traffic --rate 3000 --set traffic.latency_ms=5 --set rts.latency_growth_ms=1 >"$box/out" 2>"$box/err" &
    pid=$!
    sleep "2.$round"
    what="killed, round $round"
    kill -KILL "$pid" || complain 'it had ended by itself'
    wait "$pid" 2>/dev/null
    told=$((told + $(grep -oE '[0-9]+ stored|[0-9]+ with an account' "$box/err" | awk '{ n += $1 } END { print n + 0 }')))
    run check
    expect_code 0
done
[ "$told" -gt 100 ] || complain "only $told sign-ups in three rounds"
now=$(count)
[ "$now" -ge $((before + told)) ] || complain "$told were told, $((now - before)) are there"
for name in P-0001 sync-customers 1010; do
    run job run "$name" --json
    expect_code 0
    expect_out '"status": "ended"'
done
run check
expect_code 0
expect_equal "$(count)" "$now" 'customers'
expect_equal "$("$chq" customer list --json --limit 1000000 | grep -oE '"email": "[^"]*@example.com"' | sort | uniq -d | wc -l)" 0 'doubled shoppers'
expect_equal "$("$chq" customer list --json --limit 1000000 | grep -oE '"account": "[^"]+"' | sort | uniq -d | wc -l)" 0 'accounts given twice'
echo "$told told, $((now - before)) stored"
finish
