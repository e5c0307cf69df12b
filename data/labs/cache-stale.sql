-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported) AND EXISTS (SELECT 1 FROM RetailOnlineChannelTable AS o JOIN RetailChannelTable AS c ON c.RecId = o.RecId
    JOIN RetailOnlineChannelFunctionalityProfileTable AS p ON p.profileId = o.OnlineFunctionalityProfile
    WHERE c.RetailChannelId = :target AND p.CreateAsyncCustomers = 0) AND EXISTS (SELECT 1 FROM ch.RETAILONLINECHANNELTABLE AS o
             JOIN ch.RETAILONLINECHANNELFUNCTIONALITYPROFILETABLE AS f ON f.PROFILEID = o.ONLINEFUNCTIONALITYPROFILE
             WHERE o.RETAILCHANNELID = :target AND f.CREATEASYNCCUSTOMERS = 0)
