-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND SyncStatus = 2)

-- [numbers]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM NumberSequenceReference AS r JOIN NumberSequenceTable AS n ON n.NumberSequence = r.NumberSequence
             WHERE r.Reference = 'Customer account' AND n.NextRec <= n.Highest) AS ok) AS x

-- [exhaust]
UPDATE NumberSequenceTable SET Highest = NextRec - 1 WHERE NumberSequence = 'CustAcc'
