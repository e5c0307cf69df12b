-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported) AND NOT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported)

-- [counter]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM ch.RETAILASYNCCUSTOMER) >=
             (SELECT max(ReplicationCounter) FROM RetailCDXUploadMark
              WHERE DatabaseProfile = 'Default' AND TableName = 'RetailAsyncCustomer') AS ok) AS x

-- [ahead]
UPDATE RetailCDXUploadMark SET ReplicationCounter = ReplicationCounter + 500 WHERE DatabaseProfile = 'Default';
UPDATE RetailCDXUploadSession SET ToCounter = ToCounter + 500
WHERE RecId = (SELECT max(RecId) FROM RetailCDXUploadSession WHERE DatabaseProfile = 'Default')
