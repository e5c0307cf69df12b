-- SPDX-License-Identifier: MIT
--
-- When the steps of the guide are done. Tables without a prefix are headquarters', ch. is the channel database that
-- holds the store. Nothing but reading is permitted here.
--
--   :target      Retail channel ID of the store of the symptom
--   :profile     the profile the trainee works with: what the block [profile] gave
--   :reported    GUID of the customer who does not appear, '' when the store was synchronous already
--   :email       e-mail address of that customer
--   :started_ms  when the guide was started
--
-- A block of a step returns one row: done (0 or 1), found (key of the sentence in the text files that says how things
-- are) and up to four values for that sentence: {a} {b} {c} {d}.

-- [target]
-- The store to practise on: the one of the story, else one whose customers are created asynchronously. Stands alone.
SELECT c.RetailChannelId
FROM RetailChannelTable AS c
JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
JOIN RetailCDXDataStoreChannel AS d ON d.Channel = c.RecId
LEFT JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
ORDER BY c.RetailChannelId = :target DESC, coalesce(p.CreateAsyncCustomers, 1) DESC, c.RetailChannelId
LIMIT 1

-- [common]
-- Put in front of every block below.
WITH
store AS (
    SELECT c.RecId, c.RetailChannelId, coalesce(o.OnlineFunctionalityProfile, '') AS profile
    FROM RetailChannelTable AS c JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
    WHERE c.RetailChannelId = :target),
-- the profile that the store uses, if it uses one
used AS (
    SELECT p.profileId, p.CreateAsyncCustomers
    FROM store JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = store.profile),
-- the profile that the trainee works with
chosen AS (
    SELECT profileId, CreateAsyncCustomers
    FROM RetailOnlineChannelFunctionalityProfileTable WHERE profileId = :profile),
-- does step 6 hold?
held AS (
    SELECT EXISTS (SELECT 1 FROM used JOIN chosen ON chosen.profileId = used.profileId
                   WHERE used.CreateAsyncCustomers = 0) AS yes),
-- and since when: the last change of the store's profile, or of the switch in that profile
switched AS (
    SELECT coalesce(max(AtDateTime), 0) AS at FROM AuditTrail
    WHERE EntityId = 'store' AND RecordKey = :target AND Field = 'OnlineFunctionalityProfile'
       OR EntityId = 'profile' AND RecordKey = :profile AND Field = 'CreateAsyncCustomers'),
-- the channel database of the store
place AS (
    SELECT p.Name, p.DataGroup
    FROM store JOIN RetailCDXDataStoreChannel AS d ON d.Channel = store.RecId
    JOIN RetailConnDatabaseProfile AS p ON p.Name = d.DatabaseProfile),
-- downloads to it since then: 4 = Applied, 9 = No data (there was nothing new to send)
downloads AS (
    SELECT s.RecId, s.JobId, coalesce(d.Status, s.Status) AS Status, coalesce(d.AppliedDateTime, 0) AS applied
    FROM place JOIN RetailCDXDownloadSession AS s ON s.DataGroup = place.DataGroup
    LEFT JOIN RetailCDXDownloadSessionDataStore AS d ON d.Session = s.RecId AND d.DatabaseProfile = place.Name
    WHERE s.JobId IN ('1070', '1110') AND s.CreatedDateTime >= (SELECT at FROM switched)),
newest AS (
    SELECT JobId, Status IN (4, 9) AS ok FROM downloads AS d
    WHERE RecId = (SELECT max(RecId) FROM downloads AS n WHERE n.JobId = d.JobId)),
-- what the channel database has been told of the store
copy AS (
    SELECT EXISTS (
        SELECT 1 FROM ch.RETAILONLINECHANNELTABLE AS o
        JOIN ch.RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE AS f ON f.PROFILEID = o.ONLINEFUNCTIONALITYPROFILE
        WHERE o.RETAILCHANNELID = :target AND f.PROFILEID = :profile AND f.CREATEASYNCCUSTOMERS = 0) AS told),
