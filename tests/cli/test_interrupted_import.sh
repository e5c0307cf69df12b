#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# An import that is interrupted or killed keeps what it acknowledged, says so, and can be run again without doubling.
. "$(dirname "$0")/lib.sh"
new_company

# What bash starts in the background ignores SIGINT unless it is told otherwise.
started=(env --default-signal=INT "$chq")

# N customers as CSV.
people() {
    echo 'FirstName,LastName,Email'
    for i in $(seq 1 "$1"); do echo "P$i,Stopped,p$i@stopped.example.no"; done
}

# Wait for a condition without guessing how long it takes.
until_true() {
    for _ in $(seq 1 200); do
        "$@" && return 0
        sleep 0.05
    done
    return 1
}
stored() {
    [ "$(customers_with '@stopped.example.no')" -ge "$1" ]
}

people 1000 >"$box/people.csv"
mkfifo "$box/pipe"

# Ctrl+C while the input is slow: what was read is committed first.
what='interrupt of an import'
"${started[@]}" signup --store AWOnline --csv "$box/pipe" --json --set csv.batch_rows=50 >"$box/out" 2>"$box/err" &
import=$!
exec 3<>"$box/pipe" # opened for both, so that nobody waits for the other side
head -n 121 "$box/people.csv" >&3
until_true stored 120 || complain 'rows that came are not signed up while more may come'
kill -INT "$import"
wait "$import"
code=$?
exec 3>&-
expect_code 130
expect_out '"signed_up": 120'
expect_out '"interrupted": true'
expect_err 'On disk: 120 customers, up to line 121'
expect_equal "$(customers_with '@stopped.example.no')" 120 'customers on disk'

# kill -9: whole batches or nothing, and the next run takes the rest.
what='kill of an import'
"${started[@]}" signup --store AWOnline --csv "$box/pipe" --set csv.batch_rows=50 >"$box/out" 2>"$box/err" &
import=$!
exec 3<>"$box/pipe" # opened for both, so that nobody waits for the other side
head -n 401 "$box/people.csv" >&3
until_true stored 300 || complain 'nothing was signed up'
kill -KILL "$import"
wait "$import" 2>/dev/null
exec 3>&-
run signup --store AWOnline --csv "$box/people.csv" --json
expect_code 0
expect_out '"signed_up": 1000'
expect_equal "$(($(json_number async) + $(json_number linked)))" 1000 'async and linked'
expect_equal "$(customers_with '@stopped.example.no')" 1000 'customers on disk'
run check
expect_code 0

# Ctrl+C between real-time calls: each that was answered is counted, the current one is finished.
what='interrupt of real-time sign-ups'
people 400 | sed 's/stopped/sync/' >"$box/sync.csv"
"${started[@]}" signup --store Fabrikam --csv "$box/sync.csv" --json --set rts.latency_ms=20 >"$box/out" 2>"$box/err" &
import=$!
some_synced() {
    [ "$(customers_with '@sync.example.no')" -ge 5 ]
}
until_true some_synced || complain 'nobody was signed up'
kill -INT "$import"
wait "$import"
code=$?
expect_code 130
signed_up=$(json_number signed_up)
expect_equal "$(customers_with '@sync.example.no')" "$signed_up" 'customers on disk'
run signup --store Fabrikam --csv "$box/sync.csv" --json
expect_code 0
expect_equal "$(customers_with '@sync.example.no')" 400 'customers on disk'
finish
