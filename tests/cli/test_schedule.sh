#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Distribution schedules by verbs: listed, shown, set in either language, and what is attached decides what is exchanged.
source "$(dirname "$0")/lib.sh"

new_company
run schedule list
expect_code 0
expect_out "Channel database groups"
expect_out "1040"
expect_out "Headquarters"
run schedule show 9999 --json
expect_code 0
expect_out '"Jobs": "1010, 1070, 1090, 1110"'

# Without a group nothing is exchanged, and it is said; with the group everything is again.
run schedule set P-0001 DataGroups=
expect_code 0
expect_err "No channel database group is attached"
run job run P-0001 --json
expect_code 0
expect_out '"rows": 0'
run schedule set P-0001 Kanaldatabasegrupper=Default --lang nb
expect_code 0
expect_err "Lagret"
run job run P-0001 --json
expect_out '"rows": 9'

# A disabled job does not run, and says why.
run schedule set 1010 Jobs= DisabledJobs=1010
expect_code 0
expect_err "No job is enabled"
run job run 1010 --json
expect_out '"rows": 0'
run schedule set 1010 DisabledJobs= Jobs=1010
expect_code 0

# What cannot be is refused, and nothing has changed.
run schedule set 1010 DataGroups=Nowhere
expect_code 1
expect_err "RetailCDXDataGroup"
run schedule set 1010 Jobs=1010,P-0001
expect_code 1
expect_err "P-0001 goes the other way"
run schedule set 1010 Name=1011
expect_code 1
run schedule set sync-customers Active=No
expect_code 1
expect_err "has no schedule"
run schedule show 1010 --json
expect_out '"DataGroups": "Default"'
run schedule show 1011
expect_code 1
run schedule
expect_code 2
run schedule set 1010 DataGroups= --readonly
expect_code 1

finish
