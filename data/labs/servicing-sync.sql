-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT NOT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE EMAIL = :email)

-- [customer]
-- Who was entered by hand has not signed up.
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM CustTable AS c JOIN DirPartyTable AS p ON p.RecId = c.Party
             WHERE p.PrimaryContactEmail = :email AND :email <> '' AND c.CreatedBy <> 0) AS ok) AS x
