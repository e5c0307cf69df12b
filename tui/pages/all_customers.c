/* SPDX-License-Identifier: MIT */
/*
 * All customers (domain.md 4.3; default-customer.md, customer-mgmt-stores.md): everybody whom headquarters knows, as a
 * list and, read-only in this version, as a form. Who waits in a channel is not here: that is the point of the guide.
 */

#include <string.h>

#include "model/hq/customer.h"
#include "tui/app.h"
#include "tui/page.h"
#include "tui/words.h"

/* "Home" and "Delivery" are no choices of the model, but names that come with an address. */
static const char *purpose_word(const char *stored) {
    if (!strcmp(stored, "Home")) return i18n_text(NC_("address", "Home"));
    if (!strcmp(stored, "Business")) return _("Business");
    if (!strcmp(stored, "Delivery")) return _("Delivery");
    return words_choice(stored);
}

static const struct column columns[] = {
    {.label = N_("Customer account"), .cols = 10},
    {.label = N_("Name"), .cols = 18, .weight = 3},
    {.label = N_("Customer group"), .cols = 10, .hide_below = 90},
    {.label = N_("Currency"), .cols = 6, .hide_below = 100},
    {.label = N_("Phone"), .cols = 16, .hide_below = 84},
    {.label = N_("Email"), .cols = 20, .weight = 3, .hide_below = 50},
    {0},
};

static const struct field fields[] = {
    {.key = "AccountNum",
     .label = N_("Customer account"),
     .help = N_("Drawn from the number sequence when the customer is created.")},
    {.key = "Name", .label = N_("Name"), .cols = 40},
    {.tab = N_("General")},
    {.key = "Type", .label = N_("Type"), .kind = FIELD_CHOICE, .word = words_choice},
    {.key = "FirstName", .label = N_("First name"), .cols = 25},
    {.key = "MiddleName", .label = N_("Middle name"), .cols = 25},
    {.key = "LastName", .label = N_("Last name"), .cols = 25},
    {.key = "CustGroup", .label = N_("Customer group"), .summary = true},
    {.key = "Currency", .label = N_("Currency"), .summary = true},
    {.key = "LanguageId", .label = N_("Language")},
    {.key = "AddressBookNames",
     .label = N_("Address books"),
     .cols = 40,
     .help = N_("Job 1010 brings the customer to the channels whose address book is named here.")},
    {.key = "Blocked",
     .label = N_("Invoicing and delivery on hold"),
     .kind = FIELD_CHOICE,
     .word = words_choice},
    {.key = "CreditMax", .label = N_("Credit limit"), .kind = FIELD_AMOUNT},
    {.key = "InvoiceAccount", .label = N_("Invoice account"), .page = "customers"},
    {.key = "receiptOption",
     .label = N_("Receipt option"),
     .kind = FIELD_CHOICE,
     .word = words_choice},
    {.key = "receiptEmail", .label = N_("Receipt email"), .cols = 40},
    {.tab = N_("Addresses")},
    {.key = "Purpose", .label = N_("Purpose"), .word = purpose_word},
    {.key = "CountryRegionId", .label = N_("Country/region"), .summary = true},
    {.key = "ZipCode", .label = N_("ZIP/postal code")},
    {.key = "Street", .label = N_("Street"), .cols = 40},
    {.key = "StreetNumber", .label = N_("Street number")},
    {.key = "City", .label = N_("City"), .cols = 30, .summary = true},
    {.key = "State", .label = N_("State")},
    {.key = "County", .label = N_("County")},
    {.tab = N_("Contact information")},
    {.key = "Email", .label = N_("Email"), .cols = 40, .summary = true},
    {.key = "Phone", .label = N_("Phone"), .cols = 30},
    {.tab = N_("Sales order defaults")},
    {.key = "InventSiteId", .label = N_("Site")},
    {.key = "InventLocation", .label = N_("Warehouse")},
    {.tab = N_("Related information")},
    {.key = "CustAccountAsync",
     .label = N_("Async customer account"),
     .cols = 38,
     .help = N_("The temporary account that the channel gave the customer. Job 1010 tells the "
                "channel which account it became.")},
    {.key = "Store",
     .label = N_("Online store"),
     .page = "online-stores",
     .summary = true,
     .help = N_("The store in which the customer signed up.")},
    {.key = "CreatedBy",
     .label = N_("Created by"),
     .kind = FIELD_CHOICE,
     .cols = 40,
     .word = words_choice},
    {.key = "CreatedDateTime", .label = N_("Created"), .kind = FIELD_TIME},
    {0},
};

const struct page page_all_customers = {
    .id = "customers",
    .title = N_("All customers"),
    .path = {N_("Retail and Commerce"), N_("Customers")},
    .form_name = "CustTable",
    .aliases = {N_("Customer records")},
    .pattern = DETAILS_MASTER,
    .columns = columns,
    .fields = fields,
    .entity = &entity_customer,
    .name_key = "Name",
    .empty = N_("Headquarters knows no customer yet. Who signed up in a store waits in its "
                "channel: see Customers (F9)."),
};
