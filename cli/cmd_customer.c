/* SPDX-License-Identifier: MIT */
/* chq customer: customers in any state, wherever their record is. Owns the layout; where they are is model/exchange. */

#include "cli/record_verbs.h"
#include "model/clock.h"
#include "model/exchange/states.h"
#include "model/hq/customer.h"
#include "model/hq/store.h"
#include "tui/words.h"

enum { PAGE_LINES = 1000 }; /* read at once, so that no reader holds a snapshot for long */

static void json_members(struct cli *cli, const struct customer_line *line) {
    char text[WORDS_SIZE];
    json_text_or_null(&cli->doc, "account", line->account);
    json_text_or_null(&cli->doc, "async_account", line->async_account);
    json_text(&cli->doc, "name", line->name);
    json_text(&cli->doc, "email", line->email);
    json_text_or_null(&cli->doc, "store", line->store);
    json_text(&cli->doc, "state", state_name(line->state));
    json_text(&cli->doc, "state_code", state_code(line->state));
    json_text_or_null(&cli->doc, "group", line->cust_group);
    json_time(&cli->doc, "at", line->at_ms);
    words_error(&line->error, "customer", text, sizeof text);
    json_text_or_null(&cli->doc, "error", text);
}

/* ---- list -------------------------------------------------------------------------------------------------- */

struct listing {
    struct cli *cli;
    struct table table;
    int64_t left; /* lines that may still be printed */
    int64_t printed;
};

static enum err_code print_line(void *ctx, const struct customer_line *line, struct err *err) {
    struct listing *listing = ctx;
    struct cli *cli = listing->cli;
    listing->left--;
    listing->printed++;
    if (interrupt_signal()) return err_set(err, ERR_CANCELLED, REASON_NONE, NULL, NULL);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_members(cli, line);
        json_end(&cli->doc);
        return ERR_OK;
    }
    table_cell(&listing->table, words_account(line->account));
    table_cell(&listing->table, line->name);
    table_cell(&listing->table, line->email);
    table_cell(&listing->table, line->store);
    table_cellf(&listing->table, "%s %s", state_code(line->state), words_state(line->state));
    return ERR_OK;
}

static void begin_listing(struct listing *listing) {
    struct table *table = &listing->table;
    table_init(table, listing->cli->out);
    if (listing->cli->json) {
        json_array(&listing->cli->doc, NULL);
        return;
    }
    table_column(table, _("Customer account"), false);
    table_column(table, _("Name"), false);
    table_column(table, _("Email"), false);
    table_column(table, _("Online store"), false);
    table_column(table, _(NC_("customer", "State")), false);
}

/* Pages until the limit or the end; `next` is where it can go on. */
static enum err_code list_pages(struct listing *listing, struct states_query *query,
                                char next[ROW_KEY_SIZE], struct err *err) {
    char after[ROW_KEY_SIZE];
    enum err_code code = ERR_OK;
    do {
        query->limit = listing->left < PAGE_LINES ? (int)listing->left : PAGE_LINES;
        code = states_list(listing->cli->company, query, print_line, listing, next, err);
        memcpy(after, next, ROW_KEY_SIZE);
        query->after = after;
    } while (code == ERR_OK && next[0] && listing->left > 0);
    return code;
}

/* As stored, by its code, or as the screens show it in either language. */
static enum err_code read_state(const char *text, enum customer_state *state, struct err *err) {
    for (int i = 0; i < STATE_COUNT; i++) {
        *state = (enum customer_state)i;
        if (words_say(words_state_msgid(*state), text)) return ERR_OK;
    }
    return state_find(text, state, err);
}

