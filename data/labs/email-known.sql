-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM CustTable AS c JOIN DirPartyTable AS p ON p.RecId = c.Party
               JOIN ch.RETAILEXTERNALIDTOCUSTOMERMAP AS m ON m.CUSTOMERACCOUNTNUMBER = c.AccountNum
               WHERE p.PrimaryContactEmail = :email AND p.Name = 'Leif Sørdal'
               GROUP BY c.RecId HAVING count(*) = 2)
       AND NOT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE EMAIL = :email)

-- [account]
SELECT c.AccountNum FROM CustTable AS c JOIN DirPartyTable AS p ON p.RecId = c.Party
WHERE p.PrimaryContactEmail = :email ORDER BY c.RecId LIMIT 1

-- [newest]
SELECT AccountNum FROM CustTable ORDER BY RecId DESC LIMIT 1

-- [answered]
-- The account, with whatever words around it, and no other number.
SELECT x.ok AS done,
       CASE WHEN :answer = '' THEN 'found-nothing' WHEN x.ok THEN 'found-right' ELSE 'found-wrong' END AS found, :answer
FROM (SELECT instr(:answer, y.account) > 0 AND replace(:answer, y.account, '') NOT GLOB '*[0-9]*' AS ok
      FROM (SELECT c.AccountNum AS account FROM was.CustTable AS c JOIN was.DirPartyTable AS p ON p.RecId = c.Party
            WHERE p.PrimaryContactEmail = :email AND :email <> '' LIMIT 1) AS y) AS x

-- [as-it-was]
SELECT x.same AS done, CASE WHEN x.same THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM was.CustTable AS w JOIN was.DirPartyTable AS q ON q.RecId = w.Party
             JOIN main.DirPartyTable AS p ON p.RecId = w.Party
             WHERE q.PrimaryContactEmail = :email AND :email <> '' AND p.PrimaryContactEmail = q.PrimaryContactEmail
               AND p.Name = q.Name) AS same) AS x
