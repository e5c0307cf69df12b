/* SPDX-License-Identifier: MIT */
/*
 * Go to: pages by a part of title, path, alias or technical name in either language, commands of the page in front, and
 * the few typed commands (w, q, theme, lang). At most ten hits, best first; Enter opens the first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/canvas.h"
#include "tui/edit.h"
#include "tui/menu.h"
#include "tui/form.h"
#include "tui/palette.h"
#include "tui/page_actions.h"
#include "tui/popups.h"

struct palette {
    struct view view;
    struct edit edit;
    struct palette_hit hits[PALETTE_HITS];
    int count, cursor;
};

/* ---- finding --------------------------------------------------------------------------------------------------- */

/* How well `text` answers: 0 = not at all; the beginning of the whole beats that of a word beats any part. */
static int score_text(const char *text, const char *folded_needle) {
    char folded[400];
    text_fold(folded, sizeof folded, text);
    const char *at = strstr(folded, folded_needle);
    if (!at) return 0;
    if (at == folded) return folded[strlen(folded_needle)] == '\0' ? 5 : 4;
    for (; at; at = strstr(at + 1, folded_needle)) {
        if (at[-1] == ' ' || at[-1] == '-' || at[-1] == '(') return 3;
    }
    return 2;
}

static int best(int a, int b) {
    return a > b ? a : b;
}

static int score_both(const char *msgid, const char *needle) {
    return best(score_text(tr_in("en", msgid), needle), score_text(tr_in("nb", msgid), needle));
}

static int score_page(const struct app *app, const char *page_id, const char *needle) {
    const struct page *page = app_find_page(app, page_id);
    int node = menu_find(page_id);
    char path[400];
    int score = page ? score_both(page->title, needle) * 10 : 0;
    if (node >= 0) score = best(score, score_both(menu_tree[node].title, needle) * 10);
    for (int i = 0; page && i < 4 && page->aliases[i]; i++) {
        score = best(score, score_both(page->aliases[i], needle) * 10 - 5);
    }
    menu_path(app, page_id, "en", " > ", path, sizeof path);
    if (score_text(path, needle)) score = best(score, 8);
    menu_path(app, page_id, "nb", " > ", path, sizeof path);
    if (score_text(path, needle)) score = best(score, 8);
    /* A page that exists comes before a better match that does not; only the full name of one wins over it. */
    if (score > 0 && page) score += 15;
    return score;
}

/* `form:` and a technical name. */
static int score_form(const struct app *app, const char *page_id, const char *needle) {
    const struct page *page = app_find_page(app, page_id);
    if (!page) return 0;
    return score_text(page->form_name ? page->form_name : page->id, needle) * 10;
}

static void add_hit(struct palette_hit *hits, int *count, const struct palette_hit *hit) {
    int at = *count;
    for (int i = 0; i < *count; i++) {
        if (hits[i].page_id && hit->page_id && strcmp(hits[i].page_id, hit->page_id) == 0) return;
    }
    while (at > 0 && hits[at - 1].score < hit->score) at--;
    if (at == PALETTE_HITS) return;
    int moved = (*count < PALETTE_HITS ? *count : PALETTE_HITS - 1) - at;
    memmove(&hits[at + 1], &hits[at], (size_t)moved * sizeof *hits);
    hits[at] = *hit;
    if (*count < PALETTE_HITS) (*count)++;
}

static void find_actions(const struct app *app, const char *needle, struct palette_hit *hits,
                         int *count) {
    const struct page_view *pv = page_view_of(app_top_page(app));
    const struct action *a;
    for (int i = 0; (a = page_action_at(pv, i)) != NULL; i++) {
        int score = best(score_both(a->label, needle) * 10 + 4, score_text(a->id, needle) * 10);
        if (score <= 4) continue;
        add_hit(hits, count, &(struct palette_hit){.action = a, .score = score});
    }
}

int palette_find(const struct app *app, const char *typed, struct palette_hit *hits) {
    char needle[200];
    int count = 0;
    bool form = strncmp(typed, "form:", 5) == 0;
    text_fold(needle, sizeof needle, form ? typed + 5 : typed);
    text_trim(needle);
    if (!*needle) return 0;
    const struct palette_command *command = form ? NULL : palette_command_find(needle);
    if (command) add_hit(hits, &count, &(struct palette_hit){.command = command, .score = 1000});
    for (int i = 0; app->pages && app->pages[i]; i++) {
        const char *id = app->pages[i]->id;
        int score = form ? score_form(app, id, needle) : score_page(app, id, needle);
        if (score > 0) add_hit(hits, &count, &(struct palette_hit){.page_id = id, .score = score});
    }
    for (int i = 0; !form && menu_tree[i].title; i++) {
        const char *id = menu_tree[i].page_id;
        if (!id || app_find_page(app, id)) continue;
        int score = score_page(app, id, needle);
        if (score > 0) add_hit(hits, &count, &(struct palette_hit){.page_id = id, .score = score});
    }
    if (!form) find_actions(app, needle, hits, &count);
    return count;
}

/* ---- typed commands --------------------------------------------------------------------------------------------- */

