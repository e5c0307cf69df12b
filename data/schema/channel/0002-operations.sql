-- The Async Client and the local session counter as things that can fail (domain.md 6 causes 11, 18); edits of shoppers.

-- What the channel's Async Client does: it packs uploads and fetches downloads. 0 = stopped.
CREATE TABLE CDXASYNCCLIENT (ID INTEGER PRIMARY KEY CHECK (ID = 1), RUNNING INTEGER NOT NULL CHECK (RUNNING IN (0, 1)));
INSERT INTO CDXASYNCCLIENT VALUES (1, 1);

-- The next number of UPLOADSESSION. Behind the numbers in use, no session can be made: "Violation of PRIMARY KEY
-- constraint 'PK_UPLOADSESSION'" (CDX-Troubleshooting.md).
CREATE TABLE UPLOADSESSIONCOUNTER (ID INTEGER PRIMARY KEY CHECK (ID = 1), NEXTID INTEGER NOT NULL);
INSERT INTO UPLOADSESSIONCOUNTER SELECT 1, ifnull(max(ID), 0) + 1 FROM UPLOADSESSION;

-- Edits: the newest row of a shopper, the GUID first.
DROP INDEX RETAILASYNCCUSTOMER_GUID;
CREATE INDEX RETAILASYNCCUSTOMER_GUID ON RETAILASYNCCUSTOMER (CUSTACCOUNTASYNC, REPLICATIONCOUNTERFROMORIGIN);
