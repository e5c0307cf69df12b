/* SPDX-License-Identifier: MIT */
/*
 * The form of a customer beyond its fields: further addresses and contacts, where the account comes from, what a save
 * leads to. Knows no drawing and no SQL.
 */

#include "tui/customer_form.h"

#include <stdio.h>
#include <string.h>

#include "model/hq/customer.h"
#include "tui/words.h"

/* "Home" and "Delivery" are no choices of the model, but names that come with an address. */
const char *customer_form_purpose(const char *stored) {
    if (!strcmp(stored, "Home")) return i18n_text(NC_("address", "Home"));
    if (!strcmp(stored, "Business")) return _("Business");
    if (!strcmp(stored, "Delivery")) return _("Delivery");
    return words_choice(stored);
}

/* "Email" as a way to reach somebody is the same word as the choice. */
const char *customer_form_contact(const char *stored) {
    return strcmp(stored, "Phone") == 0 ? _("Phone") : words_choice(stored);
}

const char *const customer_form_purposes[] = {"", "Home", "Business", "Delivery", NULL};

/* Rows of the model as a FIELD_LIST takes them. */
static void set_rows(struct form *form, const char *key, const struct rowset *rows) {
    char text[8000], clean[WORDS_SIZE];
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < rows->rows; i++) {
        for (int c = 0; c < rows->columns && used + sizeof clean < sizeof text; c++) {
            words_clean(clean, sizeof clean, rowset_cell(rows, i, c));
            const char *before = c > 0 ? "\t" : i > 0 ? "\n" : "";
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", before, clean);
        }
    }
    form_set_value(form, key, text);
}

enum err_code customer_form_load(struct app *app, const char *key, struct form *form,
                                 struct err *err) {
    const struct customer *customer = form_record(form);
    struct rowset rows;
    (void)key;
    if (!customer || customer->head.RecId == 0) return ERR_OK;
    rowset_init(&rows, 4);
    enum err_code code = customer_other_addresses(app->db, customer->head.RecId, &rows, err);
    if (code == ERR_OK) set_rows(form, "OtherAddresses", &rows);
    rowset_release(&rows);
    rowset_init(&rows, 2);
    if (code == ERR_OK) {
        code = customer_other_contacts(app->db, customer->head.RecId, &rows, err);
    }
    if (code == ERR_OK) set_rows(form, "OtherContacts", &rows);
    rowset_release(&rows);
    return code;
}

/* Where the account of a new customer comes from. */
void customer_form_note_account(struct app *app, const struct form *form, char *buf, size_t size) {
    char sequence[TEXT_SIZE(10)], clean[WORDS_SIZE];
    bool is_manual;
    if (!form_is_new(form) || !app->db) return;
    if (customer_sequence(app->db, form_value(form, "CustGroup"), sequence, &is_manual, NULL) !=
        ERR_OK)
        return;
    words_clean(clean, sizeof clean, sequence);
    snprintf(buf, size, is_manual ? _("to be typed: %s is manual") : _("drawn from %s"), clean);
}

void customer_form_saved(struct app *app, const struct form *form, const char *key, bool created) {
    char clean[WORDS_SIZE];
    (void)form;
    words_clean(clean, sizeof clean, key);
    if (created)
        app_message(app, MESSAGE_INFO, "%s %s", clean, words_needs_1010());
    else
        app_message(app, MESSAGE_INFO, "%s", words_needs_1010());
}
