/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_RECORD_H
#define CHQ_MODEL_RECORD_H

/*
 * What a form and a verb need to know about a struct: the table of its members. A record is a plain struct that
 * begins with a struct record_head; text members are fixed-size UTF-8. One `struct entity` per kind of record
 * (hq/profile.c, hq/store.c, …) says how it is listed, read, checked and saved. Forms, `chq … set KEY=VALUE`,
 * the audit trail and "changed by another user" all work on this one table.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/db.h"
#include "model/err.h"
#include "model/rowset.h"

struct record_head {
    int64_t RecId;      /* 0 = not saved yet */
    int64_t RecVersion; /* grows by one with every save */
};

enum member_kind {
    MEMBER_TEXT,   /* char[TEXT_SIZE(max_chars)] */
    MEMBER_YESNO,  /* int: 0 or 1 */
    MEMBER_INT,    /* int64_t, min..max */
    MEMBER_CHOICE, /* int: index into choices[] */
    MEMBER_AMOUNT, /* int64_t: hundredths of the currency unit */
    MEMBER_TIME    /* int64_t: milliseconds, 0 = never */
};

struct member {
    const char *key; /* the technical name, also the column's: "CreateAsyncCustomers" */
    enum member_kind kind;
    size_t offset;
    size_t size;                /* bytes in the struct */
    int max_chars;              /* MEMBER_TEXT */
    int64_t min, max;           /* MEMBER_INT */
    const char *const *choices; /* MEMBER_CHOICE: stable keys ("Person"), NULL-terminated */
    const char *related;        /* id of the lookup it must be found in, NULL = free */
    bool required;
    bool fixed;    /* no change after the first save */
    bool computed; /* never written by a save: shown only */
    bool email;    /* must look like an e-mail address when not empty */
    bool
        list; /* MEMBER_TEXT with `related`: names separated by commas, each of which must be found */
};

/* Where a related value is looked for. exists_sql takes the value as ?1 and returns a row when it exists. */
struct lookup {
    const char *id;    /* as in member.related */
    const char *table; /* the product's name, for the message */
    const char *exists_sql;
};

struct entity {
    const char *id;    /* "profile": appears in err.field, the audit trail, JSON */
    const char *table; /* the product's table, for messages: "CustTable" */
    const char *key;   /* member that identifies a record to users: "profileId" */
    const struct member *members;
    int member_count;
    size_t record_size;
    int list_columns; /* cells per row that `list` fills */

    /* For members with `related`; only values that are not empty are looked up. Ends with a NULL id. */
    const struct lookup *lookups;

    /* One page of the list, keyset-paged. */
    enum err_code (*list)(struct db *db, const struct list_request *request, struct rowset *rows,
                          struct err *err);
    /* ERR_NOT_FOUND when there is none. `rec` is record_size bytes. */
    enum err_code (*load)(struct db *db, const char *key, void *rec, struct err *err);
    /* Defaults of a new record (number, currency of the company, …). NULL = all zero and empty. */
    enum err_code (*init)(struct db *db, void *rec, struct err *err);
    /* Fill what follows from other members and was left empty (a name from its parts), before it is checked. `old` is
     * NULL for a new record. May be NULL. */
    enum err_code (*complete)(struct db *db, const void *old, void *rec, struct err *err);
    /* Rules beyond the member table. `old` is NULL for a new record. May be NULL. */
    enum err_code (*validate)(struct db *db, const void *old, const void *rec, struct err *err);
    /* Inside the caller's transaction. insert sets RecId. update writes where RecVersion still is the old one. */
    enum err_code (*insert)(struct db *db, void *rec, struct err *err);
    enum err_code (*update)(struct db *db, const void *old, const void *rec, bool *done,
                            struct err *err);
    /* Refuses (ERR_REFUSED) while something refers to the record. NULL = this kind cannot be deleted. */
    enum err_code (*remove)(struct db *db, const void *rec, struct err *err);
};

/* ---- members ------------------------------------------------------------------------------------------------- */

/* NULL = no such key; case is ignored. */
const struct member *entity_member(const struct entity *entity, const char *key);
/* Stored form of a value: text as it is, 0/1, digits, choice key, "12.50"; "" for time 0. */
void record_get_text(const struct member *member, const void *rec, char *buf, size_t size);
int64_t record_get_int(const struct member *member, const void *rec);
/* MEMBER_TEXT only; borrowed from rec. */
const char *record_get_str(const struct member *member, const void *rec);
/* Takes the stored form and, for yes/no, Yes No Ja Nei 1 0 y n true false in any case; checks kind, length and range.
 * On refusal `rec` is unchanged. */
MUST_CHECK enum err_code record_set_text(const struct member *member, void *rec, const char *text,
                                         struct err *err);
bool record_member_equal(const struct member *member, const void *a, const void *b);

/* Bind the members in table order from parameter `first`; computed ones are skipped. Returns the next free index. */
int record_bind(const struct entity *entity, struct stmt *stmt, const void *rec, int first);
/* Read RecId, RecVersion and then all members in table order from column `first`. */
void record_read(const struct entity *entity, struct stmt *stmt, void *rec, int first);

/* ---- saving -------------------------------------------------------------------------------------------------- */

/* Required members, lengths, e-mail format, related values, then entity->validate, of the record as entity->complete
 * makes it. The first complaint is returned. */
MUST_CHECK enum err_code record_validate(const struct entity *entity, struct db *db,
                                         const void *old, const void *rec, struct err *err);
/*
 * Validate and save in one transaction with the audit trail (who, when, field, old, new). rec->RecId 0 inserts.
 * `old` is the record as it was read (NULL when new); RecVersion of `rec` is updated on success.
 * ERR_CONFLICT, REASON_RECORD_CHANGED (or RECORD_DELETED): somebody else saved in between; nothing was written.
 */
MUST_CHECK enum err_code record_save(const struct entity *entity, struct db *db, const void *old,
                                     void *rec, const char *user, struct err *err);
/* Delete with audit, the same conflict rule. */
MUST_CHECK enum err_code record_delete(const struct entity *entity, struct db *db, const void *rec,
                                       const char *user, struct err *err);

#endif
