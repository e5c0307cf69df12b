/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_MENU_H
#define CHQ_TUI_MENU_H

/*
 * The navigation: the tree of menu_tree.c (domain.md section 3) as the home page, as the pane at the left of wide
 * screens, and above a page with F10. One state serves all three.
 */

#include <stdbool.h>

#include "tui/app.h"
#include "tui/canvas.h"

struct menu_node {
    int depth;           /* 0 = module */
    const char *title;   /* msgid */
    const char *page_id; /* NULL = a branch */
};

/* In order; ends with a NULL title. Every leaf names a page id, whether the page exists yet or not. */
extern const struct menu_node menu_tree[];

struct menu;

struct menu *menu_new(struct app *app);
void menu_free(struct menu **menu);
/* Keys while the menu has them. ACTION_OPEN on a page opens it. */
enum next menu_act(struct menu *menu, enum action_id action);
bool menu_can(const struct menu *menu, enum action_id action);
/* `current` is the page that is open, marked and unfolded; NULL or "" = none. */
void menu_draw(struct menu *menu, struct canvas *canvas, struct rect rect, bool focused,
               const char *current);
/* Put the cursor on a page and open the branches above it. */
void menu_reveal(struct menu *menu, const char *page_id);
/* The home page, bottom of the stack. */
struct view *menu_view_new(struct app *app);

/* Title of a page, of the registry or only of the tree; translated. The id itself when unknown. */
const char *menu_title(const struct app *app, const char *page_id);
/* Index in menu_tree of the first leaf with this id, -1 = none; the branch above a node, -1 = it is a module. */
int menu_find(const char *page_id);
int menu_parent(int node);
/* "Retail and Commerce › Channel setup › …" in a language ("" = the user's), with the title at the end. */
void menu_path(const struct app *app, const char *page_id, const char *language,
               const char *separator, char *buf, size_t size);
/* The text of a page that does not exist yet: says so, and names what is available nearby. */
void menu_explain_missing(struct app *app, const char *page_id, struct reader *out);

#endif
