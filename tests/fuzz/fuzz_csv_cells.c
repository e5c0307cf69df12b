/* SPDX-License-Identifier: MIT */
/*
 * Cells that were written to a CSV file by the rules come back as they were, whatever is in them. In the input a cell ends
 * with 1F, the last one of a row with 1E.
 */
#include "cli/csv_reader.h"
#include "fuzz/fuzz.h"

#define CELLS_MAX 8192

struct heard {
    bool has_header;
    size_t used;
    char cells[CELLS_MAX + 2]; /* what was read, in the form of the input */
};

static bool on_row(void *ctx, int64_t line, const struct csv_cell *cells, int count) {
    struct heard *heard = ctx;
    FUZZ_REQUIRE(line > 0);
    for (int i = 0; i < count && heard->has_header; i++) {
        FUZZ_REQUIRE(heard->used + cells[i].len < CELLS_MAX);
        memcpy(heard->cells + heard->used, cells[i].text, cells[i].len);
        heard->used += cells[i].len;
        heard->cells[heard->used++] = i + 1 < count ? 0x1f : 0x1e;
    }
    heard->has_header = true;
    return true;
}

static bool on_bad(void *ctx, int64_t line) {
    const struct heard *heard = ctx;
    FUZZ_REQUIRE(heard && line == 0); /* what follows the rules is well-formed */
    return false;
}

static bool on_idle(void *ctx) {
    (void)ctx;
    return true;
}

static bool on_stop(void *ctx) {
    (void)ctx;
    return false;
}

static void write_cells(FILE *out, const uint8_t *cells, size_t size, char delimiter) {
    bool opened = false;
    for (size_t i = 0; i < size; i++) {
        if (!opened) fputc('"', out);
        opened = cells[i] != 0x1f && cells[i] != 0x1e;
        if (opened) fputc(cells[i], out);
        if (cells[i] == '"') fputc('"', out);
        if (!opened) fprintf(out, "\"%c", cells[i] == 0x1f ? delimiter : '\n');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct heard heard;
    const struct csv_reader_calls calls = {on_row, on_bad, on_idle, on_stop, &heard};
    struct err err = {0};
    char *text = NULL, delimiter = ",;\t"[size ? data[0] % 3 : 0];
    size_t length = 0;
    while (size > 0 && data[size - 1] != 0x1e) size--;
    if (size == 0 || size >= CELLS_MAX) return 0;
    FILE *out = open_memstream(&text, &length);
    FUZZ_REQUIRE(out != NULL);
    fprintf(out, "%sName%cEmail\r\n", size % 2 ? "\xef\xbb\xbf" : "", delimiter);
    write_cells(out, data, size, delimiter);
    fclose(out);
    int fd = fuzz_file(text, length, NULL);
    heard.used = 0;
    heard.has_header = false;
    FUZZ_REQUIRE(csv_read(fd, &calls, &err) == ERR_OK);
    FUZZ_REQUIRE(heard.used == size && memcmp(heard.cells, data, size) == 0);
    close(fd);
    free(text);
    return 0;
}
