-- What every company begins with, demo or not: the lists that fields look values up in, the legal entity with its
-- default customer, the number sequence of customer accounts, and the Commerce scheduler with one channel database.
-- Names are the product's; the company is ours. @NOW@ is the time of creation in milliseconds.

INSERT INTO CompanyInfo VALUES
    ('USRT', 'Retail USA', 'USD', 'en-us', 'USA', 'GMTMINUS0800PACIFICTIME');
INSERT INTO SysState VALUES ('company', 'USRT');

INSERT INTO Currency VALUES
    ('AED', 'UAE dirham'), ('AUD', 'Australian dollar'), ('BRL', 'Brazilian real'), ('CAD', 'Canadian dollar'),
    ('CHF', 'Swiss franc'), ('CNY', 'Chinese yuan'), ('CZK', 'Czech koruna'), ('DKK', 'Danish krone'),
    ('EGP', 'Egyptian pound'), ('EUR', 'Euro'), ('GBP', 'Pound sterling'), ('HUF', 'Hungarian forint'),
    ('INR', 'Indian rupee'), ('ISK', 'Icelandic króna'), ('JPY', 'Japanese yen'), ('KES', 'Kenyan shilling'),
    ('KRW', 'South Korean won'), ('MAD', 'Moroccan dirham'), ('MXN', 'Mexican peso'), ('NGN', 'Nigerian naira'),
    ('NOK', 'Norwegian krone'), ('NZD', 'New Zealand dollar'), ('PLN', 'Polish złoty'), ('RON', 'Romanian leu'),
    ('SEK', 'Swedish krona'), ('SGD', 'Singapore dollar'), ('THB', 'Thai baht'), ('TRY', 'Turkish lira'),
    ('UAH', 'Ukrainian hryvnia'), ('USD', 'US dollar'), ('VND', 'Vietnamese đồng'), ('ZAR', 'South African rand');

INSERT INTO LanguageTable VALUES
    ('ar', 'Arabic'), ('bg', 'Bulgarian'), ('cs', 'Czech'), ('da', 'Danish'), ('de', 'German'),
    ('el', 'Greek'), ('en-au', 'English (Australia)'), ('en-ca', 'English (Canada)'),
    ('en-gb', 'English (United Kingdom)'), ('en-in', 'English (India)'), ('en-us', 'English (United States)'),
    ('es', 'Spanish'), ('es-mx', 'Spanish (Mexico)'), ('et', 'Estonian'), ('fi', 'Finnish'), ('fr', 'French'),
    ('fr-ca', 'French (Canada)'), ('hi', 'Hindi'), ('hu', 'Hungarian'), ('is', 'Icelandic'), ('it', 'Italian'),
    ('ja', 'Japanese'), ('ko', 'Korean'), ('lt', 'Lithuanian'), ('lv', 'Latvian'), ('nb-no', 'Norwegian (Bokmål)'),
    ('nl', 'Dutch'), ('nn-no', 'Norwegian (Nynorsk)'), ('pl', 'Polish'), ('pt-br', 'Portuguese (Brazil)'),
    ('pt-pt', 'Portuguese (Portugal)'), ('ro', 'Romanian'), ('ru', 'Russian'), ('sk', 'Slovak'), ('sv', 'Swedish'),
    ('th', 'Thai'), ('tr', 'Turkish'), ('uk', 'Ukrainian'), ('vi', 'Vietnamese'), ('zh-hans', 'Chinese (Simplified)'),
    ('zh-hant', 'Chinese (Traditional)');

