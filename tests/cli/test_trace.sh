#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Why is my customer not there? What chq trace prints, for people and for programs, and its exit codes.
. "$(dirname "$0")/lib.sh"
new_company

# Waits for the next run: nothing is wrong. (The clock is fixed, and the runs are planned behind it.)
run trace rolf.ytterdal@example.no
expect_code 0
expect_out 'Verdict: Normal waiting: P-0001'
expect_out 'waits here'
expect_out 'last run 07:00, next run 09:05'
run trace rolf.ytterdal@example.no --lang nb
expect_out 'Vurdering: Normal ventetid: P-0001'

# Nothing at all is nobody, not everybody.
run trace ' '
expect_code 2
expect_err 'Something is missing: KEY'

# One document, with the same members whatever was found.
members() {
    local key
    for key in found account async_account name email store state stopped_at hops findings matches; do
        expect_out "\"$key\": "
    done
    for key in hop state at took_ms session run batch_job by where job last_run next_run; do
        expect_out "\"$key\": "
    done
    for key in cause number ahead sentence next path page key filter; do
        expect_out "\"$key\": "
    done
    expect_equal "$(grep -o '"hop": ' "$box/out" | wc -l)" 8 hops
}
run trace rolf.ytterdal@example.no --json
expect_code 0
expect_silent_err
members
expect_out '"found": true, "account": null'
expect_out '"state": "in_channel", "stopped_at": "upload"'
expect_out '"cause": "NORMAL", "number": 39, "ahead": false'

# What lies further on is told as such.
run numberseq set CustAcc Manual=Yes
run trace rolf.ytterdal@example.no --json
expect_code 4
expect_out '"cause": "NORMAL"'
expect_out '"cause": "REFUSED", "number": 22, "ahead": true'
expect_out '"page": "number-sequences", "key": "CustAcc"'
run numberseq set CustAcc Manual=No

# Two causes, the first to repair first.
run channel set Default PauseDataSync=Yes
run schedule set P-0001 Active=No
run trace rolf.ytterdal@example.no
expect_code 4
expect_out 'stopped here'
expect_out 'Cause: Data synchronization of channel database Default is paused'
expect_out 'Also: Schedule P-0001 (Channel transactions) is not active'
expect_out 'Cause 17 of the failure catalogue'
expect_out 'Cause 14 of the failure catalogue'
expect_out 'Retail and Commerce > Headquarters setup > Commerce scheduler > Channel'
run schedule set P-0001 Active=Yes
run channel set Default PauseDataSync=No

# The whole way: each hop has its time, and what did it.
for job in P-0001 sync-customers 1010; do run job run "$job"; done
run trace rolf.ytterdal@example.no --json
expect_code 0
members
expect_out '"state": "complete", "stopped_at": null'
expect_out '"hop": "upload", "state": "passed", "at": "2026-03-02T'
expect_out '"cause": "HIDDEN", "number": 37'

# Nobody: the hop that would have it, and what runs when.
run trace nobody@example.com --store AWOnline --json
expect_code 4
members
expect_out '"found": false, "account": null'
expect_out '"hop": "channel", "state": "expected"'
expect_out '"cause": "NOWHERE"'
expect_out '"cause": "EXPECTED_ASYNC"'
run trace nobody@example.com --store Fabrikam
expect_code 4
expect_out 'becomes a customer in headquarters at once'
run trace nobody@example.com --store Nowhere
expect_code 1
expect_err 'Nowhere'
run hq servicing
run trace nobody@example.com --store Fabrikam --lang nb
expect_code 4
expect_out 'Årsak: Headquarters er under vedlikehold'
run signup --store Fabrikam --first-name Kari --last-name Testmann --email kari@example.no
expect_code 1
run trace kari@example.no --json
expect_code 4
expect_out '"cause": "SIGNUP_REFUSED", "number": 29'
expect_out '"page": "servicing-switch"'
run hq operational

# Several: nothing is traced, and it says whom to choose from.
run trace ola --json
expect_code 1
expect_out '"hop": "storefront", "state": "ahead"'
expect_out '"findings": [], "matches": [{"account": "100'
run trace ola
expect_code 1
expect_out 'Ola Kvamme'
expect_err 'Several customers match'

finish
