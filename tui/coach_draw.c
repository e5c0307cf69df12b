/* SPDX-License-Identifier: MIT */
/*
 * How the coach looks: one line with the step and the ticks and, unless it is collapsed, what to do, how things are and
 * the hints that were asked for. Owns what is left out when there is little room; reads no data.
 */

#include <stdio.h>

#include "tui/app_priv.h"
#include "tui/coach_priv.h"
#include "tui/words.h"

enum { BRACKETS_FROM_COLS = 100, DOCUMENT_GAP = 1, LEAST_MOST = 8, TEXT_SIZE_MAX = 1000 };
/* Paragraphs in order; the hints come only when asked for, the legend is the last. */
enum { TASK, WHERE, PARAGRAPHS = 6 };

struct paragraph {
    enum role role;
    char text[TEXT_SIZE_MAX];
    int rows; /* 0 = left out */
};

struct layout {
    struct paragraph paragraphs[PARAGRAPHS];
    int count;
};

bool coach_all_done(const struct coach *coach) {
    for (int i = 0; i < guide_steps(coach->guide); i++) {
        if (!coach->verdicts[i].done) return false;
    }
    return true;
}

/* The key that works now: while a field is edited, letters are text. */
static void key_of(const struct app *app, enum action_id action, char key[COACH_KEY_SIZE]) {
    key[0] = '\0';
    if (!app->ui || !app->ui->keymap) return;
    keymap_first(app->ui->keymap, action, app_mode(app), key, COACH_KEY_SIZE);
}

/* ---- the lines below the heading ---------------------------------------------------------------------------------- */

static struct paragraph *add(struct layout *layout, enum role role) {
    struct paragraph *paragraph = &layout->paragraphs[layout->count++];
    *paragraph = (struct paragraph){.role = role};
    return paragraph;
}

/* How things are: what was found may hold what somebody typed. */
static void add_verdict(const struct app *app, const struct coach *coach, struct layout *layout) {
    const struct step_verdict *verdict = &coach->verdicts[coach->session.current];
    char key[COACH_KEY_SIZE], found[sizeof verdict->found * 3];
    words_clean(found, sizeof found, verdict->found);
    key_of(app, ACTION_GUIDE_NEXT, key);
    struct paragraph *paragraph = add(layout, verdict->done ? ROLE_OK : ROLE_PENDING);
    if (!verdict->done && !*found)
        text_copy(paragraph->text, sizeof paragraph->text, _("Looking at the data."));
    else if (!verdict->done)
        snprintf(paragraph->text, sizeof paragraph->text, _("Not yet: %s"), found);
    else if (coach_all_done(coach) && coach_helped(coach) > 0)
        snprintf(paragraph->text, sizeof paragraph->text,
                 _("Done: %s. Every step is done, %d of them for you: %s explains why it works "
                   "now."),
                 found, coach_helped(coach), key);
    else if (coach_all_done(coach))
        snprintf(paragraph->text, sizeof paragraph->text,
                 _("Done: %s. Every step is done: %s explains why it works now."), found, key);
    else if (coach->session.helped & 1 << coach->session.current)
        snprintf(paragraph->text, sizeof paragraph->text, _("Done for you: %s. Next step: %s"),
                 found, key);
    else
        snprintf(paragraph->text, sizeof paragraph->text, _("Done: %s. Next step: %s"), found, key);
}

/* The longest that fits; the help page lists all keys. */
static void add_legend(const struct app *app, int cols, struct layout *layout) {
    char next[COACH_KEY_SIZE], hint[COACH_KEY_SIZE], go[COACH_KEY_SIZE], show[COACH_KEY_SIZE];
    char hide[COACH_KEY_SIZE];
    struct paragraph *paragraph = add(layout, ROLE_DIM);
    key_of(app, ACTION_GUIDE_NEXT, next);
    key_of(app, ACTION_GUIDE_HINT, hint);
    key_of(app, ACTION_GUIDE_SHOW, go);
    key_of(app, ACTION_GUIDE_PLAY, show);
    key_of(app, ACTION_GUIDE_HIDE, hide);
    snprintf(paragraph->text, sizeof paragraph->text,
             _("%s next step   %s hint   %s go to the page   %s show me   %s smaller"), next, hint,
             go, show, hide);
    if (text_cols(paragraph->text) > cols)
        snprintf(paragraph->text, sizeof paragraph->text,
                 _("%s next step   %s hint   %s page   %s show me"), next, hint, go, show);
    if (text_cols(paragraph->text) > cols)
        snprintf(paragraph->text, sizeof paragraph->text, _("%s next   %s hint   %s show me"), next,
                 hint, show);
}

