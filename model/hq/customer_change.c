/* SPDX-License-Identifier: MIT */
/*
 * Applies a shopper's edit to a customer. Owns which attribute of an operation is which member of the customer; the
 * rules and the writing are the customer's own (customer_rules.c, customer_edit.c). Does not know who asks.
 */

#include "model/hq/customer_change.h"

#include "model/hq/customer.h"

enum { COUNTRY, HOME_COUNTRY };
const char *const customer_change_sql[] = {
    [COUNTRY] = "SELECT CountryRegionId FROM LogisticsAddressCountryRegion"
                " WHERE CountryRegionId = ?1 OR ISOcode = ?1"
                " ORDER BY CountryRegionId = ?1 DESC LIMIT 1",
    [HOME_COUNTRY] = "SELECT CountryRegionId FROM CompanyInfo WHERE DataArea = ?1",
    NULL};

static const struct {
    const char *attribute, *member;
} places[] = {
    {"FirstName", "FirstName"},
    {"MiddleName", "MiddleName"},
    {"LastName", "LastName"},
    {"CustName", "Name"},
    {"Email", "Email"},
    {"Phone", "Phone"},
    {"LanguageId", "LanguageId"},
    {"CustGroup", "CustGroup"},
    {"Currency", "Currency"},
    {"ReceiptEmail", "receiptEmail"},
    {"Country", "CountryRegionId"},
    {"ZipCode", "ZipCode"},
    {"Street", "Street"},
    {"StreetNumber", "StreetNumber"},
    {"City", "City"},
    {"County", "County"},
    {"State", "State"},
    {"Blocked", "Blocked"},
};
enum { PLACES = sizeof places / sizeof *places };

void customer_changes_add(struct customer_changes *changes, const char *attribute,
                          const char *value) {
    if (changes->count == CUSTOMER_CHANGES_MAX) BUG("more changes than a customer has attributes");
    struct customer_change *change = &changes->changes[changes->count++];
    text_copy(change->attribute, sizeof change->attribute, attribute);
    text_copy(change->new_value, sizeof change->new_value, value);
}

static const struct member *member_of(const char *attribute) {
    for (int i = 0; i < PLACES; i++) {
        if (strcmp(places[i].attribute, attribute) == 0) {
            return entity_member(&entity_customer, places[i].member);
        }
    }
    return NULL;
}

bool customer_attribute(const struct customer *customer, const char *attribute, char *buf,
                        size_t size) {
    const struct member *member = member_of(attribute);
    if (member) record_get_text(member, customer, buf, size);
    return member != NULL;
}

/* The customer's rules speak of members; the shopper's operation has attributes. */
static enum err_code name_attribute(enum err_code code, struct err *err) {
    for (int i = 0; code != ERR_OK && err && i < PLACES; i++) {
        if (strcmp(places[i].member, err->field) != 0) continue;
        text_copy(err->field, sizeof err->field, places[i].attribute);
        break;
    }
    return code;
}

/* A country as headquarters writes it: shoppers' stores also send ISO codes. */
static enum err_code find_country(struct db *hq, char *country, size_t size, struct err *err) {
    char found[TEXT_SIZE(10)];
    bool known = false;
    if (country[0] == '\0') return ERR_OK;
    struct stmt *stmt = db_stmt(hq, customer_change_sql[COUNTRY], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, country);
    enum err_code code = stmt_value_text(stmt, found, sizeof found, &known, err);
    if (code != ERR_OK) return code;
    if (!known) return err_set(err, ERR_INVALID, REASON_COUNTRY_UNKNOWN, "Country", country);
    text_copy(country, size, found);
    return ERR_OK;
}

static bool has_address(const struct customer *customer) {
    return customer->ZipCode[0] || customer->Street[0] || customer->StreetNumber[0] ||
           customer->City[0] || customer->State[0] || customer->County[0];
}

static enum err_code fill_country(struct db *hq, struct customer *customer, struct err *err) {
    if (customer->CountryRegionId[0] || !has_address(customer)) return ERR_OK;
    struct stmt *stmt = db_stmt(hq, customer_change_sql[HOME_COUNTRY], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, customer->DataAreaId);
    return stmt_value_text(stmt, customer->CountryRegionId, sizeof customer->CountryRegionId, NULL,
                           err);
}

/* The name of a person who changed a part of it, also where headquarters had given another one. */
static void join_name(struct customer *customer) {
    const char *const parts[] = {customer->FirstName, customer->MiddleName, customer->LastName};
    char name[sizeof customer->FirstName * 3 + 3] = "";
    size_t used = 0;
    for (int i = 0; i < 3; i++) {
        if (!parts[i][0]) continue;
        used +=
            (size_t)snprintf(name + used, sizeof name - used, "%s%s", used ? " " : "", parts[i]);
    }
    text_copy(customer->Name, sizeof customer->Name, name);
}

static bool is_name_part(const char *attribute) {
    return strcmp(attribute, "FirstName") == 0 || strcmp(attribute, "MiddleName") == 0 ||
           strcmp(attribute, "LastName") == 0;
}

/* Set what differs in `customer`, and keep only that in `changes`. */
static enum err_code set_members(struct db *hq, struct customer_changes *changes,
                                 struct customer *customer, struct err *err) {
    bool renamed = false, named = false;
    int kept = 0;
    for (int i = 0; i < changes->count; i++) {
        struct customer_change *change = &changes->changes[i];
        const struct member *member = member_of(change->attribute);
        if (!member) {
            return err_set(err, ERR_INVALID, REASON_FIELD_UNKNOWN, change->attribute, NULL);
        }
        enum err_code code = ERR_OK;
        if (strcmp(change->attribute, "Country") == 0) {
            code = find_country(hq, change->new_value, sizeof change->new_value, err);
        }
        record_get_text(member, customer, change->old_value, sizeof change->old_value);
        bool same = strcmp(change->old_value, change->new_value) == 0;
        if (code == ERR_OK && same) continue;
        if (code == ERR_OK) code = record_set_text(member, customer, change->new_value, err);
        if (code != ERR_OK) return code;
        renamed = renamed || is_name_part(change->attribute);
        named = named || strcmp(change->attribute, "CustName") == 0;
        if (kept != i) changes->changes[kept] = *change;
        kept++;
    }
    changes->count = kept;
    if (renamed && !named && customer->Type == 0) join_name(customer);
    return fill_country(hq, customer, err);
}

enum err_code customer_change(struct db *hq, const char *account, struct customer_changes *changes,
                              const char *user, struct err *err) {
    struct customer old;
    enum err_code code = entity_customer.load(hq, account, &old, err);
    if (code != ERR_OK) return code;
    struct customer now = old;
    code = name_attribute(set_members(hq, changes, &now, err), err);
    if (code != ERR_OK || changes->count == 0) return code;
    return name_attribute(record_save(&entity_customer, hq, &old, &now, user, err), err);
}
