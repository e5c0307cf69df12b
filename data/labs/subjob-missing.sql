-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported) AND NOT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported)

-- [subjob]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM RetailConnSchedulerSubjobTable AS s JOIN RetailConnSchedulerJobLine AS l ON l.SubjobId = s.SubjobId
             WHERE l.jobId = 'P-0001' AND l.Enabled = 1 AND s.Enabled = 1 AND s.AXTableName = 'RetailAsyncCustomer') AS ok) AS x

-- [no-subjob]
UPDATE RetailConnSchedulerSubjobTable SET Enabled = 0 WHERE AXTableName = 'RetailAsyncCustomer'