static int wanted_rows(const struct layout *layout) {
    int rows = 0;
    for (int i = 0; i < layout->count; i++) rows += layout->paragraphs[i].rows;
    return rows;
}

/* Leave out what is needed least until the rest fits: the keys of the guide, then, once a hint is shown, the task, and
 * last the place. */
static void shorten(struct layout *layout, bool hinted, int most) {
    struct paragraph *legend = &layout->paragraphs[layout->count - 1];
    if (wanted_rows(layout) > most) legend->rows = 0;
    if (wanted_rows(layout) > most && hinted) layout->paragraphs[TASK].rows = 0;
    if (wanted_rows(layout) > most) layout->paragraphs[WHERE].rows = 0;
}

static void make_layout(const struct app *app, const struct coach *coach, int cols, int most,
                        struct layout *layout) {
    const struct guide_step *step = guide_step_at(coach->guide, coach->session.current);
    layout->count = 0;
    struct paragraph *task = add(layout, ROLE_COACH_STRONG);
    snprintf(task->text, sizeof task->text, "%s%s%s", step->text, step->also_needed ? " " : "",
             step->also_needed ? _("(Also needed.)") : "");
    snprintf(add(layout, ROLE_DIM)->text, TEXT_SIZE_MAX, _("Where: %s"), step->path);
    add_verdict(app, coach, layout);
    if (coach->tier >= TIER_HINT)
        snprintf(add(layout, ROLE_COACH)->text, TEXT_SIZE_MAX, _("Hint 1 of 2: %s"), step->hint);
    if (coach->tier >= TIER_KEYS)
        snprintf(add(layout, ROLE_COACH)->text, TEXT_SIZE_MAX, _("Hint 2 of 2: %s"), step->keys);
    add_legend(app, cols, layout);
    for (int i = 0; i < layout->count; i++) {
        struct paragraph *paragraph = &layout->paragraphs[i];
        paragraph->rows = text_wrap_rows(paragraph->text, cols);
    }
    if (strcmp(coach->page, step->page) == 0) layout->paragraphs[WHERE].rows = 0;
    shorten(layout, coach->tier > TIER_TASK, most);
}

int coach_rows(const struct app *app, const void *state, int cols, int most) {
    const struct coach *coach = state;
    struct layout layout;
    if (most < 1 || !coach->guide) return 0;
    if (coach->collapsed || most < 3) return 1;
    if (most > LEAST_MOST) most = most / 2 > LEAST_MOST ? most / 2 : LEAST_MOST;
    make_layout(app, coach, cols, most - 1, &layout);
    int rows = 1 + wanted_rows(&layout);
    return rows < most ? rows : most;
}

/* ---- drawing ------------------------------------------------------------------------------------------------------ */

static int ticks_cols(const struct coach *coach, bool brackets) {
    return guide_steps(coach->guide) * (brackets ? 3 : 1) + DOCUMENT_GAP;
}

/* [x][x][ ], or one sign each where there is little room; a gap where the document ends. */
static void draw_ticks(const struct coach *coach, struct canvas *canvas, int row, int col,
                       bool brackets) {
    bool gap = false;
    for (int i = 0; i < guide_steps(coach->guide); i++) {
        bool done = coach->verdicts[i].done, here = i == coach->session.current;
        enum role role = done ? ROLE_OK : here ? ROLE_COACH_STRONG : ROLE_COACH;
        if (!gap && guide_step_at(coach->guide, i)->also_needed) {
            gap = true;
            col += DOCUMENT_GAP;
        }
        if (brackets) {
            col += canvas_put(canvas, row, col, 3, role, done ? "[x]" : here ? "[>]" : "[ ]");
        } else {
            enum sign sign = done ? SIGN_CHECK : here ? SIGN_MARKER : SIGN_DOT;
            col += canvas_put_sign(canvas, row, col, role, sign);
        }
    }
}

