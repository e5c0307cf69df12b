/* SPDX-License-Identifier: MIT */
/*
 * Reads the distribution schedule and the history of a job's runs. Owns no rule: what a run does is the exchange's
 * business (model/exchange), how it is recorded that of model/hq/sessions.c.
 */

#include "model/hq/schedule.h"

#include <stdio.h>
#include <string.h>

enum { SCHEDULE_LOAD, SCHEDULE_GROUPS, RUN_HISTORY };

const char *const schedule_sql[] = {
    [SCHEDULE_LOAD] = "SELECT Name, IsUpload, Active FROM RetailConnSchedule WHERE Name = ?1",
    [SCHEDULE_GROUPS] = "SELECT group_concat(DataGroup, ', ') FROM (SELECT DataGroup FROM"
                        " RetailCDXScheduleDataGroup WHERE Schedule = ?1 ORDER BY DataGroup)",
    [RUN_HISTORY] = "SELECT RecId, Status, StartDateTime, EndDateTime, RowsAffected, FailedRows,"
                    " Session, StartedBy, Message FROM BatchJobHistory WHERE JobId = ?1"
                    " ORDER BY RecId DESC LIMIT ?2",
    NULL};

enum err_code schedule_load(struct db *hq, const char *name, struct schedule *schedule,
                            struct err *err) {
    bool row = false, found = false;
    memset(schedule, 0, sizeof *schedule);
    struct stmt *stmt = db_stmt(hq, schedule_sql[SCHEDULE_LOAD], err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, name);
    enum err_code code = stmt_step(stmt, &row, err);
    if (code != ERR_OK || !row) return code;
    text_copy(schedule->Name, sizeof schedule->Name, stmt_text(stmt, 0));
    schedule->IsUpload = (int)stmt_int(stmt, 1);
    schedule->Active = (int)stmt_int(stmt, 2);
    stmt_reset(stmt);

    stmt = db_stmt(hq, schedule_sql[SCHEDULE_GROUPS], err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, name);
    return stmt_value_text(stmt, schedule->DataGroups, sizeof schedule->DataGroups, &found, err);
}

enum err_code job_run_history(struct db *hq, const char *job, int limit, struct job_run *runs,
                              int *count, struct err *err) {
    *count = 0;
    struct stmt *stmt = db_stmt(hq, schedule_sql[RUN_HISTORY], err);
    if (!stmt) return ERR_DB;
    stmt_bind_text(stmt, 1, job);
    stmt_bind_int(stmt, 2, limit);
    for (;;) {
        bool row = false;
        enum err_code code = stmt_step(stmt, &row, err);
        if (code != ERR_OK || !row) return code;
        struct job_run *run = &runs[(*count)++];
        *run = (struct job_run){
            .id = stmt_int(stmt, 0),
            .status = (enum batch_status)stmt_int(stmt, 1),
            .start_ms = stmt_int(stmt, 2),
            .end_ms = stmt_int(stmt, 3),
            .rows = stmt_int(stmt, 4),
            .failed_rows = stmt_int(stmt, 5),
            .session = stmt_int(stmt, 6),
        };
        text_copy(run->started_by, sizeof run->started_by, stmt_text(stmt, 7));
        err_parse(&run->message, stmt_text(stmt, 8));
    }
}
