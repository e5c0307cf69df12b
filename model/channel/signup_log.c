/* SPDX-License-Identifier: MIT */
/* Owns STOREFRONTLOG. Knows nothing of why a sign-up is refused. */

#include "model/channel/signup_log.h"

#include "model/clock.h"

enum { ADD, FORGET, NEWEST_OF, NEWEST };
const char *const signup_log_sql[] = {
    [ADD] = "INSERT INTO STOREFRONTLOG (ATDATETIME, STOREID, NAME, EMAIL, REASON)"
            " VALUES (?1, ?2, ?3, ?4, ?5)",
    [FORGET] = "DELETE FROM STOREFRONTLOG WHERE ID <= ?1",
    [NEWEST_OF] = "SELECT ATDATETIME, STOREID, NAME, EMAIL, REASON FROM STOREFRONTLOG"
                  " WHERE EMAIL = ?1 OR NAME = ?1 COLLATE NOCASE ORDER BY ID DESC LIMIT 1",
    [NEWEST] = "SELECT ATDATETIME, STOREID, NAME, EMAIL, REASON FROM STOREFRONTLOG"
               " ORDER BY ID DESC LIMIT 1",
    NULL};

#define REASON_SIZE 900 /* every member of struct err and the tabs between them */

static void forget_old(struct db *channel) {
    struct stmt *stmt = db_stmt(channel, signup_log_sql[FORGET], NULL);
    if (!stmt) return;
    stmt_bind_int(stmt, 1, db_last_id(channel) - SIGNUP_LOG_KEPT);
    (void)!stmt_run(stmt, NULL);
}

void signup_log_refusal(struct db *channel, const char *store_id, const struct signup *in,
                        const struct err *why) {
    char name[TEXT_SIZE(202)], reason[REASON_SIZE];
    struct stmt *stmt = db_stmt(channel, signup_log_sql[ADD], NULL);
    if (!stmt) return;
    snprintf(name, sizeof name, "%s %s", in->FirstName, in->LastName);
    err_format(why, reason, sizeof reason);
    stmt_bind_int(stmt, 1, clock_now_ms());
    stmt_bind_text(stmt, 2, store_id);
    stmt_bind_text(stmt, 3, name);
    stmt_bind_text(stmt, 4, in->Email);
    stmt_bind_text(stmt, 5, reason);
    if (stmt_run(stmt, NULL) == ERR_OK) forget_old(channel);
}

enum err_code signup_log_newest(struct db *channel, const char *who, struct signup_refusal *refusal,
                                bool *found, struct err *err) {
    bool anybody = who[0] == '\0';
    struct stmt *stmt = db_stmt(channel, signup_log_sql[anybody ? NEWEST : NEWEST_OF], err);
    if (!stmt) return db_error(channel);
    if (!anybody) stmt_bind_text(stmt, 1, who);
    enum err_code code = stmt_step(stmt, found, err);
    if (code != ERR_OK || !*found) return code;
    *refusal = (struct signup_refusal){.at_ms = stmt_int(stmt, 0)};
    text_copy(refusal->store, sizeof refusal->store, stmt_text(stmt, 1));
    text_copy(refusal->name, sizeof refusal->name, stmt_text(stmt, 2));
    text_copy(refusal->email, sizeof refusal->email, stmt_text(stmt, 3));
    err_parse(&refusal->why, stmt_text(stmt, 4));
    stmt_reset(stmt);
    return ERR_OK;
}
