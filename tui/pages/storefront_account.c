/* SPDX-License-Identifier: MIT */
/*
 * Storefront account (console; domain.md 1 items 14 and 19): plays a shopper who has signed up. F8 looks the account up;
 * once it is shown, F8 saves what was changed, as the storefront would: a new operation in the channel or a real-time
 * call. On a background thread, because headquarters may take its time.
 */

#include <stdio.h>
#include <stdlib.h>

#include "model/exchange/shopper.h"
#include "tui/alloc.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/trace_view.h"
#include "tui/words_operations.h"

static const char id[] = "storefront-account";

enum { ATTRIBUTES = 12 };

struct visiting {
    const struct company *like;
    char key[TEXT_SIZE(255)];
    bool edit, deactivate;
    struct signup wanted;
    struct shopper shopper;
    struct edit_result result;
};

static enum err_code edit_account(struct company *company, struct visiting *visit,
                                  struct err *err) {
    struct shopper_change changes[ATTRIBUTES];
    int count = 0;
    if (visit->deactivate) {
        return company_shopper_deactivate(company, visit->key, &visit->result, err);
    }
    for (; shopper_attributes[count]; count++) {
        const struct member *member = entity_member(&entity_signup, shopper_attributes[count]);
        changes[count].attribute = member->key;
        changes[count].value = record_get_str(member, &visit->wanted);
    }
    return company_shopper_edit(company, visit->key, changes, count, &visit->result, err);
}

static enum err_code work(void *arg, const struct progress *progress, struct err *err) {
    struct visiting *visit = arg;
    struct company *company = NULL;
    (void)progress;
    enum err_code code = company_open_again(&company, visit->like, COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK && visit->edit) code = edit_account(company, visit, err);
    if (code == ERR_OK) code = company_shopper(company, visit->key, &visit->shopper, err);
    company_close(&company);
    return code;
}

static void fill_form(struct form *form, const struct visiting *visit) {
    const struct shopper *shopper = &visit->shopper;
    form_set_value(form, "LookedUp", visit->key);
    form_set_value(form, "Deactivate", shopper->deactivated ? "1" : "0");
    for (int i = 0; shopper_attributes[i]; i++) {
        const struct member *member = entity_member(&entity_signup, shopper_attributes[i]);
        form_set_value(form, member->key, record_get_str(member, &shopper->values));
    }
}

static void show_result(struct form *form, const struct visiting *visit) {
    const struct shopper *shopper = &visit->shopper;
    char text[WORDS_SIZE];
    form_result_clear(form);
    words_clean(text, sizeof text, shopper->name);
    form_result(form, ROLE_TEXT, _("Name"), text);
    form_result(form, shopper->account[0] ? ROLE_OK : ROLE_PENDING, _("Customer account"),
                words_account(shopper->account));
    form_result(form, ROLE_TEXT, _("Online store"), shopper->store);
    if (visit->edit) {
        form_result(form, ROLE_TEXT, _("Mode used"), words_edit_mode(visit->result.mode));
        snprintf(text, sizeof text, _("%lld ms"), (long long)visit->result.elapsed_ms);
        form_result(form, ROLE_TEXT, _("Elapsed time"), text);
    } else {
        form_result(form, shopper->mode == EDIT_REFUSED ? ROLE_WARNING : ROLE_TEXT,
                    _("An edit now"), words_edit_mode(shopper->mode));
    }
    if (shopper->deactivated)
        form_result(form, ROLE_WARNING, _("Account deactivated"), words_yesno(1));
}

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct visiting *visit = arg;
    struct form *form = strcmp(app_page_id(app), id) == 0 ? app_form(app) : NULL;
    if (code == ERR_OK && form) {
        fill_form(form, visit);
        show_result(form, visit);
    } else if (code != ERR_OK) {
        char text[WORDS_SIZE];
        words_error(err, "signup", text, sizeof text);
        if (form) {
            form_result_clear(form);
            form_result(form, ROLE_ERROR, visit->edit ? _("Not changed") : _("Not found"), text);
            form_mark_error(form, err);
        }
        app_error(app, err);
    }
    free(visit);
    app_data_changed(app);
}

