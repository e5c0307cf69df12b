-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported)
       AND EXISTS (SELECT 1 FROM RetailFunctionalityProfile WHERE profileId = 'AW' AND CreateAsyncCustomers = 0)
       AND EXISTS (SELECT 1 FROM RetailOnlineChannelFunctionalityProfileTable WHERE profileId = 'AW' AND CreateAsyncCustomers = 1)

-- [own-profile-rows]
INSERT INTO RetailOnlineChannelFunctionalityProfileTable (profileId, name, aggregateItems, CreateAsyncCustomers)
VALUES ('AW', 'AW online store', 1, 1);
INSERT INTO RetailFunctionalityProfile (profileId, name, aggregateItems, CreateAsyncCustomers)
VALUES ('AW', 'AW pickup counters', 1, 1)

-- [counters]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM RetailFunctionalityProfile WHERE profileId = 'AW' AND CreateAsyncCustomers = 1)
             AND NOT EXISTS (SELECT 1 FROM was.RetailFunctionalityProfile AS w
                             WHERE w.profileId <> 'AW' AND NOT EXISTS
                               (SELECT 1 FROM main.RetailFunctionalityProfile AS n WHERE n.profileId = w.profileId
                                AND n.CreateAsyncCustomers = w.CreateAsyncCustomers)) AS ok) AS x

-- [own-profile]
-- A profile with No that changes nobody but this store.
SELECT x.async = 0 AND x.stores = 1 AS done,
       CASE WHEN x.async IS NULL THEN 'found-none' WHEN x.async = 1 THEN 'found-async'
            WHEN x.stores > 1 THEN 'found-shared' ELSE 'found-own' END AS found,
       x.profile
FROM (SELECT o.OnlineFunctionalityProfile AS profile, p.CreateAsyncCustomers AS async,
             (SELECT count(*) FROM RetailOnlineChannelTable AS s
              WHERE s.OnlineFunctionalityProfile = o.OnlineFunctionalityProfile) AS stores
      FROM RetailChannelTable AS c JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
      LEFT JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
      WHERE c.RetailChannelId = :target) AS x
