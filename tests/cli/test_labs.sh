#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A lab without a screen: begun, repaired with the ordinary verbs on its folder, checked; the company itself stays as it was.
. "$(dirname "$0")/lib.sh"
new_company
before=$(cat "$CHQ_DATA"/*.db | sha256sum)

run lab list
expect_code 0
expect_out 'sync-withheld'
run lab check
expect_code 1
expect_err 'No lab has been started'
run lab start sync-witheld
expect_code 2
expect_err "The nearest one is 'sync-withheld'"

run lab start sync-withheld
expect_code 0
lab=$CHQ_DATA/training/lab-sync-withheld
expect_out "$lab"
# Untouched, the proofs have no more than a number; what was tried is answered.
run lab check
expect_code 4
expect_out '[ ] Proof 1'
refute_out 'expected:'
expect_err 'once you have tried something'
run --data "$lab" job run 1010
run lab check
expect_code 4
expect_out 'expected:'
expect_out 'no customer was created'
run lab reset
expect_code 0
run lab hint --lang nb
expect_code 0
expect_out ':trace'

# The customer is helped, the next one is not: not solved.
run --data "$lab" job run sync-customers
run --data "$lab" job run 1010
run lab check --json
expect_code 4
expect_out '"solved": false'
run lab reset
expect_code 0
batch=$("$chq" --data "$lab" batch list --json | tr '{' '\n' | grep '"sync-customers"' | grep -o '"RecId": [0-9]*' | grep -o '[0-9]*$' | head -1)
run --data "$lab" batch resume "$batch"
expect_code 0
run --data "$lab" job run sync-customers
run --data "$lab" job run 1010
# From within the lab's own folder, too.
run --data "$lab" lab check --lang nb
expect_code 0
expect_out 'Løst'
run lab score --json
expect_out '"score": 95'
expect_out '"hints": 1'

run lab start random --seed 3 --json
expect_code 0
expect_out '"lab": "random"'
run lab check
expect_code 4
expect_out 'The fault is found and repaired'
run lab solve
expect_code 0
run lab check
expect_code 0
expect_out 'solved for you'
run lab check sync-withheld
expect_code 0
expect_out '[x] sync-withheld'

# An answer is kept, whatever it is; what is no line of text is refused.
run lab start long-wait
expect_code 0
run lab answer no idea
expect_code 0
expect_err 'The answer is kept'
run lab check
expect_code 4
run lab answer "$(printf 'a\tb')"
expect_code 1
expect_err 'control character'
run lab answer "$(printf 'x%.0s' {1..101})"
expect_code 1
expect_err '100 characters'
run lab solve
run lab check
expect_code 0

# Two faults at once: neither is named, one repaired is told, both solve it.
run lab start sync-withheld --faults 2
expect_code 2
expect_err 'for a random lab'
run lab start random --faults 2 --seed 5 --json
expect_code 0
expect_out '"lab": "random-two"'
expect_out '"other_email": "'
run lab check
expect_code 4
expect_out '[ ] One fault is found and repaired'
expect_out '[ ] Both faults are found and repaired'
refute_out 'Proof'
run lab hint
expect_code 0
run lab reset
expect_code 0
run lab solve
run lab check --json
expect_code 0
expect_out '"repaired": 2'
expect_out '"solved": true'
run --data "$CHQ_DATA/training/lab-random-two" lab score
expect_out ' + '
run lab check sync-withheld+client-stopped
expect_code 0
expect_out '[x] sync-withheld+client-stopped'
run lab check sync-withheld+no-such
expect_code 2

# A lab from a folder, which is not needed afterwards; one that is not whole is refused with what it lacks.
mkdir "$box/mine"
for suffix in ini sql en.ini nb.ini; do
    cp "$CHQ_SOURCE_DIR/data/labs/session-counter.$suffix" "$box/mine/my-lab.$suffix"
done
run lab check --from "$box/mine"
expect_code 0
expect_out '[x] my-lab'
run lab start my-lab --from "$box/mine"
expect_code 0
expect_out "$CHQ_DATA/training/lab-my-lab"
rm "$box/mine/my-lab.sql"
run --data "$CHQ_DATA/training/lab-my-lab" lab check --lang nb
expect_code 4
expect_out '[ ] Bevis 1'
run --data "$CHQ_DATA/training/lab-my-lab" lab solve
run --data "$CHQ_DATA/training/lab-my-lab" lab check
expect_code 0
run lab list
expect_out 'my-lab'
run lab start my-lab
expect_code 0
run lab check --from "$box/mine" --json
expect_code 4
expect_out '"well": false'
run lab start other --from "$box/mine"
expect_code 2
expect_err 'other.ini: the file is missing'
run lab start sync-withheld --from "$box/mine"
expect_code 2
expect_err 'the name is taken'
run lab check --from "$box/nowhere"
expect_code 1
expect_err 'There is no lab in'
checks=$((checks + 1))
[ "$(cat "$CHQ_DATA"/*.db | sha256sum)" = "$before" ] || complain 'the company was changed'

# A lab that is gone on with is the one that hints and checks are about, not the one begun last.
run lab start sequence-stopped
run lab start sequence-manual
CHQ_TEST_CLOCK=2026-03-02T10:00:00Z run lab start sequence-stopped
expect_code 0
run lab check
expect_code 4
expect_out 'A sequence at rest'

# Who interrupts a proof has not proven the rest. (What bash starts in the background ignores SIGINT unless told otherwise.)
what='interrupt of lab check --all'
env --default-signal=INT "$chq" lab check --all >"$box/out" 2>"$box/err" &
proof=$!
for _ in $(seq 1 400); do
    grep -q '\[x\]' "$box/out" && break
    sleep 0.05
done
kill -INT "$proof"
wait "$proof"
code=$?
expect_code 130
refute_out '[ ]'
finish