INSERT INTO TimeZoneTable VALUES
    ('GMTMINUS1000HAWAII', '(GMT-10:00) Hawaii'),
    ('GMTMINUS0900ALASKA', '(GMT-09:00) Alaska'),
    ('GMTMINUS0800PACIFICTIME', '(GMT-08:00) Pacific Time (US and Canada)'),
    ('GMTMINUS0700ARIZONA', '(GMT-07:00) Arizona'),
    ('GMTMINUS0700MOUNTAINTIME', '(GMT-07:00) Mountain Time (US and Canada)'),
    ('GMTMINUS0600CENTRALTIME', '(GMT-06:00) Central Time (US and Canada)'),
    ('GMTMINUS0600GUADALAJARA_MEXICOCITY', '(GMT-06:00) Guadalajara, Mexico City, Monterrey'),
    ('GMTMINUS0500EASTERNTIME', '(GMT-05:00) Eastern Time (US and Canada)'),
    ('GMTMINUS0400ATLANTICTIME', '(GMT-04:00) Atlantic Time (Canada)'),
    ('GMTMINUS0300BRASILIA', '(GMT-03:00) Brasilia'),
    ('COORDINATEDUNIVERSALTIME', '(GMT) Coordinated Universal Time'),
    ('GMT_DUBLIN_EDINBURGH_LISBON_LONDON', '(GMT) Dublin, Edinburgh, Lisbon, London'),
    ('GMT_MONROVIA_REYKJAVIK', '(GMT) Monrovia, Reykjavik'),
    ('GMTPLUS0100_AMSTERDAM_BERLIN_BERN_ROME', '(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna, Oslo'),
    ('GMTPLUS0100_BRUSSELS_COPENHAGEN_MADRID', '(GMT+01:00) Brussels, Copenhagen, Madrid, Paris'),
    ('GMTPLUS0100_SARAJEVO_WARSAW_ZAGREB', '(GMT+01:00) Sarajevo, Skopje, Warsaw, Zagreb'),
    ('GMTPLUS0200_ATHENS_BUCHAREST_ISTANBUL', '(GMT+02:00) Athens, Bucharest, Istanbul'),
    ('GMTPLUS0200_CAIRO', '(GMT+02:00) Cairo'),
    ('GMTPLUS0200_HELSINKI_KYIV_RIGA_VILNIUS', '(GMT+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius'),
    ('GMTPLUS0300_NAIROBI', '(GMT+03:00) Nairobi'),
    ('GMTPLUS0400_ABUDHABI_MUSCAT', '(GMT+04:00) Abu Dhabi, Muscat'),
    ('GMTPLUS0530_CHENNAI_KOLKATA_MUMBAI', '(GMT+05:30) Chennai, Kolkata, Mumbai, New Delhi'),
    ('GMTPLUS0700_BANGKOK_HANOI_JAKARTA', '(GMT+07:00) Bangkok, Hanoi, Jakarta'),
    ('GMTPLUS0800_BEIJING_HONGKONG', '(GMT+08:00) Beijing, Chongqing, Hong Kong, Urumqi'),
    ('GMTPLUS0900_OSAKA_SAPPORO_TOKYO', '(GMT+09:00) Osaka, Sapporo, Tokyo'),
    ('GMTPLUS0900_SEOUL', '(GMT+09:00) Seoul'),
    ('GMTPLUS1000_MELBOURNE_SYDNEY', '(GMT+10:00) Canberra, Melbourne, Sydney'),
    ('GMTPLUS1200_AUCKLAND_WELLINGTON', '(GMT+12:00) Auckland, Wellington');

