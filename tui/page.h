/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_PAGE_H
#define CHQ_TUI_PAGE_H

/*
 * The vocabulary of pages: read this first. A page is a table with a few short functions; the engine draws it, moves
 * the cursor, edits, validates, saves, asks and refreshes. One page = one file in tui/pages = one exported table
 * (const struct page page_functionality_profiles), named in tui/pages/registry.c. A page that wants to draw is a
 * missing column or field kind.
 *
 * Texts in tables are msgids marked with N_() or NC_(); the engine translates when it draws. Every callback runs on
 * the main thread and must not block: work that takes longer than a database read goes through app_run_job().
 * Values travel in their stored form ("1", "2026-…" as milliseconds, "Person", "12.50"), see model/record.h.
 */

#include <stdbool.h>
#include <stddef.h>

#include "model/err.h"
#include "model/record.h"
#include "model/rowset.h"
#include "tui/i18n.h"
#include "tui/keys.h"
#include "tui/theme.h"

struct app;
struct form;
struct page;
struct question;
struct reader;

/* What an action or a view wants to happen next. */
enum next {
    NEXT_UNHANDLED, /* not mine: ask the next in the chain */
    NEXT_STAY,      /* done, draw again */
    NEXT_POP,       /* close me (a page that has unsaved changes asks first) */
    NEXT_QUIT       /* leave the program (guarded) */
};

enum pattern {
    SIMPLE_LIST_AND_DETAILS, /* list at the left, fields of the selected record at the right */
    DETAILS_MASTER,          /* grid; Enter opens the record on the whole page */
    LIST,   /* grid only; Enter runs the page's default action (the one bound to ACTION_OPEN) */
    DIALOG, /* fields with OK and Cancel, and result lines; edit mode from the start */
    READER, /* scrolled text */
    TABLE_OF_CONTENTS /* one single record (`single_key`): vertical tabs where there is room, else FastTabs;
                         no list, no New, no Delete; view mode first (domain.md 4.17) */
};

enum column_kind { COLUMN_TEXT, COLUMN_YESNO, COLUMN_NUMBER, COLUMN_AMOUNT, COLUMN_TIME };

/* Column i shows cell i of the rowset. Cell 0 is the record's key: what `load` and page callbacks are given. */
struct column {
    const char *label;
    enum column_kind kind; /* how the stored form is shown; NUMBER and AMOUNT are right-aligned */
    int cols;              /* least width in columns */
    int weight;            /* share of the room that is left; 0 = stays at cols */
    int hide_below;        /* the column is left out when the list is narrower than this; 0 = never.
                       Column 0 may be left out too: a key that people need not see. */
    /* Word for a stored value (a choice, a state), translated; NULL = the value itself. */
    const char *(*word)(const char *stored);
    /* Role for a stored value; NULL = ROLE_VALUE. The word or a sign must say the same. */
    enum role (*role)(const char *stored);
};

enum field_kind {
    FIELD_TEXT,
    FIELD_YESNO,
    FIELD_CHOICE, /* choices and words */
    FIELD_NUMBER,
    FIELD_AMOUNT,
    FIELD_TIME, /* stored as milliseconds, "" or "0" = none; typed as tui/time_input.h says, unless read_only or computed */
    FIELD_LIST, /* read-only rows: value is lines separated by '\n', cells by '\t'; see form_set_value */
    FIELD_CHART /* read-only bars, see struct chart */
};

/*
 * How a FIELD_CHART is drawn. Its value is whole numbers with blanks between, the oldest first, "-" where nothing was
 * measured; each takes one column of the screen, and the newest are shown, as many as there is room for. Several charts
 * below each other share the columns. The newest value stands below the label.
 */
struct chart {
    const char *unit; /* N_("ms"), behind the highest value of the axis; NULL = a count */
    const char *like; /* key of a chart with the same scale, so that the two compare; NULL = none */
    int rows;         /* twice as many on a tall screen */
    int step_s;       /* seconds between two values: a time axis below; 0 = none */
    enum role role;
};

