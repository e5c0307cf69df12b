-- Headquarters of the demo company as it was 300 minutes ago, before 1070, 1110, 1090 and 1010 ran: set up, and with
-- every customer who is complete by then. Reads people.sql; headquarters-2.sql tells what happened since.

INSERT INTO SysState VALUES ('demo', '1');

-- ---- profiles and stores ---------------------------------------------------------------------------------------

INSERT INTO RetailOnlineChannelFunctionalityProfileTable
    (profileId, name, aggregateItems, CreateAsyncCustomers, RetailCheckoutAllowNoPayment, CreatedDateTime) VALUES
    ('Online', 'Online store profile', 1, 1, 0, @NOW@ - 700 * 86400000),
    ('Fabrikam', 'Fabrikam store profile', 0, 0, 1, @NOW@ - 300 * 86400000);
-- The same kind of page under POS setup, of no effect on online stores.
INSERT INTO RetailFunctionalityProfile (profileId, name, aggregateItems, CreateAsyncCustomers) VALUES
    ('FP-000001', 'Functionality profile of the stores', 1, 1),
    ('Online', 'Online store pickup counters', 0, 1);

INSERT INTO RetailChannelTable (RecId, RetailChannelId, OMOperatingUnitID, inventLocationDataAreaId, inventLocation,
    ChannelTimeZone, Currency, DefaultCustAccount, DefaultCustDataAreaId, TransactionServiceProfile,
    EventNotificationProfileId) VALUES
    (1, 'AWOnline', 'AW online store', 'USRT', 'ONLINE', 'GMTMINUS0800PACIFICTIME', 'USD', '100001', 'USRT', 'Default',
     'Storefront'),
    (2, 'AWBusiness', 'AW business online store', 'USRT', 'ONLINE', 'GMTMINUS0800PACIFICTIME', 'USD', '100001', 'USRT',
     'Default', 'Storefront'),
    (3, 'Fabrikam', 'Fabrikam extended online store', 'USRT', 'DC-CENTRAL', 'GMTMINUS0600CENTRALTIME', 'USD', '100001',
     'USRT', 'Default', 'Storefront'),
    (4, 'Contoso', 'Contoso online store', 'USRT', 'DC-WEST', 'GMTMINUS0800PACIFICTIME', 'USD', '100001', 'USRT',
     'Default', 'Storefront');
INSERT INTO RetailOnlineChannelTable VALUES
    (1, 'Online', 'AW spring catalog', 2), (2, 'Online', 'AW business catalog', 2),
    (3, 'Fabrikam', 'Fabrikam extended catalog', 2), (4, NULL, 'Contoso catalog', 2);
INSERT INTO RetailStoreAddressBook (StoreRecId, AddressBook) VALUES
    (1, 'USRT customers'), (2, 'USRT customers'), (3, 'Fabrikam customers'), (4, 'USRT customers');
INSERT INTO RetailOnlineChannelLanguages VALUES
    (1, 'en-us', 1), (1, 'nb-no', 0), (1, 'es-mx', 0), (2, 'en-us', 1), (2, 'nb-no', 0), (3, 'en-us', 1), (4, 'en-us', 1);
INSERT INTO RetailCDXDataStoreChannel SELECT RecId, 'Default' FROM RetailChannelTable;

-- ---- customers --------------------------------------------------------------------------------------------------

CREATE TEMP TABLE DemoCreated AS
    SELECT * FROM DemoCustomer WHERE CreatedAgo >= 300 ORDER BY CustomerRecId;

INSERT INTO DirPartyTable
    SELECT CustomerRecId, printf('%09d', CustomerRecId), Type, FullName, fold(FullName), LanguageId, Email, Phone
    FROM DemoCreated;
INSERT INTO DirPersonName
    SELECT CustomerRecId, FirstName, MiddleName, LastName, fold(LastName) FROM DemoCreated WHERE Type = 0;
INSERT INTO LogisticsElectronicAddress (Party, Type, Locator)
    SELECT CustomerRecId, 'Email', Email FROM DemoCreated
    UNION ALL SELECT CustomerRecId, 'Phone', Phone FROM DemoCreated WHERE Phone <> '' ORDER BY 1, 2;
INSERT INTO LogisticsPostalAddress (Party, Purpose, CountryRegionId, ZipCode, Street, StreetNumber, City, State, ValidFrom)
    SELECT CustomerRecId, iif(Type, 'Business', 'Home'), Country, ZipCode, Street, StreetNumber, City, State, CreatedAt
    FROM DemoCreated WHERE Country <> '';
