/* SPDX-License-Identifier: MIT */
/* One operation of a shopper on the screen, and the commands on one: see operation_group.c for those on several. */

#include "tui/operation_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/clock.h"
#include "model/exchange/company.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/trace_view.h"
#include "tui/words_operations.h"

enum { ATTEMPTS_SHOWN = 50, LINE_CHARS = 48 };

/* ---- the form --------------------------------------------------------------------------------------------------- */

/* Rows of a FIELD_LIST value. */
struct rows {
    char *text;
    size_t size;
    FILE *stream;
    bool any;
};

static void rows_begin(struct rows *rows) {
    *rows = (struct rows){0};
    rows->stream = open_memstream(&rows->text, &rows->size);
    if (!rows->stream) BUG("out of memory for the rows of a form");
}

static void rows_line(struct rows *rows, const char *text, size_t len) {
    fprintf(rows->stream, "%s%.*s", rows->any ? "\n" : "", (int)len, text);
    rows->any = true;
}

static void rows_give(struct rows *rows, struct form *form, const char *key) {
    fclose(rows->stream);
    form_set_value(form, key, rows->text);
    free(rows->text);
}

/* A sentence over as many rows as it needs. */
static void rows_sentence(struct rows *rows, const char *text) {
    while (*text) {
        size_t end = strlen(text), at = 0;
        if (text_chars(text) > LINE_CHARS) {
            size_t last = 0, chars = 0;
            for (at = 0; text[at] && chars <= LINE_CHARS; at++) {
                if (((unsigned char)text[at] & 0xC0) != 0x80) chars++;
                if (text[at] == ' ' && chars <= LINE_CHARS + 1) last = at;
            }
            end = last > 0 ? last : at - 1;
            while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80) end--;
        }
        rows_line(rows, text, end);
        text += end + (text[end] == ' ');
    }
}

/* What it waits for: nothing but the next run, or an earlier operation that has to be repaired first. */
static void say_what_waits(struct app *app, const struct async_operation *operation, char *buf,
                           size_t size) {
    int64_t earlier = 0;
    if (operation->SyncStatus != SYNC_PENDING || operation->Operation == OPERATION_CREATE) return;
    if (operation_waits_for(app->db, operation->head.RecId, &earlier, NULL) != ERR_OK) return;
    if (earlier > 0)
        snprintf(buf, size,
                 _("Waits for operation %lld of the same customer, which has not succeeded"),
                 (long long)earlier);
}

static void describe(struct app *app, const struct async_operation *operation, struct form *form) {
    char text[WORDS_SIZE], at[32], line[WORDS_SIZE + 64];
    struct rows rows;
    rows_begin(&rows);
    clock_format_datetime(operation->OperationTimestamp, at, sizeof at);
    snprintf(line, sizeof line, _("%s: done by the shopper"), at);
    rows_sentence(&rows, line);
    clock_format_datetime(operation->UploadedDateTime, at, sizeof at);
    snprintf(line, sizeof line, _("%s: received by headquarters"), at);
    rows_sentence(&rows, line);
    words_async_operation(operation, text, sizeof text);
    say_what_waits(app, operation, text, sizeof text);
    if (operation->SyncDateTime > 0) {
        clock_format_datetime(operation->SyncDateTime, at, sizeof at);
        snprintf(line, sizeof line, "%s: %s", at, text);
    } else {
        text_copy(line, sizeof line, text);
    }
    rows_sentence(&rows, line);
    rows_give(&rows, form, "ChangeDescription");
}

static enum err_code show_attempts(struct app *app, int64_t number, struct form *form,
                                   struct err *err) {
    struct rowset attempts;
    struct rows rows;
    rowset_init(&attempts, ATTEMPT_COLUMNS);
    enum err_code code = operation_attempts(app->db, number, ATTEMPTS_SHOWN, &attempts, err);
    rows_begin(&rows);
    for (int i = 0; i < attempts.rows; i++) {
        char line[WORDS_SIZE + 128], why[WORDS_SIZE];
        struct err failure = {0};
        err_parse(&failure, rowset_cell(&attempts, i, ATTEMPT_MESSAGE));
        words_error(&failure, "async-operation", why, sizeof why);
        const char *user = rowset_cell(&attempts, i, ATTEMPT_USER);
        bool failed = strcmp(rowset_cell(&attempts, i, ATTEMPT_STATUS), "2") == 0;
        snprintf(line, sizeof line, "%s\t%s\t%s\t%s", rowset_cell(&attempts, i, ATTEMPT_AT),
                 user[0] ? user : _("the job"), words_choice(failed ? "Failed" : "Succeeded"), why);
        rows_line(&rows, line, strlen(line));
    }
    rows_give(&rows, form, "AttemptList");
    rowset_release(&attempts);
    return code;
}

enum err_code operation_load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct async_operation *operation = alloc_zero(1, sizeof *operation);
    char cause[WORDS_SIZE] = "";
    enum err_code code = entity_async_operation.load(app->db, key, operation, err);
    if (code == ERR_OK && operation->SyncStatus == SYNC_FAILED) {
        struct err why = {0};
        err_parse(&why, operation->LastError);
        words_failure(&why, cause, sizeof cause);
    }
    if (code == ERR_OK) {
        form_set_value(form, "Cause", cause);
        describe(app, operation, form);
        code = show_attempts(app, operation->head.RecId, form, err);
    }
    free(operation);
    return code;
}

