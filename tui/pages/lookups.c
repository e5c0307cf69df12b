/* SPDX-License-Identifier: MIT */
/* How each lookup is shown (F4). Where its values come from stands in model/hq/lookups.c, under the same ids. */

#include "tui/channel_view.h"
#include "tui/lookup.h"

#include "model/hq/async_operation.h"
#include "model/hq/lookups.h"
#include "tui/app.h"

#define VALUE_AND(value_label, name_label)                                                         \
    {                                                                                              \
        {.label = (value_label), .cols = 12}, {                                                    \
            .label = (name_label), .cols = 16, .weight = 1                                         \
        }                                                                                          \
    }
#define VALUE_AND_NAME(value_label)        VALUE_AND(value_label, N_("Name"))
#define VALUE_AND_DESCRIPTION(value_label) VALUE_AND(value_label, N_("Description"))

/* What the attribute that is corrected can be: the countries, the groups; nothing where anything can be typed. */
static enum err_code list_corrections(struct app *app, const struct list_request *request,
                                      struct rowset *rows, struct err *err) {
    const struct form *form = app_form(app);
    const struct member *member =
        form ? entity_member(&entity_async_operation, form_value(form, "Attribute")) : NULL;
    if (!member || !member->related) return ERR_OK;
    return lookup_list(app->db, member->related, request, rows, err);
}

const struct lookup_view lookup_registry[] = {
    {.id = "profile",
     .title = N_("Functionality profiles"),
     .columns = VALUE_AND_DESCRIPTION(N_("Profile")),
     .page = "functionality-profiles"},
    {.id = "store",
     .title = N_("Online stores"),
     .columns = VALUE_AND_NAME(N_("Retail channel ID")),
     .page = "online-stores"},
    {.id = "customer",
     .title = N_("All customers"),
     .columns = VALUE_AND_NAME(N_("Customer account")),
     .page = "customers"},
    {.id = "legal-entity",
     .title = N_("Legal entities"),
     .columns = VALUE_AND_DESCRIPTION(N_("Legal entity"))},
    {.id = "warehouse",
     .title = N_("Warehouses"),
     .columns = VALUE_AND_DESCRIPTION(N_("Warehouse"))},
    {.id = "site", .title = N_("Sites"), .columns = VALUE_AND(N_("Site"), N_("Warehouses"))},
    {.id = "time-zone",
     .title = N_("Time zones"),
     .columns = {{.label = N_("Time zone"), .cols = 28},
                 {.label = N_("Description"), .weight = 1}}},
    {.id = "currency", .title = N_("Currencies"), .columns = VALUE_AND_DESCRIPTION(N_("Currency"))},
    {.id = "address-book",
     .title = N_("Address books"),
     .columns = {{.label = N_("Address book"), .cols = 24},
                 {.label = N_("Description"), .weight = 1}},
     .page = "address-books"},
    {.id = "notification-profile",
     .title = N_("Email notification profiles"),
     .columns = VALUE_AND_DESCRIPTION(N_("Profile"))},
    {.id = "rts-profile",
     .title = N_("Real-time service profiles"),
     .columns = VALUE_AND_DESCRIPTION(N_("Profile"))},
    {.id = "customer-group",
     .title = N_("Customer groups"),
     .columns = VALUE_AND_DESCRIPTION(N_("Customer group")),
     .page = "customer-groups"},
    {.id = "language", .title = N_("Languages"), .columns = VALUE_AND_DESCRIPTION(N_("Language"))},
    {.id = "country",
     .title = N_("Countries/regions"),
     .columns = VALUE_AND_DESCRIPTION(N_("Country/region"))},
    {.id = "correction",
     .title = N_("New value"),
     .columns = VALUE_AND_NAME(N_("Value")),
     .list = list_corrections},
    {.id = "number-sequence",
     .title = N_("Number sequences"),
     .columns = VALUE_AND_NAME(N_("Number sequence code")),
     .page = "number-sequences"},
    {.id = "data-group",
     .title = N_("Channel database groups"),
     .columns = VALUE_AND_DESCRIPTION(N_("Channel database group")),
     .page = "channel-database-group"},
    {.id = "scheduler-job",
     .title = N_("Scheduler jobs"),
     .columns = VALUE_AND_DESCRIPTION(N_("Job ID")),
     .page = "scheduler-jobs"},
    {.id = "channel-database",
     .title = N_("Channel databases"),
     .columns = VALUE_AND(N_("Channel database ID"), N_("Channel database group")),
     .page = "channel-database"},
    {.id = "channel-schema",
     .title = N_("Commerce channel schema"),
     .columns = VALUE_AND(N_("Commerce channel schema"), N_("Description")),
     .page = "commerce-channel-schema"},
    {.id = "scheduler-subjob",
     .title = N_("Scheduler subjobs"),
     .columns = {{.label = N_("Subjob ID"), .cols = 26, .weight = 2},
                 {.label = N_("Table in headquarters"), .weight = 1}},
     .page = "scheduler-subjobs"},
    {.id = "store-of-database",
     .title = N_("Online stores"),
     .columns = VALUE_AND_NAME(N_("Retail channel ID")),
     .list = channel_store_choices,
     .page = "online-stores"},
    {.id = "schedule",
     .title = N_("Distribution schedule"),
     .columns = VALUE_AND_DESCRIPTION(N_("Name")),
     .page = "distribution-schedule"},
    {0},
};
