/* SPDX-License-Identifier: MIT */
/*
 * chq resync: failed operations corrected and synchronized again, one of them or all that failed by one cause. Owns the
 * layout; what is corrected and what is left alone is model/exchange/operations.h.
 */

#include "cli/record_verbs.h"
#include "model/exchange/operations.h"
#include "tui/alloc.h"
#include "tui/words_operations.h"

enum { MAX_CAUSES = 500 };

/* ---- causes ------------------------------------------------------------------------------------------------- */

static void cause_json(struct cli *cli, const struct failure_cause *cause) {
    char text[WORDS_SIZE];
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "cause", cause->key);
    json_text(&cli->doc, "reason", err_reason_name(cause->error.reason));
    json_text_or_null(&cli->doc, "field", cause->error.field);
    json_text_or_null(&cli->doc, "value", cause->error.value);
    json_int(&cli->doc, "count", cause->count);
    json_int(&cli->doc, "example", cause->example);
    json_text(&cli->doc, "example_name", cause->example_name);
    words_error(&cause->error, "async-operation", text, sizeof text);
    json_text(&cli->doc, "error", text);
    json_end(&cli->doc);
}

static int list_causes(struct cli *cli) {
    struct err err = {0};
    struct table table;
    int count = 0;
    struct failure_cause *causes = alloc_zero(MAX_CAUSES, sizeof *causes);
    enum err_code code = failure_causes(cli->company->hq, causes, MAX_CAUSES, &count, &err);
    if (code == ERR_OK && cli->json) {
        json_array(&cli->doc, NULL);
        for (int i = 0; i < count; i++) cause_json(cli, &causes[i]);
        json_end(&cli->doc);
    } else if (code == ERR_OK && count > 0) {
        table_init(&table, cli->out);
        table_column(&table, _("Customers"), true);
        table_column(&table, _("Cause"), false);
        table_column(&table, _("What is wrong"), false);
        for (int i = 0; i < count; i++) {
            char text[WORDS_SIZE];
            words_error(&causes[i].error, "async-operation", text, sizeof text);
            table_cell_int(&table, causes[i].count);
            table_cell(&table, causes[i].key);
            table_cell(&table, text);
        }
        table_end(&table);
    }
    free(causes);
    if (code != ERR_OK) return cli_fail(cli, &err);
    if (count == 0) cli_note(cli, "%s", _("No operation has failed."));
    return EXIT_DONE;
}

/* ---- corrections -------------------------------------------------------------------------------------------- */

static enum err_code read_correction(struct cli *cli, int first, struct correction *correction,
                                     struct err *err) {
    enum err_code code = ERR_OK;
    for (int i = first; i < cli->arg_count && code == ERR_OK; i++) {
        const struct member *member;
        const char *value;
        code = record_word(&entity_async_operation, cli->args[i], &member, &value, err);
        if (code == ERR_OK)
            code = correction_add(correction, cli->company->hq, member->key, value, err);
    }
    return code;
}

static void correction_json(struct cli *cli, const struct correction *correction) {
    json_object(&cli->doc, "correction");
    for (int i = 0; i < correction->count; i++)
        json_text(&cli->doc, correction->sets[i].attribute, correction->sets[i].value);
    json_end(&cli->doc);
}

/* ---- one operation ------------------------------------------------------------------------------------------ */

static void one_json(struct cli *cli, int64_t number, const struct async_operation *operation,
                     const struct correction *correction, const struct err *err) {
    json_object(&cli->doc, NULL);
    json_int(&cli->doc, "operation", number);
    json_text_or_null(&cli->doc, "async_account", operation->CustAccountAsync);
    json_text_or_null(&cli->doc, "account", operation->CustAccount);
    json_text(&cli->doc, "name", operation->CustName);
    json_text(&cli->doc, "status",
              operation->SyncStatus == SYNC_SUCCEEDED ? "succeeded"
              : operation->SyncStatus == SYNC_FAILED  ? "failed"
                                                      : "pending");
    json_int(&cli->doc, "attempts", operation->AttemptCount);
    correction_json(cli, correction);
    cli_json_error(cli, err);
    json_end(&cli->doc);
}

