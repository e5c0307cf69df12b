-- SPDX-License-Identifier: MIT
--
-- When the steps of the guide are done (docs/guides.md). SyncStatus: 0 pending, 1 succeeded, 2 failed.

-- [target]
SELECT c.RetailChannelId
FROM RetailChannelTable AS c JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
JOIN RetailCDXDataStoreChannel AS d ON d.Channel = c.RecId
LEFT JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
ORDER BY c.RetailChannelId = :target DESC, coalesce(p.CreateAsyncCustomers, 1) DESC, c.RetailChannelId
LIMIT 1

-- [country]
-- What the shopper typed: the name of a country where its code belongs.
UPDATE RETAILASYNCCUSTOMER SET COUNTRY = 'NORGE', STREET = 'Storgata', STREETNUMBER = '12', ZIPCODE = '0182', CITY = 'Oslo'
WHERE REPLICATIONCOUNTERFROMORIGIN = (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM RETAILASYNCCUSTOMER)

-- [select-failed]
SELECT RecId FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND Operation = 1 ORDER BY RecId LIMIT 1

-- [find-customer]
SELECT c.AccountNum FROM RetailCustTable AS r JOIN CustTable AS c ON c.RecId = r.RecId
WHERE r.CustAccountAsync = :reported AND r.CustAccountAsync <> ''

-- [common]
WITH
operation AS (
    SELECT h.RecId, h.SyncStatus AS status, h.Country AS country, h.CustAccount AS account, h.AttemptCount AS attempts,
           EXISTS (SELECT 1 FROM LogisticsAddressCountryRegion WHERE CountryRegionId = h.Country) AS valid,
           (SELECT max(AtDateTime) FROM RetailAsyncCustomerAttempt WHERE Operation = h.RecId) AS tried,
           (SELECT max(AtDateTime) FROM AuditTrail
            WHERE EntityId = 'async-operation' AND RecordKey = CAST(h.RecId AS TEXT)) AS changed
    FROM RetailAsyncCustomer AS h WHERE h.CustAccountAsync = :reported AND h.Operation = 1 ORDER BY h.RecId LIMIT 1)

-- [correct]
-- Was the operation of somebody else corrected instead?
SELECT coalesce(valid OR status = 1, 0) AS done,
       CASE WHEN valid OR status = 1 THEN 'found-valid' WHEN other.name IS NOT NULL THEN 'found-other'
            WHEN changed >= :started_ms THEN 'found-still' ELSE 'found-unchanged' END AS found,
       country, other.name
FROM (SELECT 1) LEFT JOIN operation
LEFT JOIN (SELECT h.CustName AS name
           FROM AuditTrail AS a JOIN RetailAsyncCustomer AS h ON h.RecId = CAST(a.RecordKey AS INTEGER)
           WHERE a.EntityId = 'async-operation' AND a.AtDateTime >= :started_ms AND h.CustAccountAsync <> :reported
           ORDER BY a.RecId DESC LIMIT 1) AS other

-- [synchronize]
SELECT coalesce(status = 1, 0) AS done,
       CASE WHEN status = 1 THEN 'found-succeeded' WHEN valid AND tried > changed THEN 'found-failed-again'
            WHEN valid THEN 'found-saved' WHEN tried >= :started_ms AND attempts > 1 THEN 'found-too-early'
            ELSE 'found-failed' END AS found,
       account, country
FROM (SELECT 1) LEFT JOIN operation

-- [back-home]
SELECT x.back AS done,
       CASE WHEN x.back THEN 'found-home' WHEN operation.status = 1 THEN 'found-created'
            ELSE 'found-not-created' END AS found,
       operation.account
FROM (SELECT EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC = :reported) AS back) AS x
LEFT JOIN operation
