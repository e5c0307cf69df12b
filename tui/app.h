/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_APP_H
#define CHQ_TUI_APP_H

/*
 * struct app: the one context that is passed down. Pages, lookups and side panels use what is in this header; how the
 * stack of views works is in tui/app_priv.h and concerns the engine only. Main thread only.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/err.h"
#include "model/job.h"
#include "model/settings.h"
#include "tui/page.h"
#include "tui/side.h"

struct company; /* model/exchange/company.h */
struct db;
struct lookup_view; /* tui/lookup.h */
struct ui;          /* the engine's own state */

struct app {
    struct company
        *company;  /* owned; replaced by app_switch_company. NULL only in tests of the engine */
    struct db *db; /* headquarters of the company; borrowed from it */
    struct settings *settings; /* borrowed */
    struct jobs *
        jobs; /* owned; created when the first job starts, so no thread exists before it is needed */
    const struct theme *theme;
    char user[21];         /* who the audit trail names */
    char data_dir[512];    /* folder of the company */
    char company_name[21]; /* "USRT" for the title bar */
    bool read_only;        /* --readonly: nothing can be written */
    bool practice;         /* the company is the practice copy of a guide */
    bool demo;             /* the demo company: the title bar says so */
    bool servicing;        /* headquarters is in servicing; kept fresh by app_data_changed */
    const struct page *const *pages;   /* page_registry, or a test's */
    const struct lookup_view *lookups; /* lookup_registry, or a test's */
    struct ui *ui;
};

/* ---- pages --------------------------------------------------------------------------------------------------- */

/*
 * Open a page on top of the current one. `key` selects a record; on a page with records it is opened or selected, NULL =
 * the list. A page that does not exist yet opens a plain one that says so. Unsaved changes below stay where they are.
 */
void app_open_page(struct app *app, const char *page_id, const char *key);
/*
 * The same for a list that shows only what belongs to something: `scope` is handed to `list` (list_request.scope, at most 63
 * bytes), `words` (translated or data; NULL = the scope itself) stand beside the title: "Upload sessions: P-0001". Back
 * leaves the page as usual; the action "Show all" takes the scope off, and so does opening the page with app_open_page.
 */
void app_open_page_scoped(struct app *app, const char *page_id, const char *key, const char *scope,
                          const char *words);
/* Open `page_id` for a new record (edit mode, cursor in the first field). */
void app_open_new(struct app *app, const char *page_id);
/* Close the page in front (asks when it has unsaved changes). */
void app_close_page(struct app *app);
/* Page in front (below popups), "" on the menu; key of its current record or NULL. Borrowed until the next event. */
const char *app_page_id(const struct app *app);
const char *app_record_key(const struct app *app);
/* Scope of the list of the page in front, as in app_open_page_scoped; copied; NULL = all. Lists again. */
void app_set_scope(struct app *app, const char *scope, const char *words);
/* "" = it has none. Borrowed until the next event. */
const char *app_scope(const struct app *app);
/* What the list of an open page is filtered by, "" = nothing, or it is not open. Borrowed until the next event. */
const char *app_list_filter(const struct app *app, const char *page_id);
/* Filter the list of the page in front; "" = all. */
void app_set_filter(struct app *app, const char *text);
/*
 * Rows marked in the list of the page in front (page.can_mark), in the order they were marked: keys as in cell 0. A marked
 * record may be gone or changed by now: the command that works on it must say so. NULL = index is past the last.
 * Borrowed until the next event. A command for several records works on the marked ones, or on `key` when none is.
 */
int app_marked_count(const struct app *app);
const char *app_marked(const struct app *app, int index);
void app_unmark_all(struct app *app);
/* The form of the page in front, NULL when it has none. */
struct form *app_form(struct app *app);
const struct page *app_find_page(const struct app *app,
                                 const char *page_id); /* NULL = does not exist */

/* ---- telling ------------------------------------------------------------------------------------------------- */

enum message_kind { MESSAGE_INFO, MESSAGE_WARNING, MESSAGE_ERROR };

