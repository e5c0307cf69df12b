-- SPDX-License-Identifier: MIT
-- What several labs ask and do (docs/authoring.md). A lab that has a block of the same name uses its own.

-- [target]
SELECT RetailChannelId FROM RetailChannelTable WHERE RetailChannelId = :target

-- [no-batch]
-- The company's own plan gives way to the lab's.
DELETE FROM BatchJob

-- [long-ago]
-- Who has just been put in place has been a customer for three years.
UPDATE CustTable SET CreatedDateTime = CreatedDateTime - 94608000000
WHERE CreatedDateTime >= (SELECT max(CreatedDateTime) - 10000 FROM CustTable)
  AND Party IN (SELECT RecId FROM DirPartyTable WHERE Name IN ('Ingvild Sørdal', 'Ingrid Sørdal', 'Leif Sørdal'))

-- [home]
-- Where the customer stands: home when the channel knows the account.
SELECT way.back AS done,
       CASE WHEN way.back THEN 'found-home' WHEN way.account IS NOT NULL THEN 'found-created'
            WHEN way.status = 2 THEN 'found-failed' WHEN way.status IS NOT NULL THEN 'found-uploaded'
            ELSE 'found-channel' END AS found,
       way.account
FROM (SELECT EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC = :reported) AS back,
             (SELECT c.AccountNum FROM RetailCustTable AS r JOIN CustTable AS c ON c.RecId = r.RecId
              WHERE r.CustAccountAsync = :reported AND r.CustAccountAsync <> '') AS account,
             (SELECT SyncStatus FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND Operation = 1
              ORDER BY RecId DESC LIMIT 1) AS status) AS way

-- [operation]
-- The shopper's sign-up, as Customer synchronization status has it.
SELECT RecId FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND Operation = 1
ORDER BY RecId DESC LIMIT 1

-- [planned-p-0001]
-- A recurring batch job of it that will start by itself.
SELECT plan.here AS done,
       CASE WHEN plan.here THEN 'found-planned' WHEN plan.any_job THEN 'found-stopped' ELSE 'found-none' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM Batch AS b JOIN BatchJob AS j ON j.RecId = b.BatchJobId
                     WHERE b.JobId = 'P-0001' AND j.Status IN (1, 2, 5) AND j.RecurrenceUnit > 0) AS here,
             EXISTS (SELECT 1 FROM Batch WHERE JobId = 'P-0001') AS any_job) AS plan

-- [planned-sync]
-- A recurring batch job of it that will start by itself.
SELECT plan.here AS done,
       CASE WHEN plan.here THEN 'found-planned' WHEN plan.any_job THEN 'found-stopped' ELSE 'found-none' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM Batch AS b JOIN BatchJob AS j ON j.RecId = b.BatchJobId
                     WHERE b.JobId = 'sync-customers' AND j.Status IN (1, 2, 5) AND j.RecurrenceUnit > 0) AS here,
             EXISTS (SELECT 1 FROM Batch WHERE JobId = 'sync-customers') AS any_job) AS plan

-- [planned-1010]
-- A recurring batch job of it that will start by itself.
SELECT plan.here AS done,
       CASE WHEN plan.here THEN 'found-planned' WHEN plan.any_job THEN 'found-stopped' ELSE 'found-none' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM Batch AS b JOIN BatchJob AS j ON j.RecId = b.BatchJobId
                     WHERE b.JobId = '1010' AND j.Status IN (1, 2, 5) AND j.RecurrenceUnit > 0) AS here,
             EXISTS (SELECT 1 FROM Batch WHERE JobId = '1010') AS any_job) AS plan

-- [told]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM ch.RETAILONLINECHANNELTABLE AS o
             JOIN ch.RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE AS f ON f.PROFILEID = o.ONLINEFUNCTIONALITYPROFILE
             WHERE o.RETAILCHANNELID = :target AND f.CREATEASYNCCUSTOMERS = 0) AS ok) AS x

-- [cache]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM ch.CSUCACHE WHERE RETAILCHANNELID = :target AND CREATEASYNCCUSTOMERS = 0) AS ok) AS x

-- [at-once]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM CustTable AS c JOIN RetailCustTable AS r ON r.RecId = c.RecId
             JOIN RetailChannelTable AS s ON s.RecId = r.StoreRecId
             WHERE s.RetailChannelId = :target AND c.CreatedBy = 2 AND c.CreatedDateTime >= :started_ms) AS ok) AS x

-- [assigned]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM RetailOnlineChannelTable AS o JOIN RetailChannelTable AS c ON c.RecId = o.RecId
             JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
             WHERE c.RetailChannelId = :target AND p.CreateAsyncCustomers = 0) AS ok) AS x

-- [profile-row]
INSERT INTO RetailOnlineChannelFunctionalityProfileTable (profileId, name, aggregateItems, CreateAsyncCustomers)
VALUES ('OnlineSync', 'Online store, at once', 1, 1)

-- [operational]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM SysState WHERE Name = 'mode' AND Value = 'operational') AS ok) AS x

-- [nobody-by-hand]
SELECT x.added = 0 AS done, CASE WHEN x.added = 0 THEN 'found-nobody' ELSE 'found-some' END AS found, x.added
FROM (SELECT count(*) AS added FROM main.CustTable AS c
      WHERE c.CreatedBy = 0 AND NOT EXISTS (SELECT 1 FROM was.CustTable AS w WHERE w.RecId = c.RecId)) AS x

-- [sequence]
-- The number sequence that the store's new customers draw from: their group's own, else that of Customer account.
SELECT n.Manual = 0 AND n.Blocked = 0 AND n.room >= 100 AS done,
       CASE WHEN n.Blocked = 1 THEN 'found-stopped' WHEN n.Manual = 1 THEN 'found-manual'
            WHEN n.room <= 0 THEN 'found-exhausted' WHEN n.room < 100 THEN 'found-few'
            WHEN n.room IS NULL THEN 'found-none' ELSE 'found-yes' END AS found,
       n.code, n.room
FROM (SELECT coalesce((SELECT nullif(g.CustAccountNumSeq, '') FROM RetailChannelTable AS s
                       JOIN CustTable AS c ON c.AccountNum = s.DefaultCustAccount AND c.DataAreaId = s.DefaultCustDataAreaId
                       JOIN CustGroup AS g ON g.CustGroup = c.CustGroup WHERE s.RetailChannelId = :target),
                      (SELECT NumberSequence FROM NumberSequenceReference WHERE Reference = 'Customer account')) AS code) AS d
LEFT JOIN (SELECT NumberSequence AS code, Manual, Blocked, Highest - NextRec + 1 AS room FROM NumberSequenceTable) AS n
       ON n.code = d.code
