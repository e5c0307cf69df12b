/* SPDX-License-Identifier: MIT */
/*
 * How a lab's bar looks: one line with title, time, score, hints and proofs and, unless it is collapsed, the task, the
 * newest hint and the keys. Owns what is left out when there is little room; reads no data.
 */

#include <stdio.h>

#include "tui/app_priv.h"
#include "tui/coach_priv.h"
#include "tui/lab_side_priv.h"
#include "tui/words.h"

enum { LEAST_MOST = 8, TEXT_SIZE_MAX = 1400, LINES = 3 };
enum { TASK, HINT, LEGEND };

struct line {
    enum role role;
    char text[TEXT_SIZE_MAX];
    int rows; /* 0 = left out */
};

/* ---- the keys ----------------------------------------------------------------------------------------------------- */

/* In order; what is needed least has the highest `rank` and goes first when there is little room. */
static const struct {
    enum action_id action;
    int rank;
    bool solves; /* nothing for a lab that is solved */
    const char *label;
} legend[] = {
    {ACTION_GUIDE_CHECK, 0, true, N_("check")},   {ACTION_GUIDE_HINT, 1, true, N_("hint")},
    {ACTION_GUIDE_ANSWER, 2, true, N_("answer")}, {ACTION_GUIDE_SHOW, 6, false, N_("the story")},
    {ACTION_GUIDE_PLAY, 3, false, N_("show me")}, {ACTION_GUIDE_DO, 4, true, N_("do it for me")},
    {ACTION_GUIDE_RESET, 7, false, N_("reset")},  {ACTION_GUIDE_LEAVE, 5, false, N_("leave")},
    {ACTION_GUIDE_HIDE, 8, false, N_("smaller")},
};
enum { LEGEND_KEYS = sizeof legend / sizeof legend[0] };

static void key_of(const struct app *app, enum action_id action, char key[COACH_KEY_SIZE]) {
    key[0] = '\0';
    if (!app->ui || !app->ui->keymap) return;
    keymap_first(app->ui->keymap, action, app_mode(app), key, COACH_KEY_SIZE);
}

/* Bytes that the keys of all commands begin with, up to a blank: they are said once. */
static size_t common_start(const struct app *app) {
    char first[COACH_KEY_SIZE], key[COACH_KEY_SIZE];
    key_of(app, legend[0].action, first);
    const char *blank = strrchr(first, ' ');
    size_t len = blank ? (size_t)(blank - first) + 1 : 0;
    for (int i = 1; i < LEGEND_KEYS && len > 0; i++) {
        key_of(app, legend[i].action, key);
        if (strncmp(key, first, len) != 0) len = 0;
    }
    return len;
}

/* "g t …  c check  h hint": the commands up to `most` in rank. */
static void write_legend(const struct app *app, const struct lab_side *side, int most, char *buf,
                         size_t size) {
    char key[COACH_KEY_SIZE];
    bool solved = side->run.session.solved_ms > 0, answered = lab_side_is_answered(side);
    size_t start = common_start(app);
    key_of(app, legend[0].action, key);
    size_t used = start > 0 ? (size_t)snprintf(buf, size, "%.*s…", (int)start, key) : 0;
    for (int i = 0; i < LEGEND_KEYS && used < size; i++) {
        if (legend[i].rank > most || (solved && legend[i].solves)) continue;
        if (legend[i].action == ACTION_GUIDE_ANSWER && !answered) continue;
        key_of(app, legend[i].action, key);
        if (!*key) continue;
        used += (size_t)snprintf(buf + used, size - used, "%s%s %s", used > 0 ? "  " : "",
                                 key + start, _(legend[i].label));
    }
}

static void add_legend(const struct app *app, const struct lab_side *side, int cols,
                       struct line *line) {
    line->text[0] = '\0';
    for (int most = LEGEND_KEYS - 1; most >= 0; most--) {
        write_legend(app, side, most, line->text, sizeof line->text);
        if (text_cols(line->text) <= cols) return;
    }
}

/* ---- the lines ---------------------------------------------------------------------------------------------------- */