/*
 * One row of a form. A row whose `tab` is set begins a FastTab (rows before the first one are the header); one whose
 * `group` is set begins a group. Rows without `key` carry only tab or group.
 */
struct field {
    const char *tab;   /* N_("General") */
    const char *group; /* N_("RETAIL CUSTOMERS") */
    const char *key;   /* member of the page's entity, or any name in a page without entity */
    const char *label;
    enum field_kind kind;
    int cols; /* width of the value when there is room, and for pages without entity its longest length
                              in characters; 0 = from the member */
    bool required;         /* also taken from the member */
    bool fixed_after_save; /* also taken from the member */
    bool read_only;
    bool secret;        /* shown as dots */
    bool prose;         /* a text to read: takes as many rows as a screen has, not six */
    bool summary;       /* shown in the FastTab's header when it is collapsed */
    const char *lookup; /* id in lookup_registry; NULL = the member's `related` */
    bool
        several; /* with lookup: the value is a list ("Default, Stores"); what is chosen is put in, or taken
                     out. Also taken from the member (`list`). */
    const char
        *page; /* page that Enter opens from this value in view mode ("customers"); NULL = none */
    const char *const *choices; /* FIELD_CHOICE without member: stored values, NULL-terminated */
    const char *(*word)(const char *stored); /* translated word of a choice */
    struct column columns[6];                /* FIELD_LIST: ends with a NULL label */
    const struct chart *chart;               /* FIELD_CHART */
    const char *help;                        /* one or two sentences, F1 */

    /* Before saving a change of this field: fill the question (buttons Yes/No, focus on No) and return true to ask. */
    bool (*confirm)(struct app *app, const struct form *form, const char *old, const char *now,
                    struct question *q);
    /* Short note beside the value, e.g. "used by 2 stores". Called after load and change, not while drawing. */
    void (*note)(struct app *app, const struct form *form, char *buf, size_t size);
    /* Extra check when the field is left and before saving; the member's own rules come first. May be NULL. */
    enum err_code (*check)(struct app *app, const struct form *form, const char *value,
                           struct err *err);
};

/*
 * A command of the page. `key` of the current record is NULL when there is none; in a DIALOG it is the key the dialog was
 * opened for. While a record is edited no command of the page is enabled. Besides its own, a page has the engine's:
 * "history" with `has_history`, "show-all" while its list has a scope, "mark", "mark-all" and "unmark-all" with
 * `can_mark`.
 */
struct action {
    const char *id;    /* "run-now"; `:run-now` and the guides name it */
    const char *label; /* N_("Run now") */
    enum action_id
        bound; /* key through the global table, e.g. ACTION_RUN (F8); ACTION_NONE = action menu only */
    const char *help; /* one sentence, NULL = none */
    /* NULL = always. Disabled ones are shown dim, not hidden. */
    bool (*enabled)(struct app *app, const char *key);
    /* Said when it is pressed while disabled: N_() sentence that names cause and remedy; or, where the sentence depends
     * on the record, `explain` fills it (translated). Both NULL = "nothing is selected" or "is not possible here". */
    const char *why_not;
    void (*explain)(struct app *app, const char *key, char *buf, size_t size);
    enum next (*run)(struct app *app, const char *key);
};

#define PATH_MAX_CRUMBS 5

struct page {
    const char *id;    /* "functionality-profiles": commands, guides and tests name it */
    const char *title; /* plural; a record's page adds "ID : name" */
    const char *path[PATH_MAX_CRUMBS]; /* menu path above the title, outermost first */
    const char *form_name;             /* technical name for `form:…`, NULL = id */
    const char *aliases[4];            /* further names to search by, N_() */
    enum pattern pattern;
    bool lab; /* belongs to this console, not to the product: shown under Lab */

    const struct column *columns; /* ends with a NULL label */
    const struct field *fields;   /* ends with a row that has neither key, tab nor group */
    const struct action *actions; /* ends with a NULL id */

