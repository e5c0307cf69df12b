-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailCustTable WHERE CustAccountAsync = :reported) AND NOT EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC = :reported)
       AND EXISTS (SELECT 1 FROM RetailCDXDownloadSession WHERE JobId = '1010' AND Status = 10)

-- [obstacle]
-- What a restore left behind: another customer with the shopper's sign-up. 1010 cannot write over it.
INSERT INTO RETAILCUSTTABLE (RECID, CUSTACCOUNTASYNC, STORERECID)
SELECT 900000001, CUSTACCOUNTASYNC, STORERECID FROM RETAILASYNCCUSTOMER
WHERE REPLICATIONCOUNTERFROMORIGIN = (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM RETAILASYNCCUSTOMER)

-- [cleared]
DELETE FROM RETAILCUSTTABLE WHERE RECID = 900000001

-- [suspended]
SELECT RecId FROM RetailCDXDownloadSession WHERE JobId = '1010' AND Status = 10 ORDER BY RecId LIMIT 1

-- [tries]
SELECT x.tries >= 3 AS done, CASE WHEN x.tries >= 3 THEN 'found-enough' ELSE 'found-few' END AS found, x.tries
FROM (SELECT (SELECT TryCount FROM RetailConnParameters) AS tries) AS x

-- [free]
-- No session of 1010 is suspended, and the newest one is applied.
SELECT x.suspended IS NULL AND x.newest = 4 AS done,
       CASE WHEN x.suspended IS NOT NULL THEN 'found-suspended' WHEN x.newest = 4 THEN 'found-applied' ELSE 'found-open' END AS found,
       x.suspended
FROM (SELECT (SELECT min(RecId) FROM RetailCDXDownloadSession WHERE JobId = '1010' AND Status = 10) AS suspended,
             (SELECT Status FROM RetailCDXDownloadSession WHERE JobId = '1010' AND Status <> 9
              ORDER BY RecId DESC LIMIT 1) AS newest) AS x

-- [order]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM RetailSharedParameters
                     WHERE Name = 'CDX_ENABLE_DOWNLOAD_SESSION_DEPENDENCY_ENFORCEMENT' AND Value = '1') AS ok) AS x