/* Show a line in the message bar. Text is translated already and copied. */
void app_message(struct app *app, enum message_kind kind, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Show an error of the model in words (tui/words.h). */
void app_error(struct app *app, const struct err *err);
/* A popup with scrolled text. Both are copied. `fill` adds the lines; it is called once, now. */
void app_show_text(struct app *app, const char *title, void (*fill)(void *ctx, struct reader *out),
                   void *ctx);

/* ---- asking -------------------------------------------------------------------------------------------------- */

#define QUESTION_BUTTONS 4

typedef void answer_fn(struct app *app, int answer, void *ctx);

/* Texts are translated already; they are copied. */
struct question {
    enum message_kind kind;
    char title[96];
    char text[768];
    char details[1024]; /* lines "label\told\tnew" separated by '\n': the list of changes */
    const char *buttons
        [QUESTION_BUTTONS]; /* borrowed for the call: translated or string constants; NULL ends them */
    int focus;              /* button that has the focus */
    int escape;             /* answer that Esc gives */
    answer_fn *answered;    /* may be NULL; the popup is closed before the call */
    void *ctx;              /* must live until then */
};

/* Empty question: one button "OK". */
void question_init(struct question *q, enum message_kind kind, const char *title);
/* Buttons Yes (0) and No (1), focus and Esc on No. */
void question_yes_no(struct question *q);
void app_ask(struct app *app, const struct question *q);

/* ---- background work ----------------------------------------------------------------------------------------- */

struct app_job {
    /* Translated; copied: shown with the progress, "Run now 1010". Of a quiet one: "" when it goes on by itself, so that
     * Show me does not wait for it. */
    const char *title;
    job_fn *work; /* on the job's thread; opens its own connections */
    void *arg;    /* belongs to the job until `ended` */
    /* On the main thread; frees arg. Data is refreshed afterwards. */
    void (*ended)(struct app *app, void *arg, enum err_code code, const struct err *err);
    /* What the work said by progress_tell, on the main thread; borrowed for the call. NULL = it says nothing. */
    void (*told)(struct app *app, const void *message);
    /* Nobody waits for it (the pane's counts): runs beside other jobs, shows no progress, refreshes nothing afterwards,
     * does not count in app_job_running and does not hold up app_switch_company or leaving. */
    bool quiet;
};

/* Start; progress and cancel (Ctrl+C, or Esc while nothing else is to close) are shown by the engine. false: could
 * not start, the reason is in the message bar, `ended` was not called and arg is still the caller's. */
bool app_run_job(struct app *app, const struct app_job *job);
bool app_job_running(const struct app *app);
/* Ask the job that was started with `arg` to end; `ended` is called as usual. Nothing when there is none. */
void app_stop_job(struct app *app, const void *arg);

/* ---- writing -------------------------------------------------------------------------------------------------- */

struct app_write {
    const char *title; /* translated; copied: "Save" */
    /* One transaction on the company's own connections. Called again after ERR_BUSY, so it starts from the beginning. */
    enum err_code (*write)(struct app *app, void *ctx, struct err *err);
    /* Once, now or later; ERR_CANCELLED = the user did not want to wait. Everything but ERR_OK still has to be told. */
    void (*ended)(struct app *app, void *ctx, enum err_code code, const struct err *err);
    void *ctx; /* must live until `ended`, or until the company is closed */
};

/*
 * Write something short from the thread that paints. The console's own connections wait for a lock no longer than a
 * keystroke may take; while another program holds the database a popup says so and it is tried again, until
 * db.busy_timeout_ms is over or the user cancels. The engine's own saving and deleting go this way, and so should a
 * page's command that writes; long work is a job (app_run_job). After ERR_OK: app_data_changed.
 */
void app_write(struct app *app, const struct app_write *write);

/* ---- data ---------------------------------------------------------------------------------------------------- */

/* Something was written by a callback outside the engine's own save: lists, forms and sides look again. */
void app_data_changed(struct app *app);
/*
 * Go on with another company (the practice copy of a guide): closes all pages, takes `company` and frees the old one
 * after its jobs ended. Refused with a message while a job runs or changes are unsaved: returns false, nothing changed.
 */
bool app_switch_company(struct app *app, struct company *take_company, const char *data_dir);
/* The same with the company in `folder`; true also when it is there already, false with a message. */
bool app_go_to_company(struct app *app, const char *folder);
/* The side's state, for the other side or a page (guides page -> coach). NULL when it is not there. */
void *app_side_state(const struct app *app, const struct side *side);

#endif
