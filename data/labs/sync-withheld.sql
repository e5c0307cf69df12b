-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported) AND NOT EXISTS (SELECT 1 FROM RetailCustTable WHERE CustAccountAsync = :reported)

-- [sync-batch]
SELECT b.BatchJobId FROM Batch AS b WHERE b.JobId = 'sync-customers' ORDER BY b.BatchJobId LIMIT 1
