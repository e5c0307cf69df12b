#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The documented guide without a screen: a check that does not hold exits 4, playing ends with a verified sign-up.
. "$(dirname "$0")/lib.sh"
new_company
guide=customer-records-not-appearing

run guide list
expect_code 0
expect_out "$guide"
run guide show $guide
expect_code 0
expect_out 'Retail and Commerce > Channel setup'
run guide show $guide --lang nb --json
expect_out 'Kundeposter vises ikke'
run guide check customer-records-not-apearing
expect_code 2
expect_err "The nearest one is '$guide'"

run guide check $guide
expect_code 4
expect_out 'expected'
expect_out 'found'
run guide check $guide --json
expect_code 4
expect_out '"done": false}'
run guide play $guide --lang nb
expect_code 0
expect_out 'Kjør jobb: 1070 (Kanalkonfigurasjon)'
expect_out 'Bekreftet'
run guide check $guide
expect_code 0
expect_out '11 of 11'
run guide play $guide --json
expect_code 0
expect_out '"done": true'
run check
expect_code 0

# The practice copy is played on, the company stays as it was.
new_company
run guide play $guide --practice
expect_code 0
run profile show Online --json
expect_out '"CreateAsyncCustomers": true'
run guide check $guide --practice
expect_code 0
run guide play $guide --readonly
expect_code 1

# The others: each is performed to its end, in one language or the other, and has nothing left to do the second time.
lang=en
run guide list
others=$(sed -n 's/^\([a-z0-9-]*\)  .*/\1/p' "$box/out" | grep -vx "$guide")
[ "$(wc -w <<<"$others")" -eq 5 ] || complain "not five others: $others"
for id in $others; do
    run guide play "$id" --practice --lang $lang
    expect_code 0
    refute_out '[ ]'
    run guide check "$id" --practice --lang nb
    expect_code 0
    run guide play "$id" --practice --json
    expect_code 0
    refute_out '"action": "'
    expect_out '"done": true'
    if [ $lang = en ]; then lang=nb; else lang=en; fi
done
run guide list
expect_out ' 8/8  set-up-B2C-tenant.md'
expect_out ' 7/7  audit-async-customer-operations.md'
run guide list --json
expect_out '"steps": 8, "begun": true, "done": 8, "practice_only": true'
run check
expect_code 0

# For authors: the content proves itself, in a company of its own.
run guide check --all
expect_code 0
expect_out '[x] b2c-preconditions'
refute_out '[ ]'
run guide check --all --json
refute_out '"well": false'
expect_out '"guide": "audit-customer-synchronization", "well": true, "error": null'
run guide check
expect_code 2
run guide check "$guide" --all
expect_code 2

# What is put wrong for a guide is put wrong in its practice copy, also without --practice.
new_company
run guide list
expect_out ' 0/8  set-up-B2C-tenant.md'
run guide check b2c-preconditions
expect_code 4
expect_out 'CustAcc still has Manual = Yes'
run numberseq show CustAcc --json
expect_out '"Manual": false'
run guide play b2c-preconditions
expect_code 0
run guide check b2c-preconditions --readonly
expect_code 0
finish
