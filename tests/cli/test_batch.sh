#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Batch jobs by verbs: scheduled, listed, withheld, resumed, run by a server, deleted; what cannot be is refused.
source "$(dirname "$0")/lib.sh"

new_company
run batch list
expect_code 0
expect_out "Every 5 minutes"
expect_out "09:05 (in 5 min)"
expect_err "No batch server is running"

# A full data sync cannot recur; times and numbers are checked; nothing was made.
run batch schedule 9999 --every 5
expect_code 1
expect_err "cannot recur"
run batch schedule P-0002 --every 5
expect_code 2
expect_err "nearest"
run batch schedule P-0001 --every 0
expect_code 2
run batch schedule P-0001 --every 5 --unit fortnights
expect_code 2
expect_err "minutes, hours, days"
run batch schedule P-0001 --end-after 3
expect_code 2
run batch schedule P-0001 --every 5 --end-after 3 --end-by 2026-03-03
expect_code 2
run batch schedule P-0001 --every 5 --end-by 2026-03-01
expect_code 1
expect_err "no start before its end"
run batch schedule P-0001 --every 5 --start yesterday
expect_code 1
run batch schedule P-0001 --retries 6
expect_code 2
run batch list --json
expect_equal "$(grep -cF '"RecId"' "$box/out")" 3 "batch jobs"

# By an alias, with everything.
run batch schedule P-job --every 2 --unit hours --start "2026-03-02 08:30" --end-after 4 --retries 2 \
    --ignore-failure no --description "Night shift" --json
expect_code 0
expect_out '"JobId": "P-0001"'
expect_out '"RecurrenceUnit": "Hours"'
expect_out '"next": "2026-03-02T10:30:00.000Z"'
expect_out '"RetriesOnFailure": 2'
expect_out '"IgnoreFailOnError": false'
id=$(json_number RecId)
run batch show "$id"
expect_code 0
expect_out "Every 2 hours, ends after 4 runs"
expect_out "Night shift"
run status
expect_out "2026-03-02 09:05:00"

# Change status.
run batch withhold "$id"
expect_code 0
expect_err "Night shift: Withhold."
run batch cancel "$id"
expect_code 1
expect_err "Withhold cannot become Canceling"
run batch resume "$id"
expect_code 0
expect_err "next run at 10:30"
run batch resume 4711
expect_code 1
expect_err "There is no batch job '4711'"
run batch withhold "$id" --readonly
expect_code 1

# A server: one pass runs what is due, and nothing else.
run batch schedule P-0001
expect_code 0
once=$(grep -oE 'Batch job [0-9]+' "$box/err" | grep -oE '[0-9]+')
run batch serve --once --json
expect_code 0
expect_out '"ran": 1'
expect_err "P-0001 (Channel transactions): Ended, 9 rows"
run batch serve --once --json
expect_out '"ran": 0'
run batch show "$once" --json
expect_out '"Status": "Ended"'
expect_out '"rows": 9'
run batch schedule sync-customers
expect_code 0
run batch serve --once
expect_code 0
expect_err 'rows, 2 failed rows in' # whoever reads the log sees that customers are missing, not only why one is

# A server ends as it is asked to; meanwhile another one is told to try again. (SIGINT: tests/fault/test_batch_servers.c.)
env -u CHQ_TEST_CLOCK "$chq" batch serve 2>"$box/server" &
server=$!
for _ in $(seq 200); do grep -q "This is the batch server" "$box/server" && break; sleep 0.05; done
run batch serve --once
expect_code 3
expect_err "running already"
kill -TERM "$server"
wait "$server"
code=$? what="chq batch serve, SIGTERM"
expect_code 0

run batch delete "$id"
expect_code 0
run batch show "$id"
expect_code 1

# The same in Norwegian.
run batch list --lang nb
expect_out "Hvert 5. minutt"
run batch schedule 9999 --every 5 --lang nb
expect_err "kan derfor ikke gjentas"
finish
