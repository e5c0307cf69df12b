#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes a company with N more customers in headquarters, for measuring at size:
#
#   tests/bench/fill_company.sh CHQ FOLDER N
#
# CHQ is the program, FOLDER must not exist. The customers are written by the sqlite3 shell, not by the engine: they are
# the ground that measurements stand on, not what is measured. About 80,000 customers a second.
set -eu
[ $# -eq 3 ] || { sed -n '3,9s/^# \{0,1\}//p' "$0"; exit 2; }
chq=$1 folder=$2 n=$3
"$chq" --data "$folder" init --demo >/dev/null
sqlite3 "$folder/headquarters.db" >/dev/null <<SQL
PRAGMA synchronous = OFF;
PRAGMA cache_size = -1000000;
PRAGMA foreign_keys = OFF;
CREATE TEMP TABLE given (i INTEGER PRIMARY KEY, w TEXT);
CREATE TEMP TABLE sur (i INTEGER PRIMARY KEY, w TEXT);
INSERT INTO given (w) SELECT value FROM json_each('["Anna","Bjørn","Clara","David","Elena","Frida","Greta","Håkon",
  "Ines","Jonas","Karin","Lukas","Maria","Nils","Olga","Per","Quentin","Rosa","Solveig","Tina","Ulrik","Vera","Walter",
  "Xenia","Yusuf","Zoë","Åse","Østen","Ægir","Ingrid","Marit","Terje"]');
INSERT INTO sur (w) SELECT a.value || b.value FROM json_each('["Smi","Joha","Will","Bro","Mill","Dav","Gar","Mart",
  "Hern","Lop","And","Tho","Moo","Jack","Per","Walk","Whi","Har","San","Cla","Lew","You","All","Ki","Sco","Øst","Ås",
  "Nel","Bak","Hal","Camp","Berg"]') a, json_each('["th","sen","iams","wn","nes","er","is","stad","rig","inez","an",
  "ez","ale","ers","mas","lor","re","ley","kins","vik","os","ter","ling","berg","mann","sen"]') b;
CREATE TEMP TABLE made (
  id INTEGER PRIMARY KEY, account TEXT, given TEXT, sur TEXT);
INSERT INTO made
  SELECT base.id + s.value, printf('%09d', base.account + s.value), g.w, f.w
  FROM (SELECT max(RecId) AS id, 200000 AS account FROM DirPartyTable) base, generate_series(1, $n) s
  JOIN given g ON g.i = 1 + (s.value * 2654435761 >> 7) % (SELECT count(*) FROM given)
  JOIN sur f ON f.i = 1 + (s.value * 40503 >> 3) % (SELECT count(*) FROM sur);
BEGIN;
INSERT INTO DirPartyTable (RecId, PartyNumber, Name, NameAlias, LanguageId, PrimaryContactEmail, PrimaryContactPhone)
  SELECT id, printf('P%010d', id), given || ' ' || sur, lower(given || ' ' || sur), 'en-us',
         'customer' || id || '@example.com', '+47 ' || (40000000 + id % 10000000) FROM made;
INSERT INTO DirPersonName (Party, FirstName, LastName, SearchName) SELECT id, given, sur, lower(sur) FROM made;
INSERT INTO CustTable (RecId, AccountNum, DataAreaId, Party, CustGroup, Currency, CreatedDateTime, RowVersion)
  SELECT id, account, (SELECT DataArea FROM CompanyInfo), id, (SELECT min(CustGroup) FROM CustGroup),
         (SELECT CurrencyCode FROM CompanyInfo), 1767225600000 + id,
         (SELECT max(RowVersion) FROM CustTable) + rowid FROM made ORDER BY id;
INSERT INTO RetailCustTable (RecId) SELECT id FROM made;
INSERT INTO DirAddressBookParty (AddressBook, Party) SELECT (SELECT min(Name) FROM DirAddressBook), id FROM made;
UPDATE NumberSequenceTable SET Format = '#########', Highest = 999999999, NextRec = 200001 + $n
  WHERE NumberSequence IN (SELECT NumberSequence FROM NumberSequenceReference WHERE Reference = 'Customer account');
COMMIT;
ANALYZE;
PRAGMA wal_checkpoint (TRUNCATE);
SQL