static void draw_heading(const struct app *app, const struct coach *coach, struct canvas *canvas,
                         struct rect rect) {
    const struct guide_step *step = guide_step_at(coach->guide, coach->session.current);
    bool brackets = rect.cols >= BRACKETS_FROM_COLS;
    bool done = coach->verdicts[coach->session.current].done;
    char key[COACH_KEY_SIZE], tail[96] = "";
    key_of(app, done ? ACTION_GUIDE_NEXT : ACTION_GUIDE_HINT, key);
    if (key[0]) snprintf(tail, sizeof tail, done ? _("done: %s") : _("hint: %s"), key);
    int ticks = ticks_cols(coach, brackets), right = text_cols(tail);
    int end = rect.col + rect.cols, col = rect.col;
    col += canvas_putf(canvas, rect.row, col, end - col, ROLE_COACH, _("Guide %d/%d"),
                       coach->session.current + 1, guide_steps(coach->guide));
    col += 2;
    int ticks_col = end - right - 2 - ticks;
    canvas_put_cut(canvas, rect.row, col, ticks_col - col - 2, ROLE_COACH_STRONG, step->title);
    draw_ticks(coach, canvas, rect.row, ticks_col, brackets);
    canvas_put(canvas, rect.row, end - right, right, done ? ROLE_OK : ROLE_COACH, tail);
}

void coach_draw(const struct app *app, void *state, struct canvas *canvas, struct rect rect,
                bool pane, bool focused) {
    const struct coach *coach = state;
    struct layout layout;
    (void)pane;
    (void)focused;
    if (!coach->guide || rect.rows < 1) return;
    canvas_fill(canvas, rect, ROLE_COACH);
    draw_heading(app, coach, canvas, rect);
    if (rect.rows < 2) return;
    make_layout(app, coach, rect.cols, rect.rows - 1, &layout);
    int row = rect.row + 1, end = rect.row + rect.rows;
    for (int i = 0; i < layout.count; i++) {
        const struct paragraph *paragraph = &layout.paragraphs[i];
        const char *text = paragraph->rows > 0 ? paragraph->text : "", *next;
        size_t len = 0;
        while (row < end && (next = text_wrap(text, rect.cols, &len)) != NULL) {
            char line[TEXT_SIZE_MAX];
            snprintf(line, sizeof line, "%.*s", (int)len, text);
            canvas_put(canvas, row++, rect.col, rect.cols, paragraph->role, line);
            text = next;
        }
    }
}

/* ---- reading pages ------------------------------------------------------------------------------------------------ */

static void read_paragraphs(struct reader *out, const char *text) {
    while (*text) {
        char paragraph[TEXT_SIZE_MAX];
        const char *end = strstr(text, "\n\n");
        size_t len = end ? (size_t)(end - text) : strlen(text);
        snprintf(paragraph, sizeof paragraph, "%.*s", (int)len, text);
        reader_text(out, paragraph);
        reader_blank(out);
        text += end ? len + 2 : len;
    }
}

void coach_help(const struct app *app, const void *state, struct reader *out) {
    const struct coach *coach = state;
    char clean[WORDS_SIZE];
    (void)app;
    if (!coach->guide) return;
    const struct guide_step *step = guide_step_at(coach->guide, coach->session.current);
    const struct step_verdict *verdict = &coach->verdicts[coach->session.current];
    reader_heading(out, step->title);
    reader_text(out, step->text);
    reader_blank(out);
    reader_pair(out, _("Where"), step->path);
    reader_pair(out, _("Hint"), step->hint);
    words_clean(clean, sizeof clean, verdict->expected);
    reader_pair(out, _("Expected"), clean);
    words_clean(clean, sizeof clean, verdict->found);
    reader_pair(out, _("Found"), clean);
    reader_blank(out);
}

/* Where the way goes on. */
static void read_next(const struct guide *guide, struct reader *out) {
    struct guide *next = NULL;
    struct err ignored;
    char text[TEXT_SIZE_MAX];
    const char *id = guide_text(guide, "next");
    reader_blank(out);
    reader_pair(out, _("Next"), _("Ctrl+P, type course: it marks what comes next."));
    if (!*id || guide_open(&next, id, i18n_language(), &ignored) != ERR_OK) return;
    snprintf(text, sizeof text, _("%s. Ctrl+P, type guides, and choose it."), guide_title(next));
    reader_pair(out, _("Next guide"), text);
    guide_free(&next);
}

void coach_closing(void *ctx, struct reader *out) {
    const struct coach *coach = ctx;
    static const char *const parts[] = {"why", "warning", "additional"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        char title[32];
        snprintf(title, sizeof title, "%s-title", parts[i]);
        reader_heading(out, guide_text(coach->guide, title));
        read_paragraphs(out, guide_text(coach->guide, parts[i]));
    }
    reader_pair(out, _("Sources"), guide_text(coach->guide, "source"));
    reader_pair(out, "", guide_text(coach->guide, "further"));
    read_next(coach->guide, out);
}
