/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_CUSTOMER_FORM_H
#define CHQ_TUI_CUSTOMER_FORM_H

/* What the form of a customer says beyond its fields: callbacks of the page All customers (tui/page.h). */

#include "tui/app.h"
#include "tui/page.h"

/* Purposes of an address in stored form, "" first; NULL-terminated. */
extern const char *const customer_form_purposes[];
const char *customer_form_purpose(const char *stored);
/* Type of a way to reach somebody: Phone, Email, URL. */
const char *customer_form_contact(const char *stored);

/* page.load: fills OtherAddresses and OtherContacts. */
enum err_code customer_form_load(struct app *app, const char *key, struct form *form,
                                 struct err *err);
/* field.note of AccountNum: where the account of a new customer comes from. */
void customer_form_note_account(struct app *app, const struct form *form, char *buf, size_t size);
/* page.after_save */
void customer_form_saved(struct app *app, const struct form *form, const char *key, bool created);

#endif