-- which customers of the store are not home: no account of theirs has come back to the channel
waiting AS (
    SELECT a.CUSTACCOUNTASYNC AS guid, a.CUSTNAME AS name, a.CREATEDDATETIME AS at,
           (SELECT CASE WHEN h.OnlineCustCreated = 1 THEN 'A3' WHEN h.SyncStatus = 2 THEN 'AF' ELSE 'A2' END
            FROM RetailAsyncCustomer AS h WHERE h.CustAccountAsync = a.CUSTACCOUNTASYNC AND h.Operation = 1
            ORDER BY h.RecId DESC LIMIT 1) AS uploaded
    FROM ch.RETAILASYNCCUSTOMER AS a
    WHERE a.STORERECID = (SELECT RecId FROM store) AND a.OPERATION = 1
      AND NOT EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE AS r
                      WHERE r.CUSTACCOUNTASYNC = a.CUSTACCOUNTASYNC AND r.CUSTACCOUNTASYNC <> ''))

-- [profile]
-- The one the store uses if that is synchronous; else what was created or switched since the start (a synchronous one
-- first, then the latest); else the one the store uses. Another change of another profile is not work on this.
SELECT coalesce(
    (SELECT profileId FROM used WHERE CreateAsyncCustomers = 0),
    (SELECT p.profileId
     FROM AuditTrail AS a JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = a.RecordKey
     WHERE a.EntityId = 'profile' AND a.AtDateTime >= :started_ms
       AND (a.Operation = 'insert' OR a.Field = 'CreateAsyncCustomers')
     ORDER BY p.CreateAsyncCustomers, a.RecId DESC LIMIT 1),
    (SELECT profileId FROM used),
    '')

-- [have-profile]
SELECT store.profile <> '' OR made.profileId IS NOT NULL AS done,
       CASE WHEN store.profile <> '' THEN 'found-used'
            WHEN made.profileId IS NOT NULL THEN 'found-created'
            ELSE 'found-none' END AS found,
       coalesce(nullif(store.profile, ''), made.profileId)
FROM store
LEFT JOIN (SELECT p.profileId
           FROM AuditTrail AS a JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = a.RecordKey
           WHERE a.EntityId = 'profile' AND a.Operation = 'insert' AND a.AtDateTime >= :started_ms
           ORDER BY a.RecId DESC LIMIT 1) AS made

-- [async-off]
SELECT coalesce(chosen.CreateAsyncCustomers = 0, 0) AS done,
       CASE WHEN chosen.CreateAsyncCustomers = 0 THEN 'found-no'
            WHEN EXISTS (SELECT 1 FROM AuditTrail WHERE EntityId = 'pos-profile' AND AtDateTime >= :started_ms)
                THEN 'found-pos'
            WHEN chosen.profileId IS NULL THEN 'found-none'
            ELSE 'found-yes' END AS found,
       chosen.profileId
FROM store LEFT JOIN chosen

-- [assign-profile]
-- Has the profile been put into another store instead?
SELECT held.yes AS done,
       CASE WHEN held.yes THEN 'found-right'
            WHEN elsewhere.store IS NOT NULL THEN 'found-wrong-store'
            WHEN store.profile = '' THEN 'found-none'
            ELSE 'found-async' END AS found,
       store.profile, elsewhere.store
FROM store JOIN held
LEFT JOIN (SELECT RecordKey AS store FROM AuditTrail
           WHERE EntityId = 'store' AND Field = 'OnlineFunctionalityProfile' AND RecordKey <> :target
             AND NewValue <> '' AND AtDateTime >= :started_ms
           ORDER BY RecId DESC LIMIT 1) AS elsewhere

-- [run-jobs]
SELECT held.yes AND copy.told AND (SELECT count(*) FROM newest WHERE ok) = 2 AS done,
       CASE WHEN NOT held.yes THEN 'found-not-switched'
            WHEN EXISTS (SELECT 1 FROM newest WHERE NOT ok) THEN 'found-failed'
            WHEN NOT EXISTS (SELECT 1 FROM newest) THEN 'found-neither'
            WHEN (SELECT count(*) FROM newest) < 2 THEN 'found-one-missing'
            WHEN NOT copy.told THEN 'found-old-copy'
            ELSE 'found-applied' END AS found,
       coalesce((SELECT JobId FROM newest WHERE NOT ok),
                CASE WHEN EXISTS (SELECT 1 FROM newest WHERE JobId = '1070') THEN '1110' ELSE '1070' END)
