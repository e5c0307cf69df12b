/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_LOOKUP_H
#define CHQ_TUI_LOOKUP_H

/*
 * Lookups (F4): what a field can be filled from. A field names a lookup by id; how each is shown stands in
 * lookup_registry (tui/pages/lookups.c), ids equal to `related` of the model's members (model/hq/lookups.h).
 */

#include "model/rowset.h"
#include "tui/page.h"

struct lookup_view {
    const char *id;    /* "profile" */
    const char *title; /* N_("Functionality profiles") */
    struct column
        columns[5]; /* cell 0 is the value that goes into the field; ends with a NULL label */
    /* One page of values; request->filter is what the user typed. NULL = lookup_list of model/hq/lookups.h with this
     * id in headquarters (cells: value, description). */
    enum err_code (*list)(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err);
    const char *page; /* page that maintains these records, NULL = none */
};

/* Ends with a NULL id; defined in tui/pages/lookups.c. */
extern const struct lookup_view lookup_registry[];

#endif
