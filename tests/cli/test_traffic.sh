#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# chq traffic: what it prints, where it may run, how it ends.
. "$(dirname "$0")/lib.sh"
unset CHQ_TEST_CLOCK
new_company
before=$("$chq" customer list --json --limit 1000000 | grep -o '"state"' | wc -l)

run traffic --rate 3000 --seconds 1 --seed 4 --json
expect_code 0
expect_out '{"seconds": [{"second": 0, "arrived": '
expect_out '"failures": {}'
expect_err 'Simulated: a real-time call takes 150 ms, and 50 ms more for each other one under way.'
arrived=$(grep -oE '\], "arrived": [0-9]+' "$box/out" | grep -oE '[0-9]+$')
[ "$arrived" -gt 10 ] || complain 'hardly anybody came'
expect_equal "$("$chq" customer list --json --limit 1000000 | grep -o '"state"' | wc -l)" $((before + arrived)) 'customers'

run hq servicing
run traffic --store fabrikam --rate 1200 --seconds 1 --set traffic.latency_ms=0
expect_code 0
expect_out 'failed: The customer could not be created because Commerce headquarters did not respond.'
expect_out 'Account at once'
expect_err '   1 s  '
run traffic --store fabrikam --rate 1200 --seconds 1 --set rts.fallback=yes --json
expect_code 0
expect_out '"failed": 0'
run hq operational

what='Ctrl+C' # as a terminal sends it: a shell's background jobs ignore it
timeout --foreground -s INT --preserve-status 2 "$chq" traffic --rate 600 >"$box/out" 2>"$box/err"
code=$?
expect_code 130
expect_out 'Arrived'
run check
expect_code 0

run traffic --rate 0
expect_code 2
run traffic --rate 3001
expect_code 2
run traffic --store NOPE --seconds 1
expect_code 1
expect_err "There is no online store 'NOPE'."
run traffic --seconds 1 --readonly
expect_code 1

# A live company is not filled by accident.
run init --data "$box/live"
run traffic --data "$box/live" --seconds 1
expect_code 1
expect_err 'chq traffic --real does it all the same'
run traffic --data "$box/live" --seconds 1 --real
expect_code 1
expect_err 'There is no online store'
finish