/* The paragraphs of a text as one. */
static void set_text(struct line *line, enum role role, const char *text) {
    size_t used = 0;
    line->role = role;
    for (; *text && used < sizeof line->text - 1; text++) {
        char c = *text == '\n' ? ' ' : *text;
        if (c == ' ' && used > 0 && line->text[used - 1] == ' ') continue;
        line->text[used++] = c;
    }
    if (used > 0 && line->text[used - 1] == ' ') used--;
    line->text[used] = '\0';
}

static void set_task(const struct lab_side *side, struct line *line) {
    char text[TEXT_SIZE_MAX];
    bool alive = lab_traffic(side->lab) > 0;
    snprintf(text, sizeof text, "%s %s", guide_text(side->told, "task"),
             alive ? _("Shoppers keep signing up: Storefront traffic shows them.") : "");
    set_text(line, ROLE_COACH_STRONG, text);
}

static void make_lines(const struct app *app, const struct lab_side *side, int cols, int most,
                       struct line lines[LINES]) {
    char hint[TEXT_SIZE_MAX];
    const char *text = lab_newest_hint(side->lab, &side->run.session);
    bool solved = side->run.session.solved_ms > 0;
    set_task(side, &lines[TASK]);
    snprintf(hint, sizeof hint, _("Hint %d of %d: %s"), side->run.session.hints,
             lab_hint_count(side->lab), text);
    set_text(&lines[HINT], ROLE_COACH, *text && !solved ? hint : "");
    if (solved) set_text(&lines[TASK], ROLE_COACH, guide_text(side->told, "explanation"));
    lines[LEGEND].role = ROLE_DIM;
    add_legend(app, side, cols, &lines[LEGEND]);
    int rows = 0;
    for (int i = 0; i < LINES; i++) {
        lines[i].rows = text_wrap_rows(lines[i].text, cols);
        if (!lines[i].text[0]) lines[i].rows = 0;
        rows += lines[i].rows;
    }
    if (rows > most) lines[LEGEND].rows = 0; /* F1 lists the keys */
}

int lab_bar_rows(const struct app *app, const void *state, int cols, int most) {
    const struct lab_side *side = state;
    struct line lines[LINES];
    if (most < 1 || !side->lab) return 0;
    if (side->collapsed || most < 3) return 1;
    if (most > LEAST_MOST) most = most / 2 > LEAST_MOST ? most / 2 : LEAST_MOST;
    make_lines(app, side, cols, most - 1, lines);
    int rows = 1;
    for (int i = 0; i < LINES; i++) rows += lines[i].rows;
    return rows < most ? rows : most;
}

/* ---- the heading -------------------------------------------------------------------------------------------------- */

/* Proofs are counted by a check, and of a lab that nobody may recognize not at all: how many there are would tell. */
static void words_proofs(const struct lab_side *side, char *buf, size_t size) {
    int held = 0, count = guide_steps(side->lab);
    buf[0] = '\0';
    if (lab_side_is_secret(side) || side->run.session.attempts == 0) return;
    for (int i = 0; i < count; i++) held += side->run.session.done_ms[i] > 0;
    snprintf(buf, size, _("   proofs %d/%d"), held, count);
}

static void words_time(const struct lab_side *side, char *buf, size_t size) {
    long long minutes = (long long)lab_side_minutes(side);
    if (lab_side_is_secret(side)) /* par would tell */
        snprintf(buf, size, _("%lld min"), minutes);
    else
        snprintf(buf, size, _("%lld of %d min"), minutes, lab_par_minutes(side->lab));
}

static void words_score(const struct lab_side *side, char *buf, size_t size) {
    int price = lab_hints_cost(&side->run, side->lab);
    if (!lab_side_is_secret(side))
        snprintf(buf, size, _("score %d"), lab_score(&side->run, side->lab));
    else if (side->run.session.assisted)
        snprintf(buf, size, _("score %d"), 0);
    else /* what lateness costs depends on par */
        snprintf(buf, size, _("score at most %d"), 100 - price);
}

