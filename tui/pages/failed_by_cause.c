/* SPDX-License-Identifier: MIT */
/*
 * Failed by cause (console; domain.md 4.4, section 6): what failed operations have in common, how many there are, and
 * what to do. Enter corrects all of one cause.
 */

#include <stdlib.h>

#include "model/hq/async_operation.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/small_list.h"
#include "tui/words_operations.h"

enum { MAX_CAUSES = 300 };

static const char *cause_key(void *ctx, int row) {
    return ((const struct failure_cause *)ctx)[row].key;
}

static void add_row(struct rowset *rows, const struct failure_cause *cause) {
    char text[WORDS_SIZE];
    rowset_add(rows, cause->key);
    rowset_set(rows, 0, cause->key);
    words_failure(&cause->error, text, sizeof text);
    rowset_set(rows, 1, text);
    rowset_set_int(rows, 2, cause->count);
    rowset_set(rows, 3, cause->example_name);
    words_failure_remedy(&cause->error, text, sizeof text);
    rowset_set(rows, 4, text);
}

static enum err_code list(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err) {
    int count = 0, kept = 0, begin, end;
    struct failure_cause *causes = alloc_zero(MAX_CAUSES, sizeof *causes);
    enum err_code code = failure_causes(app->db, causes, MAX_CAUSES, &count, err);
    for (int i = 0; i < count; i++) {
        char text[WORDS_SIZE];
        words_error(&causes[i].error, "async-operation", text, sizeof text);
        bool wanted = small_list_matches(request->filter, text) ||
                      small_list_matches(request->filter, causes[i].key);
        if (wanted && kept != i) causes[kept] = causes[i];
        kept += wanted;
    }
    small_list_page(request, kept, cause_key, causes, rows, &begin, &end);
    for (int i = begin; i < end; i++) add_row(rows, &causes[i]);
    free(causes);
    return code;
}

static bool has_row(struct app *app, const char *key) {
    (void)app;
    return key != NULL;
}

static enum next correct(struct app *app, const char *key) {
    app_open_page(app, "correct-failed", key);
    return NEXT_STAY;
}

static const struct column columns[] = {
    {.label = N_("Cause"), .cols = 26, .hide_below = 150},
    {.label = N_("What is wrong"), .cols = 24, .weight = 3},
    {.label = N_("Customers"), .kind = COLUMN_NUMBER, .cols = 9},
    {.label = N_("Example"), .cols = 14, .weight = 1, .hide_below = 70},
    {.label = N_("What to do"), .cols = 20, .weight = 3, .hide_below = 100},
    {0},
};

static const struct action actions[] = {
    {.id = "correct",
     .label = N_("Correct and synchronize"),
     .bound = ACTION_OPEN,
     .help = N_("One correction for all operations that failed by this cause."),
     .enabled = has_row,
     .run = correct},
    {0},
};

const struct page page_failed_by_cause = {
    .id = "failed-by-cause",
    .title = N_("Failed by cause"),
    .path = {N_("Retail and Commerce"), N_("Customers"), N_("Customer synchronization status")},
    .pattern = LIST,
    .columns = columns,
    .actions = actions,
    .list = list,
    .empty = N_("No operation has failed."),
};
