-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND SyncStatus = 2 AND Country = 'NOR')

-- [country]
UPDATE RETAILASYNCCUSTOMER SET COUNTRY = 'NORGE', STREET = 'Storgata 1', CITY = 'Oslo', ZIPCODE = '0182'
WHERE REPLICATIONCOUNTERFROMORIGIN = (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM RETAILASYNCCUSTOMER)