static int list(struct cli *cli) {
    struct err err = {0};
    struct listing listing = {.cli = cli, .left = INT64_MAX};
    char next[ROW_KEY_SIZE] = "";
    struct states_query query = {.store = cli_option(cli, "store"),
                                 .state = -1,
                                 .filter = cli_option(cli, "filter"),
                                 .after = cli_option(cli, "after")};
    struct store store;
    const char *state = cli_option(cli, "state");
    if (!cli_option_int(cli, "limit", 1, 1000000000, &listing.left)) return EXIT_USAGE;
    if (state) {
        enum customer_state wanted;
        if (read_state(state, &wanted, &err) != ERR_OK) return cli_fail(cli, &err);
        query.state = (int)wanted;
    }
    if (query.after && !states_is_key(query.after)) {
        return cli_usage(cli, _("--after takes a key that an earlier list has named, not '%s'."),
                         query.after);
    }
    if (query.store) {
        cli->entity_id = "store";
        if (entity_store.load(cli->company->hq, query.store, &store, &err) != ERR_OK) {
            return cli_fail(cli, &err);
        }
        query.store = store.RetailChannelId;
    }
    cli_warn_missing_channels(cli);
    begin_listing(&listing);
    enum err_code code = list_pages(&listing, &query, next, &err);
    if (cli->json)
        json_end(&cli->doc);
    else
        table_end(&listing.table);
    if (code != ERR_OK) return cli_fail(cli, &err);
    if (next[0]) cli_note(cli, _("There are more. Go on with: --after '%s'"), next);
    return EXIT_DONE;
}

/* ---- show -------------------------------------------------------------------------------------------------- */

static void print_customer(struct cli *cli, const struct customer_line *line,
                           const struct customer *customer) {
    struct table table;
    char text[WORDS_SIZE], at[32] = "";
    table_pairs(&table, cli->out);
    table_pair(&table, _("Customer account"), words_account(line->account));
    table_pair(&table, _("Name"), line->name);
    table_pair(&table, _("Email"), line->email);
    table_pair(&table, _("Online store"), line->store);
    snprintf(text, sizeof text, "%s %s", state_code(line->state), words_state(line->state));
    table_pair(&table, _(NC_("customer", "State")), text);
    if (line->at_ms) clock_format_datetime(line->at_ms, at, sizeof at);
    table_pair(&table, customer ? _("Created") : _("Signed up"), at);
    if (line->error.code != ERR_OK) {
        words_error(&line->error, "customer", text, sizeof text);
        table_pair(&table, _("Last known error"), text);
    }
    table_pair(&table, _("What is left to do"), words_state_next(line->state));
    table_pair(&table, _("Async customer account"), line->async_account);
    for (int i = 0; customer && i < entity_customer.member_count; i++) {
        static const char *const said[] = {
            "AccountNum", "Name", "Email", "Store", "CreatedDateTime", "CustAccountAsync"};
        const struct member *member = &entity_customer.members[i];
        bool again = false;
        for (size_t j = 0; j < sizeof said / sizeof said[0]; j++) {
            again = again || strcmp(said[j], member->key) == 0;
        }
        words_value(member, customer, text, sizeof text);
        if (!again && text[0]) table_pair(&table, words_label("customer", member->key), text);
    }
    table_end(&table);
}

static int show(struct cli *cli) {
    struct err err = {0};
    struct customer_line line;
    struct customer customer = {0};
    bool in_hq = false;
    cli->entity_id = "customer";
    if (states_find(cli->company, cli->args[0], &line, &err) != ERR_OK) return cli_fail(cli, &err);
    if (line.account[0]) {
        enum err_code code = entity_customer.load(cli->company->hq, line.account, &customer, &err);
        if (code != ERR_OK && code != ERR_NOT_FOUND) return cli_fail(cli, &err);
        in_hq = code == ERR_OK;
    }
    if (!cli->json) {
        print_customer(cli, &line, in_hq ? &customer : NULL);
        return EXIT_DONE;
    }
    json_object(&cli->doc, NULL);
    json_members(cli, &line);
    if (in_hq) {
        json_object(&cli->doc, "record");
        record_json(cli, &entity_customer, &customer);
        json_end(&cli->doc);
    } else {
        json_null(&cli->doc, "record");
    }
    json_end(&cli->doc);
    return EXIT_DONE;
}

