/* SPDX-License-Identifier: MIT */
/* chq feature: Feature management. Owns how a time is given to a schedule; the order of enabling is the model's. */

#include "cli/record_verbs.h"
#include "model/hq/feature.h"
#include "tui/time_input.h"
#include "tui/words.h"

static const struct record_kind features = {
    .entity = &entity_feature,
    .columns = {"FeatureId", "Name", "Status", "EnabledDateTime", "ScheduledDateTime", "State"},
};

/* FEATURE is a number or a name as the screen shows it, in either language. */
static void understand(struct cli *cli) {
    cli->entity_id = entity_feature.id;
    cli->args[0] = words_feature_stored(cli->args[0]);
}

static int list(struct cli *cli) {
    return record_verb_list(cli, &features);
}

static int show(struct cli *cli) {
    understand(cli);
    return record_verb_show(cli, &features);
}

/* What the feature is after the command: a note, or the record for --json. */
static int told(struct cli *cli, enum err_code code, const struct err *err) {
    struct err reading = {0};
    struct feature feature;
    if (code != ERR_OK) return cli_fail(cli, err);
    if (entity_feature.load(cli->company->hq, cli->args[0], &feature, &reading) != ERR_OK)
        return cli_fail(cli, &reading);
    cli_note(cli, "%s: %s.", words_feature(feature.Name),
             words_choice(feature.IsEnabled               ? "Enabled"
                          : feature.ScheduledDateTime > 0 ? "Scheduled"
                                                          : "NotEnabled"));
    cli_note(cli, "%s", words_needs_1110());
    if (cli->json) {
        json_object(&cli->doc, NULL);
        record_json(cli, &entity_feature, &feature);
        json_end(&cli->doc);
    }
    return EXIT_DONE;
}

static int enable(struct cli *cli) {
    struct err err = {0};
    understand(cli);
    return told(cli, feature_enable(cli->company->hq, cli->args[0], cli->company->user, &err),
                &err);
}

static int disable(struct cli *cli) {
    struct err err = {0};
    understand(cli);
    return told(cli, feature_disable(cli->company->hq, cli->args[0], cli->company->user, &err),
                &err);
}

static int schedule(struct cli *cli) {
    struct err err = {0};
    int64_t at = 0;
    understand(cli);
    enum err_code code = time_input_parse("ScheduledDateTime", cli->args[1], &at, &err);
    if (code == ERR_OK && at == 0) return cli_usage(cli, "%s", _("A schedule needs a time."));
    if (code == ERR_OK)
        code = feature_schedule(cli->company->hq, cli->args[0], at, cli->company->user, &err);
    return told(cli, code, &err);
}

static int counted(struct cli *cli, enum err_code code, const struct err *err, const char *text,
                   int count) {
    if (code != ERR_OK) return cli_fail(cli, err);
    cli_note(cli, text, count);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_int(&cli->doc, "count", count);
        json_end(&cli->doc);
    }
    return EXIT_DONE;
}

static int enable_all(struct cli *cli) {
    struct err err = {0};
    int count = 0;
    cli->entity_id = entity_feature.id;
    enum err_code code = feature_enable_all(cli->company->hq, cli->company->user, &count, &err);
    return counted(cli, code, &err,
                   n_("%d feature was enabled.", "%d features were enabled.", (unsigned long)count),
                   count);
}

static int updates(struct cli *cli) {
    struct err err = {0};
    int count = 0;
    cli->entity_id = entity_feature.id;
    enum err_code code = feature_check_updates(cli->company->hq, cli->company->user, &count, &err);
    return counted(cli, code, &err,
                   n_("%d feature was added.", "%d features were added.", (unsigned long)count),
                   count);
}

const struct verb verbs_feature[] = {
    {.noun = "feature",
     .name = "list",
     .flags = VERB_COMPANY,
     .summary = N_("List the features and what is enabled."),
     .run = list},
    {.noun = "feature",
     .name = "show",
     .args = "FEATURE",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY,
     .summary = N_("Show one feature: its number or its name."),
     .run = show},
    {.noun = "feature",
     .name = "enable",
     .args = "FEATURE",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Enable a feature now."),
     .details = N_("A feature that needs others is refused until they are enabled. The channels "
                   "obey when job 1110 has been run."),
     .run = enable},
    {.noun = "feature",
     .name = "disable",
     .args = "FEATURE",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Disable a feature, or take it off the schedule."),
     .run = disable},
    {.noun = "feature",
     .name = "schedule",
     .args = "FEATURE TIME",
     .min_args = 2,
     .max_args = 2,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Enable a feature at a later time, such as \"2026-11-22 21:00\"."),
     .run = schedule},
    {.noun = "feature",
     .name = "enable-all",
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Enable every feature, each behind those it needs."),
     .run = enable_all},
    {.noun = "feature",
     .name = "updates",
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Add the features of this version that are not listed yet."),
     .run = updates},
    {.run = NULL},
};
