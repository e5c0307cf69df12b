-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported)
       AND EXISTS (SELECT 1 FROM ch.CSUCACHE WHERE RETAILCHANNELID = :target AND CREATEASYNCCUSTOMERS = 0)
