-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT NOT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE EMAIL = :email)

-- [forbid]
UPDATE RetailOperations SET AllowAnonymousAccess = 0 WHERE OperationId = 612

-- [allowed]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM RetailOperations WHERE OperationId = 612 AND AllowAnonymousAccess = 1)
             AND EXISTS (SELECT 1 FROM ch.CSUCACHE WHERE RETAILCHANNELID = :target AND ALLOWANONYMOUSACCESS = 1) AS ok) AS x

-- [stored]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE EMAIL = :email AND :email <> '') AS ok) AS x
