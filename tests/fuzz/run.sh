#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# tests/fuzz/run.sh [SECONDS [NAME…]]   builds the fuzz targets with clang and runs each, one after the other (60 seconds)
#
# What a fuzzer finds is build/fuzz/tests/found/NAME-crash-…: repair it, and copy the file to tests/fuzz/corpus/NAME under
# a name that says what it was.
set -eu
cd "$(dirname "$(readlink -f "$0")")/../.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target fuzz
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
status=0
for file in tests/fuzz/fuzz_*.c; do
    name=$(basename "$file" .c)
    name=${name#fuzz_}
    [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
    found=build/fuzz/tests/found/$name
    mkdir -p "$found"
    dict=()
    [ ! -e "tests/fuzz/dict/$name" ] || dict=("-dict=tests/fuzz/dict/$name")
    printf '== %s\n' "$name"
    build/fuzz/tests/fuzz_"$name" -max_total_time="$seconds" -max_len=2048 -timeout=10 -verbosity=0 -print_final_stats=1 \
        "${dict[@]}" -artifact_prefix="$found-" "$found" "tests/fuzz/corpus/$name" || status=1
done
exit $status
