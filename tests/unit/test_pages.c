/* SPDX-License-Identifier: MIT */
/* Every page of the registry is complete: names, both languages, fields that exist, lookups that exist. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/hq/lookups.h"
#include "tui/lookup.h"
#include "tui/menu.h"
#include "tui/page.h"

/* Words that are the same in both languages. */
static const char *const same[] = {"Type",     "Status", "Person",  "ID",
                                   "Database", "Format", "Segment", "AllowAnonymousAccess",
                                   "Send"};

static const char *plain(const char *msgid) {
    const char *end = strchr(msgid, '\004');
    return end ? end + 1 : msgid;
}

static void assert_translated(const struct page *page, const char *msgid) {
    if (!msgid) return;
    assert_true(msgid[0] != '\0');
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (!strcmp(plain(msgid), same[i])) return;
    if (strcmp(tr_in("nb", msgid), plain(msgid)) != 0) return;
    fail_msg("page %s has no Norwegian for '%s'", page->id, plain(msgid));
}

static void columns_translated(const struct page *page, const struct column *column) {
    for (; column && column->label; column++)
        if (column->label[0])
            assert_translated(page, column->label); /* "" = a sign needs no heading */
}

static bool last_field(const struct field *field) {
    return !field->key && !field->tab && !field->group;
}

static const struct page *find(const char *id) {
    for (const struct page *const *page = page_registry; *page; page++)
        if (!strcmp((*page)->id, id)) return *page;
    return NULL;
}

static bool is_lookup(const char *id) {
    for (const struct lookup_view *view = lookup_registry; view->id; view++)
        if (!strcmp(view->id, id)) return true;
    return false;
}

static void pages_have_names_and_unique_ids(void **state) {
    (void)state;
    for (const struct page *const *page = page_registry; *page; page++) {
        assert_non_null((*page)->title);
        assert_non_null((*page)->path[0]);
        assert_ptr_equal(find((*page)->id), *page);
        enum pattern pattern = (*page)->pattern;
        bool listed = pattern != DIALOG && pattern != READER && pattern != TABLE_OF_CONTENTS;
        bool own = (*page)->list && ((*page)->load || pattern == LIST);
        assert_true(!listed || (*page)->columns);
        assert_true(!listed || (*page)->entity || own);
        assert_true(pattern != TABLE_OF_CONTENTS || (*page)->fields);
        assert_true(pattern != TABLE_OF_CONTENTS || !(*page)->entity || (*page)->single_key);
        assert_true(pattern != DIALOG || (*page)->ok);
    }
}

static void every_word_has_norwegian(void **state) {
    (void)state;
    for (const struct page *const *at = page_registry; *at; at++) {
        const struct page *page = *at;
        assert_translated(page, page->title);
        assert_translated(page, page->empty);
        assert_translated(page, page->ok_label);
        for (int i = 0; i < PATH_MAX_CRUMBS; i++) assert_translated(page, page->path[i]);
        for (int i = 0; i < 4; i++) assert_translated(page, page->aliases[i]);
        columns_translated(page, page->columns);
        for (const struct field *field = page->fields; field && !last_field(field); field++) {
            assert_translated(page, field->tab);
            assert_translated(page, field->group);
            assert_translated(page, field->label);
            assert_translated(page, field->help);
            columns_translated(page, field->columns);
        }
        for (const struct action *action = page->actions; action && action->id; action++) {
            assert_translated(page, action->label);
            assert_translated(page, action->help);
            assert_translated(page, action->why_not);
        }
    }
}

static void columns_fit_the_list_of_the_entity(void **state) {
    (void)state;
    for (const struct page *const *page = page_registry; *page; page++) {
        int count = 0;
        for (const struct column *c = (*page)->columns; c && c->label; c++) count++;
        assert_true(count < 15); /* domain.md: a list page has fewer than 15 columns */
        bool entitys = (*page)->entity && !(*page)->list && (*page)->pattern != TABLE_OF_CONTENTS;
        if (entitys) assert_true(count <= (*page)->entity->list_columns);
    }
}

