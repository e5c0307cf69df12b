-- SPDX-License-Identifier: MIT
--
-- When the steps of the guide are done (docs/guides.md). The new store is the one created last since the guide began.

-- [target]
-- The pattern: the store of the story, else one that has a profile.
SELECT c.RetailChannelId
FROM RetailChannelTable AS c JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
JOIN RetailCDXDataStoreChannel AS d ON d.Channel = c.RecId
ORDER BY c.RetailChannelId = :target DESC, coalesce(o.OnlineFunctionalityProfile, '') <> '' DESC, c.RetailChannelId
LIMIT 1

-- [pattern-warehouse]
SELECT inventLocation FROM RetailChannelTable WHERE RetailChannelId = :target

-- [pattern-customer]
SELECT DefaultCustAccount FROM RetailChannelTable WHERE RetailChannelId = :target

-- [pattern-book]
SELECT b.AddressBook FROM RetailStoreAddressBook AS b JOIN RetailChannelTable AS c ON c.RecId = b.StoreRecId
WHERE c.RetailChannelId = :target LIMIT 1

-- [pattern-profile]
SELECT o.OnlineFunctionalityProfile
FROM RetailOnlineChannelTable AS o JOIN RetailChannelTable AS c ON c.RecId = o.RecId WHERE c.RetailChannelId = :target

-- [pattern-letters]
SELECT EventNotificationProfileId FROM RetailChannelTable WHERE RetailChannelId = :target

-- [common]
WITH
made AS (
    SELECT c.*, coalesce(o.OnlineFunctionalityProfile, '') AS profile,
           coalesce((SELECT AddressBook FROM RetailStoreAddressBook WHERE StoreRecId = c.RecId LIMIT 1), '') AS book,
           coalesce((SELECT DatabaseProfile FROM RetailCDXDataStoreChannel WHERE Channel = c.RecId LIMIT 1), '') AS place
    FROM AuditTrail AS a JOIN RetailChannelTable AS c ON c.RetailChannelId = a.RecordKey
    JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
    WHERE a.EntityId = 'store' AND a.Operation = 'insert' AND a.AtDateTime >= :started_ms
    ORDER BY a.RecId DESC LIMIT 1),
-- was something of an older store changed instead?
elsewhere AS (
    SELECT a.RecordKey AS id, a.Field AS field FROM AuditTrail AS a
    WHERE a.EntityId = 'store' AND a.Operation = 'update' AND a.AtDateTime >= :started_ms
      AND a.RecordKey <> coalesce((SELECT RetailChannelId FROM made), '')),
-- has the channel database the store as headquarters has it, and its default customer?
copy AS (
    SELECT EXISTS (SELECT 1 FROM made JOIN ch.RETAILONLINECHANNELTABLE AS o ON o.RECID = made.RecId) AS here,
           EXISTS (SELECT 1 FROM made JOIN ch.RETAILONLINECHANNELTABLE AS o ON o.RECID = made.RecId
                   WHERE o.ONLINEFUNCTIONALITYPROFILE = made.profile AND o.DEFAULTCUSTACCOUNT = made.DefaultCustAccount
                     AND EXISTS (SELECT 1 FROM ch.RETAILSTOREADDRESSBOOK AS b
                                 WHERE b.STORERECID = made.RecId AND b.ADDRESSBOOK = made.book)) AS same,
           EXISTS (SELECT 1 FROM made JOIN ch.CUSTTABLE AS c
                   ON c.ACCOUNTNUM = made.DefaultCustAccount AND c.DATAAREAID = made.DefaultCustDataAreaId) AS template)

-- [made]
SELECT RetailChannelId FROM made

-- [database]
SELECT place FROM made WHERE place <> ''

-- [create]
SELECT made.RecId IS NOT NULL AS done,
       CASE WHEN made.RecId IS NOT NULL THEN 'found-made' WHEN elsewhere.id IS NOT NULL THEN 'found-elsewhere'
            ELSE 'found-none' END AS found,
       made.RetailChannelId, made.OMOperatingUnitID, elsewhere.id
FROM (SELECT 1) LEFT JOIN made LEFT JOIN (SELECT id FROM elsewhere LIMIT 1) AS elsewhere

-- [book]
-- The default customer has to be in the book, too: 1010 brings the customers of the book.
SELECT coalesce(made.book <> '' AND template.here, 0) AS done,
       CASE WHEN made.RecId IS NULL THEN 'found-no-store' WHEN made.book = '' THEN 'found-none'
            WHEN template.here THEN 'found-book' ELSE 'found-not-in-it' END AS found,
       made.RetailChannelId, made.book, made.DefaultCustAccount
