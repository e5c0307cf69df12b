#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How the flow does, for people and for monitoring: chq status has a verdict on each queue, and exits 4 when one of them
# does not flow.
. "$(dirname "$0")/lib.sh"
new_company

# The demo company has failed operations, which wait for a person, and everything else flows.
run status
expect_code 0
expect_out 'Needs attention'
expect_out 'Verdict'
expect_out 'Sync job: '
run status --json
expect_code 0
expect_silent_err
for key in job waiting failed_operations oldest_at in_per_hour out_per_hour last_run next_run reason message; do
    expect_out "\"$key\": "
done
for job in P-0001 sync-customers 1010; do expect_out "{\"job\": \"$job\", \"waiting\": "; done
expect_out '"verdict": "'
run --lang nb status
expect_out 'Vurdering'
expect_out 'Synkr.jobb: '

# Without the failed operations everything moves until nothing waits.
"$chq" customer list --state failed --json | grep -oE '"async_account": "[^"]*"' | cut -d'"' -f4 >"$box/failed"
checks=$((checks + 1))
[ -s "$box/failed" ] || complain 'no failed operation in the demo'
while read -r guid; do
    run resync "$guid" Country=USA FirstName=Corrected
done <"$box/failed"
for job in P-0001 sync-customers 1010; do
    run job run "$job"
    expect_code 0
done
run status --json
expect_code 0
expect_out '"verdict": "well"}'
run status --lang nb
expect_code 0
expect_out 'Bra'

# Somebody signs up while the database is paused: stopped there, and it says where.
run signup --store AWOnline --first-name Kari --last-name Testmann --email kari@example.no
run channel set Default PauseDataSync=Yes
expect_code 0
run status --json
expect_code 4
expect_out '"verdict": "stopped", "reason": "channel_paused", "database": "Default"'
run status
expect_code 4
expect_out 'P-0001: Data synchronization of channel database Default is paused.'
run channel set Default PauseDataSync=No
run hq servicing
run status
expect_code 4
expect_out 'P-0001: Headquarters is in servicing: no job starts.'

# Nobody changes anything by asking.
run status --readonly
expect_code 4

finish
