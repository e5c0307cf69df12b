/* SPDX-License-Identifier: MIT */
/* chq shopper: what a shopper does with the account after the sign-up. Owns the layout; the rules are the storefront's. */

#include "cli/record_verbs.h"
#include "model/exchange/shopper.h"
#include "tui/alloc.h"
#include "tui/words_operations.h"

static const char *mode_name(enum edit_mode mode) {
    static const char *const names[] = {[EDIT_ASYNC] = "asynchronous",
                                        [EDIT_SYNC] = "synchronous",
                                        [EDIT_FALLBACK] = "fallback",
                                        [EDIT_REFUSED] = "refused",
                                        [EDIT_NOTHING] = "nothing"};
    return names[mode];
}

static void show_json(struct cli *cli, const struct shopper *shopper) {
    json_object(&cli->doc, NULL);
    json_text_or_null(&cli->doc, "account", shopper->account);
    json_text_or_null(&cli->doc, "async_account", shopper->async_account);
    json_text_or_null(&cli->doc, "store", shopper->store);
    json_text(&cli->doc, "name", shopper->name);
    json_bool(&cli->doc, "deactivated", shopper->deactivated);
    json_int(&cli->doc, "operations", shopper->operations);
    json_text(&cli->doc, "edit_mode", mode_name(shopper->mode));
    json_bool(&cli->doc, "from_headquarters", shopper->from_hq);
    record_json(cli, &entity_signup, &shopper->values);
    json_end(&cli->doc);
}

static int show(struct cli *cli) {
    struct err err = {0};
    struct table table;
    struct shopper *shopper = alloc_zero(1, sizeof *shopper);
    cli_warn_missing_channels(cli);
    enum err_code code = company_shopper(cli->company, cli->args[0], shopper, &err);
    if (code == ERR_OK && cli->json) show_json(cli, shopper);
    if (code == ERR_OK && !cli->json) {
        table_pairs(&table, cli->out);
        table_pair(&table, _("Customer account"), words_account(shopper->account));
        table_pair(&table, _("Name"), shopper->name);
        table_pair(&table, _("Online store"), shopper->store);
        table_pair(&table, _("Account deactivated"), words_yesno(shopper->deactivated));
        table_pair(&table, _("An edit now"), words_edit_mode(shopper->mode));
        record_pairs(&table, &entity_signup, &shopper->values);
        table_end(&table);
    }
    free(shopper);
    return code == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
}

static int tell(struct cli *cli, enum err_code code, const struct edit_result *result,
                const struct err *err) {
    if (code != ERR_OK) return cli_fail(cli, err);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text_or_null(&cli->doc, "account", result->account);
        json_text_or_null(&cli->doc, "async_account", result->async_account);
        json_text(&cli->doc, "mode", mode_name(result->mode));
        json_int(&cli->doc, "changed", result->changed);
        json_int(&cli->doc, "elapsed_ms", result->elapsed_ms);
        json_end(&cli->doc);
    } else if (result->mode == EDIT_NOTHING) {
        cli_note(cli, "%s", _("Nothing to change: the account has these values already."));
    } else {
        cli_note(cli, _("Changed, %s."), words_edit_mode(result->mode));
    }
    return EXIT_DONE;
}

static int set(struct cli *cli) {
    struct err err = {0};
    struct edit_result result = {0};
    int count = cli->arg_count - 1;
    if (!record_only_assignments(cli, 1)) return EXIT_USAGE;
    cli->entity_id = entity_signup.id;
    struct shopper_change *changes = alloc_zero((size_t)count, sizeof *changes);
    enum err_code code = ERR_OK;
    for (int i = 0; i < count && code == ERR_OK; i++) {
        const struct member *member;
        code = record_word(&entity_signup, cli->args[i + 1], &member, &changes[i].value, &err);
        if (code == ERR_OK) changes[i].attribute = member->key;
    }
    if (code == ERR_OK)
        code = company_shopper_edit(cli->company, cli->args[0], changes, count, &result, &err);
    free(changes);
    return tell(cli, code, &result, &err);
}

static int deactivate(struct cli *cli) {
    struct err err = {0};
    struct edit_result result = {0};
    enum err_code code = company_shopper_deactivate(cli->company, cli->args[0], &result, &err);
    return tell(cli, code, &result, &err);
}

const struct verb verbs_shopper[] = {
    {.noun = "shopper",
     .name = "show",
     .args = "KEY",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY,
     .summary = N_("Show a shopper's own account in the storefront."),
     .details = N_("KEY is an email address, an account or a GUID. Shown is what the storefront "
                   "would show, and which way an edit would go."),
     .run = show},
    {.noun = "shopper",
     .name = "set",
     .args = "KEY KEY=VALUE…",
     .min_args = 2,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Change name, phone or address as the shopper."),
     .details =
         N_("In a store that works asynchronously the edit is a new operation in the channel, if "
            "the channel has the feature Enable editing customers in asynchronous mode (job 1110). "
            "Without it, and in all other stores, headquarters is asked in real time; then only "
            "customers with an account can be edited, and nothing is stored when headquarters "
            "does not answer, unless rts.fallback is on."),
     .run = set},
    {.noun = "shopper",
     .name = "deactivate",
     .args = "KEY",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Close the account as the shopper: the customer stays, on hold for everything."),
     .run = deactivate},
    {.run = NULL},
};
