-- SPDX-License-Identifier: MIT
--
-- When the steps of the guide are done (docs/guides.md). States are those of domain.md section 1: in the channel (A1),
-- uploaded (A2), created but unknown to the channel (A3), failed (AF).

-- [target]
-- The store of the story, else one whose customers are created asynchronously.
SELECT c.RetailChannelId
FROM RetailChannelTable AS c JOIN RetailOnlineChannelTable AS o ON o.RecId = c.RecId
JOIN RetailCDXDataStoreChannel AS d ON d.Channel = c.RecId
LEFT JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
ORDER BY c.RetailChannelId = :target DESC, coalesce(p.CreateAsyncCustomers, 1) DESC, c.RetailChannelId
LIMIT 1

-- [see-pending]
-- The operation of the customer who is followed.
SELECT RecId FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND Operation = 1 ORDER BY RecId LIMIT 1

-- [find-account]
SELECT c.AccountNum FROM RetailCustTable AS r JOIN CustTable AS c ON c.RecId = r.RecId
WHERE r.CustAccountAsync = :reported AND r.CustAccountAsync <> ''

-- [plan-upload]
SELECT BatchJobId FROM Batch WHERE JobId = 'P-0001' ORDER BY RecId DESC LIMIT 1

-- [plan-create]
SELECT BatchJobId FROM Batch WHERE JobId = 'sync-customers' ORDER BY RecId DESC LIMIT 1

-- [plan-download]
SELECT BatchJobId FROM Batch WHERE JobId = '1010' ORDER BY RecId DESC LIMIT 1

-- [common]
WITH
-- which customers of the store are not home: no account of theirs has come back to the channel
waiting AS (
    SELECT a.CUSTACCOUNTASYNC AS guid, a.CUSTNAME AS name,
           (SELECT CASE WHEN h.OnlineCustCreated = 1 THEN 'A3' WHEN h.SyncStatus = 2 THEN 'AF' ELSE 'A2' END
            FROM RetailAsyncCustomer AS h WHERE h.CustAccountAsync = a.CUSTACCOUNTASYNC AND h.Operation = 1
            ORDER BY h.RecId DESC LIMIT 1) AS state
    FROM ch.RETAILASYNCCUSTOMER AS a
    WHERE a.STORERECID = (SELECT RecId FROM RetailChannelTable WHERE RetailChannelId = :target) AND a.OPERATION = 1
      AND NOT EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE AS r
                      WHERE r.CUSTACCOUNTASYNC = a.CUSTACCOUNTASYNC AND r.CUSTACCOUNTASYNC <> '')),
counts AS (
    SELECT count(*) - count(state) AS a1, coalesce(sum(state = 'A2'), 0) AS a2, coalesce(sum(state = 'A3'), 0) AS a3,
           coalesce(sum(state = 'AF'), 0) AS af
    FROM waiting),
-- which of the jobs have run since the guide began
ran AS (SELECT DISTINCT JobId AS job FROM BatchJobHistory WHERE StartDateTime >= :started_ms)

-- [upload]
SELECT a1 = 0 AS done,
       CASE WHEN a1 = 0 THEN 'found-none'
            WHEN EXISTS (SELECT 1 FROM ran WHERE job IN ('sync-customers', '1010'))
                 AND NOT EXISTS (SELECT 1 FROM ran WHERE job = 'P-0001') THEN 'found-wrong-job'
            ELSE 'found-channel' END AS found,
       a1
FROM counts

-- [create]
-- Whoever failed is created by a correction, not by this job: that is the next guide.
SELECT a1 = 0 AND a2 = 0 AS done,
       CASE WHEN a2 > 0 THEN 'found-uploaded'
            WHEN a1 > 0 AND EXISTS (SELECT 1 FROM ran WHERE job = 'sync-customers') THEN 'found-too-early'
            WHEN a1 > 0 THEN 'found-channel'
            WHEN af > 0 THEN 'found-failed' ELSE 'found-created' END AS found,
       a1, a2, af
FROM counts

-- [download]
SELECT a1 + a2 + a3 = 0 AS done,
       CASE WHEN a1 + a2 > 0 AND EXISTS (SELECT 1 FROM ran WHERE job = '1010') THEN 'found-too-early'
            WHEN a1 + a2 > 0 THEN 'found-not-created'
            WHEN a3 > 0 THEN 'found-created'
            ELSE 'found-home' END AS found,
       a1 + a2, a3
FROM counts

-- [plan]
-- Recurring batch jobs that will start by themselves.
SELECT count(*) = 3 AS done,
       CASE WHEN count(*) = 3 THEN 'found-planned' ELSE 'found-missing' END AS found,
       count(*),
       (SELECT group_concat(job, ', ')
        FROM (SELECT 'P-0001' AS job UNION ALL SELECT 'sync-customers' UNION ALL SELECT '1010')
        WHERE job NOT IN (SELECT b.JobId FROM Batch AS b JOIN BatchJob AS j ON j.RecId = b.BatchJobId
                          WHERE j.Status IN (1, 2, 5) AND j.RecurrenceUnit > 0))
FROM (SELECT DISTINCT b.JobId FROM Batch AS b JOIN BatchJob AS j ON j.RecId = b.BatchJobId
      WHERE b.JobId IN ('P-0001', 'sync-customers', '1010') AND j.Status IN (1, 2, 5) AND j.RecurrenceUnit > 0)
