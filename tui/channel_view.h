/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_CHANNEL_VIEW_H
#define CHQ_TUI_CHANNEL_VIEW_H

/* Sentences, rows and commands of channel databases, for the pages about them. */

#include "model/exchange/channel_files.h"
#include "tui/app.h"

/* The list of the page: cells ID, file (channel_file_word), group, type, pause, last connection. */
enum err_code channel_rows(struct app *app, const struct list_request *request, struct rowset *rows,
                           struct err *err);
const char *channel_file_word(const char *stored);
enum role channel_file_role(const char *stored);
/* What keeps the database from exchanging, with its remedy; "" = nothing does. */
void channel_trouble(struct app *app, const struct channel_database *database,
                     const struct channel_condition *condition, char *buf, size_t size);
/* The fields "State", "Waiting", "Mark", "LastCounter", "Version", "CacheRead", "BatchJob". */
enum err_code channel_show_condition(struct app *app, const char *name, struct form *form,
                                     struct err *err);
/* Lookup: the stores of the database that the dialog in front was opened for. */
enum err_code channel_store_choices(struct app *app, const struct list_request *request,
                                    struct rowset *rows, struct err *err);
/* The fields "StoreList", one row per store, and "StoreCount". */
enum err_code channel_show_stores(struct app *app, const char *name, struct form *form,
                                  struct err *err);

/* tui/channel_commands.c; ends with a NULL id. */
extern const struct action channel_actions[];

#endif
