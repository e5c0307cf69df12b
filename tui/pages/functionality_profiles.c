/* SPDX-License-Identifier: MIT */
/*
 * Functionality profiles of online stores (domain.md 4.1; online-functionality-profile.md, async-customer-mode.md):
 * the switch that decides whether a customer is created in real time or waits in the channel. Owns the price that is
 * named before it is turned off, and who else a shared profile changes. Knows no drawing and no SQL.
 */

#include <stdio.h>
#include <string.h>

#include "model/hq/profile.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

/* How many stores use the profile and which; 0 when it cannot be told (saving then says why). */
static int used_by(struct app *app, const char *profile_id, char *ids, size_t size) {
    int stores = 0;
    ids[0] = '\0';
    if (!app->db || !profile_id[0]) return 0;
    if (profile_usage(app->db, profile_id, &stores, ids, size, NULL) != ERR_OK) return 0;
    return stores;
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    char ids[200], text[260];
    (void)err;
    int stores = used_by(app, key, ids, sizeof ids);
    if (stores == 0)
        snprintf(text, sizeof text, "%s", _("no store"));
    else
        snprintf(text, sizeof text, n_("%d store: %s", "%d stores: %s", (unsigned long)stores),
                 stores, ids);
    form_set_value(form, "UsedBy", text);
    return ERR_OK;
}

/* "This profile is used by 2 stores: … " and an empty line when it is shared, else "". */
static void say_shared(struct app *app, const struct form *form, char *buf, size_t size) {
    char ids[200];
    int stores = used_by(app, form_value(form, "profileId"), ids, sizeof ids);
    buf[0] = '\0';
    if (stores > 1)
        snprintf(buf, size,
                 _("This profile is used by %d stores: %s. The change applies to all of them."),
                 stores, ids);
}

static bool confirm_async(struct app *app, const struct form *form, const char *old,
                          const char *now, struct question *q) {
    if (form_is_new(form) || strcmp(old, "1") != 0 || strcmp(now, "0") != 0) return false;
    char shared[360];
    say_shared(app, form, shared, sizeof shared);
    question_init(q, MESSAGE_WARNING, _("Create customer in async mode"));
    snprintf(q->text, sizeof q->text, "%s%s%s %s", shared, shared[0] ? "\n\n" : "",
             words_async_off_price(), _("Turn it off?"));
    question_yes_no(q);
    return true;
}

/* The question about turning async off names the other stores already. */
static bool ask_shared(struct app *app, const struct form *form, struct question *q) {
    const char *key = "CreateAsyncCustomers";
    if (form_is_new(form)) return false;
    if (strcmp(form_old_value(form, key), "1") == 0 && strcmp(form_value(form, key), "0") == 0)
        return false;
    char shared[360];
    say_shared(app, form, shared, sizeof shared);
    if (!shared[0]) return false;
    question_init(q, MESSAGE_WARNING, _("Shared profile"));
    snprintf(q->text, sizeof q->text, "%s\n\n%s", shared, _("Do you want to save it?"));
    question_yes_no(q);
    return true;
}

static void saved(struct app *app, const struct form *form, const char *key, bool created) {
    (void)form;
    (void)key;
    if (created)
        app_message(app, MESSAGE_INFO, "%s %s", words_needs_1070(),
                    _("A store uses the profile when it is chosen there, under General."));
    else
        app_message(app, MESSAGE_INFO, "%s", words_needs_1070());
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
     .help = N_("Short ID by which an online store refers to the profile. It cannot be changed "
                "after the first save.")},
    {.key = "name",
     .label = N_("Description"),
     .cols = 40,
     .help = N_("Free text, so that operators recognise the profile.")},
    {.key = "UsedBy",
     .label = N_("Used by"),
     .cols = 40,
     .read_only = true,
     .help = N_("The online stores that a change of this profile changes.")},
    {.tab = N_("Functions")},
    {.group = N_("CART"),
     .key = "aggregateItems",
     .label = N_("Aggregate products"),
     .kind = FIELD_YESNO,
     .help = N_("Yes: adding the same item again raises the quantity of its line. Digital gift "
                "cards need Yes.")},
    {.group = N_("RETAIL CUSTOMERS"),
     .key = "CreateAsyncCustomers",
     .label = N_("Create customer in async mode"),
     .kind = FIELD_YESNO,
     .summary = true,
     .confirm = confirm_async,
     .help = N_("Yes: the customer is stored in the channel first and created in headquarters "
                "later, by batch jobs. No: the customer is created in headquarters at once, by a "
                "real-time call.")},
    {.group = N_("CHECKOUT"),
     .key = "RetailCheckoutAllowNoPayment",
     .label = N_("Allow checkout with no payments"),
     .kind = FIELD_YESNO,
     .help = N_("Yes lets an order with the total 0.00 through without a payment line.")},
    {0},
};

const struct page page_functionality_profiles = {
    .id = "functionality-profiles",
    .title = N_("Functionality profiles"),
    .path = {N_("Retail and Commerce"), N_("Channel setup"), N_("Online store setup")},
    .form_name = "RetailOnlineChannelFunctionalityProfile",
    .aliases = {N_("Online functionality profiles"), N_("Create customer in async mode")},
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .entity = &entity_profile,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .name_key = "name",
    .load = load,
    .ask_before_save = ask_shared,
    .after_save = saved,
    .empty = N_("No functionality profile exists yet. F6 creates one."),
};
