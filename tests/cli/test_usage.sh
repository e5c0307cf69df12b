#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Who types something wrong is told what exists, on stderr, with exit code 2; help is data and exits 0.
. "$(dirname "$0")/lib.sh"

run --version
expect_code 0
expect_out 'chq '

run --help
expect_code 0
expect_silent_err
for word in 'profile set ID' 'customer list' 'guide play ID' '--readonly' '130'; do expect_out "$word"; done
run --help --lang nb
expect_out 'Avslutningskoder:'
run profile --help
expect_code 0
expect_out 'profile delete ID'
refute_out 'store list'
run help profile set
expect_code 0
expect_out 'chq profile set ID KEY=VALUE'
run signup -h
expect_code 0
expect_out '--csv FILE'

run payroll list
expect_code 2
expect_silent_out
expect_err "Unknown verb 'payroll'"
expect_err 'There are: init, status, profile'
run stauts
expect_code 2
expect_err "The nearest one is 'status'"
run profile lst
expect_code 2
expect_err "The nearest one is 'list'"
run profile
expect_code 2
expect_err 'list, show, new, set, delete'
run status --jsn
expect_code 2
expect_err "The nearest one is '--json'"
run signup --store
expect_code 2
expect_err '--store needs a value'
run status --json=1
expect_code 2
run customer list --limit 1 --limit 2
expect_code 2
expect_err 'given twice'
run status now
expect_code 2
expect_err "'now' is one word too many"
run profile show
expect_code 2
run --lang de status
expect_code 2
expect_err 'en or nb'
LANGUAGE=nb run --lang de status
expect_code 2
expect_err 'må være «en» eller «nb»'
run status --color sometimes
expect_code 2
run payroll --json
expect_code 2
expect_out '"code": "usage"'

# A control sequence that is typed is not printed.
run $'\x1b[31mx'
expect_code 2
refute_err $'\x1b'

# Without a terminal there is no console, and without a company there is nothing to show.
export CHQ_DATA=$box/nothing
run
expect_code 2
expect_err 'needs a terminal'
expect_err 'chq --help'
run status
expect_code 1
expect_err 'chq init --demo'
expect_err "$box/nothing"
run status --json
expect_code 1
expect_out '"reason": "COMPANY_MISSING"'

# Options may stand anywhere; flag beats environment.
new_company
run --json --data "$CHQ_DATA" customer --limit 1 list
expect_code 0
expect_out '"account"'
run --data "$box/nothing" status
expect_code 1
run init
expect_code 1
expect_err 'already'
run customer show -- -x
expect_code 1
expect_err "'-x'"
finish
