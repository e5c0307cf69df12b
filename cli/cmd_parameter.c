/* SPDX-License-Identifier: MIT */
/*
 * chq parameter: the parameters of headquarters under one noun (domain.md 4.17), whatever page they stand on:
 * configuration parameters, those of the Commerce scheduler, and number sequences of references. Owns which name means
 * which.
 */

#include <strings.h>

#include "cli/record_verbs.h"
#include "model/hq/numberseq.h"
#include "model/hq/parameters.h"
#include "model/text.h"
#include "tui/words.h"

#define SHARED    "CommerceSharedParameters"
#define SCHEDULER "CommerceSchedulerParameters"
#define ACCOUNTS  "AccountsReceivableParameters"

/* ---- list -------------------------------------------------------------------------------------------------------- */

struct listing {
    struct cli *cli;
    struct table table;
};

static void print_one(struct listing *listing, const char *area, const char *label,
                      const char *name, const char *value) {
    if (!listing->cli->json) {
        table_cell(&listing->table, words_reference(name));
        table_cell(&listing->table, value);
        table_cell(&listing->table, label);
        return;
    }
    json_object(&listing->cli->doc, NULL);
    json_text(&listing->cli->doc, "area", area);
    json_text(&listing->cli->doc, "name", name);
    json_text(&listing->cli->doc, "value", value);
    json_end(&listing->cli->doc);
}

/* Lists of parameters are short: one page has them all. */
static enum err_code print_list(struct listing *listing, const struct entity *entity,
                                const char *area, const char *label, int value_cell,
                                struct err *err) {
    struct rowset rows;
    struct list_request request = {.from = LIST_FROM_START, .limit = ROWSET_MAX_ROWS};
    rowset_init(&rows, entity->list_columns);
    enum err_code code = entity->list(listing->cli->company->hq, &request, &rows, err);
    for (int i = 0; code == ERR_OK && i < rows.rows; i++) {
        print_one(listing, area, label, rowset_cell(&rows, i, 0),
                  rowset_cell(&rows, i, value_cell));
    }
    rowset_release(&rows);
    return code;
}

static enum err_code print_scheduler(struct listing *listing, struct err *err) {
    const struct entity *entity = &entity_scheduler_parameters;
    struct scheduler_parameters parameters;
    enum err_code code =
        entity->load(listing->cli->company->hq, SCHEDULER_PARAMETERS_KEY, &parameters, err);
    for (int i = 0; code == ERR_OK && i < entity->member_count; i++) {
        char value[40];
        if (entity->members[i].computed) continue;
        record_get_text(&entity->members[i], &parameters, value, sizeof value);
        print_one(listing, SCHEDULER, _("Commerce scheduler parameters"), entity->members[i].key,
                  value);
    }
    return code;
}

static int list(struct cli *cli) {
    struct err err = {0};
    struct listing listing = {.cli = cli};
    cli->entity_id = entity_shared_parameter.id;
    table_init(&listing.table, cli->out);
    if (cli->json) {
        json_array(&cli->doc, NULL);
    } else {
        table_column(&listing.table, _("Name"), false);
        table_column(&listing.table, _("Value"), false);
        table_column(&listing.table, _("Page"), false);
    }
    enum err_code code = print_list(&listing, &entity_shared_parameter, SHARED,
                                    _("Commerce shared parameters"), 1, &err);
    if (code == ERR_OK) code = print_scheduler(&listing, &err);
    if (code == ERR_OK) {
        code = print_list(&listing, &entity_number_reference, ACCOUNTS,
                          _("Accounts receivable parameters"), 2, &err);
    }
    if (cli->json)
        json_end(&cli->doc);
    else
        table_end(&listing.table);
    return code == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
}

/* ---- set --------------------------------------------------------------------------------------------------------- */

static enum err_code set_scheduler(struct cli *cli, const struct member *member, const char *value,
                                   struct err *err) {
    const struct entity *entity = &entity_scheduler_parameters;
    struct scheduler_parameters old, now;
    cli->entity_id = entity->id;
    enum err_code code = entity->load(cli->company->hq, SCHEDULER_PARAMETERS_KEY, &old, err);
    if (code != ERR_OK) return code;
    now = old;
    code = record_set_text(member, &now, value, err);
    if (code != ERR_OK) return code;
    return record_save(entity, cli->company->hq, &old, &now, cli->company->user, err);
}

