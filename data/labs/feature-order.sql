-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM FeatureManagementState WHERE FeatureId = 4 AND IsEnabled = 0)
       AND EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported)

-- [features]
UPDATE FeatureManagementState SET IsEnabled = FeatureId = 1, EnabledDateTime = EnabledDateTime * (FeatureId = 1),
    ScheduledDateTime = 0
WHERE FeatureId BETWEEN 1 AND 4

-- [enabled]
SELECT x.enabled = 4 AS done,
       CASE WHEN x.enabled = 4 THEN 'found-all' WHEN x.last THEN 'found-last' ELSE 'found-some' END AS found, x.enabled
FROM (SELECT (SELECT count(*) FROM FeatureManagementState WHERE FeatureId BETWEEN 1 AND 4 AND IsEnabled) AS enabled,
             (SELECT IsEnabled FROM FeatureManagementState WHERE FeatureId = 4) AS last) AS x

-- [channel-told]
SELECT x.enabled = 4 AS done, CASE WHEN x.enabled = 4 THEN 'found-yes' ELSE 'found-no' END AS found, x.enabled
FROM (SELECT count(*) AS enabled FROM FeatureManagementState AS f
      JOIN ch.FEATUREMANAGEMENTSTATE AS c ON c.NAME = f.Name
      WHERE f.FeatureId BETWEEN 1 AND 4 AND c.ISENABLED) AS x
