-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailCustTable WHERE CustAccountAsync = :reported AND :reported <> '')
       AND NOT EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC = :reported)

-- [account]
SELECT c.AccountNum FROM RetailCustTable AS r JOIN CustTable AS c ON c.RecId = r.RecId
WHERE r.CustAccountAsync = :reported

-- [session]
SELECT max(RecId) FROM RetailCDXDownloadSession WHERE JobId = '1010'

-- [column]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' WHEN x.sent THEN 'found-more' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM SupportRequest WHERE JobId = '1010' AND Status = 1) AS ok,
             EXISTS (SELECT 1 FROM SupportRequest) AS sent) AS x

-- [her-name]
SELECT x.now = x.before AS done, CASE WHEN x.now = x.before THEN 'found-yes' ELSE 'found-no' END AS found, x.now
FROM (SELECT p.Name AS now, q.Name AS before
      FROM main.RetailCustTable AS r JOIN main.CustTable AS c ON c.RecId = r.RecId
      JOIN main.DirPartyTable AS p ON p.RecId = c.Party JOIN was.DirPartyTable AS q ON q.RecId = c.Party
      WHERE r.CustAccountAsync = :reported AND r.CustAccountAsync <> '') AS x
