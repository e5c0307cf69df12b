-- SPDX-License-Identifier: MIT
--
-- When the steps of the guide are done (docs/guides.md). The conditions of set-up-B2C-tenant.md are two: the number
-- sequence of the reference Customer account has Manual = No, and operation 612 allows anonymous access, in
-- headquarters and, after 1090, in the channel.

-- [target]
SELECT c.RetailChannelId
FROM RetailChannelTable AS c JOIN RetailCDXDataStoreChannel AS d ON d.Channel = c.RecId
ORDER BY c.RetailChannelId = :target DESC, c.RetailChannelId LIMIT 1

-- [sequence]
-- The one that accounts come from.
SELECT NumberSequence FROM NumberSequenceReference WHERE Reference = 'Customer account'

-- [find-operation]
SELECT '612'

-- [common]
WITH
store AS (SELECT RecId FROM RetailChannelTable WHERE RetailChannelId = :target),
used AS (
    SELECT s.NumberSequence, s.Manual
    FROM NumberSequenceReference AS r JOIN NumberSequenceTable AS s ON s.NumberSequence = r.NumberSequence
    WHERE r.Reference = 'Customer account'),
-- operation 612: what headquarters says, what the channel database says, what the storefront acts on
allowed AS (
    SELECT coalesce((SELECT AllowAnonymousAccess FROM RetailOperations WHERE OperationId = 612), 0) AS here,
           coalesce((SELECT ALLOWANONYMOUSACCESS FROM ch.RETAILOPERATIONS WHERE OPERATIONID = 612), 0) AS there,
           coalesce((SELECT ALLOWANONYMOUSACCESS FROM ch.CSUCACHE WHERE RETAILCHANNELID = :target), 0) AS cached),
-- the newest sign-up in the store since the guide began. Only the latest rows are looked at, so that the question costs
-- the same in a company of any size.
signed AS (
    SELECT * FROM (
        SELECT a.CUSTNAME AS name, a.CUSTACCOUNTASYNC AS guid, a.CREATEDDATETIME AS at, NULL AS account
        FROM ch.RETAILASYNCCUSTOMER AS a
        WHERE a.REPLICATIONCOUNTERFROMORIGIN >
                  (SELECT max(REPLICATIONCOUNTERFROMORIGIN) FROM ch.RETAILASYNCCUSTOMER) - 100000
          AND a.STORERECID = (SELECT RecId FROM store) AND a.OPERATION = 1 AND a.CREATEDDATETIME >= :started_ms
        UNION ALL
        SELECT p.Name, '', c.CreatedDateTime, c.AccountNum
        FROM CustTable AS c JOIN RetailCustTable AS r ON r.RecId = c.RecId JOIN DirPartyTable AS p ON p.RecId = c.Party
        WHERE c.RecId > (SELECT max(RecId) FROM CustTable) - 100000 AND c.CreatedBy = 2
          AND r.StoreRecId = (SELECT RecId FROM store) AND c.CreatedDateTime >= :started_ms)
    ORDER BY at DESC LIMIT 1)

-- [manual-off]
SELECT coalesce(used.Manual = 0, 0) AS done,
       CASE WHEN used.Manual IS NULL THEN 'found-no-code' WHEN used.Manual = 0 THEN 'found-no'
            ELSE 'found-yes' END AS found,
       used.NumberSequence
FROM (SELECT 1) LEFT JOIN used

-- [allow-anonymous]
-- Was another operation changed instead?
SELECT allowed.here = 1 AS done,
       CASE WHEN allowed.here THEN 'found-yes' WHEN other.id IS NOT NULL THEN 'found-other' ELSE 'found-no' END AS found,
       other.id
FROM allowed
LEFT JOIN (SELECT RecordKey AS id FROM AuditTrail
           WHERE EntityId = 'pos-operation' AND RecordKey <> '612' AND AtDateTime >= :started_ms
           ORDER BY RecId DESC LIMIT 1) AS other

-- [run-1090]
-- Was another job run instead, since 612 was changed?
SELECT allowed.here AND allowed.there AS done,
       CASE WHEN NOT allowed.here THEN 'found-not-allowed' WHEN allowed.there THEN 'found-sent'
            WHEN other.job IS NOT NULL THEN 'found-other' ELSE 'found-not-run' END AS found,
       other.job
FROM allowed
LEFT JOIN (SELECT JobId AS job FROM BatchJobHistory
           WHERE JobId IN ('1010', '1070', '1110')
             AND StartDateTime >= (SELECT max(AtDateTime) FROM AuditTrail
                                   WHERE EntityId = 'pos-operation' AND RecordKey = '612')
           ORDER BY RecId DESC LIMIT 1) AS other

-- [refresh-cache]
SELECT allowed.there AND allowed.cached AS done,
       CASE WHEN NOT allowed.there THEN 'found-not-sent' WHEN allowed.cached THEN 'found-fresh'
            ELSE 'found-old' END AS found
FROM allowed

-- [sign-up]
SELECT signed.name IS NOT NULL AS done,
       CASE WHEN signed.name IS NOT NULL THEN 'found-signed' WHEN log.name IS NOT NULL THEN 'found-refused'
            ELSE 'found-nobody' END AS found,
       coalesce(signed.name, log.name)
FROM (SELECT 1) LEFT JOIN signed
LEFT JOIN (SELECT NAME AS name FROM ch.STOREFRONTLOG
           WHERE STOREID = :target AND ATDATETIME >= :started_ms ORDER BY ID DESC LIMIT 1) AS log

-- [account]
-- Home: the channel knows the account, too.
SELECT way.account IS NOT NULL AND way.back AS done,
       CASE WHEN way.name IS NULL THEN 'found-nobody'
            WHEN way.account IS NOT NULL AND way.back THEN 'found-account'
            WHEN way.account IS NOT NULL THEN 'found-created'
            WHEN way.status = 2 THEN 'found-failed'
            WHEN way.status IS NOT NULL THEN 'found-uploaded'
            ELSE 'found-channel' END AS found,
       way.account, way.name
FROM (SELECT signed.name AS name,
             coalesce(signed.account,
                      (SELECT c.AccountNum FROM RetailCustTable AS r JOIN CustTable AS c ON c.RecId = r.RecId
                       WHERE r.CustAccountAsync = signed.guid AND r.CustAccountAsync <> '')) AS account,
             signed.guid = '' OR EXISTS (SELECT 1 FROM ch.RETAILCUSTTABLE
                                         WHERE CUSTACCOUNTASYNC = signed.guid AND CUSTACCOUNTASYNC <> '') AS back,
             (SELECT SyncStatus FROM RetailAsyncCustomer WHERE CustAccountAsync = signed.guid AND Operation = 1
              ORDER BY RecId DESC LIMIT 1) AS status
      FROM (SELECT 1) LEFT JOIN signed) AS way