FROM held JOIN copy

-- [refresh-cache]
-- The storefront acts on the cache. It has to be younger than the first package that carried the change.
SELECT held.yes AND copy.told AND cache.fresh AS done,
       CASE WHEN NOT held.yes OR NOT copy.told THEN 'found-not-sent'
            WHEN cache.fresh THEN 'found-fresh'
            ELSE 'found-old' END AS found
FROM held JOIN copy
JOIN (SELECT EXISTS (
          SELECT 1 FROM ch.CSUCACHE AS c JOIN ch.CSUSTATE AS s
          WHERE c.RETAILCHANNELID = :target AND c.PROFILEID = :profile AND c.CREATEASYNCCUSTOMERS = 0
            AND s.LOADEDDATETIME >= coalesce((SELECT min(applied) FROM downloads
                                              WHERE JobId = '1070' AND Status = 4), 0)) AS fresh) AS cache

-- [new-customer]
-- Created by a real-time call (CreatedBy 2) from the store since the switch. Only the latest customers are looked at, so
-- that the question costs the same in a company of any size.
SELECT held.yes AND customer.AccountNum IS NOT NULL AS done,
       CASE WHEN held.yes AND customer.AccountNum IS NOT NULL THEN 'found-created'
            WHEN held.yes AND pending.name IS NOT NULL THEN 'found-pending'
            ELSE 'found-nobody' END AS found,
       customer.AccountNum, coalesce(customer.Name, pending.name)
FROM held
LEFT JOIN (SELECT c.AccountNum, p.Name
           FROM CustTable AS c JOIN RetailCustTable AS r ON r.RecId = c.RecId
           JOIN DirPartyTable AS p ON p.RecId = c.Party
           WHERE c.RecId > (SELECT max(RecId) FROM CustTable) - 100000
             AND c.CreatedBy = 2 AND r.CustAccountAsync = '' AND r.StoreRecId = (SELECT RecId FROM store)
             AND c.CreatedDateTime >= max((SELECT at FROM switched), :started_ms)
           ORDER BY c.RecId DESC LIMIT 1) AS customer
LEFT JOIN (SELECT name FROM waiting WHERE at >= (SELECT at FROM switched) AND guid <> :reported
           ORDER BY guid DESC LIMIT 1) AS pending

-- [clear-backlog]
SELECT count(*) = 0 AS done,
       CASE WHEN count(*) = 0 THEN 'found-clear'
            WHEN sum(uploaded = 'AF') = count(*) THEN 'found-failed'
            ELSE 'found-waiting' END AS found,
       count(*) - count(uploaded), coalesce(sum(uploaded = 'A2'), 0), coalesce(sum(uploaded = 'A3'), 0),
       coalesce(sum(uploaded = 'AF'), 0)
FROM waiting

-- [find-customer]
SELECT customer.AccountNum IS NOT NULL AS done,
       CASE WHEN customer.AccountNum IS NOT NULL THEN 'found-account'
            WHEN h.SyncStatus = 2 THEN 'found-failed'
            WHEN h.RecId IS NOT NULL THEN 'found-uploaded'
            ELSE 'found-channel' END AS found,
       customer.AccountNum
FROM (SELECT 1)
LEFT JOIN (SELECT c.AccountNum FROM CustTable AS c
           WHERE c.RecId IN (SELECT RecId FROM RetailCustTable
                             WHERE CustAccountAsync = :reported AND CustAccountAsync <> '')
              OR :reported = '' AND c.Party IN (SELECT RecId FROM DirPartyTable
                                                WHERE PrimaryContactEmail = :email AND PrimaryContactEmail <> '')
           LIMIT 1) AS customer
LEFT JOIN (SELECT RecId, SyncStatus FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND Operation = 1
           ORDER BY RecId DESC LIMIT 1) AS h

-- [reported-account]
-- Whom the show script of the last step opens.
SELECT c.AccountNum FROM RetailCustTable AS r JOIN CustTable AS c ON c.RecId = r.RecId
WHERE r.CustAccountAsync = :reported AND r.CustAccountAsync <> ''
