# SPDX-License-Identifier: MIT
#
# What the tests of the verbs share: a company of one's own, running chq as a user would, and complaints that show what
# was seen. Sourced by test_*.sh; a test ends with `finish`.
set -uo pipefail

chq=${CHQ_BINARY:?CHQ_BINARY says which chq is tested}
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
# Counting ids start anew in every process, and here every verb is one.
unset CHQ_TEST_IDS
export HOME=$box/home
mkdir "$HOME"
failures=0 checks=0 code=0 what=

# A demo company in a fresh folder; the same for every test, because the clock is fixed.
new_company() {
    export CHQ_DATA=$box/company
    rm -rf "$CHQ_DATA"
    "$chq" init --demo 2>"$box/init" || { cat "$box/init"; exit 1; }
}

# run ARGS…: sets code, $box/out, $box/err.
run() {
    what="chq $*"
    "$chq" "$@" >"$box/out" 2>"$box/err" </dev/null
    code=$?
}

# run_input TEXT ARGS…: the same with standard input; TEXT as printf %b understands it.
run_input() {
    local text=$1
    shift
    what="chq $* (with input)"
    printf '%b' "$text" | "$chq" "$@" >"$box/out" 2>"$box/err"
    code=$?
}

complain() {
    failures=$((failures + 1))
    echo "FAILED: $what: $*"
    sed 's/^/    out: /' "$box/out"
    sed 's/^/    err: /' "$box/err"
}

expect_code() {
    checks=$((checks + 1))
    [ "$code" -eq "$1" ] || complain "exit code $code, not $1"
}

# Fixed text, somewhere in standard output or standard error.
expect_out() {
    checks=$((checks + 1))
    grep -qF -- "$1" "$box/out" || complain "stdout lacks: $1"
}
expect_err() {
    checks=$((checks + 1))
    grep -qF -- "$1" "$box/err" || complain "stderr lacks: $1"
}
refute_out() {
    checks=$((checks + 1))
    grep -qF -- "$1" "$box/out" && complain "stdout has: $1"
}
refute_err() {
    checks=$((checks + 1))
    grep -qF -- "$1" "$box/err" && complain "stderr has: $1"
}
expect_silent_out() {
    checks=$((checks + 1))
    [ ! -s "$box/out" ] || complain "stdout is not empty"
}
expect_silent_err() {
    checks=$((checks + 1))
    [ ! -s "$box/err" ] || complain "stderr is not empty"
}

# How often a text stands in the list of all customers (one line each).
customers_with() {
    "$chq" customer list --json | grep -cF -- "$1"
}

# The number behind "KEY": in the JSON document that was printed last.
json_number() {
    grep -oE "\"$1\": -?[0-9]+" "$box/out" | head -n 1 | grep -oE -- '-?[0-9]+$'
}

expect_equal() {
    checks=$((checks + 1))
    [ "$1" = "$2" ] || complain "${3:-value} is '$1', not '$2'"
}

finish() {
    [ "$checks" -gt 0 ] || { echo "nothing was checked"; exit 1; }
    [ "$failures" -eq 0 ] || { echo "$failures of $checks checks failed"; exit 1; }
    echo "$checks checks"
}
