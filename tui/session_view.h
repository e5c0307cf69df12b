/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_SESSION_VIEW_H
#define CHQ_TUI_SESSION_VIEW_H

/*
 * What the pages Upload sessions and Download sessions have in common (domain.md 4.13): a session's list, record and
 * commands. Main thread only.
 */

#include "model/hq/session_admin.h"
#include "tui/page.h"

/* Cells as session_list gives them; cell 8 becomes the message in words. */
enum err_code session_page_list(struct app *app, enum session_direction direction,
                                const struct list_request *request, struct rowset *rows,
                                struct err *err);
/* Fields Session, Status, JobId, Schedule, Database, Rows, FileSize, Created, Uploaded, Applied, TryCount, RerunFor,
 * LocalSession, FullSync, Message; of a download also Databases (FIELD_LIST). */
enum err_code session_page_load(struct app *app, enum session_direction direction, const char *key,
                                struct form *form, struct err *err);

/* "16 : P-0001" */
void session_page_title(struct app *app, const char *key, const struct form *form, char *buf,
                        size_t size);

/* Rerun, Cancel session, Delete; of both pages. */
extern const struct action session_actions[];

/* Word and role of a status in digits. */
const char *upload_status_word(const char *stored);
enum role upload_status_role(const char *stored);
const char *download_status_word(const char *stored);
enum role download_status_role(const char *stored);

#endif
