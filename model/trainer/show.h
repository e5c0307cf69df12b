/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_SHOW_H
#define CHQ_TRAINER_SHOW_H

/*
 * Show scripts: how a step of a guide, or the solution of a lab, is done on the screen, one command a line, in words that
 * depend on no language and no keymap (docs/authoring.md lists them). A script stands in the section [show] of a lab, and
 * in the keys show-1, show-2 … of a guide's step; lines are performed in the order of the file. Who performs them is
 * tui/show.h; here is what they say, and the copy of the company on which they are performed.
 */

#include "model/trainer/guide.h"

#define SHOW_LAB       "show" /* section of a lab's script */
#define SHOW_WORD      64
#define SHOW_REST      256
#define SHOW_MAX_LINES 64

enum show_what {
    SHOW_OPEN,  /* word = page, rest = key of a record or "" */
    SHOW_EDIT,  /* of the record in front */
    SHOW_NEW,   /* a new record */
    SHOW_FIELD, /* word = key of a member of the form in front */
    SHOW_TYPE,  /* rest = the value of that field, "" empties it */
    SHOW_SAVE,
    SHOW_ANSWER, /* word = "yes" (the first button of the question) or "no" (the second) */
    SHOW_ACTION, /* word = id of an action of the page, else of one of the console ("delete") */
    SHOW_OK,     /* of a dialog page or a message */
    SHOW_BACK,   /* one step */
    SHOW_WAIT    /* until no background job runs */
};

struct show_command {
    enum show_what what;
    char line[SHOW_WORD + SHOW_REST + 16]; /* as it is written */
    char word[SHOW_WORD], rest[SHOW_REST]; /* not filled in yet: show_rest */
    bool second;                           /* of a lab with two faults: it is about the second */
};

struct show {
    int count; /* 0 = there is no script */
    struct show_command commands[SHOW_MAX_LINES];
};

/* `section`: SHOW_LAB or the id of a step. Of a lab with two faults, the solution of the first and then of the
 * second. A line that is no command is GUIDE_CONTENT. Free with show_free. */
MUST_CHECK enum err_code show_open(struct show **out, const struct guide *content,
                                   const char *section, struct err *err);
void show_free(struct show **show);

/*
 * What a command's word or rest means for this session: {store} {email} {profile} {shopper} {name} filled in, and
 * "@BLOCK" answered by the content's query over headquarters as it is now. Nothing found is GUIDE_CONTENT.
 */
MUST_CHECK enum err_code show_value(const struct company *company, const struct guide *content,
                                    const struct guide_session *session, const char *text,
                                    char *buf, size_t size, struct err *err);
/* The same of a command's rest, for the fault that it is about. */
MUST_CHECK enum err_code show_rest(const struct company *company, const struct guide *content,
                                   const struct guide_session *session,
                                   const struct show_command *command, char *buf, size_t size,
                                   struct err *err);

/* Does every command name what exists? GUIDE_CONTENT says which does not. Behind an action the page in front is not
 * known any more until the next `open`: then any page's fields and actions are right. */
MUST_CHECK enum err_code show_check(const struct guide *content, const char *section,
                                    const struct screen_names *screen, struct err *err);

/*
 * The company on which a script is played and which is thrown away afterwards, in `copy`: a copy of `folder` as it is
 * (its batch jobs go on, nobody holds a lease), of a lab as it was when it began. The copy of a lab is a lab itself,
 * with the company as it was beside it, so that everything a trainee can do in the lab can be done there. What a
 * killed program left is replaced. May take seconds for a large company: not on the thread that paints. `content` and
 * `session` are what runs in `folder`. ERR_CANCELLED between two files; nothing is left then, nor after any other
 * error.
 */
MUST_CHECK enum err_code show_copy_make(const char *folder, const struct settings *settings,
                                        const struct guide *content,
                                        const struct guide_session *session,
                                        const struct progress *progress,
                                        char copy[COMPANY_PATH_SIZE], struct err *err);
/* While somebody plays on the copy nobody else makes or deletes one of the same folder: both are then refused (ERR_BUSY,
 * SHOW_HELD). Held until let go, or until the program ends; -1 = it could not be held, which is no reason not to play. */
int show_copy_hold(const char *copy);
void show_copy_let_go(int *hold);
/* Throw it away; nothing to do when there is none. `folder` is the company it is a copy of. */
MUST_CHECK enum err_code show_copy_delete(const char *folder, struct err *err);

#endif