INSERT INTO LogisticsAddressCountryRegion VALUES
    ('ARE', 'AE', 'United Arab Emirates'), ('ARG', 'AR', 'Argentina'), ('AUS', 'AU', 'Australia'),
    ('AUT', 'AT', 'Austria'), ('BEL', 'BE', 'Belgium'), ('BGR', 'BG', 'Bulgaria'), ('BRA', 'BR', 'Brazil'),
    ('CAN', 'CA', 'Canada'), ('CHE', 'CH', 'Switzerland'), ('CHL', 'CL', 'Chile'), ('CHN', 'CN', 'China'),
    ('COL', 'CO', 'Colombia'), ('CYP', 'CY', 'Cyprus'), ('CZE', 'CZ', 'Czechia'), ('DEU', 'DE', 'Germany'),
    ('DNK', 'DK', 'Denmark'), ('EGY', 'EG', 'Egypt'), ('ESP', 'ES', 'Spain'), ('EST', 'EE', 'Estonia'),
    ('FIN', 'FI', 'Finland'), ('FRA', 'FR', 'France'), ('FRO', 'FO', 'Faroe Islands'), ('GBR', 'GB', 'United Kingdom'),
    ('GRC', 'GR', 'Greece'), ('GRL', 'GL', 'Greenland'), ('HKG', 'HK', 'Hong Kong SAR'), ('HRV', 'HR', 'Croatia'),
    ('HUN', 'HU', 'Hungary'), ('IDN', 'ID', 'Indonesia'), ('IND', 'IN', 'India'), ('IRL', 'IE', 'Ireland'),
    ('ISL', 'IS', 'Iceland'), ('ISR', 'IL', 'Israel'), ('ITA', 'IT', 'Italy'), ('JPN', 'JP', 'Japan'),
    ('KEN', 'KE', 'Kenya'), ('KOR', 'KR', 'South Korea'), ('LTU', 'LT', 'Lithuania'), ('LUX', 'LU', 'Luxembourg'),
    ('LVA', 'LV', 'Latvia'), ('MAR', 'MA', 'Morocco'), ('MEX', 'MX', 'Mexico'), ('MLT', 'MT', 'Malta'),
    ('MYS', 'MY', 'Malaysia'), ('NGA', 'NG', 'Nigeria'), ('NLD', 'NL', 'Netherlands'), ('NOR', 'NO', 'Norway'),
    ('NZL', 'NZ', 'New Zealand'), ('PER', 'PE', 'Peru'), ('PHL', 'PH', 'Philippines'), ('POL', 'PL', 'Poland'),
    ('PRT', 'PT', 'Portugal'), ('ROU', 'RO', 'Romania'), ('SAU', 'SA', 'Saudi Arabia'), ('SGP', 'SG', 'Singapore'),
    ('SJM', 'SJ', 'Svalbard and Jan Mayen'), ('SVK', 'SK', 'Slovakia'), ('SVN', 'SI', 'Slovenia'),
    ('SWE', 'SE', 'Sweden'), ('THA', 'TH', 'Thailand'), ('TUR', 'TR', 'Türkiye'), ('TWN', 'TW', 'Taiwan'),
    ('UKR', 'UA', 'Ukraine'), ('USA', 'US', 'United States'), ('VNM', 'VN', 'Vietnam'), ('ZAF', 'ZA', 'South Africa');

INSERT INTO InventLocation VALUES
    ('DC-CENTRAL', 'USRT', 'Central distribution center', 'Central'),
    ('DC-WEST', 'USRT', 'Western distribution center', 'West'),
    ('HOUSTON', 'USRT', 'Houston store', 'Central'),
    ('ONLINE', 'USRT', 'Online orders', 'Central'),
    ('SEATTLE', 'USRT', 'Seattle store', 'West');

INSERT INTO RetailTransactionServiceProfile VALUES ('Default', 'Real-time Service of headquarters');
INSERT INTO RetailEventNotificationProfile VALUES
    ('Orders', 'Order and shipping messages'),
    ('Storefront', 'Messages of the online stores');

INSERT INTO CustGroup (CustGroup, Name, PaymTermId, TaxGroupId) VALUES
    ('Retail', 'Retail customers', 'Cash', 'US'),
    ('Wholesale', 'Wholesale customers', 'Net30', 'US'),
    ('Staff', 'Employees', 'Cash', 'US'),
    ('Intl', 'International customers', 'Cash', 'Export');

INSERT INTO DirAddressBook (Name, Description) VALUES
    ('USRT customers', 'Customers of the online stores'),
    ('Fabrikam customers', 'Customers of the Fabrikam store'),
    ('Wholesale customers', 'Served by the call center only');

-- ---- numbers and the default customer (default-customer.md) ----------------------------------------------------

