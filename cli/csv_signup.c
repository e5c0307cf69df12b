/* SPDX-License-Identifier: MIT */
/*
 * Importing sign-ups. Owns when a row counts as signed up: after the commit that holds it, never before. In async mode
 * rows are collected and committed together; in sync mode each is a real-time call of its own. No lock is held while the
 * input is waited for. Knows nothing of databases beyond the storefront's batches.
 */

#include "cli/csv_signup.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "cli/csv_header.h"
#include "model/clock.h"
#include "model/text.h"
#include "tui/alloc.h"
#include "tui/words.h"

/* A row that was read and is not yet signed up: its fields packed behind one another in the order of the members. */
struct waiting {
    int64_t line;
    char *fields;
};

struct import {
    struct cli *cli;
    const char *store_id;
    struct storefront front;
    struct csv_header header;
    bool has_header;
    struct waiting *waiting;
    int waiting_count, waiting_room;
    int64_t rows, refused;              /* rows read; refused among them */
    int64_t stored[SIGNUP_LINKED + 1];  /* on disk, by mode */
    int64_t batched[SIGNUP_LINKED + 1]; /* in the open batch */
    int64_t last_line;                  /* of what is on disk */
    struct cli_progress progress;
    enum err_code code; /* why the import ended early */
    struct err err;
};

static int64_t sum(const int64_t counts[SIGNUP_LINKED + 1]) {
    int64_t all = 0;
    for (int mode = 0; mode <= SIGNUP_LINKED; mode++) all += counts[mode];
    return all;
}

static void say_progress(char *buf, size_t size, int64_t done, int64_t total, const void *ctx) {
    const struct import *import = ctx;
    (void)total;
    snprintf(buf, size, _("%lld signed up, %lld refused"), (long long)done,
             (long long)import->refused);
}

/* ---- refusals ---------------------------------------------------------------------------------------------- */

static void refuse(struct import *import, int64_t line, const struct err *why) {
    struct cli *cli = import->cli;
    char text[WORDS_SIZE];
    import->refused++;
    words_error(why, "signup", text, sizeof text);
    cli_progress_wipe(&import->progress);
    if (why->reason == REASON_CSV_SYNTAX)
        cli_note(cli, "%s", text); /* names the line itself */
    else
        cli_note(cli, _("Line %lld refused: %s"), (long long)line, text);
    if (!cli->json) return;
    json_object(&cli->doc, NULL);
    json_int(&cli->doc, "line", line);
    cli_json_error(cli, why);
    json_end(&cli->doc);
}

/* Concerns the store, the channel or the machine, not this row: every other row would fail of it, too. */
static bool ends_import(const struct err *why) {
    switch (why->code) {
    case ERR_INVALID:
    case ERR_NOT_FOUND:
    case ERR_CONFLICT:
    case ERR_REFUSED:
        return why->reason == REASON_STORE_UNKNOWN_TO_CHANNEL ||
               why->reason == REASON_OPERATION_NOT_ALLOWED ||
               why->reason == REASON_CHANNEL_MISSING || why->reason == REASON_READ_ONLY;
    case ERR_OK:
    case ERR_BUSY:
    case ERR_DB:
    case ERR_IO:
    case ERR_CONFIG:
    case ERR_CANCELLED:
        break;
    }
    return true;
}

static bool end_import(struct import *import, const struct err *why) {
    import->code = why->code;
    import->err = *why;
    return false;
}

/* ---- rows that wait ---------------------------------------------------------------------------------------- */

static void unpack(const struct waiting *waiting, struct signup *in) {
    const char *field = waiting->fields;
    *in = (struct signup){0};
    for (int i = 0; i < entity_signup.member_count; i++) {
        const struct member *member = &entity_signup.members[i];
        text_copy((char *)in + member->offset, member->size, field);
        field += strlen(field) + 1;
    }
}

