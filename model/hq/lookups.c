/* SPDX-License-Identifier: MIT */
/*
 * What fields look their values up in. Owns one table of small related tables: how a page of each is read and how a
 * value is found to exist. Customers are the one large table; their page comes from the list of customers.
 */

#include "model/hq/lookups.h"

#include "model/hq/customer.h"
#include "model/hq/paging.h"

enum { COMPANY_INFO, COMPANY_IS_DEMO };

/* Every lookup has three queries; `from` is "FROM … " with the key column named `key` and the words `name`. */
#define LOOKUP_SELECT(key, name, table) "SELECT " key ", " key ", " name " FROM " table
#define LOOKUP_MATCH(key, name)         PAGE_HAS(key) " OR " PAGE_HAS(name)
#define LOOKUP_PAGES(key, name, table)                                                             \
    PAGE_FROM(LOOKUP_SELECT(key, name, table), key, LOOKUP_MATCH(key, name)),                      \
        PAGE_AFTER(LOOKUP_SELECT(key, name, table), key, LOOKUP_MATCH(key, name)),                 \
        PAGE_BEFORE(LOOKUP_SELECT(key, name, table), key, LOOKUP_MATCH(key, name))
#define LOOKUP_COUNT 21
#define QUERIES      3

/* The company's own rows only; the table holds those of every legal entity. */
#define WAREHOUSES                                                                                 \
    "(SELECT InventLocationId, Name, InventSiteId FROM InventLocation WHERE DataAreaId ="          \
    " (SELECT DataArea FROM CompanyInfo ORDER BY DataArea LIMIT 1))"
#define SITES                                                                                      \
    "(SELECT InventSiteId, group_concat(InventLocationId, ', ') AS Warehouses FROM " WAREHOUSES    \
    " GROUP BY InventSiteId)"
#define STORES                                                                                     \
    "(SELECT RetailChannelId, OMOperatingUnitID FROM RetailChannelTable WHERE ChannelType = 1)"

/* In the order of hq_lookups; customers have none. */
const char *const lookup_sql[] = {
    LOOKUP_PAGES("DataArea", "Name", "CompanyInfo"),
    LOOKUP_PAGES("InventLocationId", "Name", WAREHOUSES),
    LOOKUP_PAGES("TimeZoneId", "Name", "TimeZoneTable"),
    LOOKUP_PAGES("CurrencyCode", "Txt", "Currency"),
    LOOKUP_PAGES("Name", "Description", "DirAddressBook"),
    LOOKUP_PAGES("profileId", "name", "RetailOnlineChannelFunctionalityProfileTable"),
    LOOKUP_PAGES("profileId", "name", "RetailEventNotificationProfile"),
    LOOKUP_PAGES("profileId", "name", "RetailTransactionServiceProfile"),
    LOOKUP_PAGES("CustGroup", "Name", "CustGroup"),
    LOOKUP_PAGES("LanguageId", "Name", "LanguageTable"),
    LOOKUP_PAGES("CountryRegionId", "ShortName", "LogisticsAddressCountryRegion"),
    LOOKUP_PAGES("RetailChannelId", "OMOperatingUnitID", STORES),
    LOOKUP_PAGES("NumberSequence", "Txt", "NumberSequenceTable"),
    LOOKUP_PAGES("InventSiteId", "Warehouses", SITES),
    LOOKUP_PAGES("Name", "Description", "RetailCDXDataGroup"),
    LOOKUP_PAGES("jobId", "Description", "RetailConnSchedulerJobTable"),
    LOOKUP_PAGES("Name", "DataGroup", "RetailConnDatabaseProfile"),
    LOOKUP_PAGES("Name", "Description", "RetailConnChannelSchema"),
    LOOKUP_PAGES("SubjobId", "AXTableName", "RetailConnSchedulerSubjobTable"),
    LOOKUP_PAGES("Name", "Description", "RetailConnSchedule"),
    NULL};

const char *const company_sql[] = {
    [COMPANY_INFO] = "SELECT DataArea, Name FROM CompanyInfo ORDER BY DataArea LIMIT 1",
    [COMPANY_IS_DEMO] = "SELECT Value = '1' FROM SysState WHERE Name = 'demo'",
    NULL};

