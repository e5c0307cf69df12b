#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Upload and download sessions by verbs: list, show, rerun, cancel, delete; a restored channel and its repair.
. "$(dirname "$0")/lib.sh"
new_company

run session list --direction upload --limit 2
expect_code 0
expect_out 'Applied'
run session list --status angewandt
expect_code 2
expect_err "There is no session status 'angewandt'"
run session list --status brukt --direction nedlasting --lang nb --json
expect_code 0
expect_out '"status": "applied"'
refute_out '"direction": "upload"'
run session show 4
expect_code 2
expect_err 'Say which with --direction'
run session show 16
expect_code 0
expect_out 'P-0001 (Channel transactions)'
run session show four
expect_code 2
run session show 99
expect_code 1
run session show 4 --direction download --json
expect_out '"databases": ['
expect_out '"requested": "'

# What is in headquarters is not sent again; what a channel has, may be.
run session rerun 16
expect_code 1
expect_err 'no row gets there twice'
run session rerun 4 --direction download --json
expect_code 0
expect_out '"session": 5'
expect_out '"rerun_for": 4'
expect_out '"status": "applied"'
run session cancel 5 --direction download
expect_code 1
expect_err 'has ended already'
run session delete 5 --direction download
expect_code 1
expect_err 'is the newest'
run session delete 4 --direction download
expect_code 0
run --readonly session delete 1 --direction download
expect_code 1

# The backup of before: seen, told, repaired, and nobody is lost.
run job run P-0001
cp "$CHQ_DATA/channel-Default.db" "$box/backup.db"
run signup --store AWOnline --first-name Lost --last-name One --email lost@example.com
run job run P-0001
expect_code 0
rm -f "$CHQ_DATA/channel-Default.db"*
cp "$box/backup.db" "$CHQ_DATA/channel-Default.db"
run signup --store AWOnline --first-name New --last-name One --email new@example.com
run job run P-0001
expect_code 1
expect_err 'chq channel reseed Default'
run channel reseed Default --json
expect_code 0
expect_out '"rows": 1'
run channel reseed Default
expect_out 'Rows with new counters        0'
run channel reseed Nowhere
expect_code 1
run job run P-0001 --json
expect_code 0
expect_out '"rows": 1'
run job run 9999 --database Default
expect_code 0
run job run 9999 --database Nowhere
expect_code 1
run check
expect_code 0

# A package that fails is canceled; its rows go with the next run.
run signup --store AWOnline --first-name Long --last-name Street --email l@example.com \
    --street "$(printf 'x%.0s' {1..300})"
expect_code 0
run job run P-0001
expect_code 1
expect_err 'Column Street is too short'
run session list --status apply_failed
expect_out 'P-0001'
run session list --direction upload --status apply_failed --json
failed=$(sed -n 's/.*"session": \([0-9]*\),.*/\1/p' "$box/out")
run session cancel "$failed" --direction upload --json
expect_code 0
expect_out '"status": "canceled"'
command -v sqlite3 >/dev/null || { finish; exit; } # what follows has to reach into the files
sqlite3 "$CHQ_DATA/channel-Default.db" "UPDATE RETAILASYNCCUSTOMER SET STREET = ''"
run job run P-0001 --json
expect_code 0
expect_out '"rows": 1'
expect_out "\"session\": $((failed + 1))"

# A run that died leaves its session in the middle: check says so with 4, and the next run takes it over.
run signup --store AWOnline --first-name Next --last-name One --email next@example.com
sqlite3 "$CHQ_DATA/headquarters.db" "INSERT INTO RetailCDXUploadSession (JobId, DatabaseProfile, Status,
    CreatedDateTime, LocalSessionId) VALUES ('P-0001', 'Default', 1, 1, 90)"
run check
expect_code 4
expect_out 'Run the job again'
run job run P-0001
expect_code 0
run session list --direction upload --limit 1 --json
expect_out '"tries": 2'
run check
expect_code 0
finish