INSERT INTO NumberSequenceTable (NumberSequence, Txt, Format, Lowest, Highest, NextRec, Scope) VALUES
    ('CustAcc', 'Customer account', '######', 100001, 999999, 100002, 1);
INSERT INTO NumberSequenceReference (Area, Reference, NumberSequence) VALUES
    ('Accounts receivable', 'Customer account', 'CustAcc');

INSERT INTO DirPartyTable (RecId, PartyNumber, Type, Name, NameAlias, LanguageId) VALUES
    (1, '000000001', 0, 'Default Retail Customer', fold('Default Retail Customer'), 'en-us');
INSERT INTO DirPersonName VALUES (1, 'Default', 'Retail', 'Customer', fold('Customer'));
INSERT INTO DirAddressBookParty VALUES ('USRT customers', 1), ('Fabrikam customers', 1);
INSERT INTO CustTable (RecId, AccountNum, DataAreaId, Party, CustGroup, Currency, InventSiteId, InventLocation,
                       CreatedDateTime, RowVersion) VALUES
    (1, '100001', 'USRT', 1, 'Retail', 'USD', 'Central', 'ONLINE', @NOW@ - 730 * 86400000, 1);
INSERT INTO RetailCustTable (RecId, receiptOption) VALUES (1, 2);

-- ---- operations, features, shared parameters --------------------------------------------------------------------

INSERT INTO RetailOperations (OperationId, OperationName, AllowAnonymousAccess) VALUES
    (100, 'Product sale', 1), (101, 'Price check', 1), (102, 'Void product', 0), (200, 'Pay cash', 0),
    (201, 'Pay card', 1), (603, 'Customer search', 0), (612, 'Customer add', 1);
INSERT INTO FeatureManagementState (FeatureId, Name, IsEnabled, EnabledDateTime, FeatureAdded) VALUES
    (1, 'Performance improvements for customer orders and customer transactions', 1, @NOW@ - 400 * 86400000,
     @NOW@ - 430 * 86400000),
    (2, 'Enable asynchronous creation for customer addresses', 0, 0, @NOW@ - 240 * 86400000),
    (3, 'Enable enhanced async customer creation', 0, 0, @NOW@ - 120 * 86400000),
    (4, 'Enable editing customers in asynchronous mode', 0, 0, @NOW@ - 20 * 86400000);
INSERT INTO RetailSharedParameters (Name, Value) VALUES
    ('CDX_DISABLE_FORCESCHEDULEINBATCH', '0'),
    ('CDX_ENABLE_DOWNLOAD_SESSION_DEPENDENCY_ENFORCEMENT', '0');

-- ---- Commerce scheduler (implementation-considerations-cdx.md) ---------------------------------------------------

INSERT INTO RetailCDXDataGroup (Name, Description) VALUES ('Default', 'All channel databases');
INSERT INTO RetailConnDatabaseProfile (Name, DataGroup) VALUES ('Default', 'Default');
INSERT INTO RetailConnSchedule (Name, Description, IsUpload) VALUES
    ('P-0001', 'Channel transactions', 1), ('1010', 'Customers', 0), ('1040', 'Products', 0), ('1060', 'Staff', 0),
    ('1070', 'Channel configuration', 0), ('1090', 'Registers', 0), ('1110', 'Global configuration', 0),
    ('1120', 'Modes of delivery', 0), ('1130', 'Product availability', 0), ('1150', 'Catalog', 0),
    ('1200', 'Return quantities', 0), ('9999', 'All jobs', 0);
INSERT INTO RetailCDXScheduleDataGroup SELECT Name, 'Default' FROM RetailConnSchedule;
INSERT INTO RetailConnScheduleJobMapping (Schedule, SchedulerJobId)
    SELECT s.Name, j.jobId FROM RetailConnSchedule s JOIN RetailConnSchedulerJobTable j
    ON j.jobId = s.Name OR (s.Name = '9999' AND j.IsUpload = 0);
