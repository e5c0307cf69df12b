/* SPDX-License-Identifier: MIT */
/* chq profile: functionality profiles of online stores. Owns the warnings of this record; the rest is record_verbs. */

#include "cli/record_verbs.h"
#include "model/hq/profile.h"
#include "tui/words.h"

static enum err_code stores_using(struct cli *cli, const void *rec, int64_t *value,
                                  struct err *err) {
    const struct profile *profile = rec;
    int stores = 0;
    enum err_code code = profile_usage(cli->company->hq, profile->profileId, &stores, NULL, 0, err);
    *value = stores;
    return code;
}

static enum err_code warn(struct cli *cli, const void *old, const void *rec, struct err *err) {
    const struct profile *before = old, *after = rec;
    char ids[200] = "", clean[WORDS_SIZE];
    int stores = 0;
    if (!before) return ERR_OK;
    enum err_code code =
        profile_usage(cli->company->hq, before->profileId, &stores, ids, sizeof ids, err);
    if (code != ERR_OK) return code;
    if (stores > 1) {
        words_clean(clean, sizeof clean, ids);
        cli_warn(cli,
                 _("This profile is used by %d online stores (%s); the change concerns them all."),
                 stores, clean);
    }
    if (before->CreateAsyncCustomers && !after->CreateAsyncCustomers) {
        cli_warn(cli, "%s", words_async_off_price());
    }
    return ERR_OK;
}

static void remind(struct cli *cli, const void *old, const void *rec) {
    if (old && rec) cli_note(cli, "%s", words_needs_1070());
}

static const struct record_kind profiles = {
    .entity = &entity_profile,
    .columns = {"profileId", "name", "CreateAsyncCustomers", "aggregateItems",
                "RetailCheckoutAllowNoPayment"},
    .extra_title = N_("Online stores"),
    .extra_key = "stores",
    .extra = stores_using,
    .before_save = warn,
    .after_save = remind,
};

static int list(struct cli *cli) {
    return record_verb_list(cli, &profiles);
}

static int show(struct cli *cli) {
    return record_verb_show(cli, &profiles);
}

static int create(struct cli *cli) {
    const struct record_preset preset[] = {
        {"name", cli_option(cli, "description")},
        {"CreateAsyncCustomers", cli_option(cli, "async")},
        {NULL, NULL},
    };
    return record_verb_new(cli, &profiles, preset);
}

static int set(struct cli *cli) {
    return record_verb_set(cli, &profiles, 1);
}

static int remove_one(struct cli *cli) {
    return record_verb_delete(cli, &profiles);
}

static const struct verb_option new_options[] = {
    {"description", "TEXT", N_("What operators recognise the profile by"), true},
    {"async", "yes|no", N_("Create customer in async mode (default: no)"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_profile[] = {
    {.noun = "profile",
     .name = "list",
     .flags = VERB_COMPANY,
     .summary = N_("List the functionality profiles of online stores."),
     .run = list},
    {.noun = "profile",
     .name = "show",
     .args = "ID",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY,
     .summary = N_("Show one functionality profile."),
     .run = show},
    {.noun = "profile",
     .name = "new",
     .args = "ID [KEY=VALUE…]",
     .min_args = 1,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = new_options,
     .summary = N_("Create a functionality profile."),
     .run = create},
    {.noun = "profile",
     .name = "set",
     .args = "ID KEY=VALUE…",
     .min_args = 2,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Change fields of a functionality profile."),
     .details = N_(
         "KEY is the technical name (CreateAsyncCustomers) or the label of the field in either "
         "language (\"Create customer in async mode\"). A value is written as the screens show it "
         "or as it is stored: Yes, Ja, 1.\n\n"
         "Turning async creation off has a price, which is printed as a warning. The change "
         "reaches a channel when job 1070 has been run and its cache was refreshed."),
     .run = set},
    {.noun = "profile",
     .name = "delete",
     .args = "ID",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Delete a functionality profile that no online store uses."),
     .run = remove_one},
    {.run = NULL},
};
