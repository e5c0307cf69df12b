/* SPDX-License-Identifier: MIT */
/* CSV files as they were found, any bytes: rows come in the order of their lines, whole, and nothing is made up. */
#include "cli/csv_header.h"
#include "fuzz/fuzz.h"

struct heard {
    int64_t line;
    bool has_header;
    size_t bytes;
};

static bool on_row(void *ctx, int64_t line, const struct csv_cell *cells, int count) {
    static struct csv_header header;
    struct heard *heard = ctx;
    struct err err = {0};
    FUZZ_REQUIRE(line > heard->line && count > 0);
    heard->line = line;
    if (!heard->has_header && csv_header_read(&header, cells, count, &err) != ERR_OK)
        FUZZ_REQUIRE(err.code == ERR_INVALID && err.reason != REASON_NONE);
    heard->has_header = true;
    for (int i = 0; i < count; i++) {
        FUZZ_REQUIRE(cells[i].text[cells[i].len] == '\0');
        heard->bytes += cells[i].len;
    }
    return true;
}

static bool on_bad(void *ctx, int64_t line) {
    struct heard *heard = ctx;
    FUZZ_REQUIRE(line > heard->line);
    heard->line = line;
    return true;
}

static bool on_idle(void *ctx) {
    (void)ctx;
    return true;
}

static bool on_stop(void *ctx) {
    (void)ctx;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct heard heard = {0};
    struct err err = {0};
    const struct csv_reader_calls calls = {on_row, on_bad, on_idle, on_stop, &heard};
    int fd = fuzz_file(data, size, NULL);
    if (csv_read(fd, &calls, &err) != ERR_OK)
        FUZZ_REQUIRE(err.reason == REASON_CSV_ENCODING && heard.line == 0);
    FUZZ_REQUIRE(heard.bytes <= size);
    close(fd);
    return 0;
}
