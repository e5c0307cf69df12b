-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND SyncStatus = 2)

-- [stop]
UPDATE NumberSequenceTable SET Blocked = 1 WHERE NumberSequence = 'CustAcc'
