-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND SyncStatus = 2)

-- [names-group]
-- The sign-up form of the store names a group of its own.
UPDATE RETAILASYNCCUSTOMER SET CUSTGROUP = 'Web'
WHERE REPLICATIONCOUNTERFROMORIGIN > (SELECT max(REPLICATIONCOUNTERFROMORIGIN) - 2 FROM RETAILASYNCCUSTOMER)

-- [group]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM CustGroup WHERE CustGroup = 'Web') AS ok) AS x

-- [all-created]
-- Those who named the group.
SELECT x.failed = 0 AS done, CASE WHEN x.failed = 0 THEN 'found-all' ELSE 'found-failed' END AS found, x.failed, x.example
FROM (SELECT count(*) AS failed, min(n.CustName) AS example FROM main.RetailAsyncCustomer AS n
      JOIN ch.RETAILASYNCCUSTOMER AS a ON a.CUSTACCOUNTASYNC = n.CustAccountAsync
      WHERE a.CUSTGROUP = 'Web' AND n.OnlineCustCreated = 0) AS x
