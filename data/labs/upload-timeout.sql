-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported) AND NOT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported)

-- [package]
SELECT x.status = 3 AS done,
       CASE x.status WHEN 3 THEN 'found-applied' WHEN 4 THEN 'found-canceled' ELSE 'found-open' END AS found, x.session
FROM (SELECT Status AS status, RecId AS session FROM RetailCDXUploadSession ORDER BY RecId DESC LIMIT 1) AS x

-- [index]
-- The custom table is found by its counter.
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM main.sqlite_master WHERE type = 'index' AND tbl_name = 'ExtCustomerLog'
                     AND sql LIKE '%(ReplicationCounterFromOrigin)%') AS ok) AS x
