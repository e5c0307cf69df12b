/* SPDX-License-Identifier: MIT */
/*
 * Functionality profiles of the point of sale (Notifications-POS.md): a page of the same name on another path, and the
 * classic wrong turn of step 1 of the guide. What is saved here changes no online store.
 */

#include "model/hq/profile.h"
#include "tui/app.h"
#include "tui/page.h"

static void saved(struct app *app, const struct form *form, const char *key, bool created) {
    (void)form;
    (void)key;
    (void)created;
    app_message(app, MESSAGE_INFO, "%s",
                _("Saved for the point of sale. Online stores have functionality profiles of their "
                  "own, under Online store setup."));
}

static const struct column columns[] = {
    {.label = N_("Profile"), .cols = 10},
    {.label = N_("Description"), .cols = 10, .weight = 1},
    {0},
};

static const struct field fields[] = {
    {.key = "profileId",
     .label = N_("Profile"),
     .cols = 10,
     .help = N_("Short ID by which a point of sale refers to the profile. It cannot be changed "
                "after the first save.")},
    {.key = "name",
     .label = N_("Description"),
     .cols = 40,
     .help = N_("Free text, so that operators recognise the profile.")},
    {.tab = N_("Functions")},
    {.group = N_("CART"),
     .key = "aggregateItems",
     .label = N_("Aggregate products"),
     .kind = FIELD_YESNO,
     .help = N_("Yes: scanning the same item again raises the quantity of its line.")},
    {.group = N_("RETAIL CUSTOMERS"),
     .key = "CreateAsyncCustomers",
     .label = N_("Create customer in async mode"),
     .kind = FIELD_YESNO,
     .summary = true,
     .help = N_("For customers that a cashier creates at the point of sale. Online stores obey "
                "their own functionality profile.")},
    {0},
};

const struct page page_pos_functionality_profiles = {
    .id = "pos-functionality-profiles",
    .title = NC_("POS", "Functionality profiles"),
    .path = {N_("Retail and Commerce"), N_("Channel setup"), N_("POS setup"), N_("POS profiles")},
    .form_name = "RetailFunctionalityProfile",
    .aliases = {N_("POS functionality profiles")},
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .entity = &entity_pos_profile,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .name_key = "name",
    .after_save = saved,
    .empty = N_("No functionality profile of the point of sale exists yet. F6 creates one."),
};
