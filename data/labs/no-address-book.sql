-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailCustTable WHERE CustAccountAsync = :reported) AND NOT EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC = :reported)

-- [account]
SELECT c.AccountNum FROM RetailCustTable AS r JOIN CustTable AS c ON c.RecId = r.RecId
WHERE r.CustAccountAsync = :reported

-- [no-book]
DELETE FROM RetailStoreAddressBook
WHERE StoreRecId = (SELECT RecId FROM RetailChannelTable WHERE RetailChannelId = 'AWOnline')

-- [book]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM RetailStoreAddressBook AS b JOIN RetailChannelTable AS s ON s.RecId = b.StoreRecId
             WHERE s.RetailChannelId = :target AND b.AddressBook = 'USRT customers') AS ok) AS x
