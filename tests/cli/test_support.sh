#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Support by verbs: the error of the log gets the fault repaired, in a lab and elsewhere; anything else is answered.
. "$(dirname "$0")/lib.sh"
new_company
before=$(cat "$CHQ_DATA"/*.db | sha256sum)

run lab start session-counter
expect_code 0
lab=$CHQ_DATA/training/lab-session-counter
run support file --job P-0001
expect_code 2
expect_err '--job and --error are needed'
run --data "$lab" support file --job P-0002 --error 'text'
expect_code 2
expect_err "There is no job 'P-0002'"
run --data "$lab" support file --job P-0001 --error ''
expect_code 1
expect_err 'Error text'
run --data "$lab" support file --job P-0001 --error 'It does not work, please help us soon'
expect_code 1
expect_out 'This is not what the log of P-0001 says'
run --data "$lab" support file --job P-0001 --session 9999 --error 'text'
expect_code 1
expect_out 'P-0001 has no session 9999'
run --data "$lab" support file --job 1010 --error 'Violation of PRIMARY KEY constraint' --json
expect_code 1
expect_out '"repaired": false'

# What the run printed, as it printed it, is what support needs.
run --data "$lab" job run P-0001 --lang nb
expect_code 1
text=$(sed -n 's/^chq: //p' "$box/err")
run --data "$lab" support file --job P-0001 --error "$text" --note 'Kari venter' --json
expect_code 0
expect_out '"answer": "SESSION_COUNTER"'
run --data "$lab" support list --lang nb
expect_code 0
expect_out 'Rettet'
expect_out 'Mer trengs'
run --data "$lab" job run P-0001
expect_code 0
run --data "$lab" job run sync-customers
run --data "$lab" job run 1010
run lab check
expect_code 0
run --data "$lab" --readonly support file --job P-0001 --error 'Violation of PRIMARY KEY constraint'
expect_code 1
run support list --json
expect_code 0
expect_out '[]'
checks=$((checks + 1))
[ "$(cat "$CHQ_DATA"/*.db | sha256sum)" = "$before" ] || complain 'the company was changed'
finish
