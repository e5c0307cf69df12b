/* SPDX-License-Identifier: MIT */
/*
 * Answer: what the trainee says the fault is, for labs in which nothing is to be repaired. Whether it is right is said by
 * the check of the lab, not here.
 */

#include "model/trainer/lab.h"
#include "tui/app.h"
#include "tui/page.h"

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    struct lab_run run;
    (void)key;
    if (!app->company || !lab_place(app->company)) return ERR_OK; /* OK will say so */
    enum err_code code = lab_find(app->company, NULL, &run, err);
    if (code == ERR_OK) form_set_value(form, "Answer", run.session.answer);
    return code;
}

static void introduction(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, _("What do you find? Some faults are to be understood, not repaired. The "
                       "answer is kept; checking the lab says whether it is right."));
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    struct lab_run run;
    if (!app->company || !lab_place(app->company))
        return err_set(err, ERR_REFUSED, REASON_LAB_NOT_RUNNING, NULL, NULL);
    if (app->read_only) return err_set(err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
    enum err_code code = lab_find(app->company, NULL, &run, err);
    if (code == ERR_OK) code = lab_answer(app->settings, &run, form_value(form, "Answer"), err);
    if (code != ERR_OK) return code;
    app_close_page(app); /* which takes messages with it */
    app_message(app, MESSAGE_INFO, "%s",
                _("The answer is kept. Checking the lab says whether it is right."));
    return ERR_OK;
}

static const struct field fields[] = {
    {.key = "Answer",
     .label = N_("Your answer"),
     .cols = LAB_ANSWER_CHARS,
     .help =
         N_("What the task asks for, in your own words: an account, an email address, a job, or "
            "for example 'no fault'. Empty takes the answer back.")},
    {0},
};

const struct page page_lab_answer = {
    .id = "lab-answer",
    .title = N_("Answer the lab"),
    .path = {N_("Lab"), N_("Labs")},
    .pattern = DIALOG,
    .lab = true,
    .fields = fields,
    .load = load,
    .text = introduction,
    .ok = ok,
};
