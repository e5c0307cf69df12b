/* SPDX-License-Identifier: MIT */
/*
 * All customers (domain.md 4.3; default-customer.md, customer-mgmt-stores.md): everybody whom headquarters knows, as a
 * list and as a form. Who waits in a channel is not here: that is the point of the guide. What is said beside the fields
 * is tui/customer_form.c.
 */

#include "model/hq/customer.h"
#include "tui/customer_form.h"
#include "tui/page.h"
#include "tui/trace_view.h"
#include "tui/words.h"

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
     .note = customer_form_note_account,
     .help = N_("Drawn from the number sequence when the customer is saved. Only when the sequence "
                "is manual is the account typed.")},
    {.key = "Name",
     .label = N_("Name"),
     .cols = 40,
     .help = N_("Left empty, a person's name is made of its parts.")},
    {.tab = N_("General")},
    {.key = "Type",
     .label = N_("Type"),
     .kind = FIELD_CHOICE,
     .word = words_choice,
     .help = N_("It cannot be changed after the first save. An organization has only a name.")},
    {.key = "FirstName", .label = N_("First name"), .cols = 25},
    {.key = "MiddleName", .label = N_("Middle name"), .cols = 25},
    {.key = "LastName",
     .label = N_("Last name"),
     .cols = 25,
     .help = N_("A person must have one.")},
    {.key = "CustGroup",
     .label = N_("Customer group"),
     .page = "customer-groups",
     .summary = true,
     .help = N_("Terms and, if it has one, the number sequence of its customers.")},
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
    {.key = "InvoiceAccount",
     .label = N_("Invoice account"),
     .page = "customers",
     .help = N_("The customer who gets the invoices. Empty: the customer itself.")},
    {.key = "receiptOption",
     .label = N_("Receipt option"),
     .kind = FIELD_CHOICE,
     .word = words_choice},
    {.key = "receiptEmail",
     .label = N_("Receipt email"),
     .cols = 40,
     .help = N_("A new customer's own email address, unless another one is typed.")},
    {.tab = N_("Addresses")},
    {.key = "Purpose",
     .label = N_("Purpose"),
     .kind = FIELD_CHOICE,
     .choices = customer_form_purposes,
     .word = customer_form_purpose,
     .help = N_("Of the primary address. Left empty it is Home for a person, Business for an "
                "organization.")},
    {.key = "CountryRegionId",
     .label = N_("Country/region"),
     .summary = true,
     .help = N_("An address must have one.")},
    {.key = "ZipCode", .label = N_("ZIP/postal code")},
    {.key = "Street", .label = N_("Street"), .cols = 40},
    {.key = "StreetNumber", .label = N_("Street number")},
    {.key = "City", .label = N_("City"), .cols = 30, .summary = true},
    {.key = "State", .label = N_("State")},
    {.key = "County", .label = N_("County")},
    {.key = "OtherAddresses",
     .label = N_("Other addresses"),
     .kind = FIELD_LIST,
     .read_only = true,
     .columns = {{.label = N_("Purpose"), .cols = 10, .word = customer_form_purpose},
                 {.label = N_("Street"), .cols = 16, .weight = 2},
                 {.label = N_("City"), .cols = 14, .weight = 1},
                 {.label = N_("Country/region"), .cols = 8}}},
    {.tab = N_("Contact information")},
    {.key = "Email", .label = N_("Email"), .cols = 40, .summary = true},
    {.key = "Phone", .label = N_("Phone"), .cols = 30},
    {.key = "OtherContacts",
     .label = N_("Other contacts"),
     .kind = FIELD_LIST,
     .read_only = true,
     .columns = {{.label = N_("Type"), .cols = 10, .word = customer_form_contact},
                 {.label = N_("Contact number/address"), .cols = 30, .weight = 1}}},
    {.tab = N_("Sales order defaults")},
    {.key = "InventSiteId",
     .label = N_("Site"),
     .help = N_("The default customer of an online store must have one.")},
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

static enum next trace(struct app *app, const char *key) {
    if (key) trace_open(app, key, NULL);
    return NEXT_STAY;
}

static const struct action actions[] = {
    {.id = "trace",
     .label = N_("Trace"),
     .bound = ACTION_TRACE,
     .help = N_("Where the customer's record is, hop by hop, and what stops it."),
     .run = trace},
    {0},
};

const struct page page_all_customers = {
    .id = "customers",
    .title = N_("All customers"),
    .path = {N_("Retail and Commerce"), N_("Customers")},
    .form_name = "CustTable",
    .aliases = {N_("Customers"), N_("Customer records")},
    .pattern = DETAILS_MASTER,
    .columns = columns,
    .fields = fields,
    .actions = actions,
    .entity = &entity_customer,
    .can_new = true,
    .can_edit = true,
    .can_delete = true,
    .has_history = true,
    .name_key = "Name",
    .load = customer_form_load,
    .after_save = customer_form_saved,
    .empty = N_("Headquarters knows no customer yet. Who signed up in a store waits in its "
                "channel: see Customers (F9)."),
};