static void draw_heading(const struct lab_side *side, struct canvas *canvas, struct rect rect) {
    const struct guide_session *session = &side->run.session;
    char time[48], score[48], proofs[48], hints[48], tail[256];
    int col = rect.col, end = rect.col + rect.cols;
    words_time(side, time, sizeof time);
    words_score(side, score, sizeof score);
    words_proofs(side, proofs, sizeof proofs);
    snprintf(hints, sizeof hints, _("   hints %d/%d"), session->hints, lab_hint_count(side->lab));
    bool solved = session->solved_ms > 0;
    const char *state = !solved ? "" : session->assisted ? _("solved for you   ") : _("solved   ");
    snprintf(tail, sizeof tail, "%s%s   %s%s%s", state, time, score, hints, proofs);
    int right = text_cols(tail);
    col += canvas_put(canvas, rect.row, col, end - col, ROLE_COACH, _(NC_("course", "Lab"))) + 2;
    canvas_put_cut(canvas, rect.row, col, end - right - 2 - col, ROLE_COACH_STRONG,
                   guide_title(side->told));
    canvas_put(canvas, rect.row, end - right, right, solved ? ROLE_OK : ROLE_COACH, tail);
}

void lab_bar_draw(const struct app *app, void *state, struct canvas *canvas, struct rect rect,
                  bool pane, bool focused) {
    const struct lab_side *side = state;
    struct line lines[LINES];
    (void)pane;
    (void)focused;
    if (!side->lab || rect.rows < 1) return;
    canvas_fill(canvas, rect, ROLE_COACH);
    draw_heading(side, canvas, rect);
    if (rect.rows < 2) return;
    make_lines(app, side, rect.cols, rect.rows - 1, lines);
    int row = rect.row + 1, end = rect.row + rect.rows;
    for (int i = 0; i < LINES; i++) {
        const char *text = lines[i].rows > 0 ? lines[i].text : "", *next;
        size_t len = 0;
        while (row < end && (next = text_wrap(text, rect.cols, &len)) != NULL) {
            char part[TEXT_SIZE_MAX];
            snprintf(part, sizeof part, "%.*s", (int)len, text);
            canvas_put(canvas, row++, rect.col, rect.cols, lines[i].role, part);
            text = next;
        }
    }
}

/* ---- telling ------------------------------------------------------------------------------------------------------ */

static void tell_key(const struct app *app, enum action_id action, const char *words,
                     struct reader *out) {
    char key[COACH_KEY_SIZE];
    key_of(app, action, key);
    reader_pair(out, key, words);
}

void lab_bar_tell(const struct app *app, const struct lab_side *side, struct reader *out) {
    char words[256];
    if (!side->lab) return;
    const char *hint = lab_newest_hint(side->lab, &side->run.session);
    reader_heading(out, _("The story"));
    reader_text(out, guide_text(side->told, "story"));
    reader_blank(out);
    reader_heading(out, _("The task"));
    reader_text(out, guide_text(side->told, "task"));
    if (lab_traffic(side->lab) > 0) {
        snprintf(words, sizeof words,
                 n_("Until it is solved, %d shopper a minute signs up. Storefront traffic, below "
                    "Lab in the menu, shows how they fare.",
                    "Until it is solved, %d shoppers a minute sign up. Storefront traffic, below "
                    "Lab in the menu, shows how they fare.",
                    (unsigned long)lab_traffic(side->lab)),
                 lab_traffic(side->lab));
        reader_blank(out);
        reader_text(out, words);
    }
    if (*hint) {
        reader_blank(out);
        reader_heading(out, _("The newest hint"));
        reader_text(out, hint);
    }
    reader_blank(out);
    tell_key(app, ACTION_GUIDE_CHECK, _("Check whether it is solved, as often as you like."), out);
    snprintf(words, sizeof words, _("A hint. The three cost %d, %d and %d of 100 points."),
             lab_hint_price(side->lab, 0), lab_hint_price(side->lab, 1),
             lab_hint_price(side->lab, 2));
    tell_key(app, ACTION_GUIDE_HINT, words, out);
    if (lab_side_is_answered(side))
        tell_key(app, ACTION_GUIDE_ANSWER, _("Say what it is, where there is nothing to repair."),
                 out);
    tell_key(app, ACTION_GUIDE_SHOW, _("The story and the task again."), out);
    tell_key(app, ACTION_GUIDE_LEAVE, _("Leave; the lab is kept as it is."), out);
    if (lab_side_is_secret(side)) return;
    snprintf(words, sizeof words,
             n_("Par is %d minute; each minute more costs a point.",
                "Par is %d minutes; each minute more costs a point.",
                (unsigned long)lab_par_minutes(side->lab)),
             lab_par_minutes(side->lab));
    reader_text(out, words);
}
