-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [target]
SELECT RetailChannelId FROM RetailChannelTable WHERE RetailChannelId = :target

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailCustTable WHERE CustAccountAsync = :reported) AND NOT EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC = :reported)

-- [no-batch]
-- The company's own plan gives way to the lab's.
DELETE FROM BatchJob

-- [planned-1010]
-- A recurring batch job of it that will start by itself.
SELECT plan.here AS done,
       CASE WHEN plan.here THEN 'found-planned' WHEN plan.any_job THEN 'found-stopped' ELSE 'found-none' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM Batch AS b JOIN BatchJob AS j ON j.RecId = b.BatchJobId
                     WHERE b.JobId = '1010' AND j.Status IN (1, 2, 5) AND j.RecurrenceUnit > 0) AS here,
             EXISTS (SELECT 1 FROM Batch WHERE JobId = '1010') AS any_job) AS plan

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