static int one(struct cli *cli) {
    struct err err = {0}, gone = {0};
    struct correction correction = {0};
    char account[TEXT_SIZE(20)], key[24], name[WORDS_SIZE], text[WORDS_SIZE];
    int64_t number = 0;
    if (!record_only_assignments(cli, 1)) return EXIT_USAGE;
    enum err_code code = operation_find(cli->company->hq, cli->args[0], &number, &err);
    if (code == ERR_OK) code = read_correction(cli, 1, &correction, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    code = resync_one(cli->company, number, &correction, account, &err);
    struct async_operation *operation = alloc_zero(1, sizeof *operation);
    snprintf(key, sizeof key, "%lld", (long long)number);
    bool known = entity_async_operation.load(cli->company->hq, key, operation, &gone) == ERR_OK;
    if (known && cli->json) {
        one_json(cli, number, operation, &correction, &err);
    } else if (known && code == ERR_OK) {
        words_async_operation(operation, text, sizeof text);
        words_clean(name, sizeof name, operation->CustName);
        cli_note(cli, _("%s: %s. Customer account %s."), name, text, account);
    }
    free(operation);
    if (code == ERR_OK) return EXIT_DONE;
    if (!known || !cli->json) return cli_fail(cli, &err);
    words_error(&err, "async-operation", text, sizeof text);
    cli_complain(cli, "%s", text);
    return cli_exit_code(&err);
}

/* ---- a group ------------------------------------------------------------------------------------------------ */

static void say_progress(char *buf, size_t size, int64_t done, int64_t total, const void *ctx) {
    (void)ctx;
    snprintf(buf, size, _("%lld of %lld operations"), (long long)done, (long long)total);
}

static void group_json(struct cli *cli, const struct failure_cause *cause, bool dry,
                       const struct correction *correction, const struct resync_counts *counts) {
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "cause", cause->key);
    json_bool(&cli->doc, "dry_run", dry);
    correction_json(cli, correction);
    json_int(&cli->doc, "found", counts->found);
    json_int(&cli->doc, "changed", counts->changed);
    json_int(&cli->doc, "unchanged", counts->unchanged);
    json_int(&cli->doc, "already_corrected", counts->corrected);
    json_int(&cli->doc, "skipped_succeeded", counts->done);
    json_int(&cli->doc, "skipped_waiting", counts->waiting);
    json_int(&cli->doc, "succeeded", counts->succeeded);
    json_int(&cli->doc, "failed", counts->failed);
    json_bool(&cli->doc, "stopped", counts->stopped);
    json_object(&cli->doc, "first_failure");
    cli_json_error(cli, &counts->first_failure);
    json_end(&cli->doc);
    json_end(&cli->doc);
}

static int tell_group(struct cli *cli, const struct failure_cause *cause, bool dry,
                      const struct correction *correction, const struct resync_counts *counts) {
    char text[2 * WORDS_SIZE];
    if (cli->json) {
        group_json(cli, cause, dry, correction, counts);
    } else if (dry) {
        words_resync_preview(counts, correction, text, sizeof text);
        cli_note(cli, "%s", text);
    } else {
        words_resync_result(counts, text, sizeof text);
        cli_note(cli, "%s", text);
    }
    if (counts->stopped) return EXIT_INTERRUPTED;
    return counts->failed > 0 ? EXIT_REFUSED : EXIT_DONE;
}

static int group(struct cli *cli, const char *key) {
    struct err err = {0};
    struct correction correction = {0};
    struct failure_cause cause;
    struct resync_counts counts;
    struct cli_progress progress;
    int64_t *numbers = NULL;
    size_t count = 0;
    bool dry = cli_option(cli, "dry-run") != NULL;
    if (!record_only_assignments(cli, 0)) return EXIT_USAGE;
    enum err_code code = failure_cause_find(cli->company->hq, key, &cause, &err);
    if (code == ERR_OK) code = read_correction(cli, 0, &correction, &err);
    if (code == ERR_OK)
        code = failure_cause_operations(cli->company->hq, &cause, &numbers, &count, &err);
    if (code == ERR_OK) {
        interrupt_watch();
        cli_progress_init(&progress, cli, say_progress, NULL);
        code = dry ? resync_preview(cli->company, numbers, count, &correction, &progress.progress,
                                    &counts, &err)
                   : resync_run(cli->company, numbers, count, &correction, &progress.progress,
                                &counts, &err);
        cli_progress_wipe(&progress);
    }
    free(numbers);
    if (code != ERR_OK) return cli_fail(cli, &err);
    return tell_group(cli, &cause, dry, &correction, &counts);
}

static int resync(struct cli *cli) {
    const char *cause = cli_option(cli, "cause");
    bool list = cli_option(cli, "list") != NULL, dry = cli_option(cli, "dry-run") != NULL;
    cli->entity_id = "async-operation";
    if (list && (cause || dry || cli->arg_count > 0))
        return cli_usage(cli, "%s", _("--list stands alone."));
    if (list) return list_causes(cli);
    if (cause) return group(cli, cause);
    if (dry) return cli_usage(cli, "%s", _("--dry-run belongs to --cause."));
    if (cli->arg_count == 0)
        return cli_usage(cli, "%s",
                         _("Which operation? Name a customer, or give --cause or --list."));
    return one(cli);
}

static const struct verb_option options[] = {
    {"list", NULL, N_("List the causes by which operations have failed"), false},
    {"cause", "REASON[:VALUE]", N_("All operations that failed by this cause, as --list names it"),
     false},
    {"dry-run", NULL, N_("With --cause: say what would change and what would be skipped"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_resync[] = {
    {.noun = "resync",
     .args = "[KEY] [KEY=VALUE…]",
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = options,
     .summary = N_("Correct attributes of a failed operation and synchronize it again."),
     .details =
         N_("KEY is the email address, GUID or account of the customer, or the number of the "
            "operation; of several operations the oldest one that has not succeeded is meant. "
            "Without KEY=VALUE it is only tried again, for example after a number sequence was "
            "repaired.\n\n"
            "With --cause one correction is applied to every operation that failed by that cause. "
            "A value that somebody has corrected already is kept, an operation that waits for an "
            "earlier one of its customer is skipped, and one that fails again leaves the others "
            "alone. Corrections are in the audit trail and every attempt is kept.\n\n"
            "The exit code is 1 when an operation has failed again."),
     .run = resync},
    {.run = NULL},
};
