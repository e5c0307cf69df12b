/* SPDX-License-Identifier: MIT */
/*
 * Online stores (domain.md 4.2; channel-setup-online.md): grid, then one store with its tabs. General holds the
 * functionality profile, step 6 of the guide. What this console leaves out says so in its place.
 */

#include <stdio.h>
#include <string.h>

#include "model/hq/profile.h"
#include "model/hq/store.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

/* What the chosen profile means for a new customer, beside the field. */
static void note_profile(struct app *app, const struct form *form, char *buf, size_t size) {
    const char *id = form_value(form, "OnlineFunctionalityProfile");
    struct profile profile;
    if (!id[0]) {
        snprintf(buf, size, "%s", _("no profile"));
    } else if (app->db && entity_profile.load(app->db, id, &profile, NULL) == ERR_OK) {
        snprintf(buf, size, "%s",
                 profile.CreateAsyncCustomers ? _("asynchronous: Yes") : _("asynchronous: No"));
    }
}

/* "en-us,nb-no" becomes one row per language; the first is the default. */
static void set_languages(struct form *form, const char *languages) {
    char rows[256];
    size_t used = 0;
    bool first = true;
    rows[0] = '\0';
    while (*languages && used < sizeof rows - 24) {
        size_t len = strcspn(languages, ", ");
        if (len > 0) {
            used +=
                (size_t)snprintf(rows + used, sizeof rows - used, "%s%.*s\t%d", first ? "" : "\n",
                                 (int)(len > 15 ? 15 : len), languages, first ? 1 : 0);
            first = false;
        }
        languages += len + (languages[len] != '\0');
    }
    form_set_value(form, "LanguageList", rows);
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    static const char *const elsewhere[] = {"PaymentAccount", "DeliveryModes", "PaymentMethods",
                                            "FulfillmentGroups"};
    (void)app;
    (void)key;
    (void)err;
    set_languages(form, form_value(form, "Languages"));
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        form_set_value(form, elsewhere[i], _("not part of this console"));
    return ERR_OK;
}

static void saved(struct app *app, const struct form *form, const char *key, bool created) {
    (void)form;
    (void)key;
    (void)created;
    app_message(app, MESSAGE_INFO, "%s", words_needs_1070());
}

static const struct column columns[] = {
    {.label = N_("Retail channel ID"), .cols = 10},
    {.label = N_("Name"), .cols = 16, .weight = 3},
    {.label = N_("Legal entity"), .cols = 6, .hide_below = 100},
    {.label = N_("Currency"), .cols = 6, .hide_below = 84},
    {.label = N_("Functionality profile"), .cols = 21, .weight = 1},
    {0},
};

static const struct field fields[] = {
    {.tab = N_("General")},
    {.key = "Name",
     .label = N_("Name"),
     .cols = 40,
     .help = N_("Shown to back-office users. The store is an operating unit of this name.")},
    {.key = "RetailChannelId",
     .label = N_("Retail channel ID"),
     .help = N_("Identifies the store. It cannot be changed after the first save.")},
    {.key = "inventLocationDataAreaId",
     .label = N_("Legal entity"),
     .help = N_("The company that sells in this store.")},
    {.key = "inventLocation",
     .label = N_("Warehouse"),
     .help = N_("A warehouse of the legal entity.")},
    {.key = "ChannelTimeZone", .label = N_("Store time zone"), .cols = 30},
    {.key = "Currency", .label = N_("Currency"), .help = N_("ISO code of the currency.")},
    {.key = "DefaultCustAccount",
     .label = N_("Default customer"),
     .page = "customers",
     .help = N_("Template for new customers: gives them customer group, currency, language and "
                "receipt option.")},
    {.key = "CustomerAddressBook",
     .label = N_("Customer address book"),
     .cols = 24,
     .help = N_("Job 1010 brings only customers who are in this address book to the channel.")},
    {.key = "OnlineFunctionalityProfile",
     .label = N_("Functionality profile"),
     .page = "functionality-profiles",
     .summary = true,
     .note = note_profile,
     .help = N_("Decides cart, customer and checkout behaviour of the store, also whether "
                "customers are created in async mode.")},
    {.key = "EventNotificationProfileId",
     .label = N_("Email notification profile"),
     .help = N_("Which letters are sent, for example when a customer was created.")},
    {.key = "OnlineCatalogName", .label = N_("Online catalog name"), .cols = 40},
    {.key = "TransactionServiceProfile",
     .label = N_("Real-time service profile"),
     .help = N_("Which end point of headquarters a real-time call goes to.")},
    {.key = "PriceIncludesSalesTax", .label = N_("Prices include sales tax"), .kind = FIELD_YESNO},
    {.key = "ChannelDatabase",
     .label = N_("Channel database"),
     .read_only = true,
     .page = "channel-database",
     .help = N_("The database that holds this store's sign-ups and its copy of the settings.")},
    {.tab = N_("Languages")},
    {.key = "LanguageList",
     .label = N_("Languages"),
     .kind = FIELD_LIST,
     .read_only = true,
     .columns = {{.label = N_("Language"), .cols = 12},
                 {.label = N_("Default"), .kind = COLUMN_YESNO, .cols = 8}}},
    {.tab = N_("Payment accounts")},
    {.key = "PaymentAccount", .label = N_("Payment account"), .read_only = true, .cols = 30},
    {.tab = N_("Set up")},
    {.key = "DeliveryModes", .label = N_("Modes of delivery"), .read_only = true, .cols = 30},
    {.key = "PaymentMethods", .label = N_("Payment methods"), .read_only = true, .cols = 30},
    {.key = "FulfillmentGroups",
     .label = N_("Fulfillment group assignment"),
     .read_only = true,
     .cols = 30},
    {.tab = N_("Publish status")},
    {.key = "PublishStatus",
     .label = N_("Publish status"),
     .kind = FIELD_CHOICE,
     .read_only = true,
     .summary = true,
     .word = words_choice},
    {0},
};

const struct page page_online_stores = {
    .id = "online-stores",
    .title = N_("Online stores"),
    .path = {N_("Retail and Commerce"), N_("Channels")},
    .form_name = "RetailOnlineChannel",
    .pattern = DETAILS_MASTER,
    .columns = columns,
    .fields = fields,
    .entity = &entity_store,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .name_key = "Name",
    .load = load,
    .after_save = saved,
    .empty = N_("No online store exists yet. F6 creates one."),
};
