/* SPDX-License-Identifier: MIT */
/*
 * Channel database (domain.md 4.10; cpe-post-provisioning.md): the databases that storefronts write to, which stores are
 * in each, how data synchronization is getting on, and what repairs it. The dialogs of its commands are
 * channel_database_dialogs.c, the commands tui/channel_commands.c; what a state means is tui/channel_view.c.
 */

#include <stdio.h>

#include "tui/channel_view.h"
#include "tui/page.h"
#include "tui/words.h"

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    enum err_code code = channel_show_condition(app, key, form, err);
    return code == ERR_OK ? channel_show_stores(app, key, form, err) : code;
}

static void saved(struct app *app, const struct form *form, const char *key, bool created) {
    struct err err = {0};
    (void)form;
    if (!created) return;
    if (channel_file_create(app->company, key, &err) != ERR_OK) {
        app_error(app, &err);
    } else {
        app_message(app, MESSAGE_INFO, "%s",
                    _("Created with its file. Add store puts a store into it; Full data sync then "
                      "tells it of the store and its customers."));
    }
    app_data_changed(app);
}

static bool ask_delete(struct app *app, const struct form *form, struct question *q) {
    (void)app;
    question_init(q, MESSAGE_WARNING, _("Delete"));
    snprintf(q->text, sizeof q->text,
             _("Delete channel database %s and its file? Everything its channel knows is deleted "
               "with it; customers in headquarters stay."),
             form_value(form, "Name"));
    question_yes_no(q);
    return true;
}

static enum err_code remove_database(struct app *app, const void *rec, struct err *err) {
    return channel_database_delete(app->company, rec, err);
}

static const struct column columns[] = {
    {.label = N_("Channel database ID"), .cols = 12, .weight = 2},
    {.label = N_("File"), .cols = 8, .word = channel_file_word, .role = channel_file_role},
    {.label = N_("Channel database group"), .cols = 10, .weight = 1, .hide_below = 44},
    {.label = N_("Type"), .cols = 8, .hide_below = 56, .word = words_choice},
    {.label = N_("Pause data sync"), .kind = COLUMN_YESNO, .cols = 6, .hide_below = 70},
    {.label = N_("Last connection"), .kind = COLUMN_TIME, .cols = 19, .hide_below = 70},
    {0},
};

static const struct field fields[] = {
    {.key = "Name",
     .label = N_("Channel database ID"),
     .cols = 24,
     .help = N_("Also the name of the file: letters A to Z, digits, - and _. It cannot be changed "
                "after the first save.")},
    {.key = "DataGroup",
     .label = N_("Channel database group"),
     .cols = 24,
     .page = "channel-database-group",
     .help = N_("Distribution schedules serve groups: a database gets what its group gets.")},
    {.key = "DataStoreType",
     .label = N_("Type"),
     .kind = FIELD_CHOICE,
     .word = words_choice,
     .help = N_("Channel: storefronts write to it. Offline: of a point of sale; this console keeps "
                "the record only.")},
    {.key = "State", .label = NC_("condition", "State"), .cols = 60, .read_only = true},
    {.tab = N_("Data synchronization")},
    {.key = "LastConnection",
     .label = N_("Last connection"),
     .kind = FIELD_TIME,
     .read_only = true,
     .summary = true,
     .help = N_("When a job last reached the database.")},
    {.key = "Waiting",
     .label = N_("Rows waiting"),
     .kind = FIELD_NUMBER,
     .read_only = true,
     .summary = true,
     .help = N_("Sign-ups and edits that only the channel has. Job P-0001 uploads them.")},
    {.key = "Mark",
     .label = N_("Received up to counter"),
     .kind = FIELD_NUMBER,
     .read_only = true,
     .help = N_("The largest replication counter that headquarters has received.")},
    {.key = "LastCounter",
     .label = N_("Counter of the channel"),
     .kind = FIELD_NUMBER,
     .read_only = true,
     .help = N_("The number its newest row has. Smaller than what was received: the file is a "
                "restored or copied one, and Reseed counter repairs it.")},
    {.tab = N_("Retail channel")},
    {.key = "StoreCount",
     .label = N_("Online stores"),
     .kind = FIELD_NUMBER,
     .read_only = true,
     .summary = true},
    {.key = "StoreList",
     .label = N_("Online stores"),
     .kind = FIELD_LIST,
     .columns = {{.label = N_("Retail channel ID"), .cols = 12},
                 {.label = N_("Name"), .cols = 16, .weight = 1}}},
    {.tab = N_("Data sync interval")},
    {.key = "PauseDataSync",
     .label = N_("Pause data sync"),
     .kind = FIELD_YESNO,
     .summary = true,
     .help = N_("Yes: nothing moves to and from the database; its sessions wait.")},
    {.key = "UploadInterval",
     .label = N_("Upload interval (minutes)"),
     .kind = FIELD_NUMBER,
     .help = N_("0: as scheduled. Kept with the database; jobs of this console run as their batch "
                "jobs say.")},
    {.key = "DownloadInterval",
     .label = N_("Download interval (minutes)"),
     .kind = FIELD_NUMBER,
     .help = N_("0: as scheduled. Kept with the database; jobs of this console run as their batch "
                "jobs say.")},
    {.tab = N_("Details")},
    {.key = "Version", .label = N_("Current version"), .kind = FIELD_NUMBER, .read_only = true},
    {.key = "CacheRead",
     .label = N_("Cache read at"),
     .kind = FIELD_TIME,
     .read_only = true,
     .help = N_("When the Commerce Scale Unit read the channel's settings. It serves them until it "
                "is restarted or the cache is too old.")},
    {.key = "BatchJob",
     .label = N_("Batch job ID"),
     .kind = FIELD_NUMBER,
     .read_only = true,
     .help = N_("The batch job that writes data into the database. Empty: this console writes "
                "without one.")},
    {0},
};

const struct page page_channel_database = {
    .id = "channel-database",
    .title = N_("Channel database"),
    .path = {N_("Retail and Commerce"), N_("Headquarters setup"), N_("Commerce scheduler")},
    .form_name = "RetailConnDatabaseProfile",
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .actions = channel_actions,
    .entity = &entity_channel_database,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .list = channel_rows,
    .load = load,
    .after_save = saved,
    .ask_before_delete = ask_delete,
    .remove = remove_database,
};