static enum err_code read_form(struct form *form, struct visiting *visit, struct err *err) {
    enum err_code code = ERR_OK;
    for (int i = 0; shopper_attributes[i] && code == ERR_OK; i++)
        code = record_set_text(entity_member(&entity_signup, shopper_attributes[i]), &visit->wanted,
                               form_value(form, shopper_attributes[i]), err);
    return code;
}

/* Looked up already and still the same shopper: then it is an edit. */
static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    struct visiting *visit = alloc_zero(1, sizeof *visit);
    const char *key = form_value(form, "Key");
    visit->like = app->company;
    text_copy(visit->key, sizeof visit->key, key);
    visit->edit = key[0] && strcmp(form_value(form, "LookedUp"), key) == 0;
    visit->deactivate = visit->edit && strcmp(form_value(form, "Deactivate"), "1") == 0;
    enum err_code code = visit->edit ? read_form(form, visit, err) : ERR_OK;
    struct app_job job = {.title = _("Storefront account"),
                          .work = work,
                          .arg = visit,
                          .ended = ended,
                          .quiet = true};
    form_result_clear(form);
    if (code != ERR_OK || !app_run_job(app, &job)) {
        free(visit);
        return code;
    }
    form_result(form, ROLE_PENDING, _("Result"),
                visit->edit ? _("Saving …") : _("Looking the account up …"));
    return ERR_OK;
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    (void)app;
    (void)err;
    if (key) form_set_value(form, "Key", key);
    form_set_value(form, "Deactivate", "0");
    return ERR_OK;
}

static void introduction(struct app *app, const char *key, struct reader *out) {
    (void)app;
    (void)key;
    reader_text(out, _("A shopper's own account. Name the shopper and press F8; change the account "
                       "and press F8 again to save it as the storefront would."));
}

static const struct field fields[] = {
    {.key = "Key",
     .label = N_("Shopper"),
     .cols = 255,
     .required = true,
     .help = N_("Email address, customer account or async customer account (GUID).")},
    {.key = "LookedUp", .label = N_("Looked up"), .cols = 255, .read_only = true},
    {.group = N_("ACCOUNT"), .key = "FirstName", .label = N_("First name"), .cols = 100},
    {.key = "MiddleName", .label = N_("Middle name"), .cols = 100},
    {.key = "LastName", .label = N_("Last name"), .cols = 100},
    {.key = "Phone", .label = N_("Phone"), .cols = 255},
    {.key = "Country", .label = N_("Country/region"), .cols = 10, .lookup = "country"},
    {.key = "ZipCode", .label = N_("ZIP/postal code"), .cols = 60},
    {.key = "Street", .label = N_("Street"), .cols = 400},
    {.key = "StreetNumber", .label = N_("Street number"), .cols = 20},
    {.key = "City", .label = N_("City"), .cols = 60},
    {.key = "County", .label = N_("County"), .cols = 60},
    {.key = "State", .label = N_("State"), .cols = 60},
    {.key = "LanguageId", .label = N_("Language"), .cols = 7, .lookup = "language"},
    {.key = "Deactivate",
     .label = N_("Deactivate the account"),
     .kind = FIELD_YESNO,
     .help = N_("Yes closes the account for good: the customer stays in headquarters, on hold for "
                "everything.")},
    {0},
};

const struct page page_storefront_account = {
    .id = id,
    .title = N_("Storefront account"),
    .path = {N_("Lab")},
    .aliases = {N_("Edit my account"), N_("Shopper")},
    .pattern = DIALOG,
    .lab = true,
    .fields = fields,
    .actions = trace_shopper_actions,
    .load = load,
    .text = introduction,
    .ok_label = N_("Look up or save"),
    .ok = ok,
};