/* A field without a member is filled by the page's load hook; a page without one has only members. */
static void fields_exist(void **state) {
    (void)state;
    for (const struct page *const *at = page_registry; *at; at++) {
        const struct page *page = *at;
        for (const struct field *field = page->fields; field && !last_field(field); field++) {
            if (!field->key) continue;
            assert_non_null(field->label);
            const struct member *member =
                page->entity ? entity_member(page->entity, field->key) : NULL;
            if (page->entity && !page->load && !page->changed && !member)
                fail_msg("page %s: %s has no member '%s'", page->id, page->entity->id, field->key);
            if (member) assert_string_equal(member->key, field->key);
            if (field->page) assert_non_null(find(field->page));
            const char *lookup = field->lookup ? field->lookup : member ? member->related : NULL;
            if (lookup && !is_lookup(lookup))
                fail_msg("page %s: field %s needs lookup '%s'", page->id, field->key, lookup);
        }
    }
}

static void every_member_that_is_required_can_be_filled_in(void **state) {
    (void)state;
    for (const struct page *const *at = page_registry; *at; at++) {
        const struct page *page = *at;
        for (int i = 0; page->entity && page->can_new && i < page->entity->member_count; i++) {
            const struct member *member = &page->entity->members[i];
            bool found = !member->required;
            for (const struct field *field = page->fields; !found && !last_field(field); field++)
                found = field->key && !strcmp(field->key, member->key);
            if (!found) fail_msg("page %s: no field for required %s", page->id, member->key);
        }
    }
}

static void lookups_are_those_of_the_model(void **state) {
    (void)state;
    for (const struct lookup_view *view = lookup_registry; view->id; view++) {
        bool found = view->list != NULL;
        for (int i = 0; i < hq_lookup_count; i++)
            found = found || !strcmp(hq_lookups[i].id, view->id);
        if (!found) fail_msg("lookup '%s' has no list", view->id);
        assert_non_null(view->title);
        if (view->page) assert_non_null(find(view->page));
    }
}

/* Does the path of a page, without its last `left_out` crumbs, lead from the root to this node of the menu? */
static bool path_leads_to(const struct page *page, int node, int left_out) {
    int crumbs = 0;
    while (crumbs < PATH_MAX_CRUMBS && page->path[crumbs]) crumbs++;
    for (crumbs -= left_out; crumbs-- > 0;) {
        node = menu_parent(node);
        if (node < 0 || strcmp(menu_tree[node].title, page->path[crumbs]) != 0) return false;
    }
    return menu_parent(node) < 0;
}

/* What a command of another page opens has that page as its last crumb. */
static bool belongs_to_a_page(const struct page *page) {
    int crumbs = 0;
    while (crumbs < PATH_MAX_CRUMBS && page->path[crumbs]) crumbs++;
    for (int node = 0; crumbs > 0 && menu_tree[node].title; node++) {
        bool named =
            menu_tree[node].page_id && !strcmp(menu_tree[node].title, page->path[crumbs - 1]);
        if (named && find(menu_tree[node].page_id) && path_leads_to(page, node, 1)) return true;
    }
    return false;
}

static void every_page_is_in_the_menu_under_its_title_and_path(void **state) {
    (void)state;
    for (const struct page *const *page = page_registry; *page; page++) {
        int node = menu_find((*page)->id);
        if (node < 0 && belongs_to_a_page(*page)) continue;
        if (node < 0) fail_msg("page %s is not in the menu", (*page)->id);
        assert_string_equal(menu_tree[node].title, (*page)->title);
        if (!path_leads_to(*page, node, 0)) fail_msg("page %s: another path", (*page)->id);
    }
}

static void the_decoy_of_step_1_is_another_page(void **state) {
    (void)state;
    const struct page *online = find("functionality-profiles");
    const struct page *pos = find("pos-functionality-profiles");
    assert_string_equal(tr_in("en", online->title), tr_in("en", pos->title));
    assert_string_equal(tr_in("nb", online->title), "Funksjonsprofiler");
    assert_string_equal(tr_in("nb", pos->title), "Funksjonalitetsprofiler");
    assert_ptr_not_equal(online->entity, pos->entity);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_have_names_and_unique_ids),
        cmocka_unit_test(every_word_has_norwegian),
        cmocka_unit_test(columns_fit_the_list_of_the_entity),
        cmocka_unit_test(fields_exist),
        cmocka_unit_test(every_member_that_is_required_can_be_filled_in),
        cmocka_unit_test(lookups_are_those_of_the_model),
        cmocka_unit_test(every_page_is_in_the_menu_under_its_title_and_path),
        cmocka_unit_test(the_decoy_of_step_1_is_another_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
