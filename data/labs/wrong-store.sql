-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [target]
SELECT RetailChannelId FROM RetailChannelTable WHERE RetailChannelId = :target

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported) AND EXISTS (SELECT 1 FROM RetailOnlineChannelTable AS o JOIN RetailChannelTable AS c ON c.RecId = o.RecId
    WHERE c.RetailChannelId = 'AWBusiness' AND o.OnlineFunctionalityProfile = 'OnlineSync')

-- [profile-row]
INSERT INTO RetailOnlineChannelFunctionalityProfileTable (profileId, name, aggregateItems, CreateAsyncCustomers)
VALUES ('OnlineSync', 'Online store, at once', 1, 1)

-- [no-batch]
-- The company's own plan gives way to the lab's.
DELETE FROM BatchJob

-- [assigned]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM RetailOnlineChannelTable AS o JOIN RetailChannelTable AS c ON c.RecId = o.RecId
             JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
             WHERE c.RetailChannelId = :target AND p.CreateAsyncCustomers = 0) AS ok) AS x

-- [cache]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM ch.CSUCACHE WHERE RETAILCHANNELID = :target AND CREATEASYNCCUSTOMERS = 0) AS ok) AS x

-- [other-back]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT (SELECT count(*) FROM RetailOnlineChannelTable AS o JOIN RetailChannelTable AS c ON c.RecId = o.RecId
              JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
              WHERE c.RetailChannelId = 'AWBusiness' AND p.profileId = 'Online' AND p.CreateAsyncCustomers = 1) = 1
             AND EXISTS (SELECT 1 FROM ch.CSUCACHE WHERE RETAILCHANNELID = 'AWBusiness' AND CREATEASYNCCUSTOMERS = 1) AS ok) AS x

-- [at-once]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM CustTable AS c JOIN RetailCustTable AS r ON r.RecId = c.RecId
             JOIN RetailChannelTable AS s ON s.RecId = r.StoreRecId
             WHERE s.RetailChannelId = :target AND c.CreatedBy = 2 AND c.CreatedDateTime >= :started_ms) AS ok) AS x

-- [home]
-- Where the customer stands: home when the channel knows the account.
SELECT way.back AS done,
       CASE WHEN way.back THEN 'found-home' WHEN way.account IS NOT NULL THEN 'found-created'
            WHEN way.status = 2 THEN 'found-failed' WHEN way.status IS NOT NULL THEN 'found-uploaded'
            ELSE 'found-channel' END AS found,
       way.account
FROM (SELECT EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC = :reported) AS back,
             (SELECT c.AccountNum FROM RetailCustTable AS r JOIN CustTable AS c ON c.RecId = r.RecId
              WHERE r.CustAccountAsync = :reported AND r.CustAccountAsync <> '') AS account,
             (SELECT SyncStatus FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND Operation = 1
              ORDER BY RecId DESC LIMIT 1) AS status) AS way
