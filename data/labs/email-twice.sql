-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT (SELECT count(*) FROM CustTable AS c JOIN DirPartyTable AS p ON p.RecId = c.Party
        WHERE p.PrimaryContactEmail = :email AND :email <> '') = 2
       AND (SELECT count(*) FROM ch.CUSTTABLE WHERE EMAIL = :email AND EMAIL <> '') = 2

-- [ingvild]
SELECT c.AccountNum FROM CustTable AS c JOIN DirPartyTable AS p ON p.RecId = c.Party
WHERE p.Name = 'Ingvild Sørdal' ORDER BY c.RecId DESC LIMIT 1

-- [ingrid]
SELECT c.AccountNum FROM CustTable AS c JOIN DirPartyTable AS p ON p.RecId = c.Party
WHERE p.Name = 'Ingrid Sørdal' ORDER BY c.RecId DESC LIMIT 1

-- [one]
-- The address is hers whose customer was there first.
SELECT x.many = 1 AND x.now = x.hers AS done,
       CASE WHEN x.many > 1 THEN 'found-many' WHEN x.many = 0 THEN 'found-none' WHEN x.now = x.hers THEN 'found-hers'
            ELSE 'found-other' END AS found,
       x.many, x.now, x.hers
FROM (SELECT (SELECT count(*) FROM main.CustTable AS c JOIN main.DirPartyTable AS p ON p.RecId = c.Party
              WHERE p.PrimaryContactEmail = :email AND :email <> '') AS many,
             (SELECT min(c.AccountNum) FROM main.CustTable AS c JOIN main.DirPartyTable AS p ON p.RecId = c.Party
              WHERE p.PrimaryContactEmail = :email AND :email <> '') AS now,
             (SELECT c.AccountNum FROM was.CustTable AS c JOIN was.DirPartyTable AS p ON p.RecId = c.Party
              WHERE p.PrimaryContactEmail = :email AND :email <> '' ORDER BY c.RecId LIMIT 1) AS hers) AS x

-- [told]
SELECT x.many = 1 AS done, CASE WHEN x.many = 1 THEN 'found-yes' ELSE 'found-no' END AS found, x.many
FROM (SELECT count(*) AS many FROM ch.CUSTTABLE WHERE EMAIL = :email AND EMAIL <> '') AS x

-- [linked]
-- A sign-up since the lab began leads to her account.
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM ch.RETAILEXTERNALIDTOCUSTOMERMAP AS m
             JOIN was.CustTable AS c ON c.AccountNum = m.CUSTOMERACCOUNTNUMBER
             JOIN was.DirPartyTable AS p ON p.RecId = c.Party
             WHERE p.PrimaryContactEmail = :email AND :email <> ''
               AND c.RecId = (SELECT min(k.RecId) FROM was.CustTable AS k JOIN was.DirPartyTable AS q ON q.RecId = k.Party
                              WHERE q.PrimaryContactEmail = :email)
               AND NOT EXISTS (SELECT 1 FROM wasch.RETAILEXTERNALIDTOCUSTOMERMAP AS w
                               WHERE w.EXTERNALIDENTITYID = m.EXTERNALIDENTITYID)) AS ok) AS x
