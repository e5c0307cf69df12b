/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_OPERATION_VIEW_H
#define CHQ_TUI_OPERATION_VIEW_H

/* What the pages about operations of shoppers share: how one is shown, Synchronize, and corrections of several. Main
 * thread only. */

#include "model/exchange/operations.h"
#include "tui/page.h"

/* Callbacks of the page Customer synchronization status. */
enum err_code operation_load(struct app *app, const char *key, struct form *form, struct err *err);
void operation_saved(struct app *app, const struct form *form, const char *key, bool created);
/* "was: Oslo" beside an attribute that an edit changes. */
void operation_note_old(struct app *app, const struct form *form, const char *attribute, char *buf,
                        size_t size);

/* May the operation still be synchronized, and so corrected? Of the record that is shown. */
bool operation_can_synchronize(struct app *app, const char *key);
void operation_cannot_synchronize(struct app *app, const char *key, char *buf, size_t size);
bool operation_may_edit(struct app *app, const char *key, char *why, size_t size);
/* Stage 2 for one operation, as it is saved. */
enum next operation_synchronize(struct app *app, const char *key);
/* Open the dialog for the marked operations of the page in front, or for `key` when none is marked. */
enum next operation_correct_marked(struct app *app, const char *key);
/* Where the record of its customer is (key T). */
enum next operation_trace(struct app *app, const char *key);

/*
 * The group that a dialog is about: a cause ("COUNTRY_UNKNOWN:Norge"), or operation numbers ("#3,17-19"). The caller frees
 * *numbers. `cause` is filled for a cause, and for numbers with the error of the first one that has failed.
 */
MUST_CHECK enum err_code operation_group(struct db *hq, const char *group,
                                         struct failure_cause *cause, int64_t **numbers,
                                         size_t *count, struct err *err);
/* Preview in the background, ask, then run in the background with progress and cancel. */
void operation_correct_group(struct app *app, const char *group,
                             const struct correction *correction);

#endif
