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
finish
