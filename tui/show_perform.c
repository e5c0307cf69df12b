/* SPDX-License-Identifier: MIT */
/*
 * What the commands of a show script do: each is the keys a person would press, given to the engine as the keymap gives
 * them. Says what is pressed and, when a command cannot be performed, why. Knows no script and no time.
 */

#include <stdarg.h>
#include <stdio.h>

#include <utf8proc.h>

#include "tui/menu.h"
#include "tui/page_actions.h"
#include "tui/show_priv.h"

#define MOST_BEATS 400 /* of one command: more is a command that goes nowhere */

static enum show_beat fail(struct show_player *player, const char *fmt, ...) PRINTF_LIKE(2, 3);

static enum show_beat fail(struct show_player *player, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(player->problem, sizeof player->problem, fmt, args);
    va_end(args);
    return BEAT_FAILED;
}

/* What the engine itself says when a key did nothing. */
static enum show_beat fail_as_said(struct app *app, struct show_player *player) {
    const struct message *said = app_newest_message(app);
    return fail(player, "%s", said ? said->text : _("The key did nothing."));
}

static const struct show_command *command_of(const struct show_player *player) {
    return &player->script->commands[player->at];
}

/* The page in front; NULL = a popup or the menu is in front. */
static struct page_view *front(struct app *app) {
    return page_view_of(app_top(app));
}

static struct form *front_form(struct app *app) {
    struct page_view *pv = front(app);
    return pv ? pv->form : NULL;
}

static bool is_editing(struct app *app) {
    const struct form *form = front_form(app);
    return form && form->editing;
}

/* ---- what is said ------------------------------------------------------------------------------------------------- */

static void say(struct app *app, struct show_player *player, enum action_id action,
                const char *words) {
    keymap_first(app->ui->keymap, action, app_mode(app), player->keys, sizeof player->keys);
    words_clean(player->words, sizeof player->words, words);
}

/* The breadcrumb says the path, once the page is there; a key that a query found is not what a person looks for. */
static void say_open(struct app *app, struct show_player *player) {
    const struct show_command *command = command_of(player);
    const char *key = command->rest[0] == '@' ? "" : player->value;
    char words[sizeof player->value + 256];
    snprintf(words, sizeof words, "%s: %s%s%s", _(action_label(ACTION_GO_TO)),
             menu_title(app, command->word), *key ? " : " : "", key);
    say(app, player, ACTION_GO_TO, words);
}

static const struct form_item *focused_item(struct app *app) {
    const struct form *form = front_form(app);
    bool at_field = form && form->focus.kind == STOP_FIELD && form->count > 0;
    return at_field ? &form->items[form->focus.index] : NULL;
}

static void say_field(struct app *app, struct show_player *player) {
    const struct form *form = front_form(app);
    int item = form ? form_find(form, command_of(player)->word) : -1;
    char words[256];
    snprintf(words, sizeof words, _("to the field %s"),
             item >= 0 ? form_item_label(form, item) : command_of(player)->word);
    say(app, player, ACTION_NEXT_FIELD, words);
}

static void say_type(struct app *app, struct show_player *player) {
    const struct form_item *item = focused_item(app);
    char words[SHOW_REST * 3];
    if (item && form_item_choices(item)) {
        char shown[128];
        form_item_text(item, player->value, shown, sizeof shown);
        snprintf(words, sizeof words, "%s: %s", _(action_label(ACTION_TOGGLE)), shown);
        say(app, player, ACTION_NONE, words);
        key_describe((struct key){.code = ' '}, player->keys, sizeof player->keys);
        return;
    }
    if (*player->value)
        snprintf(words, sizeof words, _("Type: %s"), player->value);
    else
        text_copy(words, sizeof words, _(action_label(ACTION_ERASE_LINE)));
    say(app, player, *player->value ? ACTION_NONE : ACTION_ERASE_LINE, words);
}

static int wanted_button(const struct show_player *player) {
    return strcmp(command_of(player)->word, "yes") == 0 ? 0 : 1;
}

static const struct action *own_action(struct app *app, const char *id, int *index) {
    const struct action *action;
    for (*index = 0; (action = page_action_at(front(app), *index)) != NULL; ++*index) {
        if (strcmp(action->id, id) == 0) return action;
    }
    return NULL;
}

/* The key reaches the action, and nothing else that the page does with that key. */
static bool has_key(struct app *app, const struct action *action) {
    char key[32];
    const struct page_view *pv = front(app);
    if (action->bound == ACTION_NONE || page_action_bound(pv, action->bound) != action)
        return false;
    keymap_first(app->ui->keymap, action->bound, MODE_VIEW, key, sizeof key);
    if (!*key) return false;
    return !(pv->in_form && pv->form && form_can(pv->form, action->bound));
}

