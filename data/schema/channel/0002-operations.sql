-- The Async Client and the local session counter as things that can fail (domain.md 6 causes 11, 18); edits of shoppers.

-- What the channel's Async Client does: it packs uploads and fetches downloads. 0 = stopped.
CREATE TABLE CDXASYNCCLIENT (ID INTEGER PRIMARY KEY CHECK (ID = 1), RUNNING INTEGER NOT NULL CHECK (RUNNING IN (0, 1)));
INSERT INTO CDXASYNCCLIENT VALUES (1, 1);

-- The next number of UPLOADSESSION. Behind the numbers in use, no session can be made: "Violation of PRIMARY KEY
-- constraint 'PK_UPLOADSESSION'" (CDX-Troubleshooting.md).
CREATE TABLE UPLOADSESSIONCOUNTER (ID INTEGER PRIMARY KEY CHECK (ID = 1), NEXTID INTEGER NOT NULL);
INSERT INTO UPLOADSESSIONCOUNTER SELECT 1, ifnull(max(ID), 0) + 1 FROM UPLOADSESSION;

-- One sequence counts for every table that is uploaded: that of RETAILASYNCCUSTOMER. An identity linked to a sign-up that
-- is already there draws a number of its own; those from before, with 0, were never uploaded and get one now.
UPDATE RETAILEXTERNALIDTOASYNCCUSTOMERMAP SET REPLICATIONCOUNTERFROMORIGIN = (SELECT seq FROM sqlite_sequence
    WHERE name = 'RETAILASYNCCUSTOMER') + n.NUMBER
    FROM (SELECT EXTERNALIDENTITYID AS E, PROVIDERID AS P, row_number() OVER () AS NUMBER
        FROM RETAILEXTERNALIDTOASYNCCUSTOMERMAP WHERE REPLICATIONCOUNTERFROMORIGIN = 0) n
    WHERE EXTERNALIDENTITYID = n.E AND PROVIDERID = n.P;
UPDATE sqlite_sequence SET seq = max(seq, (SELECT ifnull(max(REPLICATIONCOUNTERFROMORIGIN), 0)
    FROM RETAILEXTERNALIDTOASYNCCUSTOMERMAP)) WHERE name = 'RETAILASYNCCUSTOMER';

-- Edits: the newest row of a shopper, the GUID first.
DROP INDEX RETAILASYNCCUSTOMER_GUID;
CREATE INDEX RETAILASYNCCUSTOMER_GUID ON RETAILASYNCCUSTOMER (CUSTACCOUNTASYNC, REPLICATIONCOUNTERFROMORIGIN);
-- Counting sign-ups is counting rows less these.
CREATE INDEX RETAILASYNCCUSTOMER_EDITS ON RETAILASYNCCUSTOMER (REPLICATIONCOUNTERFROMORIGIN) WHERE OPERATION > 1;
-- Which attributes an edit changed, comma separated, named as headquarters names them.
ALTER TABLE RETAILASYNCCUSTOMER ADD COLUMN CHANGEDATTRIBUTES TEXT NOT NULL DEFAULT '';