const struct lookup hq_lookups[] = {
    {"legal-entity", "CompanyInfo", "SELECT 1 FROM CompanyInfo WHERE DataArea = ?1"},
    {"warehouse", "InventLocation",
     "SELECT 1 FROM InventLocation WHERE InventLocationId = ?1 AND DataAreaId ="
     " (SELECT DataArea FROM CompanyInfo ORDER BY DataArea LIMIT 1)"},
    {"time-zone", "TimeZoneTable", "SELECT 1 FROM TimeZoneTable WHERE TimeZoneId = ?1"},
    {"currency", "Currency", "SELECT 1 FROM Currency WHERE CurrencyCode = ?1"},
    {"address-book", "DirAddressBook", "SELECT 1 FROM DirAddressBook WHERE Name = ?1"},
    {"profile", "RetailOnlineChannelFunctionalityProfileTable",
     "SELECT 1 FROM RetailOnlineChannelFunctionalityProfileTable WHERE profileId = ?1"},
    {"notification-profile", "RetailEventNotificationProfile",
     "SELECT 1 FROM RetailEventNotificationProfile WHERE profileId = ?1"},
    {"rts-profile", "RetailTransactionServiceProfile",
     "SELECT 1 FROM RetailTransactionServiceProfile WHERE profileId = ?1"},
    {"customer-group", "CustGroup", "SELECT 1 FROM CustGroup WHERE CustGroup = ?1"},
    {"language", "LanguageTable", "SELECT 1 FROM LanguageTable WHERE LanguageId = ?1"},
    {"country", "LogisticsAddressCountryRegion",
     "SELECT 1 FROM LogisticsAddressCountryRegion WHERE CountryRegionId = ?1"},
    {"store", "RetailChannelTable", "SELECT 1 FROM RetailChannelTable WHERE RetailChannelId = ?1"},
    {"number-sequence", "NumberSequenceTable",
     "SELECT 1 FROM NumberSequenceTable WHERE NumberSequence = ?1"},
    {"site", "InventSite",
     "SELECT 1 FROM InventLocation WHERE InventSiteId = ?1 AND DataAreaId ="
     " (SELECT DataArea FROM CompanyInfo ORDER BY DataArea LIMIT 1)"},
    {"data-group", "RetailCDXDataGroup", "SELECT 1 FROM RetailCDXDataGroup WHERE Name = ?1"},
    {"scheduler-job", "RetailConnSchedulerJobTable",
     "SELECT 1 FROM RetailConnSchedulerJobTable WHERE jobId = ?1"},
    {"channel-database", "RetailConnDatabaseProfile",
     "SELECT 1 FROM RetailConnDatabaseProfile WHERE Name = ?1"},
    {"channel-schema", "RetailConnChannelSchema",
     "SELECT 1 FROM RetailConnChannelSchema WHERE Name = ?1"},
    {"scheduler-subjob", "RetailConnSchedulerSubjobTable",
     "SELECT 1 FROM RetailConnSchedulerSubjobTable WHERE SubjobId = ?1"},
    {"schedule", "RetailConnSchedule", "SELECT 1 FROM RetailConnSchedule WHERE Name = ?1"},
    {"customer", "CustTable",
     "SELECT 1 FROM CustTable WHERE AccountNum = ?1 AND DataAreaId ="
     " (SELECT DataArea FROM CompanyInfo ORDER BY DataArea LIMIT 1)"},
    {NULL, NULL, NULL}};

const int hq_lookup_count = LOOKUP_COUNT;

_Static_assert(sizeof hq_lookups / sizeof hq_lookups[0] == LOOKUP_COUNT + 1, "count of lookups");
_Static_assert(sizeof lookup_sql / sizeof lookup_sql[0] == (LOOKUP_COUNT - 1) * QUERIES + 1,
               "every lookup but the customers' has its queries");

/* The list of customers has more cells than a lookup shows: value and name. */
static enum err_code list_customers(struct db *hq, const struct list_request *request,
                                    struct rowset *rows, struct err *err) {
    struct rowset all;
    rowset_init(&all, entity_customer.list_columns);
    enum err_code code = entity_customer.list(hq, request, &all, err);
    rowset_reset(rows);
    for (int i = 0; code == ERR_OK && i < all.rows; i++) {
        rowset_add(rows, rowset_key(&all, i));
        rowset_set(rows, 0, rowset_cell(&all, i, 0));
        rowset_set(rows, 1, rowset_cell(&all, i, 1));
    }
    rows->more_before = all.more_before;
    rows->more_after = all.more_after;
    rowset_release(&all);
    return code;
}

enum err_code lookup_list(struct db *hq, const char *lookup_id, const struct list_request *request,
                          struct rowset *rows, struct err *err) {
    for (int i = 0; i < LOOKUP_COUNT; i++) {
        if (strcmp(hq_lookups[i].id, lookup_id) != 0) continue;
        if (strcmp(lookup_id, "customer") == 0) return list_customers(hq, request, rows, err);
        const char *const *sql = lookup_sql + (ptrdiff_t)i * QUERIES;
        const struct paging paging = {.from = sql[0], .after = sql[1], .before = sql[2]};
        return paging_list(hq, &paging, request, rows, err);
    }
    return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "lookup", lookup_id);
}

enum err_code company_info(struct db *hq, char data_area[TEXT_SIZE(4)], char *name, size_t size,
                           struct err *err) {
    struct stmt *stmt = db_stmt(hq, company_sql[COMPANY_INFO], err);
    if (!stmt) return db_error(hq);
    bool row;
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        text_copy(data_area, TEXT_SIZE(4), stmt_text(stmt, 0));
        text_copy(name, size, stmt_text(stmt, 1));
    }
    stmt_reset(stmt);
    if (code != ERR_OK || row) return code;
    return err_set(err, ERR_NOT_FOUND, REASON_COMPANY_MISSING, NULL, db_path(hq));
}

bool company_is_demo(struct db *hq) {
    int64_t demo = 0;
    struct stmt *stmt = db_stmt(hq, company_sql[COMPANY_IS_DEMO], NULL);
    return stmt && stmt_value_int(stmt, 0, &demo, NULL) == ERR_OK && demo;
}