static void pack(struct import *import, int64_t line, const struct signup *in) {
    size_t size = 0, used = 0;
    for (int i = 0; i < entity_signup.member_count; i++) {
        size += strlen(record_get_str(&entity_signup.members[i], in)) + 1;
    }
    if (import->waiting_count == import->waiting_room) {
        import->waiting_room = import->waiting_room ? 2 * import->waiting_room : 64;
        struct waiting *bigger =
            realloc(import->waiting, (size_t)import->waiting_room * sizeof *bigger);
        if (!bigger) BUG("out of memory");
        import->waiting = bigger;
    }
    struct waiting *waiting = &import->waiting[import->waiting_count++];
    *waiting = (struct waiting){.line = line, .fields = alloc_zero(1, size)};
    for (int i = 0; i < entity_signup.member_count; i++) {
        const char *text = record_get_str(&entity_signup.members[i], in);
        text_copy(waiting->fields + used, size - used, text);
        used += strlen(text) + 1;
    }
}

static void forget_waiting(struct import *import) {
    for (int i = 0; i < import->waiting_count; i++) free(import->waiting[i].fields);
    import->waiting_count = 0;
}

/* ---- signing up -------------------------------------------------------------------------------------------- */

/* One row; into the batch when one is open. false = the import ends. */
static bool sign_up(struct import *import, const struct waiting *waiting, bool in_batch) {
    struct err why = {0};
    struct signup in;
    struct signup_result result;
    unpack(waiting, &in);
    if (storefront_signup(&import->front, import->store_id, &in, &result, &why) != ERR_OK) {
        if (ends_import(&why)) return end_import(import, &why);
        refuse(import, waiting->line, &why);
        return true;
    }
    /* What headquarters has answered is on disk there, whatever becomes of the batch. */
    bool now = !in_batch || result.mode == SIGNUP_SYNC;
    (now ? import->stored : import->batched)[result.mode]++;
    if (now) import->last_line = waiting->line;
    progress_report(&import->progress.progress, sum(import->stored), 0);
    return true;
}

/* Asynchronous sign-ups are committed together; a real-time call must not hold the channel's lock. */
static bool is_async(struct import *import, bool *async) {
    struct channel_store store;
    struct err why = {0};
    if (csu_store(import->front.channel, import->store_id, import->front.cache_ttl_s, &store,
                  &why) != ERR_OK) {
        return end_import(import, &why);
    }
    *async = store.CreateAsyncCustomers < 0 ? import->front.no_profile_async
                                            : store.CreateAsyncCustomers == 1;
    return true;
}

static void acknowledge(struct import *import) {
    for (int mode = 0; mode <= SIGNUP_LINKED; mode++) {
        import->stored[mode] += import->batched[mode];
        import->batched[mode] = 0;
    }
    import->last_line = import->waiting[import->waiting_count - 1].line;
    progress_report(&import->progress.progress, sum(import->stored), 0);
}

static bool flush_batch(struct import *import) {
    struct err why = {0};
    bool go_on = true;
    if (storefront_batch_begin(&import->front, &why) != ERR_OK) return end_import(import, &why);
    for (int i = 0; i < import->waiting_count && go_on; i++) {
        go_on = sign_up(import, &import->waiting[i], true);
    }
    if (!go_on) {
        storefront_batch_rollback(&import->front);
        memset(import->batched, 0, sizeof import->batched);
        return false;
    }
    if (storefront_batch_commit(&import->front, &why) != ERR_OK) {
        memset(import->batched, 0, sizeof import->batched);
        return end_import(import, &why);
    }
    acknowledge(import);
    return true;
}

/* Sign up everything that waits. Interrupted in sync mode, it stops behind the current row. */
static bool flush(struct import *import) {
    bool go_on = true, async = false;
    if (import->waiting_count == 0) return true;
    if (!is_async(import, &async)) return false;
    if (async) {
        go_on = flush_batch(import);
    } else {
        for (int i = 0; i < import->waiting_count && go_on && !interrupt_signal(); i++) {
            go_on = sign_up(import, &import->waiting[i], false);
        }
    }
    forget_waiting(import);
    return go_on;
}

/* ---- what the reader calls --------------------------------------------------------------------------------- */

