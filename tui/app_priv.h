/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_APP_PRIV_H
#define CHQ_TUI_APP_PRIV_H

/* The engine's own state, for app*.c, screen.c, loop.c and the engine's tests. */

#include "model/watch.h"
#include "tui/app.h"
#include "tui/keys.h"
#include "tui/view.h"

#define STACK_MAX      40
#define MESSAGES_MAX   50
#define MESSAGE_SIZE   512
#define SIDES_MAX      8
#define JOB_SLOTS      16
#define JOB_TITLE_SIZE 96

#define SCREEN_MIN_ROWS 18
#define SCREEN_MIN_COLS 60

struct message {
    enum message_kind kind;
    int64_t at_ms;
    char text[MESSAGE_SIZE];
};

struct side_slot {
    const struct side *side;
    void *state;
    struct rect rect; /* where it was drawn last; rows 0 = not shown */
    bool pane;
    int64_t due_us; /* when it wants SIDE_TICK, 0 = ask it */
};

struct job_slot {
    int id; /* 0 = free */
    bool quiet;
    char title[JOB_TITLE_SIZE];
    int64_t done, total;
    int64_t started_us;
    bool cancelling;
    const void *arg; /* which job it is, for app_stop_job; the job's own */
    void (*ended)(struct app *app, void *arg, enum err_code code, const struct err *err);
    void (*told)(struct app *app, const void *message);
};

/* Who has the keys when no popup is open. */
enum focus { FOCUS_PAGE, FOCUS_MENU, FOCUS_SIDE /* + index of the side */ };

struct ui {
    struct keymap *keymap;
    struct chord chord;
    struct key last_key;
    bool pasting, pasted_break;

    struct view *stack[STACK_MAX];
    unsigned seen[STACK_MAX]; /* generation of the data each view was drawn from */
    int depth;
    unsigned generation; /* grows with every change of data */

    struct menu *menu; /* shared by the home page and the navigation at the left */
    struct side_slot sides[SIDES_MAX];
    int side_count;
    int focus; /* enum focus */

    struct message messages
        [MESSAGES_MAX]; /* a ring: the newest is messages[(message_first + message_count - 1) % MAX] */
    int message_first, message_count;
    int message_unseen; /* shown in the bar as a count */
    bool message_shown; /* the bar shows the newest */

    struct job_slot jobs[JOB_SLOTS];
    struct view *waiting; /* the popup of app_write, NULL = nothing waits */

    int rows, cols;      /* screen */
    struct rect body;    /* of the page, as drawn last */
    bool menu_shown;     /* the navigation is at the left */
    char minute[8];      /* clock in the title bar as drawn last */
    char selected[700];  /* page and record last reported to the sides */
    char focused[160];   /* page and field last reported */
    bool leaving;        /* app_quit was asked and granted */
    bool wants_to_leave; /* app_quit waits for the answer about what is unsaved */
    int exit_code;
    bool repaint; /* Ctrl+L: send everything again */
    bool ascii;

    struct watch *watch;  /* NULL = none: the data version is looked at once a second instead */
    int64_t data_version; /* of headquarters, to tell our own commits from others' */
    bool company_changed; /* the loop must poll another watch */
};

/* ---- life ----------------------------------------------------------------------------------------------------- */

struct app_parts {
    struct company *take_company; /* may be NULL in tests */
    struct db *db;                /* when there is no company */
    struct settings *settings;
    const struct page *const *pages;
    const struct lookup_view *lookups;
    const struct side *const *sides; /* NULL-terminated, NULL = none */
    struct keymap *take_keymap;      /* NULL = the defaults */
    const struct theme *theme;
    bool ascii;
};

struct app *app_new(const struct app_parts *parts);
void app_free(struct app **app);

/* ---- what the loop calls --------------------------------------------------------------------------------------- */

void app_key(struct app *app, struct key key);
void app_resize(struct app *app, int rows, int cols);
/* Everything into the canvas, which already has the size of the screen. */
void app_draw(struct app *app, struct canvas *canvas);
/* Events of background jobs wait. */
void app_job_events(struct app *app);
/* The watch saw a commit (already settled). */
void app_files_changed(struct app *app);
/* The same if somebody else has committed to headquarters since. */
bool app_look_outside(struct app *app);
/* Report to the sides what is selected now; called once per turn, before drawing. */
void app_settle(struct app *app);
/* Milliseconds until app_tick must be called; -1 = nothing moves by itself. */
int app_next_tick_ms(const struct app *app);
void app_tick(struct app *app);
/* Ctrl+C and SIGINT: cancel what runs. Was there anything? */
bool app_cancel_job(struct app *app);
/* Leave: asks when something is unsaved or runs. */
void app_quit(struct app *app);
/* What app_quit asked about was saved or thrown away: go on leaving. Nothing when it was not app_quit that asked. */
void app_go_on_leaving(struct app *app);

/* ---- inside the engine ----------------------------------------------------------------------------------------- */

enum key_mode app_mode(const struct app *app);
/* Does the action work now, and what is it called here? */
bool app_can(const struct app *app, enum action_id action);
const char *app_action_label(const struct app *app, enum action_id action);
void app_act(struct app *app, enum action_id action);
/* A character that was typed. */
void app_text(struct app *app, const char *utf8);
/* A button of the question in `view`, NULL = it has none of that number, or is no question; the one with the focus, -1 = it
 * is no question. */
const char *dialog_button(const struct view *view, int index);
int dialog_focus(const struct view *view);
/* Say why the page in front does nothing with it now. */
void app_say_impossible(struct app *app, enum action_id action);
void app_side_event(struct app *app, const struct side_event *event);
const struct message *app_newest_message(const struct app *app);
const struct message *app_message_at(const struct app *app, int index); /* 0 = newest */
void app_hide_message(struct app *app);
const struct job_slot *app_shown_job(const struct app *app);
/* First view of the stack that would be asked; true = all may close. */
bool app_all_may_close(struct app *app);
void app_close_all(struct app *app);
void app_toggle_pane(struct app *app);
void app_focus_next(struct app *app);
bool app_side_has_focus(const struct app *app);
const struct lookup_view *app_find_lookup(const struct app *app, const char *id);
/* Values of a lookup: its own list, else the model's of the same id. */
enum err_code app_lookup_list(struct app *app, const struct lookup_view *lookup,
                              const struct list_request *request, struct rowset *rows,
                              struct err *err);

/* ---- screen.c --------------------------------------------------------------------------------------------------- */

void screen_draw(struct app *app, struct canvas *canvas);

#endif