static void set_theme(struct app *app, const char *name) {
    const struct theme *theme = theme_find(name);
    if (theme && !theme->hidden) {
        app->theme = theme;
        app->ui->repaint = true;
        app_message(app, MESSAGE_INFO, _("Theme %s."), name);
        return;
    }
    char names[128] = "";
    for (int i = 0; theme_at(i); i++) {
        size_t used = strlen(names);
        if (!theme_at(i)->hidden) {
            snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
                     theme_at(i)->name);
        }
    }
    app_message(app, MESSAGE_WARNING, _("Themes: %s."), names);
}

static void set_language(struct app *app, const char *name) {
    const char *language = i18n_known(name);
    if (!language) {
        app_message(app, MESSAGE_WARNING, "%s", _("Languages: en, nb."));
        return;
    }
    i18n_switch(language);
    app_data_changed(app); /* notes and texts that were made in the other language */
}

static void save(struct app *app, const char *rest) {
    (void)rest;
    app_act(app, ACTION_SAVE);
}

static void go_back(struct app *app, const char *rest) {
    (void)rest;
    app_act(app, ACTION_BACK);
}

static void save_and_go_back(struct app *app, const char *rest) {
    save(app, rest);
    if (!app_form(app) || !form_is_dirty(app_form(app))) go_back(app, rest);
}

static void quit(struct app *app, const char *rest) {
    (void)rest;
    app_quit(app);
}

static void help(struct app *app, const char *rest) {
    (void)rest;
    help_open(app);
}

/* The dialog, with the customer typed and looked for already. */
static void trace(struct app *app, const char *who) {
    app_open_page(app, "trace-customer", *who ? who : NULL);
    if (*who) app_act(app, ACTION_RUN);
}

static const struct palette_command commands[] = {
    {"w", N_("Save"), false, save},
    {"q", N_("Back"), false, go_back},
    {"wq", N_("Save and go back"), false, save_and_go_back},
    {"x", N_("Save and go back"), false, save_and_go_back},
    {"qa", N_("Leave the console"), false, quit},
    {"quit", N_("Leave the console"), false, quit},
    {"help", N_("Help"), false, help},
    {"theme", N_("Change the colours"), true, set_theme},
    {"lang", N_("Change the language"), true, set_language},
    {"trace", N_("Trace a customer"), true, trace},
    {"spor", N_("Trace a customer"), true, trace}, /* "trace" of the other language */
    {NULL, NULL, false, NULL}};

const struct palette_command *palette_command_find(const char *typed) {
    for (const struct palette_command *command = commands; command->word; command++) {
        size_t len = strlen(command->word);
        if (strncmp(typed, command->word, len) != 0) continue;
        if (!typed[len] || (command->argument && typed[len] == ' ')) return command;
    }
    return NULL;
}

/* ---- the popup -------------------------------------------------------------------------------------------------- */

static void find(struct palette *palette) {
    palette->count = palette_find(palette->view.app, palette->edit.text, palette->hits);
    palette->cursor = 0;
}

static struct rect place(struct view *view, struct rect body) {
    const struct palette *palette = (const struct palette *)view;
    int cols = body.cols * 3 / 4 > 76 ? 76 : body.cols - 8;
    int rows = 4 + (palette->edit.len ? (palette->count ? palette->count : 1) : 1);
    return (struct rect){body.row + 1, body.col + (body.cols - cols) / 2, rows, cols};
}

static void draw_hit(const struct palette *palette, struct canvas *canvas, struct rect line,
                     int index) {
    const struct palette_hit *hit = &palette->hits[index];
    struct app *app = palette->view.app;
    bool selected = index == palette->cursor;
    char path[300];
    if (selected) canvas_put_sign(canvas, line.row, line.col, ROLE_KEY, SIGN_MARKER);
    int col = line.col + 2, end = line.col + line.cols;
    enum role role = selected ? ROLE_SELECTED : ROLE_TEXT;
    if (hit->command) {
        canvas_put_cut(canvas, line.row, col, end - col, role, _(hit->command->label));
        return;
    }
    if (hit->action) {
        char key[48];
        col += canvas_put_cut(canvas, line.row, col, end - col, role, _(hit->action->label)) + 2;
        keymap_first(app->ui->keymap, hit->action->bound, MODE_VIEW, key, sizeof key);
        canvas_put_cut(canvas, line.row, col, end - col, ROLE_KEY, key);
        return;
    }
    bool exists = app_find_page(app, hit->page_id) != NULL;
    if (!exists && !selected) role = ROLE_DIM;
    int most = line.cols > 60 ? line.cols * 3 / 5 : line.cols;
    col += canvas_put_cut(canvas, line.row, col, most, role, menu_title(app, hit->page_id)) + 2;
    char crumb[16];
    snprintf(crumb, sizeof crumb, " %s ", canvas_sign(canvas, SIGN_CRUMB));
    menu_path(app, hit->page_id, "", crumb, path, sizeof path);
    char *last = NULL;
    for (char *p = strstr(path, crumb); p; p = strstr(p + strlen(crumb), crumb)) last = p;
    if (last) *last = '\0';
    if (end - col > 8) {
        canvas_put_cut(canvas, line.row, col, end - col, ROLE_DIM,
                       exists ? path : _("not in this console yet"));
    }
}

