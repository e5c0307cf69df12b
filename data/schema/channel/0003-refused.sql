-- What the storefront could not do: nothing of a refused sign-up is stored but this line of its log.
CREATE TABLE STOREFRONTLOG (
    ID         INTEGER PRIMARY KEY AUTOINCREMENT,
    ATDATETIME INTEGER NOT NULL,
    STOREID    TEXT NOT NULL,
    NAME       TEXT NOT NULL,
    EMAIL      TEXT NOT NULL COLLATE NOCASE,
    REASON     TEXT NOT NULL -- model/err.h err_format
);
CREATE INDEX STOREFRONTLOG_EMAIL ON STOREFRONTLOG (EMAIL, ID);
