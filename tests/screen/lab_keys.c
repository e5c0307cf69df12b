/* SPDX-License-Identifier: MIT */
/* A lab from its beginning to "Solved", by keys. Reads the lab's content and, for keys of records, its company. */
#include "screen/lab_keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/trainer/lab.h"
#include "screen/show_keys.h"
#include "tui/i18n.h"

struct solving {
    struct show_keys keys;
    struct settings settings;
    struct lab_run run;
    struct company *company; /* of the lab, read-only */
    struct guide *lab;
};

static void check_ok(enum err_code code, const struct err *err) {
    if (code != ERR_OK)
        fail_msg("%s %s %s %s", err_reason_name(err->reason), err->field, err->value, err->detail);
}

const char *lab_keys_id(int index) {
    return lab_id(index);
}

/* As a trainee: the story is read and closed. */
static void begin(struct solving *solving) {
    struct vt *vt = solving->keys.vt;
    show_keys_open(&solving->keys, "labs");
    vt_key(vt, "F7");
    vt_type(vt, guide_title(solving->lab));
    vt_key(vt, "Enter");
    vt_key(vt, "F8");
    show_keys_wait(&solving->keys);
    while (vt_has(vt, "┌─")) vt_key(vt, "Enter");
}

static void look(struct solving *solving, const char *folder, const char *id) {
    struct err err = {0};
    struct company *origin = NULL;
    check_ok(company_open(&origin, folder, &solving->settings, true, COMPANY_FOR_SCREENS, &err),
             &err);
    check_ok(lab_find(origin, id, &solving->run, &err), &err);
    company_close(&origin);
    check_ok(company_open(&solving->company, solving->run.folder, &solving->settings, true,
                          COMPANY_FOR_SCREENS, &err),
             &err);
    guide_bind(solving->lab, &solving->run.session);
}

/* A list whose rows do not show the key: the shopper's operation is found by the e-mail address. */
static const char *words_for(const struct solving *solving, const char *page) {
    if (strcmp(page, "customer-synchronization-status") == 0) return solving->run.session.email;
    return NULL;
}

static void play(struct solving *solving) {
    struct err err = {0};
    struct show *script = NULL;
    char value[SHOW_REST * 2];
    check_ok(show_open(&script, solving->lab, SHOW_LAB, &err), &err);
    assert_true(script->count > 0);
    for (int i = 0; i < script->count; i++) {
        const struct show_command *command = &script->commands[i];
        check_ok(show_value(solving->company, solving->lab, &solving->run.session, command->rest,
                            value, sizeof value, &err),
                 &err);
        show_keys_press(&solving->keys, command, value, words_for(solving, command->word));
    }
    show_free(&script);
}

static void ask(struct solving *solving) {
    struct vt *vt = solving->keys.vt;
    show_keys_open(&solving->keys, "labs");
    vt_key(vt, "F8");
    vt_wait_text(vt, _("Solved"));
    vt_wait_text(vt, " 100 ");
    vt_key(vt, "Enter");
}

void lab_keys_solve(struct vt *vt, const char *lang, const char *folder, const char *id) {
    struct err err = {0};
    struct solving solving = {.keys = {.vt = vt}};
    i18n_init(lang);
    settings_init(&solving.settings);
    check_ok(lab_open(&solving.lab, id, lang, &err), &err);
    begin(&solving);
    look(&solving, folder, id);
    play(&solving);
    ask(&solving);
    company_close(&solving.company);
    guide_free(&solving.lab);
}