static enum err_code set_shared(struct cli *cli, const char *name, const char *value,
                                struct err *err) {
    const struct entity *entity = &entity_shared_parameter;
    struct shared_parameter old, now = {0};
    struct err none = {0};
    const char *nearest, *known = shared_parameter_known(name, &nearest);
    enum err_code code = entity->load(cli->company->hq, name, &old, &none);
    bool is_new = code == ERR_NOT_FOUND;
    if (code != ERR_OK && !is_new) return *err = none, code;
    if (!is_new) now = old;
    code = ERR_OK;
    if (is_new)
        code = record_set_text(entity_member(entity, "Name"), &now, known ? known : name, err);
    if (code == ERR_OK) code = record_set_text(entity_member(entity, "Value"), &now, value, err);
    if (code == ERR_OK) {
        code = record_save(entity, cli->company->hq, is_new ? NULL : &old, &now, cli->company->user,
                           err);
    }
    if (code != ERR_OK) return code;
    if (!known && nearest)
        cli_warn(cli, _("Nothing here obeys '%s'; the nearest parameter is %s."), now.Name,
                 nearest);
    else if (!known)
        cli_warn(cli, _("Nothing here obeys '%s'."), now.Name);
    cli_note(cli, "%s", words_needs_1110());
    return ERR_OK;
}

static bool is_customer_account(const char *name) {
    return strcasecmp(name, REFERENCE_CUSTOMER_ACCOUNT) == 0 ||
           strcasecmp(name, words_reference(REFERENCE_CUSTOMER_ACCOUNT)) == 0;
}

static enum err_code set_one(struct cli *cli, const char *word, struct err *err) {
    char name[TEXT_SIZE(100)];
    const char *equals = strchr(word, '=');
    text_copy_n(name, sizeof name, word, (size_t)(equals - word));
    text_trim(name);
    const struct member *member = words_member(&entity_scheduler_parameters, name);
    if (member) return set_scheduler(cli, member, equals + 1, err);
    if (is_customer_account(name)) {
        cli->entity_id = entity_number_reference.id;
        return numberseq_reference_set(cli->company->hq, REFERENCE_CUSTOMER_ACCOUNT, equals + 1,
                                       cli->company->user, err);
    }
    cli->entity_id = entity_shared_parameter.id;
    return set_shared(cli, name, equals + 1, err);
}

static int set(struct cli *cli) {
    struct err err = {0};
    char clean[WORDS_SIZE];
    for (int i = 0; i < cli->arg_count; i++) {
        if (strchr(cli->args[i], '=')) continue;
        words_clean(clean, sizeof clean, cli->args[i]);
        return cli_usage(cli, _("'%s' is not KEY=VALUE."), clean);
    }
    for (int i = 0; i < cli->arg_count; i++) {
        if (set_one(cli, cli->args[i], &err) != ERR_OK) return cli_fail(cli, &err);
        words_clean(clean, sizeof clean, cli->args[i]);
        cli_note(cli, _("Saved: %s."), clean);
    }
    return cli->json ? list(cli) : EXIT_DONE;
}

static int remove_one(struct cli *cli) {
    static const struct record_kind shared = {.entity = &entity_shared_parameter,
                                              .columns = {"Name", "Value"}};
    return record_verb_delete(cli, &shared);
}

const struct verb verbs_parameter[] = {
    {.noun = "parameter",
     .name = "list",
     .flags = VERB_COMPANY,
     .summary = N_("List the parameters of headquarters."),
     .run = list},
    {.noun = "parameter",
     .name = "set",
     .args = "NAME=VALUE…",
     .min_args = 1,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Set parameters of headquarters."),
     .details = N_(
         "NAME is one that the list shows: TryCount and others of the Commerce scheduler, "
         "\"Customer account\" for the number sequence of customer accounts, else a configuration "
         "parameter of Commerce shared parameters, which is created when it does not exist. The "
         "channels obey configuration parameters when job 1110 has been run."),
     .run = set},
    {.noun = "parameter",
     .name = "delete",
     .args = "NAME",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Delete a configuration parameter."),
     .run = remove_one},
    {.run = NULL},
};
