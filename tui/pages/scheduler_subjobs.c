/* SPDX-License-Identifier: MIT */
/* Scheduler subjobs (domain.md 4.8; sync-product-ratings.md): one table each, in headquarters and in the channel. */

#include "model/hq/scheduler.h"
#include "tui/app.h"
#include "tui/page.h"

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    char jobs[400];
    enum err_code code = scheduler_subjob_jobs(app->db, key, jobs, sizeof jobs, err);
    if (code == ERR_OK)
        form_set_value(form, "Jobs", jobs[0] ? jobs : _("none: no job moves the table"));
    return code;
}

static const struct column columns[] = {
    {.label = N_("Subjob ID"), .cols = 20, .weight = 2},
    {.label = N_("Table in headquarters"), .cols = 20, .weight = 1, .hide_below = 70},
    {.label = N_("Enabled"), .kind = COLUMN_YESNO, .cols = 8, .hide_below = 34},
    {0},
};

static const struct field fields[] = {
    {.key = "SubjobId",
     .label = N_("Subjob ID"),
     .cols = 46,
     .help = N_("It cannot be changed after the first save.")},
    {.key = "AXTableName", .label = N_("Table in headquarters"), .cols = 46},
    {.key = "ChannelTableName", .label = N_("Table in the channel"), .cols = 46},
    {.key = "replicationCounterFieldName",
     .label = N_("Replication counter field"),
     .cols = 30,
     .help = N_("Of an upload: the column of the channel's table that tells new rows from those "
                "that were sent.")},
    {.key = "Enabled",
     .label = N_("Enabled"),
     .kind = FIELD_YESNO,
     .help = N_("No: no job moves the table. The jobs of this console move the tables they know; "
                "others are kept here only.")},
    {.key = "Jobs",
     .label = N_("Scheduler jobs"),
     .cols = 40,
     .read_only = true,
     .help = N_("A subjob is put into a job on the page Scheduler jobs.")},
    {0},
};

const struct page page_scheduler_subjobs = {
    .id = "scheduler-subjobs",
    .title = N_("Scheduler subjobs"),
    .path = {N_("Retail and Commerce"), N_("Headquarters setup"), N_("Commerce scheduler")},
    .form_name = "RetailConnSchedulerSubjobTable",
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .entity = &entity_scheduler_subjob,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .load = load,
};
