/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_FUZZ_H
#define CHQ_TESTS_FUZZ_H

/*
 * A fuzz target is one function. With the preset `fuzz` (clang) libFuzzer calls it with what it makes up; in every other
 * build replay.c calls it with each file of tests/fuzz/corpus/NAME, as an ordinary test. What a fuzzer finds becomes
 * a file in the corpus.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_REQUIRE(condition)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
