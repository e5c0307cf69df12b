/* SPDX-License-Identifier: MIT */
/*
 * Support request (lab; domain.md 4.23): the dialog for faults whose only documented answer is to contact support. What
 * support does with it is model/exchange/support; the earlier ones are the page Support requests.
 */

#include <stdlib.h>

#include "model/exchange/support.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"
#include "tui/words_support.h"

/* Opened for a job, or for "JOB:SESSION". */
static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    char job[TEXT_SIZE(20)];
    (void)app;
    (void)err;
    if (!key) return ERR_OK;
    size_t len = strcspn(key, ":");
    text_copy_n(job, sizeof job, key, len);
    form_set_value(form, "JobId", job);
    if (key[len] == ':') form_set_value(form, "SessionId", key + len + 1);
    return ERR_OK;
}

static void introduction(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, _("Some errors have one documented answer: contact support. Send the job and "
                       "the error text as its log has it; support repairs the fault, or says what "
                       "is missing."));
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    struct support_request request = {0};
    char number[24], text[WORDS_SIZE];
    form_result_clear(form);
    text_copy(request.JobId, sizeof request.JobId, form_value(form, "JobId"));
    text_copy(request.ErrorText, sizeof request.ErrorText, form_value(form, "ErrorText"));
    text_copy(request.Description, sizeof request.Description, form_value(form, "Description"));
    request.SessionId = strtoll(form_value(form, "SessionId"), NULL, 10);
    enum err_code code = support_file(app->company, &request, words_support_is_said, err);
    if (code != ERR_OK) return code;
    bool repaired = support_is_repair(request.answer);
    snprintf(number, sizeof number, "%lld", (long long)request.RecId);
    words_support_answer(request.answer, request.JobId, request.Subject, text, sizeof text);
    form_result(form, ROLE_TEXT, _("Number"), number);
    form_result(form, repaired ? ROLE_OK : ROLE_WARNING, words_support_status(repaired), text);
    app_data_changed(app);
    return ERR_OK;
}

static enum next show_requests(struct app *app, const char *key) {
    (void)key;
    app_open_page(app, "support-requests", NULL);
    return NEXT_STAY;
}

static const struct field fields[] = {
    {.key = "JobId",
     .label = N_("Job ID"),
     .cols = 20,
     .required = true,
     .lookup = "scheduler-job",
     .help = N_("The job whose log has the error.")},
    {.key = "SessionId",
     .label = N_("Session"),
     .kind = FIELD_NUMBER,
     .cols = 12,
     .help = N_("Number of the session that has the error. Empty means the newest run.")},
    {.key = "ErrorText",
     .label = N_("Error text"),
     .cols = SUPPORT_TEXT_CHARS,
     .required = true,
     .help = N_("As the log has it: at least a sentence of it, in either language.")},
    {.key = "Description",
     .label = N_("What else support should know"),
     .cols = SUPPORT_TEXT_CHARS,
     .help = N_("What you have seen and tried.")},
    {0},
};

static const struct action actions[] = {
    {.id = "support-requests",
     .label = N_("Earlier requests"),
     .help = N_("The requests that were sent, and what was answered."),
     .run = show_requests},
    {0},
};

const struct page page_support_request = {
    .id = "support-request",
    .title = N_("Support request"),
    .path = {N_("Lab")},
    .aliases = {N_("Contact support"), N_("Support ticket")},
    .pattern = DIALOG,
    .lab = true,
    .fields = fields,
    .actions = actions,
    .load = load,
    .text = introduction,
    .ok_label = N_("Send"),
    .ok = ok,
};
