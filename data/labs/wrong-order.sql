-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported) AND NOT EXISTS (SELECT 1 FROM RetailCustTable WHERE CustAccountAsync = :reported)

-- [nobody-waits]
-- Sign-ups of the store that no job has brought home; one that headquarters refused is another matter.
SELECT n.waiting = 0 AS done, CASE WHEN n.waiting = 0 THEN 'found-none' ELSE 'found-some' END AS found, n.waiting, n.example
FROM (SELECT count(*) AS waiting, min(a.CUSTNAME) AS example
      FROM ch.RETAILASYNCCUSTOMER AS a JOIN RetailChannelTable AS c ON c.RecId = a.STORERECID
      WHERE c.RetailChannelId = :target AND a.OPERATION = 1
        AND NOT EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE AS k WHERE k.CUSTACCOUNTASYNC = a.CUSTACCOUNTASYNC)
        AND NOT EXISTS (SELECT 1 FROM RetailAsyncCustomer AS h
                        WHERE h.CustAccountAsync = a.CUSTACCOUNTASYNC AND h.SyncStatus = 2)) AS n

-- [ten-minutes-ago]
UPDATE RETAILASYNCCUSTOMER SET CREATEDDATETIME = CREATEDDATETIME - 600000
WHERE REPLICATIONCOUNTERFROMORIGIN = (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM RETAILASYNCCUSTOMER)

-- [five-minutes-ago]
UPDATE BatchJobHistory SET StartDateTime = StartDateTime - 300000, EndDateTime = EndDateTime - 300000
WHERE RecId > (SELECT max(RecId) - 2 FROM BatchJobHistory)
