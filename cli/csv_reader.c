/* SPDX-License-Identifier: MIT */
/*
 * Reading CSV with libcsv, one physical line at a time, so that a row knows its line and a broken one can be given up
 * alone. Knows nothing of what the columns mean.
 */

#include "cli/csv_reader.h"

#include <csv.h>
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "tui/alloc.h"

enum { READ_BYTES = 1 << 16, IDLE_MS = 200 };

struct reader {
    int fd;
    const struct csv_reader_calls *calls;
    struct csv_parser parser;
    bool begun; /* byte-order mark and delimiter are known */
    bool end;   /* of the file */
    bool stopped;
    /* Text not yet given up: from the first line of the current row. */
    char *text;
    size_t used, room;
    size_t row_start;  /* first byte of the current row */
    size_t scan;       /* first byte not yet fed to the parser */
    int64_t row_line;  /* line of row_start, from 1 */
    int64_t next_line; /* line of scan */
    /* Cells of the row so far: offsets into `store`. */
    char *store;
    size_t store_used, store_room;
    struct csv_cell *cells;
    int count, cell_room;
    bool row_ended;
};

static void *grown(void *memory, size_t size) {
    void *bigger = realloc(memory, size);
    if (!bigger) BUG("out of memory");
    return bigger;
}

/* ---- what libcsv calls ------------------------------------------------------------------------------------- */

static void on_cell(void *field, size_t len, void *ctx) {
    struct reader *r = ctx;
    if (r->count == r->cell_room) {
        r->cell_room = r->cell_room ? 2 * r->cell_room : 64;
        r->cells = grown(r->cells, (size_t)r->cell_room * sizeof *r->cells);
    }
    if (r->store_used + len + 1 > r->store_room) {
        r->store_room = 2 * (r->store_used + len + 1);
        r->store = grown(r->store, r->store_room);
    }
    if (len > 0) memcpy(r->store + r->store_used, field, len);
    r->store[r->store_used + len] = '\0';
    r->cells[r->count++] = (struct csv_cell){.len = len}; /* the text may still move */
    r->store_used += len + 1;
}

static void on_row(int terminator, void *ctx) {
    (void)terminator;
    struct reader *r = ctx;
    r->row_ended = true;
}

/* ---- rows -------------------------------------------------------------------------------------------------- */

static void forget_cells(struct reader *r) {
    r->count = 0;
    r->store_used = 0;
    r->row_ended = false;
}

/* The row, or the blank line, is done: go on behind it. */
static void next_row(struct reader *r) {
    forget_cells(r);
    r->row_start = r->scan;
    r->row_line = r->next_line;
    if (r->row_start < READ_BYTES && r->row_start < r->used) return;
    memmove(r->text, r->text + r->row_start, r->used - r->row_start);
    r->used -= r->row_start;
    r->row_start = r->scan = 0;
}

static void deliver(struct reader *r) {
    size_t at = 0;
    for (int i = 0; i < r->count; i++) {
        r->cells[i].text = r->store + at;
        at += r->cells[i].len + 1;
    }
    if (!r->calls->row(r->calls->ctx, r->row_line, r->cells, r->count)) r->stopped = true;
    next_row(r);
}

static void new_parser(struct reader *r) {
    unsigned char delimiter = csv_get_delim(&r->parser);
    csv_free(&r->parser);
    csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&r->parser, delimiter);
}

/* Length of the physical line at `at` with its ending; 0 = its end has not been read yet. */
static size_t line_length(const struct reader *r, size_t at) {
    for (size_t i = at; i < r->used; i++) {
        if (r->text[i] == '\n') return i + 1 - at;
        if (r->text[i] != '\r') continue;
        if (i + 1 == r->used && !r->end) return 0; /* is it CR LF? */
        return i + 1 - at + (i + 1 < r->used && r->text[i + 1] == '\n');
    }
    return r->end ? r->used - at : 0;
}

/* The row is not well-formed: report it, give up its first line only, and look at the lines behind it afresh. */
static void give_up_line(struct reader *r) {
    size_t len = line_length(r, r->row_start);
    if (!r->calls->bad(r->calls->ctx, r->row_line)) r->stopped = true;
    new_parser(r);
    r->scan = r->row_start + (len ? len : r->used - r->row_start);
    r->next_line = r->row_line + 1;
    next_row(r);
}

static bool only_blanks(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (!strchr(" \t\r\n", text[i]) || text[i] == '\0') return false;
    }
    return true;
}

