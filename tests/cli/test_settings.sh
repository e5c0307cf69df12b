#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Settings: what is wrong is named with file, line and nearest key; flag beats environment beats file.
. "$(dirname "$0")/lib.sh"
new_company

run config dump
expect_code 0
cp "$box/out" "$box/dump.ini"
run config check "$box/dump.ini"
expect_code 0
run config check
expect_code 0
expect_out 'defaults hold'
run config check "$box/none.ini"
expect_code 2

printf '[rts]\nfallbck = yes\n[csv]\nbatch_rows = 0\n' >"$box/wrong.ini"
run config check "$box/wrong.ini"
expect_code 2
expect_err "$box/wrong.ini:2"
expect_err "'rts.fallback'"
expect_err "$box/wrong.ini:4"
run config check "$box/wrong.ini" --json
expect_code 2
expect_out '"reason": "CONFIG_UNKNOWN_KEY"'
run status --config "$box/wrong.ini"
expect_code 2
expect_err "$box/wrong.ini:2"

printf '[rts]\nlatency_ms = 11\n' >"$box/right.ini"
run config dump --json --config "$box/right.ini"
expect_out '"key": "rts.latency_ms", "value": "11"'
CHQ_RTS_LATENCY_MS=12 run config dump --json --config "$box/right.ini"
expect_out '"key": "rts.latency_ms", "value": "12"'
CHQ_RTS_LATENCY_MS=12 run config dump --json --config "$box/right.ini" --set rts.latency_ms=13
expect_out '"key": "rts.latency_ms", "value": "13"'
run status --set rts.latency=1
expect_code 2
run status --set nonsense
expect_code 2

# The language of the settings, unless a flag says otherwise.
printf '[console]\nlanguage = nb\n' >"$box/nb.ini"
LANGUAGE=en run hq status --config "$box/nb.ini"
expect_out 'I drift'
run hq status --config "$box/nb.ini" --lang en
expect_out 'Operational'

run keys dump
expect_code 0
expect_out '[keys]'
cp "$box/out" "$box/keys.ini"
run keys check "$box/keys.ini"
expect_code 0
run keys dump --json
expect_code 0
printf '[keys]\nno-such-action = F2\n' >"$box/keys.ini"
run keys check "$box/keys.ini"
checks=$((checks + 1))
[ "$code" -ne 0 ] || complain 'an unknown action is all right'
finish
