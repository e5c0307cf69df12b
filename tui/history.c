/* SPDX-License-Identifier: MIT */
/* Shows the audit trail of one record; knows entities only by their member tables. */

#include "tui/history.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/clock.h"
#include "model/hq/audit.h"
#include "tui/words.h"

enum { NEWEST = 100 };

struct trail {
    const struct entity *entity;
    const struct rowset *rows;
};

static void value_text(const struct entity *entity, const char *key, const char *stored, char *buf,
                       size_t size) {
    const struct member *member = entity_member(entity, key);
    if (member && member->kind == MEMBER_YESNO && stored[0])
        snprintf(buf, size, "%s", words_yesno(stored[0] == '1'));
    else if (member && member->kind == MEMBER_CHOICE)
        snprintf(buf, size, "%s", words_choice(stored));
    else
        words_clean(buf, size, stored[0] ? stored : "-");
}

static const char *operation_word(const char *operation) {
    if (!strcmp(operation, "insert")) return _("created");
    return strcmp(operation, "delete") ? _("changed") : _("deleted");
}

/* One heading per moment, below it the fields that changed then. */
static void fill(void *ctx, struct reader *out) {
    const struct trail *trail = ctx;
    const char *last = "";
    if (trail->rows->rows == 0) reader_text(out, _("Nothing has been changed yet."));
    for (int i = 0; i < trail->rows->rows; i++) {
        const char *at = rowset_cell(trail->rows, i, AUDIT_AT);
        const char *field = rowset_cell(trail->rows, i, AUDIT_FIELD);
        char old[200], now[200], text[440];
        if (strcmp(at, last) != 0) {
            char time[24];
            clock_format_datetime(strtoll(at, NULL, 10), time, sizeof time);
            snprintf(text, sizeof text, "%s  %s  %s", time, rowset_cell(trail->rows, i, AUDIT_USER),
                     operation_word(rowset_cell(trail->rows, i, AUDIT_OPERATION)));
            if (i > 0) reader_blank(out);
            reader_heading(out, text);
            last = at;
        }
        if (!field[0]) continue;
        value_text(trail->entity, field, rowset_cell(trail->rows, i, AUDIT_OLD), old, sizeof old);
        value_text(trail->entity, field, rowset_cell(trail->rows, i, AUDIT_NEW), now, sizeof now);
        snprintf(text, sizeof text, "%s > %s", old, now);
        reader_pair(out, words_label(trail->entity->id, field), text);
    }
}

void history_show(struct app *app, const struct entity *entity, const char *key) {
    struct rowset rows;
    struct err err;
    char title[200];
    err_clear(&err);
    rowset_init(&rows, AUDIT_COLUMNS);
    if (audit_list(app->db, entity->id, key, NEWEST, &rows, &err) == ERR_OK) {
        struct trail trail = {entity, &rows};
        snprintf(title, sizeof title, _("Changes of %s %s"), words_entity(entity->id), key);
        app_show_text(app, title, fill, &trail);
    } else {
        app_error(app, &err);
    }
    rowset_release(&rows);
}
