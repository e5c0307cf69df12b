-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported AND SyncStatus = 2)

-- [default-customer]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM RetailChannelTable AS s JOIN CustTable AS c ON c.AccountNum = s.DefaultCustAccount
             WHERE s.RetailChannelId = :target) AS ok) AS x

-- [gone]
UPDATE RetailChannelTable SET DefaultCustAccount = '199999' WHERE RetailChannelId = 'AWOnline'
