-- SPDX-License-Identifier: MIT
-- Support requests (domain.md 4.23): what was sent to support, and what support answered.

CREATE TABLE SupportRequest (
    RecId           INTEGER PRIMARY KEY AUTOINCREMENT, -- the number people name
    CreatedDateTime INTEGER NOT NULL,
    CreatedBy       TEXT NOT NULL,
    JobId           TEXT NOT NULL,
    SessionId       INTEGER NOT NULL DEFAULT 0,        -- 0 = none was named
    ErrorText       TEXT NOT NULL,                     -- as it was sent
    Description     TEXT NOT NULL DEFAULT '',
    Status          INTEGER NOT NULL CHECK (Status IN (0, 1)), -- 0 more is needed, 1 repaired
    Answer          TEXT NOT NULL,                     -- (ours) model/exchange/support.h SUPPORT_ANSWERS
    Subject         TEXT NOT NULL DEFAULT ''           -- (ours) what the answer is about
);
