#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A console that cannot open says why before it touches the terminal, and exits 2.
. "$(dirname "$0")/lib.sh"
new_company
command -v script >/dev/null || exit 0

# console TERM OPTIONS…: in a terminal of its own; what came before it had to be stopped.
console() {
    local term=$1
    shift
    what="chq $* (TERM=$term)"
    TERM=$term timeout 20 script -qec "'$chq' $*" /dev/null </dev/null >"$box/out" 2>"$box/err"
    code=$?
}

# A terminal that cannot move its cursor got a screen drawn into one line.
console dumb --lang nb
expect_code 2
expect_out 'Denne terminalen kan ikke brukes'
console no-such-terminal
expect_code 2
expect_out 'Set TERM'

# A misspelt page was said to belong to headquarters and not to be there yet.
console xterm-256color --page functionalty-profiles
expect_code 2
expect_out "The nearest one is 'functionality-profiles'"
console xterm-256color --theme pink
expect_code 2
finish
