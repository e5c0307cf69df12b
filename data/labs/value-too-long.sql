-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported) AND NOT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported)

-- [instructions]
-- What somebody pasted into the field of the street; the channel's column is wider than headquarters'.
UPDATE RETAILASYNCCUSTOMER
SET STREET = 'Main Street 1. The bell does not work, please call. ' || printf('%.*c', 280, '.')
WHERE REPLICATIONCOUNTERFROMORIGIN = (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM RETAILASYNCCUSTOMER)

-- [failed]
SELECT RecId FROM RetailCDXUploadSession WHERE Status = 6 ORDER BY RecId DESC LIMIT 1

-- [package]
SELECT x.status = 3 AS done,
       CASE x.status WHEN 3 THEN 'found-applied' WHEN 4 THEN 'found-canceled' ELSE 'found-open' END AS found, x.session
FROM (SELECT Status AS status, RecId AS session FROM RetailCDXUploadSession ORDER BY RecId DESC LIMIT 1) AS x

-- [first-home]
-- Who was in front of the shopper, and is the reason.
SELECT x.home AS done, CASE WHEN x.home THEN 'found-yes' WHEN x.here THEN 'found-waits' ELSE 'found-gone' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER AS a JOIN RetailCustTable AS r
                     ON r.CustAccountAsync = a.CUSTACCOUNTASYNC WHERE a.EMAIL LIKE 'test.testesen%') AS home,
             EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE EMAIL LIKE 'test.testesen%') AS here) AS x
