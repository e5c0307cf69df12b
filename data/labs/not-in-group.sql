-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported) AND NOT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported)

-- [attached]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM RetailCDXScheduleDataGroup AS g JOIN RetailConnDatabaseProfile AS p ON p.DataGroup = g.DataGroup
             WHERE g.Schedule = 'P-0001' AND p.Name = 'Default') AS ok) AS x

-- [detach]
DELETE FROM RetailCDXScheduleDataGroup WHERE Schedule = 'P-0001'
