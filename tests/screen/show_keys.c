/* SPDX-License-Identifier: MIT */
/*
 * Plays show scripts by keys, for tests. Knows where the screen shows its cursor: "▶" in front of the row of a list, of
 * the field that is edited and of the entry of a menu, brackets around the button. Reads labels from the tables of the
 * pages, since scripts name fields and actions by their ids.
 */
#include "screen/show_keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/vt_internal.h"
#include "tui/page.h"

#define MOST_KEYS 60 /* of one command: more is a way that leads nowhere */
#define MARK      "▶"
#define HEAD_ROW  3

/* ---- what the pages are called -------------------------------------------------------------------------------------- */

static const struct page *find_page(const struct show_keys *keys, const char *id) {
    for (int i = 0; page_registry[i]; i++) {
        if (strcmp(page_registry[i]->id, id) == 0) return page_registry[i];
    }
    vt_fail(keys->vt, "there is no page %s", id);
}

static bool has_twin(const struct page *page) {
    int count = 0;
    for (int i = 0; page_registry[i]; i++)
        count += strcmp(tr_in("en", page_registry[i]->title), tr_in("en", page->title)) == 0;
    return count > 1;
}

/* Of the page opened last, or of a dialog that one of its actions has opened. */
static void find_field(struct show_keys *keys, const char *key) {
    for (int i = -1; i < 0 || page_registry[i]; i++) {
        keys->form = i < 0 ? find_page(keys, keys->page) : page_registry[i];
        keys->field = keys->form->fields;
        for (; keys->field && (keys->field->key || keys->field->tab || keys->field->group);
             keys->field++) {
            if (keys->field->key && strcmp(keys->field->key, key) == 0) return;
        }
    }
    vt_fail(keys->vt, "no page has a field %s", key);
}

/* ---- what the screen shows ------------------------------------------------------------------------------------------ */

/* Does `text` begin with `label` as a whole, or with as much of it as a narrow screen has room for? */
static bool is_label(const char *text, const char *label) {
    static const char *const ends[] = {"*", "  ", " :", " ─"};
    size_t len = strlen(label), cut = strcspn(text, "…");
    bool clipped = cut >= 8 && strncmp(text + cut, "…", strlen("…")) == 0;
    if (clipped && cut < len) return strncmp(text, label, cut) == 0;
    if (strncmp(text, label, len) != 0) return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (strncmp(text + len, ends[i], strlen(ends[i])) == 0) return true;
    }
    return text[len] == '\0';
}

/* The text behind a mark that stands before `label`; NULL = none does. */
static const char *marked_in(const char *row, const char *label) {
    for (const char *at = row; (at = strstr(at, MARK)); at += strlen(MARK)) {
        const char *text = at + strlen(MARK);
        while (*text == ' ') text++;
        if (is_label(text, label)) return text;
    }
    return NULL;
}

/* Row of the mark before `label`, 0 = none. */
static int marked_row(struct show_keys *keys, const char *label) {
    for (int row = 1; row <= vt_rows(keys->vt); row++) {
        if (marked_in(vt_row(keys->vt, row), label)) return row;
    }
    return 0;
}

/* "─ 1010 : Customers ──" or "─ Name ──" */
static bool heads(struct show_keys *keys, const char *key) {
    const char *row = vt_row(keys->vt, HEAD_ROW);
    for (const char *at = row; (at = strstr(at, "─ ")); at += strlen("─ ")) {
        const char *text = at + strlen("─ ");
        if (is_label(text, key) || is_label(text, _(key))) return true; /* features have names */
    }
    return false;
}

static bool list_is_empty(struct show_keys *keys) {
    for (int row = HEAD_ROW + 1; row <= vt_rows(keys->vt) - 2; row++) {
        if (strncmp(vt_row(keys->vt, row), MARK, strlen(MARK)) == 0) return false;
    }
    return true;
}

/* ---- keys ----------------------------------------------------------------------------------------------------------- */

void show_keys_wait(struct show_keys *keys) {
    vt_wait_gone(keys->vt, "Ctrl+C "); /* cancels */
}

void show_keys_open(struct show_keys *keys, const char *id) {
    const struct page *page = find_page(keys, id);
    snprintf(keys->page, sizeof keys->page, "%s", id);
    vt_key(keys->vt, "C-p"); /* a colon would be text in a dialog */
    if (has_twin(page)) {
        vt_type(keys->vt, "form:");
        vt_type(keys->vt, page->form_name ? page->form_name : id);
    } else {
        vt_type(keys->vt, tr_in("en", page->title));
    }
    vt_key(keys->vt, "Enter");
    vt_wait_gone(keys->vt, "┌─");
}

static void type_into(struct show_keys *keys, const char *text) {
    vt_key(keys->vt, "C-u");
    vt_type(keys->vt, text);
}

static void filter(struct show_keys *keys, const char *words) {
    vt_key(keys->vt, "F7 C-u");
    vt_type(keys->vt, words);
    vt_key(keys->vt, "Enter");
}

/* Down the list until the heading names the record; a grid shows it only when it is opened. */
static void select_record(struct show_keys *keys, const char *key, const char *words) {
    bool grid = find_page(keys, keys->page)->pattern == DETAILS_MASTER;
    if (!grid && heads(keys, key)) return;
    filter(keys, words ? words : key);
    if (list_is_empty(keys)) filter(keys, "");
    vt_key(keys->vt, "Home");
    for (int i = 0; i < MOST_KEYS; i++) {
        if (grid) vt_key(keys->vt, "Enter");
        if (heads(keys, key)) return;
        vt_key(keys->vt, grid ? "F3 Down" : "Down");
    }
    vt_fail(keys->vt, "%s is not in the list", key);
}