static void say_action(struct app *app, struct show_player *player) {
    int index;
    const char *id = command_of(player)->word;
    const struct action *own = own_action(app, id, &index);
    char words[256];
    if (own && has_key(app, own)) {
        say(app, player, own->bound, _(own->label));
    } else if (own) {
        snprintf(words, sizeof words, "%s: %s", _(action_label(ACTION_ACTIONS)), _(own->label));
        say(app, player, ACTION_ACTIONS, words);
    } else {
        enum action_id action = action_find(id);
        say(app, player, action, action ? app_action_label(app, action) : id);
    }
}

static void say_ok(struct app *app, struct show_player *player) {
    bool dialog = front(app) != NULL;
    enum action_id action = dialog ? ACTION_RUN : ACTION_OPEN;
    say(app, player, action, app_action_label(app, action));
}

/* The stored form of what is to be chosen: as it is stored, or as a screen shows it in English or in the user's language.
 * false = the field has no such choice. */
static bool find_choice(const struct form_item *item, char *value, size_t size) {
    const char *const *choices = form_item_choices(item);
    char shown[128];
    if (item->member) {
        char stored[128];
        text_copy(stored, sizeof stored, words_stored(item->member, value));
        text_copy(value, size, stored);
    }
    for (int i = 0; choices[i]; i++) {
        form_item_text(item, choices[i], shown, sizeof shown);
        bool switched = item->field->kind == FIELD_YESNO &&
                        words_say(choices[i][0] == '1' ? N_("Yes") : N_("No"), value);
        bool right = switched || words_choice_is(choices[i], value) || strcmp(shown, value) == 0;
        if (!right) continue;
        text_copy(value, size, choices[i]);
        return true;
    }
    return false;
}

static enum show_beat read_value(struct app *app, struct show_player *player) {
    const struct show_command *command = command_of(player);
    struct err err = {0};
    player->value[0] = '\0';
    if (command->what != SHOW_OPEN && command->what != SHOW_TYPE) return BEAT_DONE;
    if (show_rest(app->company, player->content, &player->session, command, player->value,
                  sizeof player->value, &err) != ERR_OK) {
        words_error(&err, NULL, player->problem, sizeof player->problem);
        return BEAT_FAILED;
    }
    const struct form_item *item = focused_item(app);
    bool chooses = command->what == SHOW_TYPE && item && form_item_choices(item);
    if (!chooses || find_choice(item, player->value, sizeof player->value)) return BEAT_DONE;
    return fail(player, _("The field has no choice %s."), player->value);
}

/* A sign-up has a title, too, though nobody waits for it; what looks at data all the time has none. */
static bool is_job_running(const struct app *app) {
    for (int i = 0; i < JOB_SLOTS; i++) {
        if (app->ui->jobs[i].id != 0 && app->ui->jobs[i].title[0]) return true;
    }
    return false;
}

enum show_beat show_announce(struct app *app, struct show_player *player) {
    player->keys[0] = player->words[0] = '\0';
    player->beats = 0;
    player->typed = 0;
    if (app->ui->waiting) return BEAT_WAIT;
    if (is_job_running(app)) {
        text_copy(player->words, sizeof player->words, _("Waiting until the job has ended."));
        return BEAT_WAIT;
    }
    if (player->at == player->script->count) return BEAT_DONE;
    const struct show_command *command = command_of(player);
    if (command->what == SHOW_WAIT) return BEAT_DONE;
    if (read_value(app, player) == BEAT_FAILED) return BEAT_FAILED;
    switch (command->what) {
    case SHOW_OPEN:
        say_open(app, player);
        break;
    case SHOW_EDIT:
        say(app, player, ACTION_EDIT, app_action_label(app, ACTION_EDIT));
        break;
    case SHOW_NEW:
        say(app, player, ACTION_NEW, app_action_label(app, ACTION_NEW));
        break;
    case SHOW_FIELD:
        say_field(app, player);
        break;
    case SHOW_TYPE:
        say_type(app, player);
        break;
    case SHOW_SAVE:
        say(app, player, ACTION_SAVE, app_action_label(app, ACTION_SAVE));
        break;
    case SHOW_ANSWER: {
        const char *button = dialog_button(app_top(app), wanted_button(player));
        say(app, player, button ? ACTION_OPEN : ACTION_NONE,
            button ? button : _("No question is asked."));
        break;
    }
    case SHOW_ACTION:
        say_action(app, player);
        break;
    case SHOW_OK:
        say_ok(app, player);
        break;
    case SHOW_BACK:
        say(app, player, ACTION_BACK, app_action_label(app, ACTION_BACK));
        break;
    case SHOW_WAIT:
        break;
    }
    return BEAT_DONE;
}

