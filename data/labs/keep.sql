-- SPDX-License-Identifier: MIT
-- What no repair may break: the company (main, ch) compared with what it was when the lab began (was, wasch).

-- [common]
-- Put in front of every block below: how the stores worked then and work now, and which of them work otherwise.
WITH
store_then (store, profile, async, customer, place, books) AS (
    SELECT c.RetailChannelId, coalesce(o.OnlineFunctionalityProfile, ''), p.CreateAsyncCustomers, c.DefaultCustAccount,
           coalesce(d.DatabaseProfile, ''),
           (SELECT group_concat(AddressBook) FROM (SELECT AddressBook FROM was.RetailStoreAddressBook
                                                   WHERE StoreRecId = c.RecId ORDER BY AddressBook))
    FROM was.RetailChannelTable AS c JOIN was.RetailOnlineChannelTable AS o ON o.RecId = c.RecId
    LEFT JOIN was.RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
    LEFT JOIN was.RetailCDXDataStoreChannel AS d ON d.Channel = c.RecId),
store_now (store, profile, async, customer, place, books) AS (
    SELECT c.RetailChannelId, coalesce(o.OnlineFunctionalityProfile, ''), p.CreateAsyncCustomers, c.DefaultCustAccount,
           coalesce(d.DatabaseProfile, ''),
           (SELECT group_concat(AddressBook) FROM (SELECT AddressBook FROM main.RetailStoreAddressBook
                                                   WHERE StoreRecId = c.RecId ORDER BY AddressBook))
    FROM main.RetailChannelTable AS c JOIN main.RetailOnlineChannelTable AS o ON o.RecId = c.RecId
    LEFT JOIN main.RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
    LEFT JOIN main.RetailCDXDataStoreChannel AS d ON d.Channel = c.RecId),
changed AS (
    SELECT w.store
    FROM store_then AS w LEFT JOIN store_now AS n ON n.store = w.store
    WHERE n.store IS NULL OR n.profile <> w.profile OR n.async IS NOT w.async OR n.customer <> w.customer
       OR n.place <> w.place OR n.books IS NOT w.books)

-- [customers]
SELECT count(*) = 0 AS done, CASE WHEN count(*) = 0 THEN 'found-all' ELSE 'found-lost' END AS found,
       count(*), min(w.AccountNum)
FROM was.CustTable AS w
WHERE NOT EXISTS (SELECT 1 FROM main.CustTable AS c WHERE c.RecId = w.RecId AND c.AccountNum = w.AccountNum)

-- [twice]
SELECT count(*) <= 1 AS done, CASE WHEN count(*) <= 1 THEN 'found-once' ELSE 'found-twice' END AS found, count(*)
FROM main.CustTable AS c JOIN main.DirPartyTable AS p ON p.RecId = c.Party
WHERE p.PrimaryContactEmail = :email AND p.PrimaryContactEmail <> ''

-- [sign-ups]
SELECT h.lost + c.lost = 0 AS done, CASE WHEN h.lost + c.lost = 0 THEN 'found-all' ELSE 'found-lost' END AS found,
       h.lost + c.lost
FROM (SELECT count(*) AS lost FROM was.RetailAsyncCustomer AS w
      WHERE NOT EXISTS (SELECT 1 FROM main.RetailAsyncCustomer AS n WHERE n.CustAccountAsync = w.CustAccountAsync)) AS h
JOIN (SELECT count(*) AS lost FROM wasch.RETAILASYNCCUSTOMER AS w
      WHERE NOT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER AS n WHERE n.CUSTACCOUNTASYNC = w.CUSTACCOUNTASYNC)) AS c

-- [other-stores]
SELECT count(*) = 0 AS done, CASE WHEN count(*) = 0 THEN 'found-same' ELSE 'found-changed' END AS found,
       min(store)
FROM changed WHERE store <> :target

-- [this-store]
SELECT count(*) = 0 AS done, CASE WHEN count(*) = 0 THEN 'found-same' ELSE 'found-changed' END AS found,
       min(store)
FROM changed WHERE store = :target

-- [company]
-- Answered by the check of the whole company (chq check), which no query can do.
SELECT 1 AS done, CASE WHEN 1 THEN 'found-whole' ELSE 'found-broken' END AS found

-- [tried]
-- Something was changed or run by hand since the lab began: what the batch server and the shoppers of the live traffic
-- (model/trainer/traffic.h) do is no attempt.
SELECT (SELECT coalesce(max(RecId), 0) FROM main.AuditTrail) > (SELECT coalesce(max(RecId), 0) FROM was.AuditTrail)
    OR EXISTS (SELECT 1 FROM main.BatchJobHistory AS h
               WHERE h.RecId > (SELECT coalesce(max(RecId), 0) FROM was.BatchJobHistory) AND h.StartedBy <> 'batch')
    OR (SELECT coalesce(max(RecId), 0) FROM main.SupportRequest) > (SELECT coalesce(max(RecId), 0) FROM was.SupportRequest)
    OR EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER AS c
               WHERE c.REPLICATIONCOUNTERFROMORIGIN
                     > (SELECT coalesce(max(REPLICATIONCOUNTERFROMORIGIN), 0) FROM wasch.RETAILASYNCCUSTOMER)
                 AND c.Email NOT GLOB '*.[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[1-9]*@example.com')
    OR :answer <> ''
