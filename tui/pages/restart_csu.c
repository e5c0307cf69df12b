/* SPDX-License-Identifier: MIT */
/*
 * Restart Commerce Scale Unit (lab; domain.md 1 item 18, seamless-offline-improvements.md): the storefront acts on a
 * cache of the channel's settings, which lives as long as csu.cache_ttl says or until it is restarted here.
 */

#include <stdio.h>

#include "model/channel/config.h"
#include "model/clock.h"
#include "model/exchange/company.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

static void introduction(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, _("A storefront acts on the settings that its Commerce Scale Unit has in its "
                       "cache, also after job 1070 has run. A restart makes it read them again."));
}

/* One row per channel database: name, when its cache was read, until when it lasts. */
static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    char rows[COMPANY_MAX_CHANNELS * 300] = "";
    size_t used = 0;
    (void)key;
    for (int i = 0; i < app->company->channel_count; i++) {
        const struct company_channel *channel = &app->company->channels[i];
        int64_t loaded = 0, until = 0;
        if (!channel->db) continue;
        enum err_code code = csu_loaded_at(channel->db, &loaded, err);
        if (code != ERR_OK) return code;
        if (loaded > 0) until = loaded + app->company->settings.csu_cache_ttl_s * 1000;
        used +=
            (size_t)snprintf(rows + used, sizeof rows - used, "%s%s\t%.0lld\t%.0lld",
                             used ? "\n" : "", channel->name, (long long)loaded, (long long)until);
    }
    form_set_value(form, "Caches", rows);
    return ERR_OK;
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    form_result_clear(form);
    if (app->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    enum err_code code = company_restart_csu(app->company, err);
    if (code == ERR_OK) code = load(app, NULL, form, err);
    if (code != ERR_OK) return code;
    char now[24];
    clock_format_time(clock_now_ms(), now, sizeof now);
    form_result(form, ROLE_OK, _("Restarted"), now);
    app_data_changed(app);
    return ERR_OK;
}

static const struct field fields[] = {
    {.key = "Caches",
     .label = N_("Cache"),
     .kind = FIELD_LIST,
     .read_only = true,
     .columns = {{.label = N_("Channel database"), .cols = 18, .weight = 1},
                 {.label = N_("Read at"), .kind = COLUMN_TIME, .cols = 19},
                 {.label = N_("Lasts until"), .kind = COLUMN_TIME, .cols = 19}}},
    {0},
};

const struct page page_restart_csu = {
    .id = "restart-csu",
    .title = N_("Restart Commerce Scale Unit"),
    .path = {N_("Lab")},
    .aliases = {N_("Cache")},
    .pattern = DIALOG,
    .lab = true,
    .fields = fields,
    .load = load,
    .text = introduction,
    .ok_label = N_("Restart"),
    .ok = ok,
};
