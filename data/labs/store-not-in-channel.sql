-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT NOT EXISTS (SELECT 1 FROM ch.RETAILONLINECHANNELTABLE WHERE RETAILCHANNELID = :target)

-- [take-out]
DELETE FROM RetailCDXDataStoreChannel WHERE Channel = (SELECT RecId FROM RetailChannelTable WHERE RetailChannelId = 'Contoso')

-- [placed]
SELECT x.place IS NOT NULL AS done, CASE WHEN x.place IS NOT NULL THEN 'found-yes' ELSE 'found-no' END AS found, x.place
FROM (SELECT (SELECT d.DatabaseProfile FROM RetailCDXDataStoreChannel AS d JOIN RetailChannelTable AS c ON c.RecId = d.Channel
              WHERE c.RetailChannelId = :target) AS place) AS x

-- [known]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM ch.RETAILONLINECHANNELTABLE WHERE RETAILCHANNELID = :target)
             AND EXISTS (SELECT 1 FROM ch.CSUCACHE WHERE RETAILCHANNELID = :target) AS ok) AS x

-- [stored]
SELECT x.here AS done, CASE WHEN x.here THEN 'found-yes' WHEN x.elsewhere THEN 'found-elsewhere' ELSE 'found-no' END AS found
FROM (SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER AS a JOIN RetailChannelTable AS c ON c.RecId = a.STORERECID
                     WHERE a.EMAIL = :email AND :email <> '' AND c.RetailChannelId = :target)
             OR EXISTS (SELECT 1 FROM RetailCustTable AS r JOIN CustTable AS k ON k.RecId = r.RecId
                        JOIN DirPartyTable AS p ON p.RecId = k.Party JOIN RetailChannelTable AS c ON c.RecId = r.StoreRecId
                        WHERE p.PrimaryContactEmail = :email AND :email <> '' AND c.RetailChannelId = :target) AS here,
             EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER AS a WHERE a.EMAIL = :email AND :email <> '') AS elsewhere) AS x
