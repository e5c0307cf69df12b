/* SPDX-License-Identifier: MIT */
/*
 * Feature management (domain.md 4.18; feature-management-overview.md, async-customer-mode-faq.md): what this version can
 * do and what of it is enabled. The tabs of the product's workspace are commands that narrow the list. What is
 * said after a command is tui/feature_commands.c's, the order of enabling the model's.
 */

#include <stdio.h>
#include <string.h>

#include "model/hq/feature.h"
#include "tui/app.h"
#include "tui/feature_commands.h"
#include "tui/page.h"
#include "tui/words.h"

static bool load(struct app *app, const char *key, struct feature *feature) {
    return key && app->db && entity_feature.load(app->db, key, feature, NULL) == ERR_OK;
}

static bool can_enable(struct app *app, const char *key) {
    struct feature feature;
    return load(app, key, &feature) && !feature.IsEnabled;
}

static bool can_disable(struct app *app, const char *key) {
    struct feature feature;
    return load(app, key, &feature) && feature.Status != FEATURE_NOT_ENABLED;
}

static enum next schedule(struct app *app, const char *key) {
    app_open_page(app, "schedule-feature", key);
    return NEXT_STAY;
}

static enum next show_new(struct app *app, const char *key) {
    (void)key;
    app_set_scope(app, "new", _(NC_("features", "New")));
    return NEXT_STAY;
}

static enum next show_not_enabled(struct app *app, const char *key) {
    (void)key;
    app_set_scope(app, "not-enabled", _("Not enabled"));
    return NEXT_STAY;
}

static enum next show_scheduled(struct app *app, const char *key) {
    (void)key;
    app_set_scope(app, "scheduled", _("Scheduled"));
    return NEXT_STAY;
}

static void title(struct app *app, const char *key, const struct form *form, char *buf,
                  size_t size) {
    (void)app;
    (void)key;
    snprintf(buf, size, "%s", words_feature(form_old_value(form, "Name")));
}

static const struct column columns[] = {
    {.label = N_("Feature name"), .cols = 20, .weight = 1, .word = words_feature},
    {.label = N_("Status"), .cols = 13, .word = words_choice},
    {.label = N_("Enabled date"), .kind = COLUMN_TIME, .cols = 19, .hide_below = 70},
    {.label = N_("Feature added"), .kind = COLUMN_TIME, .cols = 19, .hide_below = 110},
    {.label = N_("Feature state"), .cols = 10, .hide_below = 90, .word = words_choice},
    {.label = N_("Module"), .cols = 19, .hide_below = 130, .word = words_module},
    {0},
};

static const struct field fields[] = {
    {.key = "Name", .label = N_("Feature name"), .cols = 72, .word = words_feature},
    {.key = "FeatureId",
     .label = N_("Number"),
     .help = N_("What chq feature takes in place of the name.")},
    {.tab = N_("General")},
    {.key = "Status",
     .label = N_("Status"),
     .kind = FIELD_CHOICE,
     .summary = true,
     .word = words_choice},
    {.key = "EnabledDateTime", .label = N_("Enabled date"), .kind = FIELD_TIME},
    {.key = "ScheduledDateTime", .label = N_("Scheduled for"), .kind = FIELD_TIME},
    {.key = "FeatureAdded", .label = N_("Feature added"), .kind = FIELD_TIME},
    {.key = "State",
     .label = N_("Feature state"),
     .kind = FIELD_CHOICE,
     .word = words_choice,
     .help = N_("A mandatory feature cannot be disabled.")},
    {.key = "Module", .label = N_("Module"), .cols = 30, .word = words_module},
    {0},
};

static const struct action actions[] = {
    {.id = "enable-now",
     .label = N_("Enable now"),
     .bound = ACTION_RUN,
     .help = N_("Enables the feature in headquarters; job 1110 brings it to the channels."),
     .enabled = can_enable,
     .why_not = N_("The feature is enabled already."),
     .run = feature_command_enable},
    {.id = "schedule",
     .label = NC_("command", "Schedule"),
     .help = N_("Enables the feature at a later time."),
     .enabled = can_enable,
     .why_not = N_("The feature is enabled already."),
     .run = schedule},
    {.id = "disable",
     .label = N_("Disable"),
     .help = N_("Disables the feature, or takes it off the schedule."),
     .enabled = can_disable,
     .why_not = N_("The feature is not enabled."),
     .run = feature_command_disable},
    {.id = "enable-all",
     .label = N_("Enable all"),
     .help = N_("Enables every feature, each behind those it needs."),
     .run = feature_command_enable_all},
    {.id = "check-for-updates",
     .label = N_("Check for updates"),
     .help = N_("Adds the features of this version that are not listed yet."),
     .run = feature_command_check_updates},
    {.id = "show-new", .label = N_("Show new features"), .run = show_new},
    {.id = "show-not-enabled",
     .label = N_("Show features that are not enabled"),
     .run = show_not_enabled},
    {.id = "show-scheduled", .label = N_("Show scheduled features"), .run = show_scheduled},
    {0},
};

const struct page page_feature_management = {
    .id = "feature-management",
    .title = N_("Feature management"),
    .path = {N_("System administration"), N_("Workspaces")},
    .form_name = "FeatureManagementWorkspace",
    .aliases = {N_("Features")},
    .pattern = DETAILS_MASTER,
    .columns = columns,
    .fields = fields,
    .actions = actions,
    .entity = &entity_feature,
    .has_history = true,
    .record_title = title,
    .empty = N_("No feature is listed here."),
};
