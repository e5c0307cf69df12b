/* SPDX-License-Identifier: MIT */
/*
 * Address books (domain.md 4.6; default-customer.md, manage-b2b-users.md): which customers a store's channel gets. Owns
 * what is said of who uses a book.
 */

#include <stdio.h>

#include "model/hq/address_book.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    char text[200];
    int64_t stores = 0;
    bool has_customers = false;
    enum err_code code = address_book_usage(app->db, key, &stores, &has_customers, err);
    if (code != ERR_OK) return code;
    unsigned long count = (unsigned long)stores;
    snprintf(text, sizeof text, n_("%lu store", "%lu stores", count), count);
    form_set_value(form, "Stores", text);
    form_set_value(form, "HasCustomers", has_customers ? "1" : "0");
    return ERR_OK;
}

static void saved(struct app *app, const struct form *form, const char *key, bool created) {
    (void)form;
    (void)key;
    if (created)
        app_message(app, MESSAGE_INFO, "%s",
                    _("Give the book to an online store, under General, and to its customers; then "
                      "run jobs 1070 and 1010."));
}

static const struct column columns[] = {
    {.label = N_("Name"), .cols = 16, .weight = 1},
    {.label = N_("Description"), .cols = 16, .weight = 1, .hide_below = 44},
    {0},
};

static const struct field fields[] = {
    {.key = "Name",
     .label = N_("Name"),
     .cols = 40,
     .help = N_("Stores and customers refer to the book by this name, so it stays while it is in "
                "use. It has no comma.")},
    {.key = "Description", .label = N_("Description"), .cols = 40},
    {.tab = N_("Used by")},
    {.key = "Stores",
     .label = N_("Online stores"),
     .cols = 20,
     .read_only = true,
     .summary = true,
     .help = N_("Stores whose customer address book it is.")},
    {.key = "HasCustomers",
     .label = N_("Has customers"),
     .kind = FIELD_YESNO,
     .read_only = true,
     .summary = true},
    {0},
};

const struct page page_address_books = {
    .id = "address-books",
    .title = N_("Address books"),
    .path = {N_("Retail and Commerce"), N_("Channel setup")},
    .form_name = "DirAddressBook",
    .pattern = SIMPLE_LIST_AND_DETAILS,
    .columns = columns,
    .fields = fields,
    .entity = &entity_address_book,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .load = load,
    .after_save = saved,
    .empty = N_("No address book exists yet. F6 creates one."),
};
