-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND SyncStatus = 2)

-- [one-more]
SELECT Highest + 1 FROM NumberSequenceTable WHERE NumberSequence = 'CustAcc'

-- [exhaust]
UPDATE NumberSequenceTable SET Highest = NextRec - 1 WHERE NumberSequence = 'CustAcc'