INSERT INTO CustTable (RecId, AccountNum, DataAreaId, Party, CustGroup, Currency, CreatedBy, CreatedDateTime, RowVersion)
    SELECT CustomerRecId, AccountNum, 'USRT', CustomerRecId, iif(CustGroup = '', 'Retail', CustGroup), 'USD',
        CASE Way WHEN 'A4' THEN 1 WHEN 'S1' THEN 2 ELSE 0 END, CreatedAt, CustomerRecId
    FROM DemoCreated;
INSERT INTO RetailCustTable
    SELECT CustomerRecId, Guid, StoreRecId, 2, iif(length(Email) <= 80, Email, '') FROM DemoCreated;
-- Those that the call center serves are in no store's book, so no channel knows them.
INSERT INTO DirAddressBookParty
    SELECT CASE WHEN CustGroup = 'Wholesale' THEN 'Wholesale customers' WHEN Store = 'Fabrikam'
        THEN 'Fabrikam customers' ELSE 'USRT customers' END, CustomerRecId FROM DemoCreated;
INSERT INTO RetailExternalIdToCustomerMap (ExternalIdentityId, ProviderId, CustomerAccountNumber)
    SELECT ObjectId, 'B2C', AccountNum FROM DemoCreated WHERE Store <> '';
INSERT INTO RetailEventNotificationLog (EventType, ProfileId, AccountNum, Email, CreatedDateTime)
    SELECT 'CustomerCreated', 'Storefront', AccountNum, Email, CreatedAt FROM DemoCreated WHERE Store <> '';
UPDATE NumberSequenceTable SET NextRec = (SELECT max(CAST(AccountNum AS INTEGER)) + 1 FROM CustTable)
    WHERE NumberSequence = 'CustAcc';

-- ---- what the channel sent, and the runs that moved it ------------------------------------------------------------

INSERT INTO RetailAsyncCustomer (CustAccountAsync, DataAreaId, OnlineCustCreated, CustAccount, CustName, FirstName,
    MiddleName, LastName, LanguageId, Email, Phone, Street, StreetNumber, ZipCode, City, State, Country, ReceiptEmail,
    StoreRecId, ReplicationCounterFromOrigin, ChannelDatabase, OperationTimestamp, UploadedDateTime, SyncStatus,
    SyncDateTime)
    SELECT Guid, 'USRT', 1, AccountNum, FullName, FirstName, MiddleName, LastName, LanguageId, Email, Phone, Street,
        StreetNumber, ZipCode, City, State, Country, Email, StoreRecId, Counter, 'Default', At, UploadedAt, 1, CreatedAt
    FROM DemoCreated WHERE Way = 'A4' ORDER BY Counter;
INSERT INTO RetailCDXUploadSession (RecId, LocalSessionId, JobId, DatabaseProfile, Status, RowsAffected, FileSize,
    CreatedDateTime, UploadedDateTime, AppliedDateTime, FromCounter, ToCounter)
    SELECT Session, Session, 'P-0001', 'Default', 3, RowCount, Bytes, UploadedAt, UploadedAt, UploadedAt,
        LastCounter - RowCount, LastCounter
    FROM DemoUpload WHERE UploadedAgo >= 300 ORDER BY Session;
INSERT INTO RetailCDXUploadMark (DatabaseProfile, TableName, ReplicationCounter)
    SELECT 'Default', t.value, max(LastCounter) FROM DemoUpload,
        json_each('["RetailAsyncCustomer", "RetailExternalIdToAsyncCustomerMap"]') t
    WHERE UploadedAgo >= 300 GROUP BY t.value;
INSERT INTO BatchJobHistory (JobId, Status, StartDateTime, EndDateTime, RowsAffected, Session, StartedBy)
    SELECT 'P-0001', 4, UploadedAt, UploadedAt + 1400, RowCount, Session, 'batch' FROM DemoUpload
    WHERE UploadedAgo >= 300
    UNION ALL
    SELECT 'sync-customers', 4, CreatedAt, CreatedAt + 900 + 40 * count(*), count(*), 0, 'batch' FROM DemoCreated
    WHERE Way = 'A4' GROUP BY CreatedAt ORDER BY 3;

DROP TABLE DemoCreated;
