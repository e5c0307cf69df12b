/* SPDX-License-Identifier: MIT */
/*
 * How a channel database is getting on, in words: what keeps it from exchanging comes first, and each reason names its
 * remedy. Reads only; the page is tui/pages/channel_database.c.
 */

#include "tui/channel_view.h"

#include <stdio.h>

#include "tui/small_list.h"
#include "tui/words.h"

enum { STORES_SHOWN = 200 };

/* ---- the list --------------------------------------------------------------------------------------------------- */

static const char *file_state(const struct app *app, const char *name, const char *type) {
    const struct company_channel *channel = company_find_channel(app->company, name);
    if (strcmp(type, "Offline") == 0 || !channel) return "none";
    if (channel->db) return "";
    return channel->trouble.reason == REASON_CHANNEL_MISSING ? "missing" : "unusable";
}

enum err_code channel_rows(struct app *app, const struct list_request *request, struct rowset *rows,
                           struct err *err) {
    struct rowset found;
    rowset_init(&found, entity_channel_database.list_columns);
    enum err_code code = company_reload_channels(app->company, err);
    if (code == ERR_OK) code = entity_channel_database.list(app->db, request, &found, err);
    for (int i = 0; code == ERR_OK && i < found.rows; i++) {
        const char *name = rowset_key(&found, i);
        rowset_add(rows, name);
        rowset_set(rows, 0, name);
        rowset_set(rows, 1, file_state(app, name, rowset_cell(&found, i, 2)));
        for (int cell = 1; cell < found.columns; cell++) {
            rowset_set(rows, cell + 1, rowset_cell(&found, i, cell));
        }
    }
    rows->more_before = found.more_before;
    rows->more_after = found.more_after;
    rowset_release(&found);
    return code;
}

const char *channel_file_word(const char *stored) {
    if (strcmp(stored, "missing") == 0) return _("missing");
    if (strcmp(stored, "unusable") == 0) return _("unusable");
    return strcmp(stored, "none") == 0 ? _(NC_("file", "none")) : _("in place");
}

enum role channel_file_role(const char *stored) {
    if (strcmp(stored, "none") == 0) return ROLE_DIM;
    return stored[0] ? ROLE_FAILED : ROLE_OK;
}

/* ---- one database ----------------------------------------------------------------------------------------------- */

/* Which schedules serve the group: the first that is missing tells what does not happen. */
static bool is_attached(struct app *app, const char *group, bool upload) {
    bool attached = false;
    return channel_group_attached(app->db, group, upload, &attached, NULL) == ERR_OK && attached;
}

void channel_trouble(struct app *app, const struct channel_database *database,
                     const struct channel_condition *condition, char *buf, size_t size) {
    const char *group = database->DataGroup;
    buf[0] = '\0';
    if (condition->type == DATA_STORE_OFFLINE) {
        snprintf(buf, size, "%s",
                 _("An offline database: its record is kept, this console does nothing with it."));
    } else if (condition->trouble.reason == REASON_CHANNEL_MISSING) {
        snprintf(buf, size, "%s",
                 _("Its file is missing. Restore it from a backup; or Create file, then Full data "
                   "sync."));
    } else if (!condition->usable) {
        words_error(&condition->trouble, NULL, buf, size);
    } else if (database->PauseDataSync) {
        snprintf(buf, size, "%s", _("Paused: nothing moves. Set Pause data sync to No."));
    } else if (!condition->running) {
        snprintf(buf, size, "%s",
                 _("Its Async Client is stopped: restart the Commerce Scale Unit (Lab)."));
    } else if (!is_attached(app, group, true)) {
        snprintf(buf, size,
                 _("No active upload schedule serves its group %s: attach the group to P-0001 in "
                   "Distribution schedule."),
                 group);
    } else if (!is_attached(app, group, false)) {
        snprintf(buf, size,
                 _("No active download schedule serves its group %s: attach the group in "
                   "Distribution schedule."),
                 group);
    } else if (!database->Stores[0]) {
        snprintf(buf, size, "%s", _("No store is in it: Add store, then Full data sync."));
    } else if (condition->unknown[0]) {
        snprintf(buf, size, _("Its channel has not heard of online store %s: run Full data sync."),
                 condition->unknown);
    }
}

static void set_number(struct form *form, const char *key, int64_t value, bool known) {
    char text[24] = "";
    if (known) snprintf(text, sizeof text, "%lld", (long long)value);
    form_set_value(form, key, text);
}

enum err_code channel_show_condition(struct app *app, const char *name, struct form *form,
                                     struct err *err) {
    struct channel_condition condition;
    struct channel_database database;
    char text[WORDS_SIZE];
    enum err_code code = entity_channel_database.load(app->db, name, &database, err);
    if (code == ERR_OK) code = channel_condition_read(app->company, name, &condition, err);
    if (code != ERR_OK) return code;
    channel_trouble(app, &database, &condition, text, sizeof text);
    form_set_value(form, "State", text[0] ? text : _("ready"));
    bool here = condition.usable;
    set_number(form, "Waiting", condition.waiting, here);
    set_number(form, "Mark", condition.mark, condition.type == DATA_STORE_CHANNEL);
    set_number(form, "LastCounter", condition.last, here);
    set_number(form, "Version", condition.version, here);
    set_number(form, "CacheRead", condition.loaded_ms, here);
    set_number(form, "BatchJob", database.DataWritingBatchJob, database.DataWritingBatchJob > 0);
    return ERR_OK;
}

enum err_code channel_show_stores(struct app *app, const char *name, struct form *form,
                                  struct err *err) {
    struct rowset rows;
    char text[STORES_SHOWN * 100] = "";
    size_t used = 0;
    rowset_init(&rows, 2);
    enum err_code code = channel_database_stores(app->db, name, STORES_SHOWN, &rows, err);
    for (int i = 0; code == ERR_OK && i < rows.rows && used < sizeof text - 300; i++) {
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%s%.41s\t%.240s", used ? "\n" : "",
                             rowset_cell(&rows, i, 0), rowset_cell(&rows, i, 1));
    }
    set_number(form, "StoreCount", rows.rows, code == ERR_OK);
    rowset_release(&rows);
    form_set_value(form, "StoreList", text);
    return code;
}

/* ---- choosing one of its stores --------------------------------------------------------------------------------- */

static const char *row_key(void *ctx, int row) {
    return rowset_key(ctx, row);
}

enum err_code channel_store_choices(struct app *app, const struct list_request *request,
                                    struct rowset *rows, struct err *err) {
    const char *database = app_record_key(app);
    struct rowset all, found;
    int begin = 0, end = 0;
    rowset_init(&all, 2);
    rowset_init(&found, 2);
    enum err_code code =
        channel_database_stores(app->db, database ? database : "", ROWSET_MAX_ROWS, &all, err);
    for (int i = 0; code == ERR_OK && i < all.rows; i++) {
        if (!small_list_matches(request->filter, rowset_cell(&all, i, 0)) &&
            !small_list_matches(request->filter, rowset_cell(&all, i, 1)))
            continue;
        rowset_add(&found, rowset_key(&all, i));
        rowset_set(&found, 0, rowset_cell(&all, i, 0));
        rowset_set(&found, 1, rowset_cell(&all, i, 1));
    }
    small_list_page(request, found.rows, row_key, &found, rows, &begin, &end);
    for (int i = begin; i < end; i++) {
        rowset_add(rows, rowset_key(&found, i));
        rowset_set(rows, 0, rowset_cell(&found, i, 0));
        rowset_set(rows, 1, rowset_cell(&found, i, 1));
    }
    rowset_release(&all);
    rowset_release(&found);
    return code;
}
