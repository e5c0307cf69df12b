-- Headquarters of the demo company: the last 300 minutes. 1070, 1110, 1090 and 1010 have run by now, at the moment of
-- creation; here they move to the time they belong to. Then: sign-ups uploaded, two customers created and two refused
-- (A3, AF), three more uploaded (A2). Reads people.sql.

UPDATE BatchJobHistory SET StartDateTime = StartDateTime - 300 * 60000, EndDateTime = EndDateTime - 300 * 60000,
    StartedBy = 'batch' WHERE JobId IN ('1070', '1110', '1090', '1010');
UPDATE RetailCDXDownloadSession SET CreatedDateTime = CreatedDateTime - 300 * 60000;
UPDATE RetailCDXDownloadSessionDataStore SET RequestedDateTime = RequestedDateTime - 300 * 60000,
    DownloadedDateTime = DownloadedDateTime - 300 * 60000, AppliedDateTime = AppliedDateTime - 300 * 60000
    WHERE AppliedDateTime > 0;

-- ---- A3: created since ------------------------------------------------------------------------------------------

INSERT INTO DirPartyTable
    SELECT CustomerRecId, printf('%09d', CustomerRecId), Type, FullName, fold(FullName), LanguageId, Email, Phone
    FROM DemoCustomer WHERE Way = 'A3';
INSERT INTO DirPersonName
    SELECT CustomerRecId, FirstName, MiddleName, LastName, fold(LastName) FROM DemoCustomer WHERE Way = 'A3';
INSERT INTO LogisticsElectronicAddress (Party, Type, Locator)
    SELECT CustomerRecId, 'Email', Email FROM DemoCustomer WHERE Way = 'A3'
    UNION ALL SELECT CustomerRecId, 'Phone', Phone FROM DemoCustomer WHERE Way = 'A3' AND Phone <> '' ORDER BY 1, 2;
INSERT INTO LogisticsPostalAddress (Party, Purpose, CountryRegionId, ZipCode, Street, StreetNumber, City, State, ValidFrom)
    SELECT CustomerRecId, 'Home', Country, ZipCode, Street, StreetNumber, City, State, CreatedAt
    FROM DemoCustomer WHERE Way = 'A3' AND Country <> '';
INSERT INTO CustTable (RecId, AccountNum, DataAreaId, Party, CustGroup, Currency, CreatedBy, CreatedDateTime, RowVersion)
    SELECT CustomerRecId, AccountNum, 'USRT', CustomerRecId, 'Retail', 'USD', 1, CreatedAt, CustomerRecId
    FROM DemoCustomer WHERE Way = 'A3' ORDER BY CustomerRecId;
INSERT INTO RetailCustTable SELECT CustomerRecId, Guid, StoreRecId, 2, Email FROM DemoCustomer WHERE Way = 'A3';
INSERT INTO DirAddressBookParty SELECT 'USRT customers', CustomerRecId FROM DemoCustomer WHERE Way = 'A3';
INSERT INTO RetailExternalIdToCustomerMap (ExternalIdentityId, ProviderId, CustomerAccountNumber)
    SELECT ObjectId, 'B2C', AccountNum FROM DemoCustomer WHERE Way = 'A3';
INSERT INTO RetailEventNotificationLog (EventType, ProfileId, AccountNum, Email, CreatedDateTime)
    SELECT 'CustomerCreated', 'Storefront', AccountNum, Email, CreatedAt FROM DemoCustomer WHERE Way = 'A3';
UPDATE NumberSequenceTable SET NextRec = (SELECT max(CAST(AccountNum AS INTEGER)) + 1 FROM CustTable)
    WHERE NumberSequence = 'CustAcc';

-- ---- what the channel sent ---------------------------------------------------------------------------------------

-- The errors are what the creation rule says of these rows (model/err.h, err_format).
INSERT INTO RetailAsyncCustomer (CustAccountAsync, DataAreaId, OnlineCustCreated, CustAccount, CustName, FirstName,
    MiddleName, LastName, LanguageId, Email, Phone, Street, StreetNumber, ZipCode, City, State, Country, ReceiptEmail,
    StoreRecId, ReplicationCounterFromOrigin, ChannelDatabase, OperationTimestamp, UploadedDateTime, SyncStatus,
    SyncDateTime, LastError)
    SELECT Guid, 'USRT', Way = 'A3', coalesce(AccountNum, ''), FullName, FirstName, MiddleName, LastName, LanguageId,
        Email, Phone, Street, StreetNumber, ZipCode, City, State, Country, Email, StoreRecId, Counter, 'Default', At,
        UploadedAt, CASE Way WHEN 'A3' THEN 1 WHEN 'AF' THEN 2 ELSE 0 END, iif(Way = 'A2', 0, @NOW@ - 180 * 60000),
        CASE WHEN Way <> 'AF' THEN '' WHEN length(FirstName) > 25
            THEN 'FIELD_TOO_LONG' || char(9) || 'FirstName' || char(9) || FirstName || char(9) || char(9) || '25'
            ELSE 'COUNTRY_UNKNOWN' || char(9) || 'Country' || char(9) || Country || char(9) || char(9) || '0' END
    FROM DemoCustomer WHERE UploadedAgo < 300 ORDER BY Counter;
