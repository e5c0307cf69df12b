-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported) AND NOT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported)

-- [session]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT (SELECT NEXTID FROM ch.UPLOADSESSIONCOUNTER) > (SELECT max(ID) FROM ch.UPLOADSESSION) AS ok) AS x

-- [behind]
UPDATE UPLOADSESSIONCOUNTER SET NEXTID = (SELECT min(ID) FROM UPLOADSESSION)
