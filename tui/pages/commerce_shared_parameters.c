/* SPDX-License-Identifier: MIT */
/*
 * Commerce shared parameters (domain.md 4.17; additional-b2c-info.md, category-search-page-overview.md): configuration
 * parameters, a name and a value each, and the identity provider of the storefront. Owns what is said of a name that
 * nothing here obeys.
 */

#include <stdio.h>

#include "model/hq/parameters.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

static const char *meaning(const char *name) {
    const char *nearest, *known = shared_parameter_known(name, &nearest);
    return known ? words_shared_parameter(known) : "";
}

static void note_name(struct app *app, const struct form *form, char *buf, size_t size) {
    const char *nearest, *name = form_value(form, "Name");
    (void)app;
    if (!name[0] || shared_parameter_known(name, &nearest)) return;
    if (nearest)
        snprintf(buf, size, _("not known; the nearest one is %s"), nearest);
    else
        snprintf(buf, size, "%s", _("not known to this console"));
}

static void changed(struct app *app, struct form *form) {
    (void)app;
    form_set_value(form, "Meaning", meaning(form_value(form, "Name")));
}

/* The provider that the storefront's sign-up asks, played by this console (domain.md 4.19). */
static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    char row[200];
    (void)app;
    (void)key;
    (void)err;
    snprintf(row, sizeof row, "B2C\t%s", _("Shoppers of the online stores"));
    form_set_value(form, "IdentityProviders", row);
    return ERR_OK;
}

static void saved(struct app *app, const struct form *form, const char *key, bool created) {
    (void)form;
    (void)key;
    (void)created;
    app_message(app, MESSAGE_INFO, "%s", words_needs_1110());
}

static const struct column columns[] = {
    {.label = N_("Name"), .cols = 20, .weight = 1},
    {.label = N_("Value"), .cols = 5},
    {0},
};

static const struct field fields[] = {
    {.tab = N_("Configuration parameters")},
    {.key = "Name",
     .label = N_("Name"),
     .cols = 52,
     .note = note_name,
     .help = N_("It cannot be changed after the first save.")},
    {.key = "Value", .label = N_("Value"), .cols = 40, .summary = true},
    {.key = "Meaning", .label = N_("What it does"), .cols = 60, .read_only = true},
    {.tab = N_("Identity providers")},
    {.key = "IdentityProviders",
     .label = N_("Identity providers"),
     .kind = FIELD_LIST,
     .read_only = true,
     .columns = {{.label = N_("Name"), .cols = 8},
                 {.label = N_("Used for"), .cols = 20, .weight = 1}}},
    {0},
};

const struct page page_commerce_shared_parameters = {
    .id = "commerce-shared-parameters",
    .title = N_("Commerce shared parameters"),
    .path = {N_("Retail and Commerce"), N_("Headquarters setup"), N_("Parameters")},
    .form_name = "RetailSharedParameters",
    .aliases = {N_("Configuration parameters"), N_("CDX parameters")},
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .entity = &entity_shared_parameter,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .load = load,
    .changed = changed,
    .after_save = saved,
    .empty = N_("No configuration parameter exists yet. F6 creates one."),
};
