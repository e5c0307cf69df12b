-- Sessions that go through their stages, batch jobs, scheduler set-up, operations with attempts (domain.md 4.4, 4.7 to
-- 4.18, 5.3 to 5.6). What exists is carried over.

-- ---- sessions (CDX-Best-Practices.md) ------------------------------------------------------------------------

-- A package is the rows of one channel database whose counters are behind FromCounter up to ToCounter.
ALTER TABLE RetailCDXUploadSession ADD COLUMN FromCounter INTEGER NOT NULL DEFAULT 0;      -- (ours)
ALTER TABLE RetailCDXUploadSession ADD COLUMN ToCounter INTEGER NOT NULL DEFAULT 0;        -- (ours)
ALTER TABLE RetailCDXUploadSession ADD COLUMN AppliedDateTime INTEGER NOT NULL DEFAULT 0;
CREATE INDEX RetailCDXUploadSession_Database ON RetailCDXUploadSession (DatabaseProfile, RecId);
ALTER TABLE RetailCDXDownloadSession ADD COLUMN FullSync INTEGER NOT NULL DEFAULT 0;       -- (ours) ignores the bookmark
ALTER TABLE RetailCDXDownloadSession ADD COLUMN TryCount INTEGER NOT NULL DEFAULT 1;
ALTER TABLE RetailCDXDownloadSession ADD COLUMN RerunFor INTEGER NOT NULL DEFAULT 0;
-- The GUID of the row at the mark: another one there means that the channel was restored (domain.md 6 cause 38).
ALTER TABLE RetailCDXUploadMark ADD COLUMN LastGuid TEXT NOT NULL DEFAULT '';              -- (ours)
-- Identities follow a mark of their own: one can be linked to a sign-up that was received before.
INSERT INTO RetailCDXUploadMark (DatabaseProfile, TableName, ReplicationCounter)
    SELECT DatabaseProfile, 'RetailExternalIdToAsyncCustomerMap', ReplicationCounter FROM RetailCDXUploadMark
    WHERE TableName = 'RetailAsyncCustomer';
-- The customers of a package are those changed behind FromVersion up to ToVersion.
ALTER TABLE RetailCDXDownloadSession ADD COLUMN FromVersion INTEGER NOT NULL DEFAULT 0;    -- (ours)
ALTER TABLE RetailCDXDownloadSession ADD COLUMN ToVersion INTEGER NOT NULL DEFAULT 0;      -- (ours)
-- Sessions that a run goes on with, oldest first: every status but the final ones.
CREATE INDEX RetailCDXUploadSession_Open ON RetailCDXUploadSession (DatabaseProfile, RecId) WHERE Status NOT IN (3, 4);
CREATE INDEX RetailCDXDownloadSession_Open
    ON RetailCDXDownloadSession (JobId, DataGroup, RecId) WHERE Status NOT IN (4, 5, 9);

-- ---- who works (ours) ----------------------------------------------------------------------------------------

-- At most one holder of a name at a time: the batch server, the run of a job. Token grows with every taking, so that a
-- holder that was replaced knows.
CREATE TABLE SysLease (
    Name         TEXT PRIMARY KEY,
    Token        INTEGER NOT NULL,
    Holder       TEXT NOT NULL,             -- "user@host", for people; '' = nobody
    Host         TEXT NOT NULL,
    Pid          INTEGER NOT NULL,
    ProcessStart INTEGER NOT NULL,          -- tells a pid that was given away again
    TakenDateTime INTEGER NOT NULL,
    UntilDateTime INTEGER NOT NULL
) WITHOUT ROWID;

-- ---- batch jobs (create-batch-job.md; domain.md 4.14, 5.6) ---------------------------------------------------