/* ---- editing ----------------------------------------------------------------------------------------------- */

static void remind(struct cli *cli, const void *old, const void *rec) {
    (void)old;
    (void)rec;
    cli_note(cli, "%s", words_needs_1010());
}

static const struct record_kind customers = {
    .entity = &entity_customer,
    .columns = {"AccountNum", "Name", "CustGroup"},
    .after_save = remind,
};

static int create(struct cli *cli) {
    const struct record_preset preset[] = {
        {"Type", cli_option(cli, "type")},
        {"FirstName", cli_option(cli, "first-name")},
        {"LastName", cli_option(cli, "last-name")},
        {"Name", cli_option(cli, "name")},
        {"Email", cli_option(cli, "email")},
        {"CustGroup", cli_option(cli, "group")},
        {NULL, NULL},
    };
    return record_verb_new(cli, &customers, preset);
}

static int set(struct cli *cli) {
    return record_verb_set(cli, &customers, 1);
}

static int remove_one(struct cli *cli) {
    return record_verb_delete(cli, &customers);
}

static const struct verb_option new_options[] = {
    {"type", "person|organization", N_("What it is (default: as the default customer)"), false},
    {"first-name", "TEXT", N_("First name"), false},
    {"last-name", "TEXT", N_("Last name; a person must have one"), false},
    {"name", "TEXT", N_("Name of an organization; of a person in place of its parts"), false},
    {"email", "ADDRESS", N_("Email address"), false},
    {"group", "ID", N_("Customer group (default: the default customer's)"), false},
    {NULL, NULL, NULL, false},
};

static const struct verb_option list_options[] = {
    {"store", "ID", N_("Only customers of this online store"), false},
    {"state", "STATE",
     N_("in_channel, uploaded, created, complete, failed or sync_created; also "
        "A1, A2, A3, A4, AF, S1"),
     false},
    {"filter", "TEXT", N_("Only where name, email, account or GUID holds this text"), false},
    {"limit", "N", N_("At most so many customers (default: all)"), false},
    {"after", "KEY", N_("Go on behind this key, which a list cut by --limit has named"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_customer[] = {
    {.noun = "customer",
     .name = "list",
     .flags = VERB_COMPANY,
     .options = list_options,
     .summary = N_("List customers in any state, wherever their record is."),
     .details = N_("Customers that wait for synchronization come first, the oldest before the "
                   "others; then the customers of headquarters by account. With --json the account "
                   "is null while a customer waits."),
     .run = list},
    {.noun = "customer",
     .name = "show",
     .args = "KEY",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY,
     .summary = N_("Show one customer: account, email address or GUID."),
     .run = show},
    {.noun = "customer",
     .name = "new",
     .args = "[ACCOUNT] [KEY=VALUE…]",
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = new_options,
     .summary = N_("Create a customer in headquarters."),
     .details = N_(
         "What is not given comes from the default customer of the first online store. The account "
         "is drawn from the number sequence; it is given only when the sequence is manual. The "
         "channels learn of the customer when job 1010 has been run."),
     .run = create},
    {.noun = "customer",
     .name = "set",
     .args = "ACCOUNT KEY=VALUE…",
     .min_args = 2,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Change fields of a customer of headquarters."),
     .details = N_("KEY is the technical name (CustGroup) or the label of the field in either "
                   "language (\"Customer group\"). Address books are given as a list: "
                   "AddressBookNames=\"One, Two\". Who waits for synchronization is corrected with "
                   "chq resync."),
     .run = set},
    {.noun = "customer",
     .name = "delete",
     .args = "ACCOUNT",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Delete a customer that was created by hand and that nothing refers to."),
     .run = remove_one},
    {.run = NULL},
};