UPDATE RetailAsyncCustomer SET AttemptCount = 1 WHERE SyncDateTime > 0;
INSERT INTO RetailAsyncCustomerAttempt (Operation, AtDateTime, UserId, Status, Message)
    SELECT RecId, SyncDateTime, '', 2, LastError FROM RetailAsyncCustomer WHERE SyncStatus = 2 ORDER BY RecId;
INSERT INTO RetailExternalIdToAsyncCustomerMap
    SELECT ObjectId, 'B2C', Guid FROM DemoCustomer WHERE Way IN ('A2', 'AF');
INSERT INTO RetailCDXUploadSession (RecId, LocalSessionId, JobId, DatabaseProfile, Status, RowsAffected, FileSize,
    CreatedDateTime, UploadedDateTime, AppliedDateTime, FromCounter, ToCounter)
    SELECT Session, Session, 'P-0001', 'Default', 3, RowCount, Bytes, UploadedAt, UploadedAt, UploadedAt,
        LastCounter - RowCount, LastCounter
    FROM DemoUpload WHERE UploadedAgo < 300 ORDER BY Session;
UPDATE RetailCDXUploadMark SET ReplicationCounter = (SELECT max(LastCounter) FROM DemoUpload)
    WHERE DatabaseProfile = 'Default';
UPDATE RetailCDXUploadMark SET LastGuid = (SELECT Guid FROM DemoCustomer WHERE Counter = ReplicationCounter)
    WHERE DatabaseProfile = 'Default' AND TableName = 'RetailAsyncCustomer';
INSERT OR REPLACE INTO RetailCDXDataStoreHeartbeatLog VALUES ('Default', @NOW@ - 120 * 60000);

INSERT INTO BatchJobHistory (JobId, Status, StartDateTime, EndDateTime, RowsAffected, FailedRows, Session, StartedBy,
    Message)
    SELECT 'P-0001', 4, UploadedAt, UploadedAt + 700, RowCount, 0, Session, 'batch', '' FROM DemoUpload
    WHERE UploadedAgo < 300
    UNION ALL
    SELECT 'sync-customers', 4, @NOW@ - 180 * 60000, @NOW@ - 180 * 60000 + 1100,
        (SELECT count(*) FROM DemoCustomer WHERE Way = 'A3'), (SELECT count(*) FROM DemoCustomer WHERE Way = 'AF'), 0,
        'batch', (SELECT LastError FROM RetailAsyncCustomer WHERE SyncStatus = 2 ORDER BY RecId LIMIT 1)
    ORDER BY 3;

-- ---- what runs by itself (domain.md 5.8): every 5, 15 and 15 minutes, as long as there is a batch server ---------

INSERT INTO BatchJob (RecId, Caption, Status, OrigStartDateTime, Company, BatchGroupId, RecurrenceUnit, RecurrenceCount,
    RecurrenceStart, CreatedBy, CreatedDateTime) VALUES
    (1, 'P-0001 (Channel transactions)', 1, @NOW@ + 5 * 60000, 'USRT', '', 1, 5, @NOW@ - 7 * 86400000, 'admin',
        @NOW@ - 7 * 86400000),
    (2, 'Synchronize customers and business partners from async mode', 1, @NOW@ + 15 * 60000, 'USRT', '', 1, 15,
        @NOW@ - 7 * 86400000, 'admin', @NOW@ - 7 * 86400000),
    (3, '1010 (Customers)', 1, @NOW@ + 15 * 60000, 'USRT', '', 1, 15, @NOW@ - 7 * 86400000, 'admin',
        @NOW@ - 7 * 86400000);
INSERT INTO Batch (BatchJobId, Caption, ClassName, JobId, Status, RetriesOnFailure, IgnoreFailOnError) VALUES
    (1, 'P-0001', 'RetailCDXScheduleRunner', 'P-0001', 4, 0, 1),
    (2, 'sync-customers', 'RetailAsyncCustomerSyncBatch', 'sync-customers', 4, 0, 1),
    (3, '1010', 'RetailCDXScheduleRunner', '1010', 4, 0, 1);
UPDATE BatchJobHistory SET BatchJob = (SELECT BatchJobId FROM Batch WHERE JobId = BatchJobHistory.JobId)
    WHERE StartedBy = 'batch' AND JobId IN (SELECT JobId FROM Batch);
UPDATE BatchJob SET (StartDateTime, EndDateTime, RunsDone) =
    (SELECT max(StartDateTime), max(EndDateTime), count(*) FROM BatchJobHistory AS h WHERE h.BatchJob = BatchJob.RecId);