/* ---- what is done ------------------------------------------------------------------------------------------------- */

static enum show_beat no_page(struct show_player *player) {
    return fail(player, "%s", _("No page is in front."));
}

static enum show_beat open_page(struct app *app, struct show_player *player) {
    const char *page = command_of(player)->word, *wanted = player->value;
    if (!app_find_page(app, page)) return fail(player, _("There is no page %s."), page);
    app_open_page(app, page, *wanted ? wanted : NULL);
    const struct page_view *pv = front(app);
    if (!pv || strcmp(pv->asked_id, page) != 0) return no_page(player);
    const char *key = pv->has_list ? list_key(&pv->list) : NULL;
    bool record = pv->has_list && *wanted;
    if (record && pv->page->pattern == DETAILS_MASTER) key = page_view_key(pv);
    if (record && (!key || strcmp(key, wanted) != 0))
        return fail(player, _("%s is not in the list."), wanted);
    return BEAT_DONE;
}

static enum show_beat edit(struct app *app, struct show_player *player) {
    if (!is_editing(app)) app_act(app, ACTION_EDIT);
    return is_editing(app) ? BEAT_DONE : fail_as_said(app, player);
}

static enum show_beat make_new(struct app *app, struct show_player *player) {
    const struct view *before = app_top(app);
    app_act(app, ACTION_NEW);
    const struct form *form = front_form(app);
    bool begun = (form && form->is_new) || app_top(app) != before;
    return begun ? BEAT_DONE : fail_as_said(app, player);
}

/* The shorter way round. */
static enum action_id way_to(const struct form *form, int item) {
    struct form_stop stops[160];
    int count = form_stops(form, stops, 160), at = -1, wanted = -1;
    for (int i = 0; i < count; i++) {
        if (stops[i].kind == form->focus.kind && stops[i].index == form->focus.index) at = i;
        if (stops[i].kind == STOP_FIELD && stops[i].index == item) wanted = i;
    }
    if (wanted < 0) return ACTION_NONE;
    int forward = at < 0 ? 0 : (wanted - at + count) % count;
    return forward <= count / 2 ? ACTION_NEXT_FIELD : ACTION_PREV_FIELD;
}

static enum show_beat move_to_field(struct app *app, struct show_player *player) {
    struct page_view *pv = front(app);
    const char *key = command_of(player)->word;
    if (!pv || !pv->form) return no_page(player);
    int item = form_find(pv->form, key);
    if (item < 0) return fail(player, _("The page has no field %s."), key);
    if (pv->in_form && pv->form->focus.kind == STOP_FIELD && pv->form->focus.index == item)
        return BEAT_DONE;
    enum action_id way = pv->in_form ? way_to(pv->form, item) : ACTION_NEXT_FIELD;
    bool lost = way == ACTION_NONE || player->beats > MOST_BEATS ||
                (!pv->in_form && (player->beats > 0 || pv->page->pattern == DETAILS_MASTER));
    if (lost)
        return fail(player, _("The field %s cannot be changed now."),
                    form_item_label(pv->form, item));
    app_act(app, way);
    return BEAT_MORE;
}

/* A choice is turned until it is the right one. */
static enum show_beat choose(struct app *app, struct show_player *player) {
    const struct form_item *item = focused_item(app);
    if (strcmp(item->value, player->value) == 0) return BEAT_DONE;
    if (player->beats > MOST_BEATS) return fail(player, "%s", _("The key did nothing."));
    app_act(app, ACTION_TOGGLE);
    return BEAT_MORE;
}

static enum show_beat type_one(struct app *app, struct show_player *player) {
    const char *rest = player->value + player->typed;
    utf8proc_int32_t ch;
    utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)rest, -1, &ch);
    char one[8];
    if (len <= 0) return fail(player, _("%s does not fit."), player->value);
    text_copy_n(one, sizeof one, rest, (size_t)len);
    app_text(app, one);
    player->typed += (size_t)len;
    return BEAT_MORE;
}

static enum show_beat type_value(struct app *app, struct show_player *player) {
    const struct form *form = front_form(app);
    const struct form_item *item = focused_item(app);
    if (!item || !form->editing || !form_item_editable(form, form->focus.index))
        return fail(player, "%s", _("No field is being edited."));
    if (form_item_choices(item)) return choose(app, player);
    if (player->beats == 0) {
        app_act(app, ACTION_ERASE_LINE);
        return BEAT_MORE;
    }
    if (player->value[player->typed]) return type_one(app, player);
    if (strcmp(form->edit.text, player->value) == 0) return BEAT_DONE;
    return fail(player, _("%s does not fit."), player->value);
}

