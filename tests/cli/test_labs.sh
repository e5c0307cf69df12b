#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A lab without a screen: begun, repaired with the ordinary verbs on its folder, checked; the company itself stays as it was.
. "$(dirname "$0")/lib.sh"
new_company
before=$(cat "$CHQ_DATA"/*.db | sha256sum)

run lab list
expect_code 0
expect_out 'sync-withheld'
run lab check
expect_code 1
expect_err 'No lab has been started'
run lab start sync-witheld
expect_code 2
expect_err "The nearest one is 'sync-withheld'"

run lab start sync-withheld
expect_code 0
lab=$CHQ_DATA/training/lab-sync-withheld
expect_out "$lab"
run lab check
expect_code 4
expect_out 'expected:'
expect_out 'no customer was created'
run lab hint --lang nb
expect_code 0
expect_out 'chq trace'

# The customer is helped, the next one is not: not solved.
run --data "$lab" job run sync-customers
run --data "$lab" job run 1010
run lab check --json
expect_code 4
expect_out '"solved": false'
run lab reset
expect_code 0
batch=$("$chq" --data "$lab" batch list --json | tr '{' '\n' | grep '"sync-customers"' | grep -o '"RecId": [0-9]*' | grep -o '[0-9]*$' | head -1)
run --data "$lab" batch resume "$batch"
expect_code 0
run --data "$lab" job run sync-customers
run --data "$lab" job run 1010
# From within the lab's own folder, too.
run --data "$lab" lab check --lang nb
expect_code 0
expect_out 'Løst'
run lab score --json
expect_out '"score": 95'
expect_out '"hints": 1'

run lab start random --seed 3 --json
expect_code 0
expect_out '"lab": "random"'
run lab check
expect_code 4
expect_out 'The fault is found and repaired'
run lab solve
expect_code 0
run lab check
expect_code 0
expect_out 'solved for you'
run lab check sync-withheld
expect_code 0
expect_out '[x] sync-withheld'
checks=$((checks + 1))
[ "$(cat "$CHQ_DATA"/*.db | sha256sum)" = "$before" ] || complain 'the company was changed'
finish
