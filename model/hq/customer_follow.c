/* SPDX-License-Identifier: MIT */
/*
 * The satellites of new customers, written for many at once: as single rows they would cost a third of the creation.
 * Judges nothing and knows nothing of how a customer came into being (customer_create.c).
 */

#include "model/hq/customer_follow.h"

enum { EMAILS, PHONES, BOOKS, LETTERS, IDENTITIES, OLD_IDENTITIES, FOLLOWERS };

/* ?1, ?2: RecIds of the first and the last customer. */
const char *const customer_follow_sql[] = {
    [EMAILS] = "INSERT INTO LogisticsElectronicAddress (Party, Type, Locator)"
               " SELECT p.RecId, 'Email', p.PrimaryContactEmail FROM CustTable c"
               " CROSS JOIN DirPartyTable p ON p.RecId = c.Party"
               " WHERE c.RecId BETWEEN ?1 AND ?2 AND p.PrimaryContactEmail <> ''",
    [PHONES] = "INSERT INTO LogisticsElectronicAddress (Party, Type, Locator)"
               " SELECT p.RecId, 'Phone', p.PrimaryContactPhone FROM CustTable c"
               " CROSS JOIN DirPartyTable p ON p.RecId = c.Party"
               " WHERE c.RecId BETWEEN ?1 AND ?2 AND p.PrimaryContactPhone <> ''",
    [BOOKS] = "INSERT INTO DirAddressBookParty (AddressBook, Party)"
              " SELECT b.AddressBook, c.Party FROM RetailCustTable r"
              " CROSS JOIN CustTable c ON c.RecId = r.RecId"
              " CROSS JOIN RetailStoreAddressBook b ON b.StoreRecId = r.StoreRecId"
              "  AND b.AddressBookType = 0 WHERE r.RecId BETWEEN ?1 AND ?2",
    [LETTERS] = "INSERT INTO RetailEventNotificationLog (EventType, ProfileId, AccountNum, Email,"
                " CreatedDateTime) SELECT 'CustomerCreated', s.EventNotificationProfileId,"
                " c.AccountNum, p.PrimaryContactEmail, c.CreatedDateTime FROM RetailCustTable r"
                " CROSS JOIN RetailChannelTable s ON s.RecId = r.StoreRecId"
                "  AND s.EventNotificationProfileId <> ''"
                " CROSS JOIN CustTable c ON c.RecId = r.RecId"
                " CROSS JOIN DirPartyTable p ON p.RecId = c.Party"
                " WHERE r.RecId BETWEEN ?1 AND ?2 AND p.PrimaryContactEmail <> ''",
    [IDENTITIES] =
        "INSERT OR IGNORE INTO RetailExternalIdToCustomerMap (ExternalIdentityId, ProviderId,"
        " CustomerAccountNumber) SELECT m.ExternalIdentityId, m.ProviderId, c.AccountNum"
        " FROM RetailCustTable r CROSS JOIN RetailExternalIdToAsyncCustomerMap m"
        "  ON m.AsyncCustomerAccountNumber = r.CustAccountAsync"
        " CROSS JOIN CustTable c ON c.RecId = r.RecId"
        " WHERE r.RecId BETWEEN ?1 AND ?2 AND r.CustAccountAsync <> ''",
    [OLD_IDENTITIES] = "DELETE FROM RetailExternalIdToAsyncCustomerMap"
                       " WHERE AsyncCustomerAccountNumber IN (SELECT CustAccountAsync"
                       "  FROM RetailCustTable WHERE RecId BETWEEN ?1 AND ?2"
                       "  AND CustAccountAsync <> '')",
    NULL};

enum err_code customer_follow(struct db *hq, int64_t first, int64_t last, struct err *err) {
    enum err_code code = ERR_OK;
    for (int which = 0; code == ERR_OK && which < FOLLOWERS; which++) {
        struct stmt *stmt = db_stmt(hq, customer_follow_sql[which], err);
        if (!stmt) return db_error(hq);
        stmt_bind_int(stmt, 1, first);
        stmt_bind_int(stmt, 2, last);
        code = stmt_run(stmt, err);
    }
    return code;
}
