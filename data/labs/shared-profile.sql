-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT NOT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE EMAIL = :email)

-- [business]
-- Headquarters says so, the channel has heard of it, and the storefront acts on it.
SELECT x.async = 1 AND x.aggregate = 1 AND x.cached = 1 AS done,
       CASE WHEN x.async IS NULL THEN 'found-none' WHEN x.async = 0 THEN 'found-sync'
            WHEN x.aggregate = 0 THEN 'found-cart' WHEN x.cached = 0 THEN 'found-unheard' ELSE 'found-async' END AS found,
       x.profile
FROM (SELECT o.OnlineFunctionalityProfile AS profile, p.CreateAsyncCustomers AS async, p.aggregateItems AS aggregate,
             EXISTS (SELECT 1 FROM ch.RETAILONLINECHANNELTABLE AS s JOIN ch.CSUCACHE AS k ON k.STORERECID = s.RECID
                     WHERE s.RETAILCHANNELID = :target AND k.CREATEASYNCCUSTOMERS = 1
                       AND s.ONLINEFUNCTIONALITYPROFILE = o.OnlineFunctionalityProfile
                       AND k.PROFILEID = o.OnlineFunctionalityProfile) AS cached
      FROM RetailChannelTable AS c JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
      LEFT JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
      WHERE c.RetailChannelId = :target) AS x

-- [first]
SELECT x.async = 0 AND x.aggregate = 1 AND x.cached = 1 AS done,
       CASE WHEN x.async IS NULL THEN 'found-none' WHEN x.async = 1 THEN 'found-async'
            WHEN x.aggregate = 0 THEN 'found-cart' WHEN x.cached = 0 THEN 'found-unheard' ELSE 'found-sync' END AS found,
       x.profile
FROM (SELECT o.OnlineFunctionalityProfile AS profile, p.CreateAsyncCustomers AS async, p.aggregateItems AS aggregate,
             EXISTS (SELECT 1 FROM ch.CSUCACHE AS k WHERE k.RETAILCHANNELID = 'AWOnline' AND k.CREATEASYNCCUSTOMERS = 0) AS cached
      FROM RetailChannelTable AS c JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
      LEFT JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
      WHERE c.RetailChannelId = 'AWOnline') AS x

-- [others]
SELECT count(*) = 0 AS done, CASE WHEN count(*) = 0 THEN 'found-same' ELSE 'found-changed' END AS found,
       min(w.store)
FROM (SELECT c.RetailChannelId AS store, o.OnlineFunctionalityProfile AS profile, p.CreateAsyncCustomers AS async,
             c.DefaultCustAccount AS customer
      FROM was.RetailChannelTable AS c JOIN was.RetailOnlineChannelTable AS o ON o.RecId = c.RecId
      LEFT JOIN was.RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile) AS w
LEFT JOIN (SELECT c.RetailChannelId AS store, o.OnlineFunctionalityProfile AS profile, p.CreateAsyncCustomers AS async,
                  c.DefaultCustAccount AS customer
           FROM main.RetailChannelTable AS c JOIN main.RetailOnlineChannelTable AS o ON o.RecId = c.RecId
           LEFT JOIN main.RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile)
     AS n ON n.store = w.store
WHERE n.store IS NULL OR n.customer <> w.customer
   OR (w.store NOT IN (:target, 'AWOnline') AND (n.profile IS NOT w.profile OR n.async IS NOT w.async))

-- [stored]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER AS a JOIN RetailChannelTable AS c ON c.RecId = a.STORERECID
                     WHERE a.EMAIL = :email AND :email <> '' AND c.RetailChannelId = :target) AS ok) AS x
