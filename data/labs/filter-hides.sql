-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM CustTable AS c JOIN RetailCustTable AS r ON r.RecId = c.RecId
               JOIN DirPartyTable AS p ON p.RecId = c.Party
               WHERE r.CustAccountAsync = :reported AND :reported <> '' AND p.Name <> 'Ingvild Sørdal')

-- [account]
SELECT c.AccountNum FROM CustTable AS c JOIN RetailCustTable AS r ON r.RecId = c.RecId
WHERE r.CustAccountAsync = :reported

-- [namesake]
SELECT c.AccountNum FROM CustTable AS c JOIN DirPartyTable AS p ON p.RecId = c.Party
WHERE p.Name = 'Ingvild Sørdal' ORDER BY c.RecId DESC LIMIT 1

-- [newest]
SELECT AccountNum FROM CustTable ORDER BY RecId DESC LIMIT 1

-- [answered]
-- The account, with whatever words around it, and no other number.
SELECT x.ok AS done,
       CASE WHEN :answer = '' THEN 'found-nothing' WHEN x.ok THEN 'found-right' ELSE 'found-wrong' END AS found, :answer
FROM (SELECT instr(:answer, y.account) > 0 AND replace(:answer, y.account, '') NOT GLOB '*[0-9]*' AS ok
      FROM (SELECT c.AccountNum AS account FROM CustTable AS c JOIN RetailCustTable AS r ON r.RecId = c.RecId
            WHERE r.CustAccountAsync = :reported AND :reported <> '') AS y) AS x
