/* SPDX-License-Identifier: MIT */
/*
 * Servicing switch (lab; domain.md 5.6): takes headquarters down for servicing and up again. In servicing the Real-time
 * Service does not answer and no job starts, which is what makes a synchronous sign-up fail.
 */

#include "model/hq/servicing.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

static const char *const states[] = {"operational", "servicing", NULL};

static const char *state_word(const char *stored) {
    return words_headquarters(strcmp(stored, states[1]) == 0);
}

static void introduction(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, _("While headquarters is in servicing, real-time calls get no answer and no "
                       "job starts. Sign-ups of stores with async creation go on; the others end "
                       "with an error."));
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    bool servicing = false;
    (void)key;
    enum err_code code = servicing_get(app->db, &servicing, err);
    if (code == ERR_OK) form_set_value(form, "State", states[servicing]);
    return code;
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    bool servicing = strcmp(form_value(form, "State"), states[1]) == 0;
    form_result_clear(form);
    if (app->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    enum err_code code = servicing_set(app->db, servicing, app->user, err);
    if (code != ERR_OK) return code;
    form_result(form, servicing ? ROLE_WARNING : ROLE_OK, _("Commerce headquarters"),
                words_headquarters(servicing));
    app_data_changed(app);
    return ERR_OK;
}

static const struct field fields[] = {
    {.key = "State",
     .label = N_("Commerce headquarters"),
     .kind = FIELD_CHOICE,
     .cols = 20,
     .required = true,
     .choices = states,
     .word = state_word,
     .help = N_("Space changes the value, F8 applies it.")},
    {0},
};

const struct page page_servicing_switch = {
    .id = "servicing-switch",
    .title = N_("Servicing switch"),
    .path = {N_("Lab")},
    .aliases = {N_("Maintenance mode"), N_("In servicing")},
    .pattern = DIALOG,
    .lab = true,
    .fields = fields,
    .load = load,
    .text = introduction,
    .ok_label = N_("Apply"),
    .ok = ok,
};