static void feed_line(struct reader *r, size_t len) {
    size_t fed = csv_parse(&r->parser, r->text + r->scan, len, on_cell, on_row, r);
    if (fed < len || r->scan + len - r->row_start > CSV_ROW_MAX) {
        give_up_line(r);
        return;
    }
    r->scan += len;
    r->next_line++;
    if (r->row_ended)
        deliver(r);
    else if (only_blanks(r->text + r->row_start, r->scan - r->row_start))
        next_row(r);
}

/* The file ended: the last row may have no line ending, or an open quotation mark. */
static void finish_row(struct reader *r) {
    if (csv_fini(&r->parser, on_cell, on_row, r) != 0) {
        give_up_line(r);
    } else if (r->row_ended) {
        deliver(r);
    } else {
        next_row(r);
    }
}

/* ---- the file ---------------------------------------------------------------------------------------------- */

/* The delimiter that is there most often outside of quotation marks. */
static void choose_delimiter(struct reader *r) {
    static const char candidates[] = {',', ';', '\t'};
    int counts[3] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < r->used && (quoted || (r->text[i] != '\n' && r->text[i] != '\r')); i++) {
        if (r->text[i] == '"') quoted = !quoted;
        for (int c = 0; c < 3 && !quoted; c++) counts[c] += r->text[i] == candidates[c];
    }
    for (int c = 1; c < 3; c++) {
        if (counts[c] > counts[best]) best = c;
    }
    csv_set_delim(&r->parser, (unsigned char)candidates[best]);
}

static enum err_code begin(struct reader *r, struct err *err) {
    r->begun = true;
    if (r->used >= 2 &&
        (memcmp(r->text, "\xff\xfe", 2) == 0 || memcmp(r->text, "\xfe\xff", 2) == 0)) {
        return err_set(err, ERR_INVALID, REASON_CSV_ENCODING, NULL, "UTF-16");
    }
    if (r->used >= 3 && memcmp(r->text, "\xef\xbb\xbf", 3) == 0) r->row_start = r->scan = 3;
    choose_delimiter(r);
    return ERR_OK;
}

/* Is there something to read? Asks `idle` while there is not. */
static bool wait_for_input(struct reader *r) {
    for (;;) {
        struct pollfd input = {.fd = r->fd, .events = POLLIN};
        int ready = poll(&input, 1, IDLE_MS);
        if (r->calls->stop(r->calls->ctx)) return false;
        if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
        if (ready == 0 && !r->calls->idle(r->calls->ctx)) return false;
    }
}

static enum err_code read_more(struct reader *r, struct err *err) {
    if (r->used + READ_BYTES > r->room) {
        r->room = 2 * (r->used + READ_BYTES);
        r->text = grown(r->text, r->room);
    }
    if (!wait_for_input(r)) {
        r->stopped = true;
        return ERR_OK;
    }
    ssize_t n = read(r->fd, r->text + r->used, READ_BYTES);
    if (n < 0 && errno == EINTR) return ERR_OK;
    if (n < 0) {
        int why = errno;
        err_set(err, ERR_IO, REASON_FILE_ACCESS, NULL, NULL); /* who opened it knows its name */
        if (err) err->os_errno = why;
        return ERR_IO;
    }
    r->used += (size_t)n;
    r->end = n == 0;
    /* The first line decides the delimiter: have it whole, or much of it. */
    if (!r->begun && (r->end || r->used >= READ_BYTES || line_length(r, 0) > 0)) {
        return begin(r, err);
    }
    return ERR_OK;
}

static enum err_code read_all(struct reader *r, struct err *err) {
    while (!r->stopped) {
        size_t len = r->begun ? line_length(r, r->scan) : 0;
        if (len > 0) {
            feed_line(r, len);
        } else if (r->begun && r->used - r->row_start > CSV_ROW_MAX) {
            err_set(err, ERR_INVALID, REASON_CSV_SYNTAX, NULL, NULL);
            err_add_number(err, r->row_line);
            return ERR_INVALID;
        } else if (!r->end) {
            enum err_code code = read_more(r, err);
            if (code != ERR_OK) return code;
        } else if (r->scan > r->row_start) {
            finish_row(r);
        } else {
            return ERR_OK;
        }
    }
    return ERR_OK;
}

enum err_code csv_read(int fd, const struct csv_reader_calls *calls, struct err *err) {
    struct reader reader = {.fd = fd, .calls = calls, .row_line = 1, .next_line = 1};
    csv_init(&reader.parser, CSV_STRICT | CSV_STRICT_FINI);
    enum err_code code = read_all(&reader, err);
    csv_free(&reader.parser);
    free(reader.text);
    free(reader.store);
    free(reader.cells);
    return code;
}