void operation_note_old(struct app *app, const struct form *form, const char *attribute, char *buf,
                        size_t size) {
    const struct async_operation *operation = form_record(form);
    struct rowset changes;
    if (!operation || operation->Operation != OPERATION_UPDATE || !app->db) return;
    rowset_init(&changes, CHANGE_COLUMNS);
    if (operation_changes(app->db, operation, &changes, NULL) == ERR_OK) {
        for (int i = 0; i < changes.rows; i++) {
            if (strcmp(rowset_cell(&changes, i, CHANGE_ATTRIBUTE), attribute) != 0) continue;
            char old_value[WORDS_SIZE];
            words_clean(old_value, sizeof old_value, rowset_cell(&changes, i, CHANGE_OLD));
            if (old_value[0])
                snprintf(buf, size, _("was: %s"), old_value);
            else
                snprintf(buf, size, "%s", _("was empty"));
        }
    }
    rowset_release(&changes);
}

void operation_saved(struct app *app, const struct form *form, const char *key, bool created) {
    (void)form;
    (void)key;
    (void)created;
    app_message(app, MESSAGE_INFO, "%s",
                _("Saved, but not synchronized yet: Synchronize (F8) tries the operation again."));
}

/* ---- Synchronize ------------------------------------------------------------------------------------------------ */

bool operation_can_synchronize(struct app *app, const char *key) {
    const struct form *form = app_form(app);
    return key && form && strcmp(form_value(form, "SyncStatus"), "Succeeded") != 0 &&
           !app->read_only;
}

void operation_cannot_synchronize(struct app *app, const char *key, char *buf, size_t size) {
    const char *why = !key             ? _("Choose an operation in the list first.")
                      : app->read_only ? _("Nothing can be synchronized: this was started with "
                                           "--readonly.")
                                       : _("This operation has succeeded: there is nothing left to "
                                           "synchronize.");
    snprintf(buf, size, "%s", why);
}

bool operation_may_edit(struct app *app, const char *key, char *why, size_t size) {
    if (operation_can_synchronize(app, key)) return true;
    snprintf(why, size, "%s",
             _("This operation has succeeded, so its values can no longer be changed. Edit the "
               "customer instead."));
    return false;
}

struct synchronizing {
    int64_t number;
    char account[TEXT_SIZE(20)];
};

static enum err_code write_one(struct app *app, void *ctx, struct err *err) {
    struct synchronizing *one = ctx;
    const struct correction none = {.count = 0};
    return resync_one(app->company, one->number, &none, one->account, err);
}

static void one_ended(struct app *app, void *ctx, enum err_code code, const struct err *err) {
    struct synchronizing *one = ctx;
    if (code == ERR_OK)
        app_message(app, MESSAGE_INFO, _("Synchronized: customer account %s."), one->account);
    else
        app_error(app, err);
    free(one);
    app_data_changed(app);
}

enum next operation_synchronize(struct app *app, const char *key) {
    struct synchronizing *one = alloc_zero(1, sizeof *one);
    one->number = strtoll(key, NULL, 10);
    struct app_write write = {
        .title = _("Synchronize"), .write = write_one, .ended = one_ended, .ctx = one};
    app_write(app, &write);
    return NEXT_STAY;
}

enum next operation_trace(struct app *app, const char *key) {
    struct err err = {0};
    struct async_operation *operation = alloc_zero(1, sizeof *operation);
    if (entity_async_operation.load(app->db, key, operation, &err) == ERR_OK) {
        trace_open(app, operation->CustAccountAsync, NULL);
    } else {
        app_error(app, &err);
    }
    free(operation);
    return NEXT_STAY;
}

static int compare_numbers(const void *a, const void *b) {
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

/* "#3,17-19": a dialog's key has no room for very many, and what is marked together often lies together. */
static bool write_group(const int64_t *numbers, int count, char group[ROW_KEY_SIZE]) {
    size_t used = (size_t)snprintf(group, ROW_KEY_SIZE, "#");
    for (int i = 0; i < count; i++) {
        int first = i;
        while (i + 1 < count && numbers[i + 1] <= numbers[i] + 1) i++;
        char range[48];
        int len = snprintf(range, sizeof range, "%s%lld", first > 0 ? "," : "",
                           (long long)numbers[first]);
        if (i > first)
            len +=
                snprintf(range + len, sizeof range - (size_t)len, "-%lld", (long long)numbers[i]);
        if (used + (size_t)len >= ROW_KEY_SIZE) return false;
        memcpy(group + used, range, (size_t)len + 1);
        used += (size_t)len;
    }
    return true;
}

/* Keys of rows go on behind the number. */
enum next operation_correct_marked(struct app *app, const char *key) {
    char group[ROW_KEY_SIZE];
    int marked = app_marked_count(app), count = marked > 0 ? marked : 1;
    int64_t *numbers = alloc_zero((size_t)count, sizeof *numbers);
    for (int i = 0; i < count; i++) {
        numbers[i] = strtoll(marked > 0 ? app_marked(app, i) : key, NULL, 10);
    }
    qsort(numbers, (size_t)count, sizeof *numbers, compare_numbers);
    if (write_group(numbers, count, group))
        app_open_page(app, "correct-failed", group);
    else
        app_message(app, MESSAGE_WARNING, "%s",
                    _("Too many operations are marked. Failed by cause corrects any number."));
    free(numbers);
    return NEXT_STAY;
}