FROM (SELECT 1) LEFT JOIN made
JOIN (SELECT EXISTS (SELECT 1 FROM made
                     JOIN CustTable AS c ON c.AccountNum = made.DefaultCustAccount
                         AND c.DataAreaId = made.DefaultCustDataAreaId
                     JOIN DirAddressBookParty AS p ON p.Party = c.Party AND p.AddressBook = made.book) AS here) AS template

-- [profile]
SELECT coalesce(made.profile <> '', 0) AS done,
       CASE WHEN made.RecId IS NULL THEN 'found-no-store' WHEN made.profile <> '' THEN 'found-profile'
            WHEN elsewhere.id IS NOT NULL THEN 'found-elsewhere' ELSE 'found-none' END AS found,
       made.RetailChannelId, made.profile, elsewhere.id
FROM (SELECT 1) LEFT JOIN made
LEFT JOIN (SELECT id FROM elsewhere WHERE field = 'OnlineFunctionalityProfile' LIMIT 1) AS elsewhere

-- [letters]
SELECT coalesce(made.EventNotificationProfileId <> '', 0) AS done,
       CASE WHEN made.RecId IS NULL THEN 'found-no-store' WHEN made.EventNotificationProfileId <> '' THEN 'found-letters'
            ELSE 'found-none' END AS found,
       made.RetailChannelId, made.EventNotificationProfileId
FROM (SELECT 1) LEFT JOIN made

-- [send]
SELECT coalesce(made.profile <> '' AND made.book <> '', 0) AND copy.same AND copy.template AS done,
       CASE WHEN made.RecId IS NULL THEN 'found-no-store'
            WHEN made.profile = '' OR made.book = '' THEN 'found-unfinished'
            WHEN NOT copy.here THEN 'found-unknown' WHEN NOT copy.same THEN 'found-old'
            WHEN NOT copy.template THEN 'found-no-template' ELSE 'found-sent' END AS found,
       made.RetailChannelId, made.DefaultCustAccount
FROM copy LEFT JOIN made

-- [refresh-cache]
SELECT copy.same AND cache.fresh AS done,
       CASE WHEN NOT copy.same THEN 'found-not-sent' WHEN cache.fresh THEN 'found-fresh' ELSE 'found-old' END AS found,
       made.RetailChannelId
FROM copy LEFT JOIN made
JOIN (SELECT EXISTS (SELECT 1 FROM made JOIN ch.CSUCACHE AS c ON c.STORERECID = made.RecId
                     WHERE c.PROFILEID = made.profile) AS fresh) AS cache

-- [sign-up]
-- In the new store, asynchronously or at once. Only the latest rows are looked at.
SELECT coalesce(pending.name, account.name) IS NOT NULL AS done,
       CASE WHEN made.RecId IS NULL THEN 'found-no-store' WHEN account.name IS NOT NULL THEN 'found-account'
            WHEN pending.name IS NOT NULL THEN 'found-pending' WHEN log.name IS NOT NULL THEN 'found-refused'
            ELSE 'found-nobody' END AS found,
       made.RetailChannelId, coalesce(account.name, pending.name, log.name), account.number
FROM (SELECT 1) LEFT JOIN made
LEFT JOIN (SELECT a.CUSTNAME AS name FROM made JOIN ch.RETAILASYNCCUSTOMER AS a ON a.STORERECID = made.RecId
           WHERE a.REPLICATIONCOUNTERFROMORIGIN >
                     (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM ch.RETAILASYNCCUSTOMER) - 100000
           ORDER BY a.REPLICATIONCOUNTERFROMORIGIN DESC LIMIT 1) AS pending
LEFT JOIN (SELECT p.Name AS name, c.AccountNum AS number
           FROM made JOIN RetailCustTable AS r ON r.StoreRecId = made.RecId AND r.CustAccountAsync = ''
           JOIN CustTable AS c ON c.RecId = r.RecId JOIN DirPartyTable AS p ON p.RecId = c.Party
           WHERE c.RecId > (SELECT max(RecId) FROM CustTable) - 100000
           ORDER BY c.RecId DESC LIMIT 1) AS account
LEFT JOIN (SELECT l.NAME AS name FROM made JOIN ch.STOREFRONTLOG AS l ON l.STOREID = made.RetailChannelId
           ORDER BY l.ID DESC LIMIT 1) AS log
