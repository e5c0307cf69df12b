/* SPDX-License-Identifier: MIT */
/* chq store: online stores. Owns the notes of this record; the rest is record_verbs. */

#include "cli/record_verbs.h"
#include "model/hq/store.h"
#include "tui/words.h"

static void remind(struct cli *cli, const void *old, const void *rec) {
    (void)old;
    if (rec) cli_note(cli, "%s", words_needs_1070());
}

static const struct record_kind stores = {
    .entity = &entity_store,
    .columns = {"RetailChannelId", "Name", "inventLocationDataAreaId", "Currency",
                "OnlineFunctionalityProfile", "ChannelDatabase"},
    .after_save = remind,
};

static int list(struct cli *cli) {
    return record_verb_list(cli, &stores);
}

static int show(struct cli *cli) {
    return record_verb_show(cli, &stores);
}

static int create(struct cli *cli) {
    const struct record_preset preset[] = {
        {"Name", cli_option(cli, "name")},
        {"OnlineFunctionalityProfile", cli_option(cli, "profile")},
        {"inventLocation", cli_option(cli, "warehouse")},
        {"DefaultCustAccount", cli_option(cli, "default-customer")},
        {"CustomerAddressBook", cli_option(cli, "address-book")},
        {"EventNotificationProfileId", cli_option(cli, "notification-profile")},
        {NULL, NULL},
    };
    return record_verb_new(cli, &stores, preset);
}

static int set(struct cli *cli) {
    return record_verb_set(cli, &stores, 1);
}

static int remove_one(struct cli *cli) {
    return record_verb_delete(cli, &stores);
}

static const struct verb_option new_options[] = {
    {"name", "TEXT", N_("Name that back-office users see"), true},
    {"profile", "ID", N_("Functionality profile"), false},
    {"warehouse", "ID", N_("Warehouse of the legal entity"), false},
    {"default-customer", "ACCOUNT", N_("Customer that new customers are made after"), false},
    {"address-book", "NAME", N_("Customer address book; job 1010 sends its customers"), false},
    {"notification-profile", "ID", N_("Email notification profile"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_store[] = {
    {.noun = "store",
     .name = "list",
     .flags = VERB_COMPANY,
     .summary = N_("List the online stores."),
     .run = list},
    {.noun = "store",
     .name = "show",
     .args = "ID",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY,
     .summary = N_("Show one online store."),
     .run = show},
    {.noun = "store",
     .name = "new",
     .args = "[ID] [KEY=VALUE…]",
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = new_options,
     .summary = N_("Create an online store."),
     .details = N_("Without an ID the next free number is taken. Fields without an option of their "
                   "own are given as KEY=VALUE, as with store set. The channel knows the store "
                   "when job 1070 has been run."),
     .run = create},
    {.noun = "store",
     .name = "set",
     .args = "ID KEY=VALUE…",
     .min_args = 2,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Change fields of an online store."),
     .details = N_(
         "KEY is the technical name (OnlineFunctionalityProfile) or the label of the field in "
         "either language (\"Functionality profile\"). An empty value clears the field. The change "
         "reaches the channel when job 1070 has been run."),
     .run = set},
    {.noun = "store",
     .name = "delete",
     .args = "ID",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Delete an online store that no customer refers to."),
     .run = remove_one},
    {.run = NULL},
};