CREATE TABLE BatchJob (
    RecId             INTEGER PRIMARY KEY AUTOINCREMENT, -- history and audit trail outlive it
    RecVersion        INTEGER NOT NULL DEFAULT 1,
    Caption           TEXT NOT NULL CHECK (length(Caption) BETWEEN 1 AND 100),
    Status            INTEGER NOT NULL DEFAULT 0, -- 0 withhold 1 waiting 2 executing 3 error 4 ended 5 ready
                                                  -- 6 didn't run 7 canceling 8 canceled
    OrigStartDateTime INTEGER NOT NULL,           -- scheduled start: of the next run
    StartDateTime     INTEGER NOT NULL DEFAULT 0, -- actual start of the newest run
    EndDateTime       INTEGER NOT NULL DEFAULT 0,
    Company           TEXT NOT NULL DEFAULT '',
    BatchGroupId      TEXT NOT NULL DEFAULT '' CHECK (length(BatchGroupId) <= 10),
    IsPrivate         INTEGER NOT NULL DEFAULT 0 CHECK (IsPrivate IN (0, 1)),
    IsCritical        INTEGER NOT NULL DEFAULT 0 CHECK (IsCritical IN (0, 1)),
    AlertOnError      INTEGER NOT NULL DEFAULT 1 CHECK (AlertOnError IN (0, 1)),
    AlertOnEnded      INTEGER NOT NULL DEFAULT 0 CHECK (AlertOnEnded IN (0, 1)),
    RecurrenceUnit    INTEGER NOT NULL DEFAULT 0 CHECK (RecurrenceUnit BETWEEN 0 AND 6),
                                                  -- 0 none 1 minutes 2 hours 3 days 4 weeks 5 months 6 years
    RecurrenceCount   INTEGER NOT NULL DEFAULT 1 CHECK (RecurrenceCount >= 1),
    RecurrenceStart   INTEGER NOT NULL DEFAULT 0, -- first start: the pattern counts from here
    RecurrenceEnd     INTEGER NOT NULL DEFAULT 0 CHECK (RecurrenceEnd BETWEEN 0 AND 2), -- 0 none 1 after 2 by
    EndAfter          INTEGER NOT NULL DEFAULT 0, -- runs
    EndBy             INTEGER NOT NULL DEFAULT 0, -- no start behind this time
    RunsDone          INTEGER NOT NULL DEFAULT 0, -- since the recurrence was set
    CreatedBy         TEXT NOT NULL DEFAULT '',
    CreatedDateTime   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX BatchJob_Due ON BatchJob (Status, OrigStartDateTime);

-- The tasks of a batch job. A task is one job of the data exchange.
CREATE TABLE Batch (
    RecId            INTEGER PRIMARY KEY,
    BatchJobId       INTEGER NOT NULL REFERENCES BatchJob (RecId) ON DELETE CASCADE,
    LineNum          INTEGER NOT NULL DEFAULT 1,
    Caption          TEXT NOT NULL DEFAULT '',
    ClassName        TEXT NOT NULL,               -- the product's class
    JobId            TEXT NOT NULL,               -- model/exchange/jobs.h
    DatabaseProfile  TEXT NOT NULL DEFAULT '',    -- '' = all
    Status           INTEGER NOT NULL DEFAULT 1,
    RetriesOnFailure INTEGER NOT NULL DEFAULT 0 CHECK (RetriesOnFailure BETWEEN 0 AND 5),
    RetryCount       INTEGER NOT NULL DEFAULT 0,
    IgnoreFailOnError INTEGER NOT NULL DEFAULT 0 CHECK (IgnoreFailOnError IN (0, 1)),
    StartDateTime    INTEGER NOT NULL DEFAULT 0,
    EndDateTime      INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX Batch_Job ON Batch (BatchJobId, LineNum);
CREATE INDEX Batch_JobId ON Batch (JobId);

ALTER TABLE BatchJobHistory ADD COLUMN BatchJob INTEGER NOT NULL DEFAULT 0; -- 0 = Run now
ALTER TABLE BatchJobHistory ADD COLUMN RetryCount INTEGER NOT NULL DEFAULT 0;
CREATE INDEX BatchJobHistory_Batch ON BatchJobHistory (BatchJob, RecId) WHERE BatchJob > 0;

-- ---- Commerce scheduler (implementation-considerations-cdx.md; domain.md 4.8, 4.10 to 4.12, 4.17) ------------

CREATE TABLE RetailConnChannelSchema (
    RecId       INTEGER PRIMARY KEY,
    RecVersion  INTEGER NOT NULL DEFAULT 1,
    Name        TEXT NOT NULL UNIQUE CHECK (length(Name) BETWEEN 1 AND 20),
    Description TEXT NOT NULL DEFAULT '',
    FilterSharedCustomerDataTables INTEGER NOT NULL DEFAULT 0 CHECK (FilterSharedCustomerDataTables IN (0, 1))
);
CREATE TABLE RetailConnSchedulerJobTable (
    RecId           INTEGER PRIMARY KEY,
    RecVersion      INTEGER NOT NULL DEFAULT 1,
    jobId           TEXT NOT NULL UNIQUE CHECK (length(jobId) BETWEEN 1 AND 20),
    Description     TEXT NOT NULL DEFAULT '',
    IsUpload        INTEGER NOT NULL DEFAULT 0 CHECK (IsUpload IN (0, 1)),
    ChannelSchema   TEXT NOT NULL DEFAULT 'AX7',
    ExcludeFromOffline INTEGER NOT NULL DEFAULT 0 CHECK (ExcludeFromOffline IN (0, 1)),
    AllowSkipDataSync INTEGER NOT NULL DEFAULT 0 CHECK (AllowSkipDataSync IN (0, 1)),
    lastMessageText TEXT NOT NULL DEFAULT ''
);
CREATE TABLE RetailConnSchedulerSubjobTable (
    RecId            INTEGER PRIMARY KEY,
    RecVersion       INTEGER NOT NULL DEFAULT 1,
    SubjobId         TEXT NOT NULL UNIQUE CHECK (length(SubjobId) BETWEEN 1 AND 60),
    AXTableName      TEXT NOT NULL,
    ChannelTableName TEXT NOT NULL,
    replicationCounterFieldName TEXT NOT NULL DEFAULT '', -- uploads
    Enabled          INTEGER NOT NULL DEFAULT 1 CHECK (Enabled IN (0, 1))
);
CREATE TABLE RetailConnSchedulerJobLine (
    jobId    TEXT NOT NULL REFERENCES RetailConnSchedulerJobTable (jobId) ON DELETE CASCADE,
    SubjobId TEXT NOT NULL REFERENCES RetailConnSchedulerSubjobTable (SubjobId) ON DELETE CASCADE,
    Enabled  INTEGER NOT NULL DEFAULT 1 CHECK (Enabled IN (0, 1)),
    PRIMARY KEY (jobId, SubjobId)
) WITHOUT ROWID;
CREATE TABLE RetailConnScheduleJobMapping (
    Schedule       TEXT NOT NULL REFERENCES RetailConnSchedule (Name) ON DELETE CASCADE,
    SchedulerJobId TEXT NOT NULL,
    Enabled        INTEGER NOT NULL DEFAULT 1 CHECK (Enabled IN (0, 1)),
    PRIMARY KEY (Schedule, SchedulerJobId)
) WITHOUT ROWID;
ALTER TABLE RetailConnDatabaseProfile ADD COLUMN UploadInterval INTEGER NOT NULL DEFAULT 0;   -- minutes, 0 = as scheduled
ALTER TABLE RetailConnDatabaseProfile ADD COLUMN DownloadInterval INTEGER NOT NULL DEFAULT 0;
ALTER TABLE RetailConnDatabaseProfile ADD COLUMN DataWritingBatchJob INTEGER NOT NULL DEFAULT 0;

-- One row.
CREATE TABLE RetailConnParameters (
    RecId      INTEGER PRIMARY KEY CHECK (RecId = 1),
    RecVersion INTEGER NOT NULL DEFAULT 1,
    TryCount   INTEGER NOT NULL DEFAULT 3 CHECK (TryCount BETWEEN 1 AND 100),
    FullDatasetGenerationInterval INTEGER NOT NULL DEFAULT 0 CHECK (FullDatasetGenerationInterval BETWEEN 0 AND 3650), -- days
    MonitoringRetentionDays INTEGER NOT NULL DEFAULT 30 CHECK (MonitoringRetentionDays BETWEEN 0 AND 3650),
    SqlCommandTimeout INTEGER NOT NULL DEFAULT 0 CHECK (SqlCommandTimeout BETWEEN 0 AND 86400) -- seconds, 0 = none
);
INSERT INTO RetailConnParameters (RecId) VALUES (1);

-- Records that pages edit have a number and a version.
CREATE TABLE SharedParametersNew (
    RecId      INTEGER PRIMARY KEY,
    RecVersion INTEGER NOT NULL DEFAULT 1,
    Name       TEXT NOT NULL UNIQUE CHECK (length(Name) BETWEEN 1 AND 80),
    Value      TEXT NOT NULL CHECK (length(Value) <= 255)
);
INSERT INTO SharedParametersNew (Name, Value) SELECT Name, Value FROM RetailSharedParameters ORDER BY Name;
DROP TABLE RetailSharedParameters;
ALTER TABLE SharedParametersNew RENAME TO RetailSharedParameters;

CREATE TABLE NumberReferenceNew (
    RecId          INTEGER PRIMARY KEY,
    RecVersion     INTEGER NOT NULL DEFAULT 1,
    Area           TEXT NOT NULL,
    Reference      TEXT NOT NULL UNIQUE, -- 'Customer account'
    NumberSequence TEXT NOT NULL DEFAULT ''
);
INSERT INTO NumberReferenceNew (Area, Reference, NumberSequence)
    SELECT Area, Reference, NumberSequence FROM NumberSequenceReference ORDER BY Area, Reference;
DROP TABLE NumberSequenceReference;
ALTER TABLE NumberReferenceNew RENAME TO NumberSequenceReference;

ALTER TABLE FeatureManagementState ADD COLUMN RecVersion INTEGER NOT NULL DEFAULT 1;
ALTER TABLE FeatureManagementState ADD COLUMN ScheduledDateTime INTEGER NOT NULL DEFAULT 0; -- 0 = not scheduled
ALTER TABLE FeatureManagementState ADD COLUMN FeatureAdded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE FeatureManagementState ADD COLUMN IsMandatory INTEGER NOT NULL DEFAULT 0;
ALTER TABLE FeatureManagementState ADD COLUMN Module TEXT NOT NULL DEFAULT 'Retail and Commerce';

-- ---- operations of shoppers (audit-async-customer-operations.md; domain.md 4.4) ------------------------------

ALTER TABLE RetailAsyncCustomer ADD COLUMN RecVersion INTEGER NOT NULL DEFAULT 1;
ALTER TABLE RetailAsyncCustomer ADD COLUMN AttemptCount INTEGER NOT NULL DEFAULT 0;
-- Which attributes the shopper changed, comma separated; '' of an update: whatever differs from the customer.
ALTER TABLE RetailAsyncCustomer ADD COLUMN ChangedAttributes TEXT NOT NULL DEFAULT '';
-- Counters of two channel databases may be the same: a store that moved has its shoppers' later operations in another.
DROP INDEX RetailAsyncCustomer_Guid;
CREATE UNIQUE INDEX RetailAsyncCustomer_Guid
    ON RetailAsyncCustomer (CustAccountAsync, DataAreaId, ReplicationCounterFromOrigin, ChannelDatabase);
-- The operation too, so that pending customers are counted without their updates.
DROP INDEX RetailAsyncCustomer_Pending;
CREATE INDEX RetailAsyncCustomer_Pending
    ON RetailAsyncCustomer (SyncStatus, RecId, Operation, OperationTimestamp) WHERE OnlineCustCreated = 0;
-- Failed operations by cause: a cause is what LastError begins with.
CREATE INDEX RetailAsyncCustomer_Cause ON RetailAsyncCustomer (LastError, RecId) WHERE SyncStatus = 2;
CREATE INDEX RetailAsyncCustomer_Store ON RetailAsyncCustomer (StoreRecId);
CREATE INDEX RetailAsyncCustomer_Edits ON RetailAsyncCustomer (Operation) WHERE Operation > 1;
-- Attempts at an operation that failed, and the one after them that did not. One that succeeds at the first try leaves
-- no row: its own SyncDateTime says when.
CREATE TABLE RetailAsyncCustomerAttempt (
    RecId      INTEGER PRIMARY KEY,
    Operation  INTEGER NOT NULL REFERENCES RetailAsyncCustomer (RecId) ON DELETE CASCADE,
    AtDateTime INTEGER NOT NULL,
    UserId     TEXT NOT NULL,                -- '' = the job
    Status     INTEGER NOT NULL,             -- 1 succeeded, 2 failed
    Message    TEXT NOT NULL DEFAULT ''      -- model/err.h err_format
);
CREATE INDEX RetailAsyncCustomerAttempt_Operation ON RetailAsyncCustomerAttempt (Operation, RecId);
-- What an update changed, kept when it succeeded.
CREATE TABLE RetailAsyncCustomerChange (
    Operation INTEGER NOT NULL REFERENCES RetailAsyncCustomer (RecId) ON DELETE CASCADE,
    Attribute TEXT NOT NULL,
    OldValue  TEXT NOT NULL,
    NewValue  TEXT NOT NULL,
    PRIMARY KEY (Operation, Attribute)
) WITHOUT ROWID;

-- ---- the scheduler's base configuration, for companies from before -------------------------------------------

INSERT INTO RetailConnChannelSchema (Name, Description) VALUES ('AX7', 'Channel schema of this version');
INSERT INTO RetailConnSchedulerJobTable (jobId, Description, IsUpload) VALUES
    ('P-0001', 'Channel transactions', 1), ('1010', 'Customers', 0), ('1070', 'Channel configuration', 0),
    ('1090', 'Registers', 0), ('1110', 'Global configuration', 0);
INSERT INTO RetailConnSchedulerSubjobTable (SubjobId, AXTableName, ChannelTableName, replicationCounterFieldName) VALUES
    ('RetailAsyncCustomer', 'RetailAsyncCustomer', 'RETAILASYNCCUSTOMER', 'REPLICATIONCOUNTERFROMORIGIN'),
    ('RetailExternalIdToAsyncCustomerMap', 'RetailExternalIdToAsyncCustomerMap', 'RETAILEXTERNALIDTOASYNCCUSTOMERMAP',
     'REPLICATIONCOUNTERFROMORIGIN'),
    ('CustTable', 'CustTable', 'CUSTTABLE', ''),
    ('RetailCustTable', 'RetailCustTable', 'RETAILCUSTTABLE', ''),
    ('DirAddressBookParty', 'DirAddressBookParty', 'DIRADDRESSBOOKPARTY', ''),
    ('RetailOnlineChannelTable', 'RetailOnlineChannelTable', 'RETAILONLINECHANNELTABLE', ''),
    ('RetailOnlineChannelFunctionalityProfileTable', 'RetailOnlineChannelFunctionalityProfileTable',
     'RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE', ''),
    ('RetailStoreAddressBook', 'RetailStoreAddressBook', 'RETAILSTOREADDRESSBOOK', ''),
    ('RetailOperations', 'RetailOperations', 'RETAILOPERATIONS', ''),
    ('FeatureManagementState', 'FeatureManagementState', 'FEATUREMANAGEMENTSTATE', ''),
    ('RetailSharedParameters', 'RetailSharedParameters', 'RETAILSHAREDPARAMETERS', '');
INSERT INTO RetailConnSchedulerJobLine (jobId, SubjobId) VALUES
    ('P-0001', 'RetailAsyncCustomer'), ('P-0001', 'RetailExternalIdToAsyncCustomerMap'),
    ('1010', 'CustTable'), ('1010', 'RetailCustTable'), ('1010', 'DirAddressBookParty'),
    ('1070', 'RetailOnlineChannelTable'), ('1070', 'RetailOnlineChannelFunctionalityProfileTable'),
    ('1070', 'RetailStoreAddressBook'), ('1090', 'RetailOperations'),
    ('1110', 'FeatureManagementState'), ('1110', 'RetailSharedParameters');
INSERT INTO RetailConnScheduleJobMapping (Schedule, SchedulerJobId)
    SELECT s.Name, j.jobId FROM RetailConnSchedule s JOIN RetailConnSchedulerJobTable j
    ON j.jobId = s.Name OR (s.Name = '9999' AND j.IsUpload = 0);

-- ---- records edited by hand (domain.md 4.3, 4.5, 4.6) ---------------------------------------------------------

-- Customers that were deleted: job 1010 takes them away from the channels, too. RowVersion as in CustTable.
CREATE TABLE CustTableDeleted (              -- (ours)
    RecId      INTEGER PRIMARY KEY,
    RowVersion INTEGER NOT NULL UNIQUE
);
-- What may refer to a customer or a group that is to be deleted is found without reading every customer.
CREATE INDEX CustTable_Group ON CustTable (CustGroup);
CREATE INDEX CustTable_Invoice ON CustTable (InvoiceAccount) WHERE InvoiceAccount <> '';
CREATE INDEX RetailExternalIdToCustomerMap_Account ON RetailExternalIdToCustomerMap (CustomerAccountNumber);
