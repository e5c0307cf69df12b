/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_FUZZ_H
#define CHQ_TESTS_FUZZ_H

/*
 * A fuzz target is one function. With the preset `fuzz` (clang) libFuzzer calls it with what it makes up (target `fuzz`
 * builds them all); in every other build replay.c calls it with each file of tests/fuzz/corpus/NAME, as an ordinary
 * test. What a fuzzer finds becomes a file in the corpus.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_REQUIRE(condition)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* An input taken apart. A line is text, so that a corpus can be read and written by hand. */
struct fuzz_input {
    const uint8_t *data;
    size_t left;
};

/* The next byte, 0 at the end. */
static inline uint8_t fuzz_byte(struct fuzz_input *in) {
    if (in->left == 0) return 0;
    in->left--;
    return *in->data++;
}

/* As many bytes as fit up to `end` (-1 = all that is left), which is skipped; NULs become blanks. */
static inline size_t fuzz_until(struct fuzz_input *in, int end, char *buf, size_t size) {
    size_t len = 0;
    while (in->left > 0) {
        uint8_t byte = fuzz_byte(in);
        if (byte == end) break;
        if (len + 1 < size) buf[len++] = byte ? (char)byte : ' ';
    }
    buf[len] = '\0';
    return len;
}

static inline size_t fuzz_line(struct fuzz_input *in, char *buf, size_t size) {
    return fuzz_until(in, '\n', buf, size);
}

/* The bytes as a file that can be read from its beginning; `path` (40 bytes, may be NULL) opens it again. */
static inline int fuzz_file(const void *data, size_t size, char *path) {
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    FUZZ_REQUIRE(fd >= 0 && write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
    if (path) snprintf(path, 40, "/proc/self/fd/%d", fd);
    return fd;
}

#endif
