/* SPDX-License-Identifier: MIT */
/*
 * Correct and synchronize (console): the dialog above a group of failed operations, all of a cause or the marked ones. One
 * attribute gets one value, or they are only tried again. What would happen is said before it does.
 */

#include <stdio.h>
#include <stdlib.h>

#include "model/exchange/company.h"
#include "model/hq/lookups.h"
#include "tui/app.h"
#include "tui/operation_view.h"
#include "tui/page.h"
#include "tui/words_operations.h"

static const char *const attributes[] = {
    "None",         "Country",  "CustGroup", "Currency", "LanguageId", "FirstName",
    "MiddleName",   "LastName", "CustName",  "Email",    "Phone",      "Street",
    "StreetNumber", "ZipCode",  "City",      "County",   "State",      NULL};

static const char *attribute_word(const char *stored) {
    if (!strcmp(stored, "None")) return _("Nothing: only synchronize again");
    return words_label("async-operation", stored);
}

/* The attribute that was refused, when it is one that a correction can set. */
static const char *refused_attribute(const struct err *why) {
    for (int i = 1; attributes[i]; i++)
        if (strcmp(attributes[i], why->field) == 0) return attributes[i];
    return attributes[0];
}

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    char text[WORDS_SIZE];
    struct failure_cause cause;
    int64_t *numbers;
    size_t count;
    if (!key) return ERR_OK;
    enum err_code code = operation_group(app->db, key, &cause, &numbers, &count, err);
    free(numbers);
    if (code != ERR_OK) return code;
    text_copy(text, sizeof text, _("Waits for synchronization"));
    if (cause.error.code != ERR_OK) words_failure(&cause.error, text, sizeof text);
    form_set_value(form, "Cause", text);
    if (cause.error.code != ERR_OK) {
        words_failure_remedy(&cause.error, text, sizeof text);
        form_set_value(form, "Remedy", text);
    }
    snprintf(text, sizeof text, "%lld", (long long)cause.count);
    form_set_value(form, "Customers", text);
    words_clean(text, sizeof text, cause.example_name);
    form_set_value(form, "Example", text);
    form_set_value(form, "Attribute", refused_attribute(&cause.error));
    return ERR_OK;
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    struct correction correction = {.count = 0};
    const char *attribute = form_value(form, "Attribute"), *group = app_record_key(app);
    if (strcmp(attribute, "None") != 0) {
        enum err_code code =
            correction_add(&correction, app->db, attribute, form_value(form, "Value"), err);
        if (code != ERR_OK && err) text_copy(err->field, sizeof err->field, "Value");
        if (code != ERR_OK) return code;
    }
    if (group) operation_correct_group(app, group, &correction);
    return ERR_OK;
}

static const struct field fields[] = {
    {.key = "Cause", .label = N_("What is wrong"), .cols = 300, .read_only = true},
    {.key = "Remedy", .label = N_("What to do"), .cols = 300, .read_only = true},
    {.key = "Customers",
     .label = N_("Operations"),
     .kind = FIELD_NUMBER,
     .cols = 10,
     .read_only = true},
    {.key = "Example", .label = N_("Example"), .cols = 100, .read_only = true},
    {.group = N_("CORRECTION"),
     .key = "Attribute",
     .label = N_("Attribute"),
     .kind = FIELD_CHOICE,
     .cols = 34,
     .choices = attributes,
     .word = attribute_word,
     .help = N_("What is corrected. Nothing: for causes that were repaired in headquarters, such "
                "as a number sequence.")},
    {.key = "Value",
     .label = N_("New value"),
     .cols = 255,
     .lookup = "correction",
     .help = N_("The same for all. Values that somebody has corrected already are kept.")},
    {0},
};

const struct page page_correct_failed = {
    .id = "correct-failed",
    .title = N_("Correct and synchronize"),
    .path = {N_("Retail and Commerce"), N_("Customers"), N_("Customer synchronization status")},
    .pattern = DIALOG,
    .fields = fields,
    .load = load,
    .ok_label = N_("Preview"),
    .ok = ok,
};
