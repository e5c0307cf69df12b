/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_STORE_H
#define CHQ_HQ_STORE_H

/* Online stores (domain.md 4.2; channel-setup-online.md). One record spans RetailChannelTable,
 * RetailOnlineChannelTable and RetailStoreAddressBook. */

#include "model/record.h"
#include "model/text.h"

struct store {
    struct record_head head;
    char RetailChannelId[TEXT_SIZE(10)]; /* proposed by init, fixed after the first save */
    char Name[TEXT_SIZE(60)];            /* of the operating unit (OMOperatingUnitID) */
    char inventLocationDataAreaId[TEXT_SIZE(4)];
    char inventLocation[TEXT_SIZE(10)];
    char ChannelTimeZone[TEXT_SIZE(50)];
    char Currency[TEXT_SIZE(3)];
    char DefaultCustAccount[TEXT_SIZE(20)];
    char CustomerAddressBook[TEXT_SIZE(60)];        /* RetailStoreAddressBook, type customer */
    char OnlineFunctionalityProfile[TEXT_SIZE(10)]; /* '' = none */
    char EventNotificationProfileId[TEXT_SIZE(20)];
    char OnlineCatalogName[TEXT_SIZE(60)];
    char TransactionServiceProfile[TEXT_SIZE(10)];
    int PriceIncludesSalesTax;
    int PublishStatus; /* choice, computed: RetailOnlineChannelPublishStatus */
    char Languages[TEXT_SIZE(
        60)]; /* language IDs, comma separated, default first; computed in this version */
    char
        ChannelDatabase[TEXT_SIZE(50)]; /* computed: the database that holds the store, '' = none */
};

/* List cells: RetailChannelId, Name, inventLocationDataAreaId, Currency, OnlineFunctionalityProfile. A new store is
 * put into the first channel database. Changing the address book makes 1010 send its customers (RowVersion). */
extern const struct entity entity_store;

#endif