static enum err_code take_cell(const struct member *member, struct signup *in,
                               const struct csv_cell *cell, struct err *err) {
    if (!text_is_utf8(cell->text, cell->len)) {
        return err_set(err, ERR_INVALID, REASON_NOT_UTF8, member->key, NULL);
    }
    return record_set_text(member, in, cell->text, err);
}

/* A misspelt column must not lose its values in silence. */
static void warn_unused(const struct import *import, const struct csv_cell *cells, int count) {
    char names[300] = "", clean[80];
    size_t used = 0;
    for (int i = 0; i < count && used + sizeof clean < sizeof names; i++) {
        if (i < import->header.count && import->header.columns[i]) continue;
        words_clean(clean, sizeof clean, cells[i].text);
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
                                 clean[0] ? clean : "?");
    }
    if (names[0]) {
        cli_warn(import->cli, _("Columns that no field has the name of are not used: %s."), names);
    }
}

static bool on_row(void *ctx, int64_t line, const struct csv_cell *cells, int count) {
    struct import *import = ctx;
    struct err why = {0};
    struct signup in = {0};
    enum err_code code = ERR_OK;
    if (!import->has_header) {
        import->has_header = true;
        if (csv_header_read(&import->header, cells, count, &why) != ERR_OK) {
            return end_import(import, &why);
        }
        warn_unused(import, cells, count);
        return true;
    }
    import->rows++;
    if (count > import->header.count) {
        char columns[24];
        snprintf(columns, sizeof columns, "%d", count);
        code = err_set(&why, ERR_INVALID, REASON_CSV_TOO_MANY_COLUMNS, NULL, columns);
        err_add_number(&why, import->header.count);
    }
    for (int i = 0; i < count && i < import->header.count && code == ERR_OK; i++) {
        const struct member *member = import->header.columns[i];
        if (member) code = take_cell(member, &in, &cells[i], &why);
    }
    if (code != ERR_OK) {
        refuse(import, line, &why);
        return true;
    }
    pack(import, line, &in);
    return import->waiting_count < import->cli->company->settings.csv_batch_rows || flush(import);
}

static bool on_bad(void *ctx, int64_t line) {
    struct import *import = ctx;
    struct err why = {0};
    err_set(&why, ERR_INVALID, REASON_CSV_SYNTAX, NULL, NULL);
    err_add_number(&why, line);
    /* Without a header nothing behind it can be understood. */
    if (!import->has_header) return end_import(import, &why);
    import->rows++;
    refuse(import, line, &why);
    return true;
}

static bool on_idle(void *ctx) {
    return flush(ctx);
}

static bool on_stop(void *ctx) {
    (void)ctx;
    return interrupt_signal() != 0;
}

/* ---- the verb ---------------------------------------------------------------------------------------------- */

static void json_end_of_import(struct import *import, int64_t elapsed_ms) {
    struct cli *cli = import->cli;
    json_end(&cli->doc); /* refused */
    json_int(&cli->doc, "rows", import->rows);
    json_int(&cli->doc, "signed_up", sum(import->stored));
    json_int(&cli->doc, "async", import->stored[SIGNUP_ASYNC]);
    json_int(&cli->doc, "sync", import->stored[SIGNUP_SYNC]);
    json_int(&cli->doc, "fallback", import->stored[SIGNUP_FALLBACK]);
    json_int(&cli->doc, "linked", import->stored[SIGNUP_LINKED]);
    json_int(&cli->doc, "refused_rows", import->refused);
    json_int(&cli->doc, "elapsed_ms", elapsed_ms);
    json_bool(&cli->doc, "interrupted", interrupt_signal() != 0);
}

static void print_end_of_import(struct import *import, int64_t elapsed_ms) {
    struct table table;
    table_init(&table, import->cli->out);
    table_column(&table, NULL, false);
    table_column(&table, NULL, true);
    table_cell(&table, _("Rows read"));
    table_cell_int(&table, import->rows);
    table_cell(&table, _("Signed up"));
    table_cell_int(&table, sum(import->stored));
    for (int mode = 0; mode <= SIGNUP_LINKED; mode++) {
        if (import->stored[mode] == 0) continue;
        table_cellf(&table, "  %s", words_signup_mode((enum signup_mode)mode));
        table_cell_int(&table, import->stored[mode]);
    }
    table_cell(&table, _("Refused"));
    table_cell_int(&table, import->refused);
    table_cell(&table, _("Time"));
    table_cellf(&table, "%lld ms", (long long)elapsed_ms);
    table_end(&table);
}

