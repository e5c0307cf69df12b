-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported) AND EXISTS (SELECT 1 FROM RetailOnlineChannelTable AS o JOIN RetailChannelTable AS c ON c.RecId = o.RecId
    WHERE c.RetailChannelId = 'AWBusiness' AND o.OnlineFunctionalityProfile = 'OnlineSync')

-- [other-back]
SELECT x.ok AS done, CASE WHEN x.ok THEN 'found-yes' ELSE 'found-no' END AS found
FROM (SELECT (SELECT count(*) FROM RetailOnlineChannelTable AS o JOIN RetailChannelTable AS c ON c.RecId = o.RecId
              JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
              WHERE c.RetailChannelId = 'AWBusiness' AND p.profileId = 'Online' AND p.CreateAsyncCustomers = 1) = 1
             AND EXISTS (SELECT 1 FROM ch.CSUCACHE WHERE RETAILCHANNELID = 'AWBusiness' AND CREATEASYNCCUSTOMERS = 1) AS ok) AS x
