/* SPDX-License-Identifier: MIT */
/*
 * Storefront sign-up (domain.md 4.19; set-up-B2C-tenant.md, async-customer-mode.md): plays the shopper. Runs on a
 * background thread, because a real-time call takes as long as the network and headquarters take. The password and the
 * verification code are asked for as the real page asks, and are kept nowhere.
 */

#include <stdio.h>
#include <stdlib.h>

#include "model/exchange/company.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/trace_view.h"
#include "tui/words.h"

static const char id[] = "storefront-signup";

/* Keys of the shopper's own fields: members of entity_signup. */
static const char *const typed[] = {"Email",   "FirstName", "LastName", "Country",
                                    "ZipCode", "Street",    "City"};
enum { TYPED = sizeof typed / sizeof *typed };

struct signing {
    const struct company *like;
    char store[TEXT_SIZE(10)];
    struct signup in;
    struct signup_result result;
};

static enum err_code work(void *arg, const struct progress *progress, struct err *err) {
    struct signing *signing = arg;
    struct company *company = NULL;
    (void)progress;
    enum err_code code = company_open_again(&company, signing->like, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK)
        code = company_signup(company, signing->store, &signing->in, &signing->result, err);
    company_close(&company);
    return code;
}

static void show_result(struct form *form, const struct signing *signing) {
    const struct signup_result *result = &signing->result;
    char text[1024];
    bool pending = !result->account[0];
    form_result_clear(form);
    snprintf(text, sizeof text, "%s %s, %s", signing->in.FirstName, signing->in.LastName,
             signing->store);
    form_result(form, ROLE_TEXT, _("Signed up"), text);
    form_result(form, ROLE_TEXT, _("Email"), signing->in.Email);
    form_result(form, ROLE_TEXT, _("Mode used"), words_signup_mode(result->mode));
    form_result(form, pending ? ROLE_PENDING : ROLE_OK, _("Customer account"),
                words_account(result->account));
    snprintf(text, sizeof text, _("%lld ms"), (long long)result->elapsed_ms);
    form_result(form, ROLE_TEXT, _("Elapsed time"), text);
}

/* The form is free for the next shopper at once, and pressing twice signs nobody up twice. */
static void empty_form(struct form *form) {
    for (int i = 0; i < TYPED; i++) form_set_value(form, typed[i], "");
    form_set_value(form, "VerificationCode", "");
    form_set_value(form, "NewPassword", "");
}

/* What was typed comes back and the mistake is shown, unless the next shopper is being typed already. */
static void refill_form(struct form *form, const struct signup *in, const struct err *err) {
    char text[WORDS_SIZE];
    for (int i = 0; i < TYPED; i++)
        if (form_value(form, typed[i])[0]) return;
    for (int i = 0; i < TYPED; i++) {
        record_get_text(entity_member(&entity_signup, typed[i]), in, text, sizeof text);
        form_set_value(form, typed[i], text);
    }
    form_mark_error(form, err);
}

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct signing *signing = arg;
    struct form *form = strcmp(app_page_id(app), id) == 0 ? app_form(app) : NULL;
    if (code == ERR_OK) {
        if (form) show_result(form, signing);
        app_message(app, MESSAGE_INFO, _("%s has signed up: %s."), signing->in.FirstName,
                    words_account(signing->result.account));
    } else {
        char text[WORDS_SIZE];
        words_error(err, "signup", text, sizeof text);
        if (form) {
            form_result_clear(form);
            form_result(form, ROLE_ERROR, _("Not signed up"), text);
            refill_form(form, &signing->in, err);
        }
        app_error(app, err);
    }
    free(signing);
    app_data_changed(app);
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    struct signing *signing = alloc_zero(1, sizeof *signing);
    enum err_code code = ERR_OK;
    for (int i = 0; i < TYPED && code == ERR_OK; i++)
        code = record_set_text(entity_member(&entity_signup, typed[i]), &signing->in,
                               form_value(form, typed[i]), err);
    if (code == ERR_OK) code = signup_check(&signing->in, err);
    signing->like = app->company;
    text_copy(signing->store, sizeof signing->store, form_value(form, "Store"));
    form_result_clear(form);
    struct app_job job = {.title = _("Storefront sign-up"),
                          .work = work,
                          .arg = signing,
                          .ended = ended,
                          .quiet = true};
    if (code != ERR_OK || !app_run_job(app, &job)) {
        if (code == ERR_OK)
            app_message(app, MESSAGE_WARNING, "%s", _("Too many sign-ups at once."));
        free(signing);
        return code;
    }
    form_result(form, ROLE_PENDING, _("Result"), _("Signing up …"));
    empty_form(form);
    return ERR_OK;
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    (void)app;
    (void)err;
    if (key) form_set_value(form, "Store", key);
    return ERR_OK;
}

static void introduction(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, _("What a shopper fills in on the sign-up page of an online store. F8 signs "
                       "the shopper up."));
}

static const struct field fields[] = {
    {.key = "Store",
     .label = N_("Online store"),
     .cols = 10,
     .required = true,
     .lookup = "store",
     .help = N_("The store in which the shopper signs up. F4 shows the stores.")},
    {.key = "Email", .label = N_("Email address"), .cols = 255, .required = true},
    {.key = "VerificationCode",
     .label = N_("Verification code"),
     .cols = 6,
     .help = N_("A real storefront sends it by email. Anything is accepted here, also nothing; it "
                "is not stored.")},
    {.key = "NewPassword",
     .label = N_("New password"),
     .cols = 40,
     .secret = true,
     .help = N_("Asked for as in a real storefront. It is neither checked nor stored.")},
    {.key = "FirstName", .label = N_("Given name"), .cols = 100, .required = true},
    {.key = "LastName", .label = N_("Surname"), .cols = 100, .required = true},
    {.group = N_("ADDRESS (OPTIONAL)"),
     .key = "Country",
     .label = N_("Country/region"),
     .cols = 10,
     .lookup = "country"},
    {.key = "ZipCode", .label = N_("ZIP/postal code"), .cols = 60},
    {.key = "Street", .label = N_("Street"), .cols = 400},
    {.key = "City", .label = N_("City"), .cols = 60},
    {0},
};

const struct page page_storefront_signup = {
    .id = id,
    .title = N_("Storefront sign-up"),
    .path = {N_("Lab")},
    .aliases = {N_("Sign up a customer"), N_("Signup")},
    .pattern = DIALOG,
    .lab = true,
    .fields = fields,
    .actions = trace_shopper_actions,
    .load = load,
    .text = introduction,
    .ok_label = N_("Sign up"),
    .ok = ok,
};
