-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported) AND NOT EXISTS (SELECT 1 FROM RetailCustTable WHERE CustAccountAsync = :reported)

-- [sync-batch]
SELECT b.BatchJobId FROM Batch AS b WHERE b.JobId = 'sync-customers' ORDER BY b.BatchJobId LIMIT 1

-- [disk-was-full]
-- The run that failed, as the batch server leaves one: its log, its task and the batch job in Error.
INSERT INTO BatchJobHistory (JobId, Status, StartDateTime, EndDateTime, StartedBy, BatchJob, Message)
SELECT 'sync-customers', 3, u.at + 1, u.at + 40, 'batch', b.BatchJobId,
       'DISK_FULL' || char(9) || char(9) || 'headquarters.db' || char(9) || char(9) || '0'
FROM Batch AS b, (SELECT max(UploadedDateTime) AS at FROM RetailAsyncCustomer) AS u WHERE b.JobId = 'sync-customers';
UPDATE Batch SET Status = 3 WHERE JobId = 'sync-customers';
UPDATE BatchJob SET Status = 3, (StartDateTime, EndDateTime) =
    (SELECT max(StartDateTime), max(EndDateTime) FROM BatchJobHistory AS h WHERE h.BatchJob = BatchJob.RecId)
WHERE RecId IN (SELECT BatchJobId FROM Batch WHERE JobId = 'sync-customers')