static void say_what_is_kept(struct import *import) {
    if (sum(import->stored) == 0) {
        cli_note(import->cli, "%s", _("Nothing was signed up."));
    } else {
        cli_note(import->cli,
                 _("On disk: %lld customers, up to line %lld. Run the same command again for the "
                   "rest: who is known already is linked, not doubled."),
                 (long long)sum(import->stored), (long long)import->last_line);
    }
}

static int finish(struct import *import, int64_t elapsed_ms) {
    struct cli *cli = import->cli;
    cli_progress_wipe(&import->progress);
    if (cli->json) json_end_of_import(import, elapsed_ms);
    if (import->code != ERR_OK) {
        int code = cli_fail(cli, &import->err); /* ends the JSON document */
        if (import->has_header) say_what_is_kept(import);
        return code;
    }
    if (cli->json) {
        json_null(&cli->doc, "error");
        json_end(&cli->doc);
    } else {
        print_end_of_import(import, elapsed_ms);
    }
    if (interrupt_signal()) {
        cli_note(cli, "%s", _("Interrupted."));
        say_what_is_kept(import);
        return EXIT_INTERRUPTED;
    }
    return import->refused > 0 ? EXIT_REFUSED : EXIT_DONE;
}

static int open_input(struct cli *cli, const char *path, int *fd) {
    struct err err = {0};
    *fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (*fd >= 0) return EXIT_DONE;
    if (errno == ENOENT) {
        err_set(&err, ERR_NOT_FOUND, REASON_FILE_MISSING, NULL, path);
    } else {
        err_set(&err, ERR_IO, REASON_FILE_ACCESS, NULL, path);
        err.os_errno = errno;
    }
    return cli_fail(cli, &err);
}

static const char *input_name(const char *path) {
    return strcmp(path, "-") == 0 ? _("Standard input") : path;
}

static void run_import(struct import *import, int fd, const char *path) {
    const struct csv_reader_calls calls = {
        .row = on_row, .bad = on_bad, .idle = on_idle, .stop = on_stop, .ctx = import};
    struct err why = {0};
    if (csv_read(fd, &calls, &why) != ERR_OK && import->code == ERR_OK) {
        if (why.code == ERR_IO) text_copy(why.value, sizeof why.value, input_name(path));
        end_import(import, &why);
    }
    if (import->code == ERR_OK) flush(import);
    if (import->code == ERR_OK && !import->has_header && !interrupt_signal()) {
        import->code = err_set(&import->err, ERR_INVALID, REASON_CSV_EMPTY, NULL, input_name(path));
    }
    forget_waiting(import);
    free(import->waiting);
}

int csv_signup(struct cli *cli, const char *store_id, const char *path) {
    struct err err = {0};
    int fd = -1;
    struct import *import = alloc_zero(1, sizeof *import);
    int64_t started_us = clock_ticks_us();
    import->cli = cli;
    import->store_id = store_id;
    cli_progress_init(&import->progress, cli, say_progress, import);
    int code = company_storefront(cli->company, store_id, &import->front, &err) == ERR_OK
                   ? open_input(cli, path, &fd)
                   : cli_fail(cli, &err);
    if (code == EXIT_DONE) {
        if (cli->json) {
            json_object(&cli->doc, NULL);
            json_text(&cli->doc, "store", store_id);
            json_text(&cli->doc, "file", path);
            json_array(&cli->doc, "refused");
        }
        run_import(import, fd, path);
        if (fd != STDIN_FILENO) close(fd);
        code = finish(import, (clock_ticks_us() - started_us) / 1000);
    }
    free(import);
    return code;
}
