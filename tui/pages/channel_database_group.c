/* SPDX-License-Identifier: MIT */
/*
 * Channel database group (domain.md 4.11; async-customer-mode.md): what distribution schedules serve. Owns what is said
 * of a group that no database belongs to or no schedule serves (domain.md 6 cause 15).
 */

#include <stdio.h>

#include "model/hq/channel_database.h"
#include "tui/app.h"
#include "tui/page.h"

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    char databases[400], schedules[400];
    enum err_code code = data_group_users(app->db, key, databases, sizeof databases, schedules,
                                          sizeof schedules, err);
    if (code != ERR_OK) return code;
    form_set_value(form, "Databases", databases[0] ? databases : _("none"));
    form_set_value(form, "Schedules",
                   schedules[0] ? schedules : _("none: its databases exchange nothing"));
    return ERR_OK;
}

static const struct column columns[] = {
    {.label = N_("Name"), .cols = 12, .weight = 1},
    {.label = N_("Description"), .cols = 12, .weight = 2, .hide_below = 40},
    {.label = N_("Commerce channel schema"), .cols = 8, .hide_below = 60},
    {0},
};

static const struct field fields[] = {
    {.key = "Name",
     .label = N_("Name"),
     .cols = 24,
     .help = N_("Channel databases and distribution schedules refer to the group by it. It cannot "
                "be changed after the first save.")},
    {.key = "Description", .label = N_("Description"), .cols = 40},
    {.key = "ChannelSchema",
     .label = N_("Commerce channel schema"),
     .page = "commerce-channel-schema"},
    {.key = "Databases", .label = N_("Channel databases"), .cols = 40, .read_only = true},
    {.key = "Schedules",
     .label = N_("Distribution schedules"),
     .cols = 40,
     .read_only = true,
     .help = N_("A group is attached to a schedule on the page Distribution schedule. Without one "
                "its databases get nothing and send nothing.")},
    {0},
};

const struct page page_channel_database_group = {
    .id = "channel-database-group",
    .title = N_("Channel database group"),
    .path = {N_("Retail and Commerce"), N_("Headquarters setup"), N_("Commerce scheduler")},
    .form_name = "RetailCDXDataGroup",
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .entity = &entity_data_group,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .name_key = "Description",
    .load = load,
};
