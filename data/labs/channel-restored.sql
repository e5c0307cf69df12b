-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [target]
SELECT RetailChannelId FROM RetailChannelTable WHERE RetailChannelId = :target

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported) AND NOT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported)

-- [no-batch]
-- The company's own plan gives way to the lab's.
DELETE FROM BatchJob

-- [counter]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM ch.RETAILASYNCCUSTOMER) >=
             (SELECT max(ReplicationCounter) FROM RetailCDXUploadMark
              WHERE DatabaseProfile = 'Default' AND TableName = 'RetailAsyncCustomer') AS ok) AS x

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

-- [ahead]
UPDATE RetailCDXUploadMark SET ReplicationCounter = ReplicationCounter + 500 WHERE DatabaseProfile = 'Default';
UPDATE RetailCDXUploadSession SET ToCounter = ToCounter + 500
WHERE RecId = (SELECT max(RecId) FROM RetailCDXUploadSession WHERE DatabaseProfile = 'Default')
