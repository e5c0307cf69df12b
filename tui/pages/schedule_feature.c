/* SPDX-License-Identifier: MIT */
/* Schedule a feature (domain.md 4.18; feature-management-overview.md): the dialog of the command on Feature management. */

#include <stdlib.h>

#include "model/clock.h"
#include "model/exchange/company.h"
#include "model/hq/feature.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct feature feature = {0};
    char time[24];
    if (!key) return ERR_OK;
    enum err_code code = entity_feature.load(app->db, key, &feature, err);
    if (code != ERR_OK) return code;
    snprintf(time, sizeof time, "%lld", (long long)feature.ScheduledDateTime);
    form_set_value(form, "Feature", words_feature(feature.Name));
    form_set_value(form, "ScheduledDateTime", feature.ScheduledDateTime > 0 ? time : "");
    return ERR_OK;
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    char time[24];
    int64_t at = strtoll(form_value(form, "ScheduledDateTime"), NULL, 10);
    const char *key = app_record_key(app);
    if (!key) {
        return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, entity_feature.id, "");
    }
    enum err_code code = feature_schedule(app->db, key, at, app->company->user, err);
    if (code != ERR_OK) return code;
    clock_format_minute(at, time, sizeof time);
    app_close_page(app); /* which takes messages with it */
    if (at <= clock_now_ms())
        app_message(app, MESSAGE_INFO, "%s %s", _("Enabled."), words_needs_1110());
    else
        app_message(app, MESSAGE_INFO, _("It will be enabled at %s. %s"), time, words_needs_1110());
    app_data_changed(app);
    return ERR_OK;
}

static const struct field fields[] = {
    {.key = "Feature", .label = N_("Feature name"), .cols = 72, .read_only = true},
    {.key = "ScheduledDateTime",
     .label = N_("Enable at"),
     .kind = FIELD_TIME,
     .cols = 20,
     .required = true,
     .help = N_("Date and time, as 2026-11-22 21:00. A time that has passed enables the feature "
                "at once.")},
    {0},
};

const struct page page_schedule_feature = {
    .id = "schedule-feature",
    .title = N_("Schedule feature"),
    .path = {N_("System administration"), N_("Workspaces"), N_("Feature management")},
    .pattern = DIALOG,
    .fields = fields,
    .load = load,
    .ok_label = NC_("command", "Schedule"),
    .ok = ok,
};
