-- SPDX-License-Identifier: MIT
--
-- When the steps of the guide are done (docs/guides.md). The profile meant is one that only the target store uses, or
-- that was created since the guide began: settings of a profile that others share are not this store's.

-- [target]
-- The store of the story, else one without a profile.
SELECT c.RetailChannelId
FROM RetailChannelTable AS c JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
JOIN RetailCDXDataStoreChannel AS d ON d.Channel = c.RecId
ORDER BY c.RetailChannelId = :target DESC, coalesce(o.OnlineFunctionalityProfile, '') = '' DESC, c.RetailChannelId
LIMIT 1

-- [common]
WITH
store AS (
    SELECT c.RecId, coalesce(o.OnlineFunctionalityProfile, '') AS profile
    FROM RetailChannelTable AS c JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
    WHERE c.RetailChannelId = :target),
-- another store that uses the store's profile
sharer AS (
    SELECT c.RetailChannelId AS id
    FROM store JOIN RetailOnlineChannelTable AS o ON o.OnlineFunctionalityProfile = store.profile
    JOIN RetailChannelTable AS c ON c.RecId = o.RecId
    WHERE store.profile <> '' AND o.RecId <> store.RecId ORDER BY c.RetailChannelId LIMIT 1),
made AS (
    SELECT p.profileId
    FROM AuditTrail AS a JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = a.RecordKey
    WHERE a.EntityId = 'profile' AND a.Operation = 'insert' AND a.AtDateTime >= :started_ms
    ORDER BY a.RecId DESC LIMIT 1),
mine AS (SELECT * FROM RetailOnlineChannelFunctionalityProfileTable WHERE profileId = :profile),
copy AS (
    SELECT EXISTS (
        SELECT 1 FROM mine JOIN ch.RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE AS f ON f.PROFILEID = mine.profileId
        JOIN ch.RETAILONLINECHANNELTABLE AS o ON o.ONLINEFUNCTIONALITYPROFILE = f.PROFILEID
        WHERE o.RETAILCHANNELID = :target AND f.AGGREGATEITEMS = mine.aggregateItems
          AND f.CREATEASYNCCUSTOMERS = mine.CreateAsyncCustomers
          AND f.RETAILCHECKOUTALLOWNOPAYMENT = mine.RetailCheckoutAllowNoPayment) AS told)

-- [profile]
SELECT coalesce(CASE WHEN EXISTS (SELECT 1 FROM sharer) THEN NULL
                     ELSE (SELECT nullif(profile, '') FROM store) END,
                (SELECT profileId FROM made), '')

-- [own-profile]
SELECT mine.profileId IS NOT NULL AND mine.name <> '' AS done,
       CASE WHEN mine.name <> '' THEN 'found-own' WHEN mine.profileId IS NOT NULL THEN 'found-unnamed'
            WHEN sharer.id IS NOT NULL THEN 'found-shared'
            WHEN EXISTS (SELECT 1 FROM AuditTrail
                         WHERE EntityId = 'pos-profile' AND AtDateTime >= :started_ms) THEN 'found-pos'
            ELSE 'found-none' END AS found,
       coalesce(mine.profileId, store.profile), sharer.id
FROM store LEFT JOIN mine LEFT JOIN sharer

-- [cart]
SELECT coalesce(mine.aggregateItems = 1, 0) AS done,
       CASE WHEN mine.profileId IS NULL THEN 'found-none' WHEN mine.aggregateItems THEN 'found-yes'
            WHEN other.id IS NOT NULL THEN 'found-other' ELSE 'found-no' END AS found,
       mine.profileId, other.id
FROM store LEFT JOIN mine
LEFT JOIN (SELECT RecordKey AS id FROM AuditTrail
           WHERE EntityId = 'profile' AND Operation = 'update' AND RecordKey <> :profile AND AtDateTime >= :started_ms
           ORDER BY RecId DESC LIMIT 1) AS other

-- [customers]
SELECT coalesce(mine.CreateAsyncCustomers = 1, 0) AS done,
       CASE WHEN mine.profileId IS NULL THEN 'found-none' WHEN mine.CreateAsyncCustomers THEN 'found-yes'
            ELSE 'found-no' END AS found,
       mine.profileId
FROM store LEFT JOIN mine

-- [checkout]
SELECT coalesce(mine.RetailCheckoutAllowNoPayment = 1, 0) AS done,
       CASE WHEN mine.profileId IS NULL THEN 'found-none' WHEN mine.RetailCheckoutAllowNoPayment THEN 'found-yes'
            ELSE 'found-no' END AS found,
       mine.profileId
FROM store LEFT JOIN mine

-- [assign]
-- Has the profile been given to another store instead?
SELECT coalesce(store.profile = mine.profileId, 0) AS done,
       CASE WHEN store.profile = mine.profileId THEN 'found-right'
            WHEN elsewhere.id IS NOT NULL THEN 'found-wrong-store'
            WHEN store.profile = '' THEN 'found-none' ELSE 'found-shared' END AS found,
       coalesce(mine.profileId, ''), elsewhere.id, store.profile
FROM store LEFT JOIN mine
LEFT JOIN (SELECT c.RetailChannelId AS id
           FROM mine JOIN RetailOnlineChannelTable AS o ON o.OnlineFunctionalityProfile = mine.profileId
           JOIN RetailChannelTable AS c ON c.RecId = o.RecId
           WHERE c.RetailChannelId <> :target ORDER BY c.RetailChannelId LIMIT 1) AS elsewhere

-- [run-1070]
SELECT store.profile = coalesce(mine.profileId, '-') AND copy.told AS done,
       CASE WHEN store.profile <> coalesce(mine.profileId, '-') THEN 'found-not-assigned'
            WHEN copy.told THEN 'found-told' ELSE 'found-old-copy' END AS found
FROM store JOIN copy LEFT JOIN mine

-- [refresh-cache]
SELECT copy.told AND cache.fresh AS done,
       CASE WHEN NOT copy.told THEN 'found-not-sent' WHEN cache.fresh THEN 'found-fresh' ELSE 'found-old' END AS found
FROM copy
JOIN (SELECT EXISTS (SELECT 1 FROM mine JOIN ch.CSUCACHE AS c ON c.PROFILEID = mine.profileId
                     WHERE c.RETAILCHANNELID = :target
                       AND c.CREATEASYNCCUSTOMERS = mine.CreateAsyncCustomers) AS fresh) AS cache