static void open_page(struct show_keys *keys, const char *page, const char *key,
                      const char *words) {
    show_keys_open(keys, page);
    if (*key && find_page(keys, page)->pattern == DIALOG)
        type_into(keys, key); /* what it is about stands in its first field */
    else if (*key)
        select_record(keys, key, words);
}

static void go_to_field(struct show_keys *keys, const char *key) {
    find_field(keys, key);
    for (int i = 0; i < MOST_KEYS; i++) {
        if (marked_row(keys, _(keys->field->label))) return;
        vt_key(keys->vt, "Tab");
    }
    vt_fail(keys->vt, "the cursor does not come to the field %s", keys->field->label);
}

static bool is_choice(const struct show_keys *keys) {
    const struct entity *entity = keys->form->entity;
    const struct member *member = entity ? entity_member(entity, keys->field->key) : NULL;
    if (member) return member->kind == MEMBER_YESNO || member->kind == MEMBER_CHOICE;
    return keys->field->kind == FIELD_YESNO || keys->field->kind == FIELD_CHOICE;
}

static const char *shown_choice(const struct field *field, const char *value) {
    if (strcmp(value, "1") == 0) value = "Yes";
    if (strcmp(value, "0") == 0) value = "No";
    for (int i = 0; field->word && field->choices && field->choices[i]; i++) {
        if (strcmp(field->choices[i], value) == 0) return field->word(value);
    }
    return _(value);
}

static void type_value(struct show_keys *keys, const char *value) {
    if (!keys->field) vt_fail(keys->vt, "nothing says where to type %s", value);
    if (!is_choice(keys)) {
        type_into(keys, value);
        return;
    }
    const char *label = _(keys->field->label), *shown = shown_choice(keys->field, value);
    for (int i = 0; i < MOST_KEYS; i++) {
        int row = marked_row(keys, label);
        if (row == 0) break;
        if (strstr(marked_in(vt_row(keys->vt, row), label) + strlen(label), shown)) return;
        vt_key(keys->vt, "Space");
    }
    vt_fail(keys->vt, "the field %s has no choice %s", label, shown);
}

/* To the left end of the buttons: nothing but blanks between the frame and the brackets. */
static bool first_button_has_focus(struct show_keys *keys) {
    for (int row = 1; row <= vt_rows(keys->vt); row++) {
        const char *text = vt_row(keys->vt, row), *bracket = strstr(text, "[ ");
        for (const char *at = bracket; at && at > text && at[-1] == ' '; at--) {
            if (at - text >= 4 && strncmp(at - 4, "│ ", 4) == 0) return true;
        }
    }
    return false;
}

static void answer(struct show_keys *keys, bool yes) {
    vt_wait_text(keys->vt, "┌─");
    for (int i = 0; i < MOST_KEYS && !first_button_has_focus(keys); i++) vt_key(keys->vt, "Right");
    if (!yes) vt_key(keys->vt, "Right");
    vt_key(keys->vt, "Enter");
}

static const char *action_label_of(const struct show_keys *keys, const char *id) {
    const struct action *action = find_page(keys, keys->page)->actions;
    for (; action && action->id; action++) {
        if (strcmp(action->id, id) == 0) return _(action->label);
    }
    for (int i = 1; i < ACTION_COUNT; i++) {
        if (strcmp(action_name((enum action_id)i), id) == 0)
            return _(action_label((enum action_id)i));
    }
    vt_fail(keys->vt, "page %s has no action %s", keys->page, id);
}

static void act(struct show_keys *keys, const char *id) {
    const char *label = action_label_of(keys, id);
    vt_key(keys->vt, "a");
    vt_wait_text(keys->vt, "┌─");
    for (int i = 0; i < MOST_KEYS; i++) {
        if (marked_row(keys, label)) {
            vt_key(keys->vt, "Enter");
            return;
        }
        vt_key(keys->vt, "Down");
    }
    vt_fail(keys->vt, "the menu has no %s", label);
}

void show_keys_press(struct show_keys *keys, const struct show_command *command, const char *value,
                     const char *words) {
    switch (command->what) {
    case SHOW_OPEN:
        open_page(keys, command->word, value, words);
        break;
    case SHOW_EDIT:
        vt_key(keys->vt, "F2");
        break;
    case SHOW_NEW:
        vt_key(keys->vt, "F6");
        break;
    case SHOW_FIELD:
        go_to_field(keys, command->word);
        break;
    case SHOW_TYPE:
        type_value(keys, value);
        break;
    case SHOW_SAVE:
        vt_key(keys->vt, "C-s");
        break;
    case SHOW_ANSWER:
        answer(keys, strcmp(command->word, "yes") == 0);
        break;
    case SHOW_ACTION:
        act(keys, command->word);
        break;
    case SHOW_OK:
        vt_key(keys->vt, vt_has(keys->vt, "┌─") ? "Enter" : "F8");
        break;
    case SHOW_BACK:
        vt_key(keys->vt, "F3");
        break;
    case SHOW_WAIT:
        break;
    }
    show_keys_wait(keys);
}
