/* SPDX-License-Identifier: MIT */
/*
 * The dialogs of Channel database (domain.md 4.10): Full data sync, Add store, Remove store. Each is opened for a
 * database. What may not be moved, and why, is model/exchange/channel_files.h.
 */

#include <stdio.h>

#include "tui/channel_view.h"
#include "tui/page.h"
#include "tui/run_now.h"
#include "tui/words.h"

#define PATH                                                                                       \
    {                                                                                              \
        N_("Retail and Commerce"), N_("Headquarters setup"), N_("Commerce scheduler"),             \
            N_("Channel database")                                                                 \
    }
#define DATABASE_FIELD                                                                             \
    { .key = "Database", .label = N_("Channel database"), .cols = 50, .read_only = true }

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    (void)app;
    (void)err;
    form_set_value(form, "Database", key ? key : "");
    return ERR_OK;
}

/* The database that the dialog was opened for. */
static enum err_code asked_for(const char *key, char database[TEXT_SIZE(50)], struct err *err) {
    text_copy(database, TEXT_SIZE(50), key ? key : "");
    if (database[0]) return ERR_OK;
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity_channel_database.id, "");
}

/* ---- Full data sync -------------------------------------------------------------------------------------------- */

static const char *const schedules[] = {"9999", "1070", "1010", "1110", "1090", NULL};

static enum err_code load_sync(struct app *app, const char *key, struct form *form,
                               struct err *err) {
    form_set_value(form, "Schedule", schedules[0]);
    return load(app, key, form, err);
}

static enum err_code ok_sync(struct app *app, struct form *form, struct err *err) {
    char database[TEXT_SIZE(50)], job[24];
    enum err_code code = asked_for(app_record_key(app), database, err);
    if (code != ERR_OK) return code;
    text_copy(job, sizeof job, form_value(form, "Schedule"));
    if (run_full_sync(app, job, database)) app_close_page(app);
    return ERR_OK;
}

static void about_sync(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, _("Sends this database everything that the schedule has, whatever it has "
                       "already. A new store and its customers are known to the channel "
                       "afterwards."));
}

static const struct field sync_fields[] = {
    DATABASE_FIELD,
    {.key = "Schedule",
     .label = N_("Distribution schedule"),
     .kind = FIELD_CHOICE,
     .cols = 40,
     .required = true,
     .choices = schedules,
     .word = words_job_title,
     .help = N_("9999 sends all jobs; 1070 the stores and profiles alone.")},
    {0},
};

const struct page page_full_data_sync = {
    .id = "full-data-sync",
    .title = N_("Full data sync"),
    .path = PATH,
    .pattern = DIALOG,
    .fields = sync_fields,
    .load = load_sync,
    .text = about_sync,
    .ok = ok_sync,
};

/* ---- Add store ------------------------------------------------------------------------------------------------- */

static enum err_code ok_add(struct app *app, struct form *form, struct err *err) {
    char before[TEXT_SIZE(50)] = "", database[TEXT_SIZE(50)], store[TEXT_SIZE(10)];
    enum err_code code = asked_for(app_record_key(app), database, err);
    if (code != ERR_OK) return code;
    text_copy(store, sizeof store, form_value(form, "Store"));
    code = channel_store_add(app->company, database, store, before, err);
    if (code != ERR_OK) return code;
    app_close_page(app); /* which takes messages with it */
    if (strcmp(before, database) == 0)
        app_message(app, MESSAGE_INFO, _("Online store %s is in %s already."), store, database);
    else if (before[0])
        app_message(app, MESSAGE_INFO,
                    _("Online store %s moved from %s to %s. Run Full data sync there."), store,
                    before, database);
    else
        app_message(app, MESSAGE_INFO, _("Online store %s is in %s now. Run Full data sync."),
                    store, database);
    app_data_changed(app);
    return ERR_OK;
}

static void about_add(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, _("A store is in one database: one that is in another moves here. Sign-ups "
                       "that wait in the old database must be uploaded first. Until job 1070 has "
                       "run there and its cache was read again, shoppers may still come there; "
                       "what they do is uploaded from there."));
}

/* Where the store is now, beside the field. */
static void note_database(struct app *app, const struct form *form, char *buf, size_t size) {
    char store[TEXT_SIZE(10)], database[TEXT_SIZE(50)];
    int64_t rec_id;
    const char *id = form_value(form, "Store");
    if (!id[0] || store_database(app->db, id, store, &rec_id, database, NULL) != ERR_OK) return;
    snprintf(buf, size, _("now in: %s"), database[0] ? database : _("no database"));
}

static const struct field add_fields[] = {
    DATABASE_FIELD,
    {.key = "Store",
     .label = N_("Online store"),
     .cols = 10,
     .required = true,
     .lookup = "store",
     .note = note_database},
    {0},
};

const struct page page_add_store = {
    .id = "add-store",
    .title = N_("Add store"),
    .path = PATH,
    .pattern = DIALOG,
    .fields = add_fields,
    .load = load,
    .text = about_add,
    .ok = ok_add,
};

/* ---- Remove store ---------------------------------------------------------------------------------------------- */

static enum err_code load_remove(struct app *app, const char *key, struct form *form,
                                 struct err *err) {
    struct channel_database rec;
    char database[TEXT_SIZE(50)];
    enum err_code code = asked_for(key, database, err);
    if (code == ERR_OK) code = entity_channel_database.load(app->db, key, &rec, err);
    if (code != ERR_OK) return code;
    bool one = rec.Stores[0] && !strchr(rec.Stores, ',');
    form_set_value(form, "Stores", rec.Stores);
    form_set_value(form, "Store", one ? rec.Stores : "");
    return load(app, key, form, err);
}

static enum err_code ok_remove(struct app *app, struct form *form, struct err *err) {
    char database[TEXT_SIZE(50)], store[TEXT_SIZE(10)];
    enum err_code code = asked_for(app_record_key(app), database, err);
    if (code != ERR_OK) return code;
    text_copy(store, sizeof store, form_value(form, "Store"));
    code = channel_store_remove(app->company, database, store, err);
    if (code != ERR_OK) return code;
    app_close_page(app);
    app_message(app, MESSAGE_WARNING,
                _("Online store %s is in no channel database now: its customers stay, its shoppers "
                  "cannot sign up once the channel has forgotten it."),
                store);
    app_data_changed(app);
    return ERR_OK;
}

static const struct field remove_fields[] = {
    DATABASE_FIELD,
    {.key = "Stores", .label = N_("Online stores"), .cols = 50, .read_only = true},
    {.key = "Store",
     .label = N_("Online store"),
     .cols = 10,
     .required = true,
     .lookup = "store-of-database"},
    {0},
};

const struct page page_remove_store = {
    .id = "remove-store",
    .title = N_("Remove store"),
    .path = PATH,
    .pattern = DIALOG,
    .fields = remove_fields,
    .load = load_remove,
    .ok = ok_remove,
};
