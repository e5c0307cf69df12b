/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_SHOW_PRIV_H
#define CHQ_TUI_SHOW_PRIV_H

/* What show.c (the life of a show), show_perform.c (what a command does), show_place.c (where the console was) and
 * show_draw.c (how it looks and what is said) share. */

#include "model/trainer/show.h"
#include "tui/app_priv.h"
#include "tui/page_view.h"
#include "tui/show.h"
#include "tui/words.h"

enum show_phase {
    SHOW_IDLE,
    SHOW_PREPARING, /* the copy is being made */
    SHOW_PLAYING,
    SHOW_AT_END, /* everything is done: any key goes back */
    SHOW_LEAVING /* as soon as no job runs */
};

/* One page that was open, and what had the cursor on it. */
struct show_place {
    char page[64], key[ROW_KEY_SIZE], scope[64], scope_words[128], filter[FILTER_SIZE];
    bool in_form, in_record;
    struct form_stop focus;
};

struct show_places {
    struct show_place pages[STACK_MAX];
    int count;
    int home; /* how many pages were below the home page */
    int focus;
};

struct show_player {
    enum show_phase phase;
    struct guide *content;
    struct guide_session session;
    struct show *script;
    char title[160];
    void (*ended)(struct app *app);
    char folder[COMPANY_PATH_SIZE], copy[COMPANY_PATH_SIZE];
    struct show_places *places;
    struct company *kept; /* keeps the trainee's files open, and so as they are, to the last byte */
    int hold;             /* of the copy (show_copy_hold), -1 = none */
    bool deleting;        /* the copy of the last show is being thrown away */
    struct copying *next; /* waits for that; NULL = nothing does */

    int at;                           /* index of the command */
    bool announced;                   /* its key is on the screen, it is performed next */
    char value[SHOW_REST * 2];        /* its key or text, filled in */
    int beats;                        /* done of it already */
    int entry;                        /* of the action menu, when the action is chosen there */
    size_t typed;                     /* bytes of value */
    char keys[64], words[WORDS_SIZE]; /* of the bar: the key, and what it does */
    bool paused;
    bool stopped;             /* by a key */
    char problem[WORDS_SIZE]; /* why a command could not be performed, "" = it could */
    int64_t due_us;           /* not before */
};

/* ---- show_perform.c ------------------------------------------------------------------------------------------- */

enum show_beat {
    BEAT_MORE, /* a part of the command is done: again after a short pause */
    BEAT_WAIT, /* something else must end first */
    BEAT_DONE,
    BEAT_FAILED /* player->problem says why */
};

/* Words for the command that is next: player->keys and player->words; BEAT_DONE, BEAT_WAIT or BEAT_FAILED. Behind the last
 * one, BEAT_DONE when what it has begun has ended. */
enum show_beat show_announce(struct app *app, struct show_player *player);
/* The next key of the command. */
enum show_beat show_perform(struct app *app, struct show_player *player);

/* ---- show_place.c --------------------------------------------------------------------------------------------- */

void show_places_remember(const struct app *app, struct show_places *places);
void show_places_restore(struct app *app, const struct show_places *places);

/* ---- show_draw.c ---------------------------------------------------------------------------------------------- */

int show_rows(const struct app *app, const void *state, int cols, int most);
void show_draw(const struct app *app, void *state, struct canvas *canvas, struct rect rect,
               bool pane, bool focused);

#endif