static void draw(struct view *view, struct canvas *canvas, struct rect rect, bool focused) {
    struct palette *palette = (struct palette *)view;
    canvas_box(canvas, rect, ROLE_DIALOG_FRAME, ROLE_DIALOG, _("Go to"));
    int row = rect.row + 1, col = rect.col + 2, cols = rect.cols - 4, cursor;
    canvas_put(canvas, row, col, 2, ROLE_KEY, ":");
    const char *shown = edit_view(&palette->edit, cols - 2, &cursor);
    canvas_fill(canvas, (struct rect){row, col + 2, 1, cols - 2}, ROLE_FIELD);
    canvas_put(canvas, row, col + 2, cols - 2, ROLE_FIELD, shown);
    if (focused) canvas_cursor(canvas, row, col + 2 + cursor, true);
    row += 2;
    if (palette->edit.len == 0) {
        canvas_put_cut(canvas, row, col, cols, ROLE_DIM,
                       _("a part of a page's name; w saves, q goes back, theme, lang"));
    } else if (palette->count == 0) {
        canvas_put_cut(canvas, row, col, cols, ROLE_DIM,
                       _("No page and no command has that in its name."));
    }
    for (int i = 0; i < palette->count; i++) {
        draw_hit(palette, canvas, (struct rect){row + i, col, 1, cols}, i);
    }
}

static enum next choose(struct palette *palette) {
    struct app *app = palette->view.app;
    char typed[EDIT_SIZE];
    text_copy(typed, sizeof typed, palette->edit.text);
    text_trim(typed);
    struct palette_hit hit = {0};
    if (palette->count > 0) hit = palette->hits[palette->cursor];
    if (!*typed) return NEXT_STAY;
    if (palette->count == 0) return NEXT_STAY;
    app_remove(app, &palette->view);
    if (hit.command) {
        const char *rest = typed + strlen(hit.command->word);
        hit.command->run(app, rest + strspn(rest, " "));
    } else if (hit.action) {
        enum next next = page_action_run(page_view_of(app_top_page(app)), hit.action);
        if (next == NEXT_POP) app_close_page(app);
        if (next == NEXT_QUIT) app_quit(app);
    } else if (hit.page_id) {
        app_open_page(app, hit.page_id, NULL);
    }
    return NEXT_STAY;
}

static enum next act(struct view *view, enum action_id action) {
    struct palette *palette = (struct palette *)view;
    struct edit *edit = &palette->edit;
    if (action == ACTION_BACK) return NEXT_POP;
    if (action == ACTION_ERASE && edit->len == 0) return NEXT_POP;
    if (action == ACTION_OPEN) return choose(palette);
    if (action == ACTION_DOWN || action == ACTION_NEXT_FIELD) {
        if (palette->cursor + 1 < palette->count) palette->cursor++;
    } else if (action == ACTION_UP || action == ACTION_PREV_FIELD) {
        if (palette->cursor > 0) palette->cursor--;
    } else if (action == ACTION_LEFT) {
        edit_left(edit);
    } else if (action == ACTION_RIGHT) {
        edit_right(edit);
    } else if (action == ACTION_FIRST) {
        edit_home(edit);
    } else if (action == ACTION_LAST) {
        edit_end(edit);
    } else {
        size_t len = edit->len;
        if (action == ACTION_ERASE) edit_erase(edit);
        if (action == ACTION_DELETE) edit_delete(edit);
        if (action == ACTION_ERASE_WORD) edit_erase_word(edit);
        if (action == ACTION_ERASE_LINE) edit_erase_all(edit);
        if (action == ACTION_FIELD_EXIT) edit_erase_rest(edit);
        if (edit->len != len) find(palette);
    }
    return NEXT_STAY;
}

static enum next text(struct view *view, const char *utf8) {
    struct palette *palette = (struct palette *)view;
    if (palette->edit.len == 0 && strcmp(utf8, ":") == 0) return NEXT_STAY;
    edit_insert(&palette->edit, utf8);
    find(palette);
    return NEXT_STAY;
}

static enum key_mode mode(const struct view *view) {
    (void)view;
    return MODE_EDIT;
}

static bool can(const struct view *view, enum action_id action) {
    const struct palette *palette = (const struct palette *)view;
    return action == ACTION_BACK || action == ACTION_OPEN ||
           (palette->count > 1 && (action == ACTION_UP || action == ACTION_DOWN));
}

static void free_palette(struct view *view) {
    free(view);
}

static const struct view_ops palette_ops = {
    .popup = true,
    .place = place,
    .draw = draw,
    .act = act,
    .text = text,
    .mode = mode,
    .can = can,
    .free = free_palette,
};

void palette_open(struct app *app, const char *typed) {
    struct palette *palette = alloc_zero(1, sizeof *palette);
    palette->view = (struct view){.ops = &palette_ops, .app = app};
    edit_init(&palette->edit, typed, 200);
    find(palette);
    app_push(app, &palette->view);
}
