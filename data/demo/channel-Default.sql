-- The channel database of the demo company: what its storefronts wrote. What headquarters sends (stores, profiles,
-- customers) comes through the jobs themselves, which run after this script. Reads people.sql.

INSERT INTO RETAILASYNCCUSTOMER (REPLICATIONCOUNTERFROMORIGIN, CUSTACCOUNTASYNC, DATAAREAID, CUSTNAME, FIRSTNAME,
    MIDDLENAME, LASTNAME, LANGUAGEID, EMAIL, PHONE, STREET, STREETNUMBER, ZIPCODE, CITY, STATE, COUNTRY, RECEIPTEMAIL,
    STORERECID, CREATEDDATETIME)
    SELECT Counter, Guid, 'USRT', FullName, FirstName, MiddleName, LastName, LanguageId, Email, Phone, Street,
        StreetNumber, ZipCode, City, State, Country, Email, StoreRecId, At
    FROM DemoCustomer WHERE Counter IS NOT NULL ORDER BY Counter;
INSERT INTO RETAILEXTERNALIDTOASYNCCUSTOMERMAP
    SELECT ObjectId, 'B2C', Guid, Counter FROM DemoCustomer WHERE Counter IS NOT NULL;
INSERT INTO RETAILEXTERNALIDTOCUSTOMERMAP
    SELECT ObjectId, 'B2C', AccountNum FROM DemoCustomer WHERE Way = 'S1';
INSERT INTO UPLOADSESSION SELECT Session, UploadedAt FROM DemoUpload ORDER BY Session;
UPDATE UPLOADSESSIONCOUNTER SET NEXTID = (SELECT max(ID) + 1 FROM UPLOADSESSION);
