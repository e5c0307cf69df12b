-- Headquarters. Table and column names are the product's own (microsoft/CDM, operationsCommon/Tables; domain.md 5.1),
-- so that what a consultant knows from the product is true here. Columns of ours are marked (ours).
-- Times are milliseconds since 1970 UTC. Yes/no is 1/0. RecVersion counts the saves of a record.
-- Tables WITHOUT ROWID have the columns of their key first and in its order: the quick_check of SQLite 3.40 sees NULL in
-- others.

-- ---- reference data ------------------------------------------------------------------------------------------

CREATE TABLE CompanyInfo (
    DataArea        TEXT PRIMARY KEY CHECK (length(DataArea) BETWEEN 1 AND 4),
    Name            TEXT NOT NULL,
    CurrencyCode    TEXT NOT NULL,
    LanguageId      TEXT NOT NULL,
    CountryRegionId TEXT NOT NULL,
    TimeZone        TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE Currency (CurrencyCode TEXT PRIMARY KEY, Txt TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE LanguageTable (LanguageId TEXT PRIMARY KEY, Name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE TimeZoneTable (TimeZoneId TEXT PRIMARY KEY, Name TEXT NOT NULL) WITHOUT ROWID; -- an enum in the product
CREATE TABLE LogisticsAddressCountryRegion (
    CountryRegionId TEXT PRIMARY KEY,
    ISOcode         TEXT NOT NULL UNIQUE,
    ShortName       TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE InventLocation (
    InventLocationId TEXT NOT NULL,
    DataAreaId       TEXT NOT NULL REFERENCES CompanyInfo (DataArea),
    Name             TEXT NOT NULL,
    InventSiteId     TEXT NOT NULL,
    PRIMARY KEY (InventLocationId, DataAreaId)
) WITHOUT ROWID;
CREATE TABLE RetailTransactionServiceProfile (profileId TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE RetailEventNotificationProfile (profileId TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE CustGroup (
    RecId               INTEGER PRIMARY KEY,
    RecVersion          INTEGER NOT NULL DEFAULT 1,
    CustGroup           TEXT NOT NULL UNIQUE CHECK (length(CustGroup) BETWEEN 1 AND 10),
    Name                TEXT NOT NULL DEFAULT '',
    PaymTermId          TEXT NOT NULL DEFAULT '',
    ClearingPeriod      TEXT NOT NULL DEFAULT '',
    TaxGroupId          TEXT NOT NULL DEFAULT '',
    PriceIncludeSalesTax INTEGER NOT NULL DEFAULT 0,
    WriteOffReason      TEXT NOT NULL DEFAULT '',
    CustAccountNumSeq   TEXT NOT NULL DEFAULT ''
);

CREATE TABLE DirAddressBook (
    RecId       INTEGER PRIMARY KEY,
    RecVersion  INTEGER NOT NULL DEFAULT 1,
    Name        TEXT NOT NULL UNIQUE CHECK (length(Name) BETWEEN 1 AND 60),
    Description TEXT NOT NULL DEFAULT ''
);

-- ---- channels ------------------------------------------------------------------------------------------------

CREATE TABLE RetailOnlineChannelFunctionalityProfileTable (
    RecId                        INTEGER PRIMARY KEY,
    RecVersion                   INTEGER NOT NULL DEFAULT 1,
    profileId                    TEXT NOT NULL UNIQUE CHECK (length(profileId) BETWEEN 1 AND 10),
    name                         TEXT NOT NULL DEFAULT '' CHECK (length(name) <= 60),
    aggregateItems               INTEGER NOT NULL DEFAULT 0 CHECK (aggregateItems IN (0, 1)),
    CreateAsyncCustomers         INTEGER NOT NULL DEFAULT 0 CHECK (CreateAsyncCustomers IN (0, 1)),
    RetailCheckoutAllowNoPayment INTEGER NOT NULL DEFAULT 0 CHECK (RetailCheckoutAllowNoPayment IN (0, 1)),
    CreatedDateTime              INTEGER NOT NULL DEFAULT 0
);

-- The functionality profiles of the point of sale: a page of the same name and another path (domain.md 2, step 1).
CREATE TABLE RetailFunctionalityProfile (
    RecId                INTEGER PRIMARY KEY,
    RecVersion           INTEGER NOT NULL DEFAULT 1,
    profileId            TEXT NOT NULL UNIQUE CHECK (length(profileId) BETWEEN 1 AND 10),
    name                 TEXT NOT NULL DEFAULT '' CHECK (length(name) <= 60),
    aggregateItems       INTEGER NOT NULL DEFAULT 0 CHECK (aggregateItems IN (0, 1)),
    CreateAsyncCustomers INTEGER NOT NULL DEFAULT 0 CHECK (CreateAsyncCustomers IN (0, 1))
);

CREATE TABLE RetailChannelTable (
    RecId                    INTEGER PRIMARY KEY,
    RecVersion               INTEGER NOT NULL DEFAULT 1,
    RetailChannelId          TEXT NOT NULL UNIQUE CHECK (length(RetailChannelId) BETWEEN 1 AND 10),
    ChannelType              INTEGER NOT NULL DEFAULT 1, -- 1 = online store
    OMOperatingUnitID        TEXT NOT NULL CHECK (length(OMOperatingUnitID) BETWEEN 1 AND 60), -- the unit's name
    inventLocationDataAreaId TEXT NOT NULL REFERENCES CompanyInfo (DataArea),
    inventLocation           TEXT NOT NULL,
    ChannelTimeZone          TEXT NOT NULL,
    Currency                 TEXT NOT NULL REFERENCES Currency (CurrencyCode),
    DefaultCustAccount       TEXT NOT NULL DEFAULT '' CHECK (length(DefaultCustAccount) <= 20),
    DefaultCustDataAreaId    TEXT NOT NULL DEFAULT '',
    TransactionServiceProfile  TEXT NOT NULL DEFAULT '',
    EventNotificationProfileId TEXT NOT NULL DEFAULT '',
    PriceIncludesSalesTax    INTEGER NOT NULL DEFAULT 0 CHECK (PriceIncludesSalesTax IN (0, 1))
);

CREATE TABLE RetailOnlineChannelTable (
    RecId                      INTEGER PRIMARY KEY REFERENCES RetailChannelTable (RecId) ON DELETE CASCADE,
    OnlineFunctionalityProfile TEXT REFERENCES RetailOnlineChannelFunctionalityProfileTable (profileId),
    OnlineCatalogName          TEXT NOT NULL DEFAULT '' CHECK (length(OnlineCatalogName) <= 60),
    RetailOnlineChannelPublishStatus INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX RetailOnlineChannelTable_Profile ON RetailOnlineChannelTable (OnlineFunctionalityProfile);

CREATE TABLE RetailStoreAddressBook (
    StoreRecId      INTEGER NOT NULL REFERENCES RetailChannelTable (RecId) ON DELETE CASCADE,
    AddressBook     TEXT NOT NULL REFERENCES DirAddressBook (Name),
    AddressBookType INTEGER NOT NULL DEFAULT 0, -- 0 = customer
    PRIMARY KEY (StoreRecId, AddressBook, AddressBookType)
) WITHOUT ROWID;

CREATE TABLE RetailOnlineChannelLanguages (
    StoreRecId INTEGER NOT NULL REFERENCES RetailChannelTable (RecId) ON DELETE CASCADE,
    LanguageId TEXT NOT NULL REFERENCES LanguageTable (LanguageId),
    IsDefault  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (StoreRecId, LanguageId)
) WITHOUT ROWID;

CREATE TABLE RetailOperations (
    OperationId          INTEGER PRIMARY KEY, -- 612 = Customer add
    OperationName        TEXT NOT NULL,
    AllowAnonymousAccess INTEGER NOT NULL DEFAULT 1 CHECK (AllowAnonymousAccess IN (0, 1)),
    RecVersion           INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE FeatureManagementState (
    FeatureId INTEGER PRIMARY KEY,
    Name      TEXT NOT NULL UNIQUE,
    IsEnabled INTEGER NOT NULL DEFAULT 0,
    EnabledDateTime INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE RetailSharedParameters (Name TEXT PRIMARY KEY, Value TEXT NOT NULL) WITHOUT ROWID;

-- ---- number sequences ----------------------------------------------------------------------------------------

CREATE TABLE NumberSequenceTable (
    RecId          INTEGER PRIMARY KEY,
    RecVersion     INTEGER NOT NULL DEFAULT 1,
    NumberSequence TEXT NOT NULL UNIQUE CHECK (length(NumberSequence) BETWEEN 1 AND 10),
    Txt            TEXT NOT NULL DEFAULT '',
    Format         TEXT NOT NULL,               -- constant and alphanumeric segments, # = digit
    Lowest         INTEGER NOT NULL DEFAULT 1,
    Highest        INTEGER NOT NULL,
    NextRec        INTEGER NOT NULL,
    Manual         INTEGER NOT NULL DEFAULT 0,
    Continuous     INTEGER NOT NULL DEFAULT 0,
    Blocked        INTEGER NOT NULL DEFAULT 0,  -- Stopped
    FetchAhead     INTEGER NOT NULL DEFAULT 0,
    FetchAheadQty  INTEGER NOT NULL DEFAULT 1,
    Scope          INTEGER NOT NULL DEFAULT 0,
    CHECK (Lowest >= 1 AND Highest > Lowest AND NextRec BETWEEN Lowest AND Highest + 1)
);
CREATE TABLE NumberSequenceReference (
    Area           TEXT NOT NULL,
    Reference      TEXT NOT NULL, -- 'Customer account'
    NumberSequence TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (Area, Reference)
) WITHOUT ROWID;

-- ---- customers -----------------------------------------------------------------------------------------------

CREATE TABLE DirPartyTable (
    RecId               INTEGER PRIMARY KEY,
    PartyNumber         TEXT NOT NULL,
    Type                INTEGER NOT NULL DEFAULT 0, -- 0 person, 1 organization
    Name                TEXT NOT NULL CHECK (length(Name) BETWEEN 1 AND 100),
    NameAlias           TEXT NOT NULL,              -- the name case-folded, for searching
    LanguageId          TEXT NOT NULL DEFAULT '',
    PrimaryContactEmail TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    PrimaryContactPhone TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX DirPartyTable_Number ON DirPartyTable (PartyNumber);
CREATE INDEX DirPartyTable_Alias ON DirPartyTable (NameAlias);
CREATE INDEX DirPartyTable_Email ON DirPartyTable (PrimaryContactEmail) WHERE PrimaryContactEmail <> '';
CREATE INDEX DirPartyTable_Phone ON DirPartyTable (PrimaryContactPhone) WHERE PrimaryContactPhone <> '';

CREATE TABLE DirPersonName (
    Party      INTEGER PRIMARY KEY REFERENCES DirPartyTable (RecId) ON DELETE CASCADE,
    FirstName  TEXT NOT NULL DEFAULT '' CHECK (length(FirstName) <= 25),
    MiddleName TEXT NOT NULL DEFAULT '' CHECK (length(MiddleName) <= 25),
    LastName   TEXT NOT NULL DEFAULT '' CHECK (length(LastName) <= 25),
    SearchName TEXT NOT NULL DEFAULT '' -- (ours) the last name case-folded
);
CREATE INDEX DirPersonName_Search ON DirPersonName (SearchName);

CREATE TABLE DirAddressBookParty (
    AddressBook TEXT NOT NULL REFERENCES DirAddressBook (Name),
    Party       INTEGER NOT NULL REFERENCES DirPartyTable (RecId) ON DELETE CASCADE,
    PRIMARY KEY (AddressBook, Party)
) WITHOUT ROWID;
CREATE INDEX DirAddressBookParty_Party ON DirAddressBookParty (Party, AddressBook);

CREATE TABLE LogisticsPostalAddress (
    RecId           INTEGER PRIMARY KEY,
    Party           INTEGER NOT NULL REFERENCES DirPartyTable (RecId) ON DELETE CASCADE,
    Purpose         TEXT NOT NULL DEFAULT 'Home',
    CountryRegionId TEXT NOT NULL REFERENCES LogisticsAddressCountryRegion (CountryRegionId),
    ZipCode         TEXT NOT NULL DEFAULT '' CHECK (length(ZipCode) <= 10),
    Street          TEXT NOT NULL DEFAULT '' CHECK (length(Street) <= 250),
    StreetNumber    TEXT NOT NULL DEFAULT '' CHECK (length(StreetNumber) <= 20),
    City            TEXT NOT NULL DEFAULT '' CHECK (length(City) <= 60),
    State           TEXT NOT NULL DEFAULT '' CHECK (length(State) <= 10),
    County          TEXT NOT NULL DEFAULT '' CHECK (length(County) <= 10),
    IsPrimary       INTEGER NOT NULL DEFAULT 1,
    ValidFrom       INTEGER NOT NULL DEFAULT 0,
    ValidTo         INTEGER NOT NULL DEFAULT 0 -- 0 = no end
);
CREATE INDEX LogisticsPostalAddress_Party ON LogisticsPostalAddress (Party);

CREATE TABLE LogisticsElectronicAddress (
    RecId     INTEGER PRIMARY KEY,
    Party     INTEGER NOT NULL REFERENCES DirPartyTable (RecId) ON DELETE CASCADE,
    Type      TEXT NOT NULL, -- Phone, Email, URL
    Locator   TEXT NOT NULL CHECK (length(Locator) BETWEEN 1 AND 255),
    IsPrimary INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX LogisticsElectronicAddress_Party ON LogisticsElectronicAddress (Party);

CREATE TABLE CustTable (
    RecId           INTEGER PRIMARY KEY,
    RecVersion      INTEGER NOT NULL DEFAULT 1,
    AccountNum      TEXT NOT NULL CHECK (length(AccountNum) BETWEEN 1 AND 20),
    DataAreaId      TEXT NOT NULL REFERENCES CompanyInfo (DataArea),
    Party           INTEGER NOT NULL REFERENCES DirPartyTable (RecId),
    CustGroup       TEXT NOT NULL REFERENCES CustGroup (CustGroup),
    Currency        TEXT NOT NULL REFERENCES Currency (CurrencyCode),
    Blocked         INTEGER NOT NULL DEFAULT 0, -- 0 no, 1 invoice, 2 all
    InvoiceAccount  TEXT NOT NULL DEFAULT '',
    CreditMax       INTEGER NOT NULL DEFAULT 0, -- hundredths
    TaxGroup        TEXT NOT NULL DEFAULT '',
    InventSiteId    TEXT NOT NULL DEFAULT '',
    InventLocation  TEXT NOT NULL DEFAULT '',
    DefaultDimension TEXT NOT NULL DEFAULT '',
    CreatedBy       INTEGER NOT NULL DEFAULT 0, -- (ours) 0 by hand, 1 sync job, 2 Real-time Service
    CreatedDateTime INTEGER NOT NULL DEFAULT 0,
    RowVersion      INTEGER NOT NULL            -- change tracking: larger than every RowVersion given before
);
CREATE UNIQUE INDEX CustTable_Account ON CustTable (DataAreaId, AccountNum);
CREATE UNIQUE INDEX CustTable_Party ON CustTable (Party);
CREATE UNIQUE INDEX CustTable_RowVersion ON CustTable (RowVersion);

CREATE TABLE RetailCustTable (
    RecId            INTEGER PRIMARY KEY REFERENCES CustTable (RecId) ON DELETE CASCADE,
    CustAccountAsync TEXT NOT NULL DEFAULT '',  -- the channel's GUID; '' = created in headquarters directly
    StoreRecId       INTEGER NOT NULL DEFAULT 0, -- (ours) store of origin, 0 = none
    receiptOption    INTEGER NOT NULL DEFAULT 0, -- 0 none, 1 standard receipt, 2 email, 3 both
    receiptEmail     TEXT NOT NULL DEFAULT '' CHECK (length(receiptEmail) <= 80)
);
CREATE UNIQUE INDEX RetailCustTable_Async ON RetailCustTable (CustAccountAsync) WHERE CustAccountAsync <> '';

-- ---- what channels sent (V1 tables, domain.md 1 item 8) ------------------------------------------------------

-- A value longer than its column makes the whole package fail (domain.md 6 cause 12), as in the product.
CREATE TABLE RetailAsyncCustomer (
    RecId                        INTEGER PRIMARY KEY,
    CustAccountAsync             TEXT NOT NULL CHECK (length(CustAccountAsync) = 38),
    DataAreaId                   TEXT NOT NULL,
    OnlineCustCreated            INTEGER NOT NULL DEFAULT 0 CHECK (OnlineCustCreated = (CustAccount <> '')),
    CustAccount                  TEXT NOT NULL DEFAULT '',
    CustName                     TEXT NOT NULL CHECK (length(CustName) <= 100),
    FirstName                    TEXT NOT NULL DEFAULT '' CHECK (length(FirstName) <= 100),
    MiddleName                   TEXT NOT NULL DEFAULT '' CHECK (length(MiddleName) <= 100),
    LastName                     TEXT NOT NULL DEFAULT '' CHECK (length(LastName) <= 100),
    RelationshipType             INTEGER NOT NULL DEFAULT 0,
    CustGroup                    TEXT NOT NULL DEFAULT '' CHECK (length(CustGroup) <= 10),
    Currency                     TEXT NOT NULL DEFAULT '' CHECK (length(Currency) <= 3),
    LanguageId                   TEXT NOT NULL DEFAULT '' CHECK (length(LanguageId) <= 7),
    Email                        TEXT NOT NULL DEFAULT '' CHECK (length(Email) <= 255),
    Phone                        TEXT NOT NULL DEFAULT '' CHECK (length(Phone) <= 255),
    CellularPhone                TEXT NOT NULL DEFAULT '' CHECK (length(CellularPhone) <= 255),
    Street                       TEXT NOT NULL DEFAULT '' CHECK (length(Street) <= 250),
    StreetNumber                 TEXT NOT NULL DEFAULT '' CHECK (length(StreetNumber) <= 20),
    ZipCode                      TEXT NOT NULL DEFAULT '' CHECK (length(ZipCode) <= 10),
    City                         TEXT NOT NULL DEFAULT '' CHECK (length(City) <= 60),
    County                       TEXT NOT NULL DEFAULT '' CHECK (length(County) <= 10),
    State                        TEXT NOT NULL DEFAULT '' CHECK (length(State) <= 10),
    Country                      TEXT NOT NULL DEFAULT '' CHECK (length(Country) <= 10),
    ReceiptOption                INTEGER NOT NULL DEFAULT 0,
    ReceiptEmail                 TEXT NOT NULL DEFAULT '' CHECK (length(ReceiptEmail) <= 80),
    TaxGroup                     TEXT NOT NULL DEFAULT '',
    CreditMax                    INTEGER NOT NULL DEFAULT 0,
    Blocked                      INTEGER NOT NULL DEFAULT 0,
    StoreRecId                   INTEGER NOT NULL,
    RetailCustAffiliations       TEXT NOT NULL DEFAULT '',
    ReplicationCounterFromOrigin INTEGER NOT NULL,
    ChannelDatabase              TEXT NOT NULL,               -- (ours) where the counter counts
    Operation                    INTEGER NOT NULL DEFAULT 1,  -- (ours) 1 create, 2 update, 3 deactivate
    OperationTimestamp           INTEGER NOT NULL,            -- (ours) when the shopper did it
    UploadedDateTime             INTEGER NOT NULL,            -- (ours)
    SyncStatus                   INTEGER NOT NULL DEFAULT 0,  -- (ours) 0 pending, 1 succeeded, 2 failed
    SyncDateTime                 INTEGER NOT NULL DEFAULT 0,  -- (ours) last attempt
    LastError                    TEXT NOT NULL DEFAULT ''     -- (ours) model/err.h err_format
);
CREATE UNIQUE INDEX RetailAsyncCustomer_Guid
    ON RetailAsyncCustomer (CustAccountAsync, DataAreaId, ReplicationCounterFromOrigin);
-- In the order of work; the time makes it answer how many wait and since when.
CREATE INDEX RetailAsyncCustomer_Pending
    ON RetailAsyncCustomer (SyncStatus, RecId, OperationTimestamp) WHERE OnlineCustCreated = 0;

CREATE TABLE RetailExternalIdToAsyncCustomerMap (
    ExternalIdentityId         TEXT NOT NULL,
    ProviderId                 TEXT NOT NULL,
    AsyncCustomerAccountNumber TEXT NOT NULL,
    PRIMARY KEY (ExternalIdentityId, ProviderId)
) WITHOUT ROWID;
CREATE INDEX RetailExternalIdToAsyncCustomerMap_Guid
    ON RetailExternalIdToAsyncCustomerMap (AsyncCustomerAccountNumber);
CREATE TABLE RetailExternalIdToCustomerMap (
    ExternalIdentityId    TEXT NOT NULL,
    ProviderId            TEXT NOT NULL,
    CustomerAccountNumber TEXT NOT NULL,
    IsActivated           INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (ExternalIdentityId, ProviderId)
) WITHOUT ROWID;

-- Letters that would be sent; nothing sends them here.
CREATE TABLE RetailEventNotificationLog (
    RecId           INTEGER PRIMARY KEY,
    EventType       TEXT NOT NULL, -- 'CustomerCreated'
    ProfileId       TEXT NOT NULL,
    AccountNum      TEXT NOT NULL,
    Email           TEXT NOT NULL,
    CreatedDateTime INTEGER NOT NULL
);

-- ---- Commerce Data Exchange ----------------------------------------------------------------------------------

CREATE TABLE RetailCDXDataGroup (
    RecId       INTEGER PRIMARY KEY,
    RecVersion  INTEGER NOT NULL DEFAULT 1,
    Name        TEXT NOT NULL UNIQUE,
    Description TEXT NOT NULL DEFAULT '',
    ChannelSchema TEXT NOT NULL DEFAULT 'AX7'
);
CREATE TABLE RetailConnDatabaseProfile (
    RecId         INTEGER PRIMARY KEY,
    RecVersion    INTEGER NOT NULL DEFAULT 1,
    Name          TEXT NOT NULL UNIQUE CHECK (length(Name) BETWEEN 1 AND 50), -- the file is channel-NAME.db
    DataGroup     TEXT NOT NULL REFERENCES RetailCDXDataGroup (Name),
    DataStoreType INTEGER NOT NULL DEFAULT 0, -- 0 channel, 1 offline
    PauseDataSync INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE RetailCDXDataStoreChannel (
    Channel         INTEGER PRIMARY KEY REFERENCES RetailChannelTable (RecId) ON DELETE CASCADE,
    DatabaseProfile TEXT NOT NULL REFERENCES RetailConnDatabaseProfile (Name)
);
CREATE TABLE RetailConnSchedule (
    RecId       INTEGER PRIMARY KEY,
    RecVersion  INTEGER NOT NULL DEFAULT 1,
    Name        TEXT NOT NULL UNIQUE,
    Description TEXT NOT NULL DEFAULT '',
    IsUpload    INTEGER NOT NULL DEFAULT 0,
    Active      INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE RetailCDXScheduleDataGroup (
    Schedule  TEXT NOT NULL REFERENCES RetailConnSchedule (Name) ON DELETE CASCADE,
    DataGroup TEXT NOT NULL REFERENCES RetailCDXDataGroup (Name),
    PRIMARY KEY (Schedule, DataGroup)
) WITHOUT ROWID;

-- What headquarters has received: the largest counter per channel database and table (domain.md 5.3). Moves in the
-- same transaction as the rows.
CREATE TABLE RetailCDXUploadMark (
    DatabaseProfile    TEXT NOT NULL,
    TableName          TEXT NOT NULL,
    ReplicationCounter INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (DatabaseProfile, TableName)
) WITHOUT ROWID;
-- Bookmark per job and data group (domain.md 5.5).
CREATE TABLE RetailCDXDataSyncRowVersion (
    DataGroup  TEXT NOT NULL,
    JobId      TEXT NOT NULL,
    RowVersion INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (DataGroup, JobId)
) WITHOUT ROWID;

CREATE TABLE RetailCDXUploadSession (
    RecId           INTEGER PRIMARY KEY, -- the session number
    LocalSessionId  INTEGER NOT NULL DEFAULT 0,
    JobId           TEXT NOT NULL,
    DatabaseProfile TEXT NOT NULL,
    Status          INTEGER NOT NULL, -- 0 started 1 available 2 uploaded 3 applied 4 canceled 5 upload failed 6 apply failed
    RowsAffected    INTEGER NOT NULL DEFAULT 0,
    FileSize        INTEGER NOT NULL DEFAULT 0,
    CreatedDateTime INTEGER NOT NULL,
    UploadedDateTime INTEGER NOT NULL DEFAULT 0,
    TryCount        INTEGER NOT NULL DEFAULT 1,
    RerunFor        INTEGER NOT NULL DEFAULT 0,
    Message         TEXT NOT NULL DEFAULT '' -- model/err.h err_format
);
CREATE INDEX RetailCDXUploadSession_Job ON RetailCDXUploadSession (JobId, RecId);
CREATE TABLE RetailCDXDownloadSession (
    RecId           INTEGER PRIMARY KEY,
    JobId           TEXT NOT NULL,
    Schedule        TEXT NOT NULL DEFAULT '',
    DataGroup       TEXT NOT NULL,
    Status          INTEGER NOT NULL, -- 0 started 1 available 2 requested 3 downloaded 4 applied 5 canceled 6 create failed
                                      -- 7 download failed 8 apply failed 9 no data 10 suspended
    RowsAffected    INTEGER NOT NULL DEFAULT 0,
    FileSize        INTEGER NOT NULL DEFAULT 0,
    CreatedDateTime INTEGER NOT NULL,
    Message         TEXT NOT NULL DEFAULT ''
);
CREATE INDEX RetailCDXDownloadSession_Job ON RetailCDXDownloadSession (JobId, RecId);
CREATE TABLE RetailCDXDownloadSessionDataStore (
    Session            INTEGER NOT NULL REFERENCES RetailCDXDownloadSession (RecId) ON DELETE CASCADE,
    DatabaseProfile    TEXT NOT NULL,
    Status             INTEGER NOT NULL,
    RowsAffected       INTEGER NOT NULL DEFAULT 0,
    RequestedDateTime  INTEGER NOT NULL DEFAULT 0,
    DownloadedDateTime INTEGER NOT NULL DEFAULT 0,
    AppliedDateTime    INTEGER NOT NULL DEFAULT 0,
    TryCount           INTEGER NOT NULL DEFAULT 1,
    Message            TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (Session, DatabaseProfile)
) WITHOUT ROWID;
CREATE TABLE RetailCDXDataStoreHeartbeatLog (
    DatabaseProfile TEXT PRIMARY KEY,
    LastConnection  INTEGER NOT NULL
) WITHOUT ROWID;

-- ---- platform ------------------------------------------------------------------------------------------------

-- Every run of a job, by hand or by schedule.
CREATE TABLE BatchJobHistory (
    RecId         INTEGER PRIMARY KEY,
    JobId         TEXT NOT NULL,    -- model/exchange/jobs.h
    Status        INTEGER NOT NULL, -- 2 executing, 3 error, 4 ended, 8 canceled
    StartDateTime INTEGER NOT NULL,
    EndDateTime   INTEGER NOT NULL DEFAULT 0,
    RowsAffected  INTEGER NOT NULL DEFAULT 0,
    FailedRows    INTEGER NOT NULL DEFAULT 0,
    Session       INTEGER NOT NULL DEFAULT 0,
    StartedBy     TEXT NOT NULL DEFAULT '',
    Message       TEXT NOT NULL DEFAULT ''
);
CREATE INDEX BatchJobHistory_Job ON BatchJobHistory (JobId, RecId);

CREATE TABLE SysState (Name TEXT PRIMARY KEY, Value TEXT NOT NULL) WITHOUT ROWID; -- (ours) mode, company, demo

CREATE TABLE AuditTrail (
    RecId      INTEGER PRIMARY KEY,
    AtDateTime INTEGER NOT NULL,
    UserId     TEXT NOT NULL,
    EntityId   TEXT NOT NULL,
    RecordKey  TEXT NOT NULL,
    Operation  TEXT NOT NULL CHECK (Operation IN ('insert', 'update', 'delete')),
    Field      TEXT NOT NULL DEFAULT '',
    OldValue   TEXT NOT NULL DEFAULT '',
    NewValue   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX AuditTrail_Record ON AuditTrail (EntityId, RecordKey, RecId);

INSERT INTO SysState VALUES ('mode', 'operational');
