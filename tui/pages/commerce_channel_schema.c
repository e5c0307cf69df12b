/* SPDX-License-Identifier: MIT */
/* Commerce channel schema (domain.md 4.11; async-customer-mode.md): which tables a channel database has. */

#include "model/hq/channel_database.h"
#include "tui/app.h"
#include "tui/page.h"

static const struct column columns[] = {
    {.label = N_("Name"), .cols = 12, .weight = 1},
    {.label = N_("Description"), .cols = 12, .weight = 2, .hide_below = 40},
    {0},
};

static const struct field fields[] = {
    {.key = "Name",
     .label = N_("Name"),
     .cols = 20,
     .help = N_("It cannot be changed after the first save.")},
    {.key = "Description", .label = N_("Description"), .cols = 40},
    {.key = "FilterSharedCustomerDataTables",
     .label = N_("Filter shared customer data tables"),
     .kind = FIELD_YESNO,
     .help = N_("Yes: a point of sale that is offline has no shared customers, so it creates none. "
                "Online stores are never offline.")},
    {0},
};

const struct page page_commerce_channel_schema = {
    .id = "commerce-channel-schema",
    .title = N_("Commerce channel schema"),
    .path = {N_("Retail and Commerce"), N_("Headquarters setup"), N_("Commerce scheduler")},
    .form_name = "RetailConnChannelSchema",
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .entity = &entity_channel_schema,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .name_key = "Description",
};
