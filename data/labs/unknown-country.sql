-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND SyncStatus = 2)

-- [address]
SELECT x.country = 'NOR' AS done,
       CASE WHEN x.country = '' THEN 'found-none' WHEN x.country = 'NOR' THEN 'found-yes' ELSE 'found-other' END AS found,
       x.country, x.city
FROM (SELECT coalesce(max(a.CountryRegionId), '') AS country, coalesce(max(a.City), '') AS city
      FROM RetailCustTable AS r JOIN CustTable AS c ON c.RecId = r.RecId
      JOIN LogisticsPostalAddress AS a ON a.Party = c.Party
      WHERE r.CustAccountAsync = :reported AND r.CustAccountAsync <> '') AS x

-- [country]
UPDATE RETAILASYNCCUSTOMER SET COUNTRY = 'NORGE', STREET = 'Storgata 1', CITY = 'Oslo', ZIPCODE = '0182'
WHERE REPLICATIONCOUNTERFROMORIGIN = (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM RETAILASYNCCUSTOMER)
