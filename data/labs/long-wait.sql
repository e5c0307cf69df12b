-- SPDX-License-Identifier: MIT
-- The symptom, and what proves the repair (docs/authoring.md).

-- [symptom]
SELECT EXISTS (SELECT 1 FROM ch.RETAILASYNCCUSTOMER WHERE CUSTACCOUNTASYNC = :reported)
       AND NOT EXISTS (SELECT 1 FROM RetailAsyncCustomer WHERE CustAccountAsync = :reported)

-- [answered]
SELECT x.ok AS done, CASE WHEN :answer = '' THEN 'found-nothing' WHEN x.ok THEN 'found-right' ELSE 'found-wrong' END AS found,
       :answer
FROM (SELECT lower(:answer) GLOB 'no fault*' OR lower(:answer) GLOB 'there is no fault*'
             OR lower(:answer) GLOB 'nothing is wrong*' OR lower(:answer) GLOB 'normal*'
             OR lower(:answer) GLOB 'ingen feil*' OR lower(:answer) GLOB 'det er ingen feil*'
             OR lower(:answer) GLOB 'ingenting er galt*' OR lower(:answer) IN ('none', 'nothing', 'ingen', 'ingenting') AS ok) AS x

-- [plan]
-- The three batch jobs that were there, no more and no fewer, with the recurrence they had.
SELECT x.gone + x.added = 0 AS done, CASE WHEN x.gone + x.added = 0 THEN 'found-same' ELSE 'found-changed' END AS found,
       x.gone, x.added
FROM (SELECT (SELECT count(*) FROM was.BatchJob AS w
              WHERE NOT EXISTS (SELECT 1 FROM main.BatchJob AS j
                                WHERE j.RecId = w.RecId AND j.Status IN (1, 2, 5) AND j.RecurrenceUnit = w.RecurrenceUnit
                                  AND j.RecurrenceCount = w.RecurrenceCount)) AS gone,
             (SELECT count(*) FROM main.BatchJob AS j
              WHERE j.RecurrenceUnit > 0 AND NOT EXISTS (SELECT 1 FROM was.BatchJob AS w WHERE w.RecId = j.RecId)) AS added) AS x
