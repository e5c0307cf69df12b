/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_CHANNEL_DATABASE_H
#define CHQ_HQ_CHANNEL_DATABASE_H

/*
 * Channel databases, their groups and schemas as headquarters stores them (domain.md 4.10, 4.11;
 * implementation-considerations-cdx.md, cpe-post-provisioning.md). The files belong to model/exchange/channel_files.h,
 * which is where a database is deleted and a store is moved: both need to look into a file first.
 */

#include "model/record.h"
#include "model/text.h"

#define CHANNEL_DATABASE_MAX     16        /* of type Channel */
#define CHANNEL_DATABASE_DEFAULT "Default" /* never renamed, never deleted */

enum data_store_type { DATA_STORE_CHANNEL, DATA_STORE_OFFLINE };

struct channel_database {
    struct record_head head;
    char Name[TEXT_SIZE(
        50)]; /* also of the file: letters A to Z, digits, - and _; fixed after the first save */
    char DataGroup[TEXT_SIZE(60)];
    int DataStoreType;        /* choice, fixed after the first save */
    int64_t UploadInterval;   /* minutes, 0 = as scheduled */
    int64_t DownloadInterval; /* the same */
    int PauseDataSync;
    int64_t DataWritingBatchJob; /* computed; 0 = none */
    int64_t LastConnection;      /* computed: milliseconds, 0 = never */
    char Stores[TEXT_SIZE(200)]; /* computed: IDs, comma separated, as many as there is room for */
};

/* List cells: Name, DataGroup, DataStoreType, PauseDataSync, LastConnection. `remove` refuses (RECORD_IN_USE) while a
 * store is in it, and refuses Default; it leaves the mark of what was received, so that a later database of the same name
 * goes on counting behind it. */
extern const struct entity entity_channel_database;

struct data_group {
    struct record_head head;
    char Name[TEXT_SIZE(60)]; /* fixed after the first save; no comma */
    char Description[TEXT_SIZE(60)];
    char ChannelSchema[TEXT_SIZE(20)];
};
extern const struct entity entity_data_group; /* list cells: Name, Description, ChannelSchema */

struct channel_schema {
    struct record_head head;
    char Name[TEXT_SIZE(20)]; /* fixed after the first save */
    char Description[TEXT_SIZE(60)];
    int FilterSharedCustomerDataTables; /* 1: no customers are created in the POS while it is offline */
};
extern const struct entity entity_channel_schema; /* list cells: Name, Description */

/* Which databases belong to a group and which schedules serve it: names, comma separated. */
MUST_CHECK enum err_code data_group_users(struct db *hq, const char *group, char *databases,
                                          size_t databases_size, char *schedules,
                                          size_t schedules_size, struct err *err);
/* Does an active schedule of that direction serve the group (domain.md 6 causes 14, 15)? */
MUST_CHECK enum err_code channel_group_attached(struct db *hq, const char *group, bool upload,
                                                bool *attached, struct err *err);

/* ---- the stores of a database ---------------------------------------------------------------------------------- */

/* The store's database; "" = none. RECORD_NOT_FOUND when there is no such store. `store` becomes its ID as it is stored
 * and *rec_id its RecId. */
MUST_CHECK enum err_code store_database(struct db *hq, const char *store_id,
                                        char store[TEXT_SIZE(10)], int64_t *rec_id,
                                        char database[TEXT_SIZE(50)], struct err *err);
/* Put a store into a database (NULL = into none) with its audit trail, in the caller's transaction. Only a database of
 * type Channel takes stores (DATABASE_OFFLINE). Whether the store may leave is the caller's question. */
MUST_CHECK enum err_code store_set_database(struct db *hq, const char *store_id,
                                            const char *database, const char *user,
                                            struct err *err);

/* Up to `limit` stores of a database in the order of their IDs. Cells: ID, name. */
MUST_CHECK enum err_code channel_database_stores(struct db *hq, const char *database, int limit,
                                                 struct rowset *rows, struct err *err);

#endif
