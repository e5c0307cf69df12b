/* SPDX-License-Identifier: MIT */
/* chq signup: a shopper signs up in an online store, or a file of them. Owns the options; signing up is the model's. */

#include "cli/cli.h"
#include "cli/csv_signup.h"
#include "model/exchange/states.h"
#include "model/record.h"
#include "tui/words.h"

/* Option of each field of a sign-up. */
static const struct {
    const char *option, *key;
} fields[] = {
    {"first-name", "FirstName"},
    {"middle-name", "MiddleName"},
    {"last-name", "LastName"},
    {"email", "Email"},
    {"phone", "Phone"},
    {"country", "Country"},
    {"zip", "ZipCode"},
    {"street", "Street"},
    {"street-number", "StreetNumber"},
    {"city", "City"},
    {"county", "County"},
    {"state", "State"},
    {"language", "LanguageId"},
};
enum { FIELDS = sizeof fields / sizeof fields[0] };

static const char *mode_name(enum signup_mode mode) {
    static const char *const names[] = {[SIGNUP_ASYNC] = "async",
                                        [SIGNUP_SYNC] = "sync",
                                        [SIGNUP_FALLBACK] = "fallback",
                                        [SIGNUP_LINKED] = "linked"};
    return names[mode];
}

/* Somebody who was known may be anywhere on the way. */
static enum customer_state state_of(struct cli *cli, const struct signup_result *result) {
    struct customer_line line;
    struct err err = {0};
    if (result->mode == SIGNUP_SYNC) return STATE_SYNC_CREATED;
    if (result->mode != SIGNUP_LINKED) return STATE_IN_CHANNEL;
    const char *key = result->async_account[0] ? result->async_account : result->account;
    if (states_find(cli->company, key, &line, &err) == ERR_OK) return line.state;
    return result->account[0] ? STATE_SYNC_CREATED : STATE_IN_CHANNEL;
}

static int print_result(struct cli *cli, const char *store_id, const struct signup_result *result) {
    enum customer_state state = state_of(cli, result);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "mode", mode_name(result->mode));
        json_text_or_null(&cli->doc, "account", result->account);
        json_text_or_null(&cli->doc, "async_account", result->async_account);
        json_text(&cli->doc, "state", state_name(state));
        json_text(&cli->doc, "store", store_id);
        json_int(&cli->doc, "elapsed_ms", result->elapsed_ms);
        json_end(&cli->doc);
        return EXIT_DONE;
    }
    struct table table;
    table_pairs(&table, cli->out);
    table_pair(&table, _("Mode"), words_signup_mode(result->mode));
    table_pair(&table, _("Customer account"), words_account(result->account));
    table_cell(&table, _(NC_("customer", "State")));
    table_cellf(&table, "%s %s", state_code(state), words_state(state));
    table_cell(&table, _("Time"));
    table_cellf(&table, "%lld ms", (long long)result->elapsed_ms);
    table_end(&table);
    return EXIT_DONE;
}

static int sign_up_one(struct cli *cli, const char *store_id) {
    struct err err = {0};
    struct signup in = {0};
    struct signup_result result = {0};
    cli->entity_id = "signup";
    for (int i = 0; i < FIELDS; i++) {
        const char *value = cli_option(cli, fields[i].option);
        const struct member *member = entity_member(&entity_signup, fields[i].key);
        if (value && record_set_text(member, &in, value, &err) != ERR_OK)
            return cli_fail(cli, &err);
    }
    if (company_signup(cli->company, store_id, &in, &result, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    return print_result(cli, store_id, &result);
}

static int run(struct cli *cli) {
    static const char *const needed[] = {"first-name", "last-name", "email"};
    const char *store_id = cli_option(cli, "store"), *csv = cli_option(cli, "csv");
    for (int i = 0; csv && i < FIELDS; i++) {
        if (!cli_option(cli, fields[i].option)) continue;
        return cli_usage(cli, _("--csv and --%s exclude each other."), fields[i].option);
    }
    if (csv) return csv_signup(cli, store_id, csv);
    for (int i = 0; i < 3; i++) {
        if (!cli_option(cli, needed[i])) return cli_usage(cli, _("--%s is missing."), needed[i]);
    }
    return sign_up_one(cli, store_id);
}

static const struct verb_option signup_options[] = {
    {"store", "ID", N_("Online store in which the shopper signs up"), true},
    {"csv", "FILE", N_("Sign up each row of this CSV file; - reads standard input"), false},
    {"first-name", "TEXT", N_("First name"), false},
    {"middle-name", "TEXT", N_("Middle name"), false},
    {"last-name", "TEXT", N_("Last name"), false},
    {"email", "ADDRESS", N_("Email"), false},
    {"phone", "TEXT", N_("Phone"), false},
    {"country", "CODE", N_("Country/region"), false},
    {"zip", "TEXT", N_("ZIP/postal code"), false},
    {"street", "TEXT", N_("Street"), false},
    {"street-number", "TEXT", N_("Street number"), false},
    {"city", "TEXT", N_("City"), false},
    {"county", "TEXT", N_("County"), false},
    {"state", "TEXT", N_("State"), false},
    {"language", "CODE", N_("Language"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_signup[] = {
    {.noun = "signup",
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = signup_options,
     .summary = N_("Sign shoppers up in the storefront of an online store."),
     .details = N_(
         "Needs --first-name, --last-name and --email, or --csv. The channel decides by its own "
         "copy of the functionality profile whether the customer is created at once or waits as "
         "Pending sync. An email address that is known already is linked to its customer.\n\n"
         "A CSV file has a header; its columns are found by name in any order: FirstName, LastName "
         "and EmailAddress are needed, MiddleName, Phone, Country, ZIP, Street, StreetNumber, "
         "City, County, State and Language are taken, others are ignored. The labels of the "
         "fields in either language and usual other names (Given name, Surname, Etternavn, "
         "E-post) do as well. Byte-order mark, line endings, quotation marks and the delimiter "
         "(comma, semicolon, tab) are taken as found; so are the values: JON stays JON.\n\n"
         "Each row that is refused is reported with its line and the reason, the others are kept: "
         "exit code 0 when no row was refused, else 1. Asynchronous sign-ups are committed "
         "together (setting csv.batch_rows) and count only after their commit. An import that "
         "was interrupted is run again: who is known is linked, not doubled."),
     .run = run},
    {.run = NULL},
};