    /* Records. With an entity the engine lists, loads, checks and saves by itself (headquarters database). */
    const struct entity *entity;
    bool can_new, can_edit, can_delete;
    bool has_history;      /* with entity: the action "Show changes" */
    bool can_mark;         /* rows of the list can be marked (Space): see app_marked */
    const char *name_key;  /* member shown after the key in a title: "name" */
    const char *title_key; /* field that is the whole title, where the key says nothing to people */
    const char *
        single_key; /* TABLE_OF_CONTENTS: key of its record; NULL = the page's id (without entity) */
    /* The commands a list or record page of this kind needs beyond the entity; each may be NULL. */
    enum err_code (*list)(struct app *app, const struct list_request *request, struct rowset *rows,
                          struct err *err);
    /* Fill fields that are not members (and, without entity, all): form_set_value(form, key, stored). A DIALOG is given
     * the key it was opened for (app_open_page), NULL = none; what is set here are its defaults. */
    enum err_code (*load)(struct app *app, const char *key, struct form *form, struct err *err);
    /* After loading and with every change of a value, also while it is typed: set the fields that only say what follows
     * (form_set_value). */
    void (*changed)(struct app *app, struct form *form);
    /* Heading of a record without entity: "1010 : Customers". */
    void (*record_title)(struct app *app, const char *key, const struct form *form, char *buf,
                         size_t size);

    /* May this record be edited? `why` is filled (translated) when not. NULL = every one. */
    bool (*may_edit)(struct app *app, const char *key, char *why, size_t size);
    void (*opened)(struct app *app); /* the page came to the front */
    bool (*ask_before_save)(struct app *app, const struct form *form,
                            struct question *q); /* as field.confirm */
    void (*after_save)(struct app *app, const struct form *form, const char *key, bool created);
    bool (*ask_before_delete)(struct app *app, const struct form *form,
                              struct question *q); /* else the usual one */
    /* Instead of record_delete, for what is more than its record. Like app_write.write. */
    enum err_code (*remove)(struct app *app, const void *rec, struct err *err);

    /* DIALOG: OK was pressed and every field is valid. ERR_OK keeps the dialog open with its result lines
     * (form_result); a page that wants to close calls app_close_page (it is not asked then). Afterwards the pages below
     * read their data again. Key it was opened for: app_record_key. Writing goes through app_write: after ERR_BUSY it is
     * called again, so it writes before it tells anything. */
    const char *ok_label; /* N_("OK") when NULL */
    enum err_code (*ok)(struct app *app, struct form *form, struct err *err);
    /* READER, and the introduction above a DIALOG's fields (read when it is opened; `key` as in `load`). */
    void (*text)(struct app *app, const char *key, struct reader *out);
    const char *empty; /* shown in an empty list: N_("No guides are running.") */
};

/* All pages in menu order, NULL-terminated; defined in tui/pages/registry.c. */
extern const struct page *const page_registry[];

/* ---- what callbacks use -------------------------------------------------------------------------------------- */

/* Stored value as it is in the form now, "" for an unknown key. Borrowed until the form changes. */
const char *form_value(const struct form *form, const char *key);
/* Value as it was read. */
const char *form_old_value(const struct form *form, const char *key);
/* Set a value from code (load hooks, defaults that follow another field). In load hooks it also becomes the old one. */
void form_set_value(struct form *form, const char *key, const char *stored);
/* Show the error beside the field it is about, and go there; nothing when it is about none. */
void form_mark_error(struct form *form, const struct err *err);
bool form_is_new(const struct form *form);
bool form_is_dirty(const struct form *form);
/* Record of a page with entity as it was last read or saved; NULL for a new one. Borrowed. */
const void *form_record(const struct form *form);
/* DIALOG: empty the result lines; add one ("Customer account", "Pending sync"). `label` is translated already. */
void form_result_clear(struct form *form);
void form_result(struct form *form, enum role role, const char *label, const char *value);
/* What a result line says; "" when there is none of that label. Borrowed until the lines change. */
const char *form_result_value(const struct form *form, const char *label);

/* Lines of a reader page. Text is translated already and is wrapped to the width. */
void reader_heading(struct reader *out, const char *text);
void reader_text(struct reader *out, const char *text);
/* "label   value" in two columns. */
void reader_pair(struct reader *out, const char *label, const char *value);
void reader_blank(struct reader *out);

#endif
