-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND SyncStatus = 2)

-- [numbers]
-- Room for those who come: one number more would do for this shopper only.
SELECT x.room >= 100 AS done, CASE WHEN x.room >= 100 THEN 'found-yes' WHEN x.room > 0 THEN 'found-few' ELSE 'found-no' END AS found,
       x.room
FROM (SELECT (SELECT n.Highest - n.NextRec + 1 FROM NumberSequenceReference AS r
              JOIN NumberSequenceTable AS n ON n.NumberSequence = r.NumberSequence
              WHERE r.Reference = 'Customer account') AS room) AS x

-- [one-more]
SELECT Highest + 1 FROM NumberSequenceTable WHERE NumberSequence = 'CustAcc'

-- [exhaust]
UPDATE NumberSequenceTable SET Highest = NextRec - 1 WHERE NumberSequence = 'CustAcc'