static enum show_beat save(struct app *app, struct show_player *player) {
    if (!is_editing(app)) return fail(player, "%s", _("Nothing is being edited."));
    app_act(app, ACTION_SAVE);
    bool asks = app_top(app)->ops->popup;
    return asks || !is_editing(app) ? BEAT_DONE : fail_as_said(app, player);
}

/* To the button, then press it. A question that depends on the data may not be asked: then there is nothing to answer. */
static enum show_beat answer(struct app *app, struct show_player *player) {
    const struct view *top = app_top(app);
    int wanted = wanted_button(player);
    if (!top->ops->popup && player->beats == 0) return BEAT_DONE;
    if (!dialog_button(top, wanted)) return fail(player, "%s", _("No question is asked."));
    if (player->beats > MOST_BEATS) return fail(player, "%s", _("The key did nothing."));
    if (dialog_focus(top) == wanted) {
        app_act(app, ACTION_OPEN);
        return BEAT_DONE;
    }
    app_act(app, ACTION_RIGHT);
    return BEAT_MORE;
}

/* Through the action menu: its first entries are the page's own actions, in their order. */
static enum show_beat choose_action(struct app *app, const struct show_player *player) {
    bool reached = player->beats > player->entry;
    app_act(app, player->beats == 0 ? ACTION_ACTIONS : reached ? ACTION_OPEN : ACTION_DOWN);
    return reached && player->beats > 0 ? BEAT_DONE : BEAT_MORE;
}

static enum show_beat act(struct app *app, struct show_player *player) {
    const char *id = command_of(player)->word;
    if (player->beats > 0) return choose_action(app, player); /* the menu is in front */
    const struct page_view *pv = front(app);
    const struct action *own = own_action(app, id, &player->entry);
    enum action_id console = action_find(id);
    char why[MESSAGE_SIZE];
    if (own && !page_action_enabled(pv, own)) {
        page_action_why_not(pv, own, why, sizeof why);
        return fail(player, "%s", why);
    }
    if (own && !has_key(app, own)) return choose_action(app, player);
    if (!own && (!console || !app_can(app, console)))
        return fail(player, _("The page has no action %s."), id);
    app_act(app, own ? own->bound : console);
    return BEAT_DONE;
}

static enum show_beat press_ok(struct app *app, struct show_player *player) {
    const struct view *top = app_top(app);
    struct page_view *pv = front(app);
    if (dialog_button(top, 0) && !dialog_button(top, 1)) {
        app_act(app, ACTION_OPEN);
        return BEAT_DONE;
    }
    if (!pv || !pv->page || pv->page->pattern != DIALOG)
        return fail(player, "%s", _("No dialog is in front."));
    app_act(app, ACTION_RUN);
    pv = front(app);
    int wrong = pv && pv->form && pv->form->count > 0 ? form_next_error(pv->form, 0, 1) : -1;
    return wrong < 0 ? BEAT_DONE : fail(player, "%s", pv->form->items[wrong].error);
}

static enum show_beat go_back(struct app *app, struct show_player *player) {
    if (!app_top(app)->ops->popup && !front(app)) return no_page(player);
    app_act(app, ACTION_BACK);
    return BEAT_DONE;
}

enum show_beat show_perform(struct app *app, struct show_player *player) {
    enum show_what what = command_of(player)->what;
    const struct view *top = app_top(app);
    bool through_popup = what == SHOW_ANSWER || what == SHOW_OK || what == SHOW_BACK ||
                         what == SHOW_WAIT || (what == SHOW_ACTION && player->beats > 0);
    if (top->ops->popup && !through_popup)
        return fail(player, "%s", _("A window is open above the page."));
    switch (what) {
    case SHOW_OPEN:
        return open_page(app, player);
    case SHOW_EDIT:
        return edit(app, player);
    case SHOW_NEW:
        return make_new(app, player);
    case SHOW_FIELD:
        return move_to_field(app, player);
    case SHOW_TYPE:
        return type_value(app, player);
    case SHOW_SAVE:
        return save(app, player);
    case SHOW_ANSWER:
        return answer(app, player);
    case SHOW_ACTION:
        return act(app, player);
    case SHOW_OK:
        return press_ok(app, player);
    case SHOW_BACK:
        return go_back(app, player);
    case SHOW_WAIT:
        return BEAT_DONE;
    }
    return BEAT_DONE;
}
