#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Number sequences by verbs, and what shoppers get and hear when a sequence cannot give a number (domain.md 6 causes 21-23).
. "$(dirname "$0")/lib.sh"
new_company

run numberseq list
expect_code 0
expect_silent_err
expect_out 'CustAcc'
run numberseq show custacc --json
expect_out '"Format": "######"'
expect_out '"NextRec": 100217'

# A sign-up in real time takes the next number, in the new form from now on.
run numberseq set CustAcc 'Format=K&-######' --json
expect_code 0
run signup --store Fabrikam --first-name Ada --last-name Berg --email ada@example.com --json
expect_code 0
expect_out '"account": "KA-100217"'

# Refused, with the remedy.
run numberseq set CustAcc Format=CUST
expect_code 1
expect_err 'Use # for a digit and & for a letter'
run numberseq set CustAcc Format=###
expect_code 1
expect_err 'has room for numbers up to 999 only'
run numberseq set CustAcc Continuous=Yes Preallocation=Yes
expect_code 1
expect_err 'Set Preallocation or Continuous to No'
run numberseq set CustAcc Neste=5 --lang nb
expect_code 1
expect_err '100001..1000000'
run numberseq delete CustAcc
expect_code 1
expect_err 'Choose another one there first'

# Manual, stopped, exceeded: the shopper hears why; the operator was warned.
run numberseq set CustAcc Manual=Yes
expect_code 0
expect_err 'Nobody who signs up in an online store can become a customer'
run signup --store Fabrikam --first-name Ole --last-name Berg --email ole@example.com
expect_code 1
expect_err 'Set Manual to No on the number sequence'
run numberseq set CustAcc Manual=No Stopped=Yes
expect_code 0
run signup --store Fabrikam --first-name Ole --last-name Berg --email ole@example.com
expect_code 1
expect_err 'Clear Stopped'
run numberseq set CustAcc Stopped=No Next=1000000
expect_code 0
run signup --store Fabrikam --first-name Ole --last-name Berg --email ole@example.com
expect_code 1
expect_err 'has been exceeded'

# Manual cleanup puts Next behind the accounts in use, of this form.
run numberseq cleanup CustAcc --json
expect_code 0
expect_out '"NextRec": 100218'
run numberseq cleanup CustAcc
expect_code 0
expect_err 'Nothing to clean up'

# Preallocation: the numbers that a process did not use go back when it ends.
run numberseq set CustAcc Preallocation=Yes 'Quantity of numbers=10'
expect_code 0
run signup --store Fabrikam --first-name Ole --last-name Berg --email ole@example.com --json
expect_code 0
expect_out '"account": "KA-100218"'
run numberseq show CustAcc --json
expect_out '"NextRec": 100219'

# A group's own sequence; then nothing is missing.
run numberseq new Staff --format 'S##' Highest=99
expect_code 0
run numberseq new staff
expect_code 1
expect_err 'is taken already'
run numberseq generate
expect_code 0
expect_err 'nothing to generate'
run numberseq delete Staff
expect_code 0
run check
expect_code 0
finish
