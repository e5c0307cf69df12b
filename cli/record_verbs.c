/* SPDX-License-Identifier: MIT */
/*
 * Verbs on records of headquarters, for any entity. Owns how a record is shown, and KEY=VALUE.
 * Knows no particular entity: profiles and stores say what is special about them in struct record_kind.
 */

#include "cli/record_verbs.h"

#include "model/text.h"
#include "tui/alloc.h"
#include "tui/words.h"

enum { SAVE_TRIES = 5, PAGE_ROWS = 200 };

/* ---- showing ----------------------------------------------------------------------------------------------- */

static void member_json(struct cli *cli, const struct member *member, const void *rec) {
    char text[8 * WORDS_SIZE];
    switch (member->kind) {
    case MEMBER_YESNO:
        json_bool(&cli->doc, member->key, record_get_int(member, rec) != 0);
        return;
    case MEMBER_INT:
        json_int(&cli->doc, member->key, record_get_int(member, rec));
        return;
    case MEMBER_AMOUNT:
        json_amount(&cli->doc, member->key, record_get_int(member, rec));
        return;
    case MEMBER_TIME:
        json_time(&cli->doc, member->key, record_get_int(member, rec));
        return;
    case MEMBER_TEXT:
    case MEMBER_CHOICE:
        break;
    }
    record_get_text(member, rec, text, sizeof text);
    json_text(&cli->doc, member->key, text);
}

void record_json(struct cli *cli, const struct entity *entity, const void *rec) {
    for (int i = 0; i < entity->member_count; i++) member_json(cli, &entity->members[i], rec);
}

void record_pairs(struct table *table, const struct entity *entity, const void *rec) {
    for (int i = 0; i < entity->member_count; i++) {
        char value[WORDS_SIZE];
        words_value_of(entity, &entity->members[i], rec, value, sizeof value);
        table_pair(table, words_label(entity->id, entity->members[i].key), value);
    }
}

static const struct member *key_member(const struct entity *entity) {
    return entity_member(entity, entity->key);
}

static const char *key_of(const struct entity *entity, const void *rec) {
    return record_get_str(key_member(entity), rec);
}

static enum err_code extra_value(struct cli *cli, const struct record_kind *kind, const void *rec,
                                 int64_t *value, struct err *err) {
    *value = 0;
    return kind->extra ? kind->extra(cli, rec, value, err) : ERR_OK;
}

static void extra_cell(struct table *table, int64_t extra) {
    if (extra < 0) table_cell(table, "");
    if (extra >= 0) table_cell_int(table, extra);
}

static enum err_code json_record(struct cli *cli, const struct record_kind *kind, const void *rec,
                                 struct err *err) {
    int64_t extra;
    enum err_code code = extra_value(cli, kind, rec, &extra, err);
    if (code != ERR_OK) return code;
    json_object(&cli->doc, NULL);
    record_json(cli, kind->entity, rec);
    if (kind->extra && extra < 0) json_null(&cli->doc, kind->extra_key);
    if (kind->extra && extra >= 0) json_int(&cli->doc, kind->extra_key, extra);
    json_end(&cli->doc);
    return ERR_OK;
}

/* ---- list -------------------------------------------------------------------------------------------------- */

static enum err_code list_row(struct cli *cli, const struct record_kind *kind, struct table *table,
                              const void *rec, struct err *err) {
    if (cli->json) return json_record(cli, kind, rec, err);
    int64_t extra;
    enum err_code code = extra_value(cli, kind, rec, &extra, err);
    if (code != ERR_OK) return code;
    for (int i = 0; kind->columns[i]; i++) {
        char value[WORDS_SIZE];
        words_value_of(kind->entity, entity_member(kind->entity, kind->columns[i]), rec, value,
                       sizeof value);
        table_cell(table, value);
    }
    if (kind->extra) extra_cell(table, extra);
    return ERR_OK;
}

static enum err_code list_page(struct cli *cli, const struct record_kind *kind, struct table *table,
                               const struct rowset *rows, void *rec, struct err *err) {
    struct db *hq = cli->company->hq;
    for (int i = 0; i < rows->rows; i++) {
        struct err gone = {0};
        enum err_code code = kind->entity->load(hq, rowset_cell(rows, i, 0), rec, &gone);
        if (code == ERR_OK) code = list_row(cli, kind, table, rec, &gone);
        if (code == ERR_NOT_FOUND) continue; /* deleted since the page was read */
        if (code != ERR_OK) {
            *err = gone;
            return code;
        }
    }
    return ERR_OK;
}

static enum err_code list_all(struct cli *cli, const struct record_kind *kind, struct table *table,
                              void *rec, struct err *err) {
    char anchor[ROW_KEY_SIZE] = "";
    struct rowset rows;
    enum err_code code = ERR_OK;
    rowset_init(&rows, kind->entity->list_columns);
    do {
        struct list_request request = {.from = anchor[0] ? LIST_AFTER : LIST_FROM_START,
                                       .anchor = anchor[0] ? anchor : NULL,
                                       .limit = PAGE_ROWS};
        rowset_reset(&rows);
        code = kind->entity->list(cli->company->hq, &request, &rows, err);
        if (code == ERR_OK) code = list_page(cli, kind, table, &rows, rec, err);
        if (rows.rows > 0) text_copy(anchor, sizeof anchor, rowset_key(&rows, rows.rows - 1));
    } while (code == ERR_OK && rows.more_after);
    rowset_release(&rows);
    return code;
}

int record_verb_list(struct cli *cli, const struct record_kind *kind) {
    struct err err = {0};
    struct table table;
    void *rec = alloc_zero(1, kind->entity->record_size);
    cli->entity_id = kind->entity->id;
    table_init(&table, cli->out);
    if (cli->json) {
        json_array(&cli->doc, NULL);
    } else {
        for (int i = 0; kind->columns[i]; i++) {
            table_column(&table, words_label(kind->entity->id, kind->columns[i]), false);
        }
        if (kind->extra) table_column(&table, _(kind->extra_title), true);
    }
    enum err_code code = list_all(cli, kind, &table, rec, &err);
    free(rec);
    if (cli->json)
        json_end(&cli->doc);
    else
        table_end(&table);
    return code == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
}

/* ---- show -------------------------------------------------------------------------------------------------- */

static int show(struct cli *cli, const struct record_kind *kind, const void *rec) {
    struct err err = {0};
    struct table table;
    int64_t extra;
    if (cli->json) {
        return json_record(cli, kind, rec, &err) == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
    }
    if (extra_value(cli, kind, rec, &extra, &err) != ERR_OK) return cli_fail(cli, &err);
    table_pairs(&table, cli->out);
    record_pairs(&table, kind->entity, rec);
    if (kind->extra) {
        table_cell(&table, _(kind->extra_title));
        extra_cell(&table, extra);
    }
    table_end(&table);
    return EXIT_DONE;
}

/* A key that was mistyped is corrected where all there are fit one page; nobody means one of a million customers. */
static void note_nearest_key(struct cli *cli, const struct record_kind *kind) {
    const char *keys[PAGE_ROWS];
    struct err unused = {0};
    struct rowset rows;
    struct list_request request = {.from = LIST_FROM_START, .limit = PAGE_ROWS};
    rowset_init(&rows, kind->entity->list_columns);
    if (kind->entity->list(cli->company->hq, &request, &rows, &unused) == ERR_OK &&
        !rows.more_after) {
        for (int i = 0; i < rows.rows; i++) keys[i] = rowset_cell(&rows, i, 0);
        const char *nearest = text_nearest(cli->args[0], keys, (size_t)rows.rows);
        char clean[120];
        words_clean(clean, sizeof clean, nearest ? nearest : "");
        if (nearest) cli_note(cli, _("The nearest one is '%s'."), clean);
    }
    rowset_release(&rows);
}

static int fail(struct cli *cli, const struct record_kind *kind, const struct err *err) {
    int code = cli_fail(cli, err);
    bool unknown = err->reason == REASON_RECORD_NOT_FOUND &&
                   strcmp(err->field, kind->entity->id) == 0 && cli->arg_count > 0;
    if (unknown) note_nearest_key(cli, kind);
    return code;
}

int record_verb_show(struct cli *cli, const struct record_kind *kind) {
    struct err err = {0};
    void *rec = alloc_zero(1, kind->entity->record_size);
    cli->entity_id = kind->entity->id;
    int code = kind->entity->load(cli->company->hq, cli->args[0], rec, &err) == ERR_OK
                   ? show(cli, kind, rec)
                   : fail(cli, kind, &err);
    free(rec);
    return code;
}

/* ---- KEY=VALUE --------------------------------------------------------------------------------------------- */

/* "There is no field 'asnyc'. The nearest one is …" */
static enum err_code unknown_field(const struct entity *entity, const char *name, struct err *err) {
    const char *names[3 * 40] = {NULL};
    const struct member *members[3 * 40];
    size_t count = 0;
    for (int i = 0; i < entity->member_count && count + 3 <= 3 * 40; i++) {
        const char *label = words_label(entity->id, entity->members[i].key);
        const char *const both[] = {entity->members[i].key, label};
        for (int j = 0; j < 2; j++) {
            members[count] = &entity->members[i];
            names[count++] = both[j];
        }
    }
    const char *nearest = text_nearest(name, names, count);
    err_set(err, ERR_INVALID, REASON_FIELD_UNKNOWN, name, NULL);
    for (size_t i = 0; nearest && i < count; i++) {
        if (names[i] == nearest) text_copy(err->value, sizeof err->value, members[i]->key);
    }
    return ERR_INVALID;
}

enum err_code record_word(const struct entity *entity, const char *word,
                          const struct member **member, const char **value, struct err *err) {
    char name[120];
    const char *equals = strchr(word, '=');
    text_copy_n(name, sizeof name, word, equals ? (size_t)(equals - word) : strlen(word));
    text_trim(name);
    *value = equals ? equals + 1 : "";
    *member = words_member(entity, name);
    return *member ? ERR_OK : unknown_field(entity, name, err);
}

static enum err_code assign(const struct entity *entity, void *rec, const char *name,
                            const char *value, bool is_new, struct err *err) {
    const struct member *member = words_member(entity, name);
    if (!member) return unknown_field(entity, name, err);
    if (member->computed || (member->fixed && !is_new)) {
        return err_set(err, ERR_REFUSED, REASON_FIELD_READ_ONLY, member->key, NULL);
    }
    return record_set_text(member, rec, words_stored(member, value), err);
}

/* One operand KEY=VALUE; the key may be a label with blanks. */
static enum err_code assign_word(const struct entity *entity, void *rec, const char *word,
                                 bool is_new, struct err *err) {
    char name[120];
    const char *equals = strchr(word, '=');
    text_copy_n(name, sizeof name, word, equals ? (size_t)(equals - word) : strlen(word));
    text_trim(name);
    return assign(entity, rec, name, equals ? equals + 1 : "", is_new, err);
}

bool record_only_assignments(struct cli *cli, int first) {
    for (int i = first; i < cli->arg_count; i++) {
        if (strchr(cli->args[i], '=')) continue;
        char clean[120];
        words_clean(clean, sizeof clean, cli->args[i]);
        cli_usage(cli, _("'%s' is not KEY=VALUE."), clean);
        return false;
    }
    return true;
}

/* ---- saving ------------------------------------------------------------------------------------------------ */

/* Warn, save, say what comes next, and print the record for --json. */
static enum err_code save(struct cli *cli, const struct record_kind *kind, const void *old,
                          void *rec, bool warn, struct err *err) {
    enum err_code code = ERR_OK;
    if (warn) {
        code = record_validate(kind->entity, cli->company->hq, old, rec, err);
        if (code == ERR_OK && kind->before_save) code = kind->before_save(cli, old, rec, err);
    }
    if (code != ERR_OK) return code;
    return record_save(kind->entity, cli->company->hq, old, rec, cli->company->user, err);
}

static bool is_changed(const struct entity *entity, const void *old, const void *rec) {
    for (int i = 0; i < entity->member_count; i++) {
        if (!record_member_equal(&entity->members[i], old, rec)) return true;
    }
    return false;
}

/* One try: read, assign, save. ERR_CONFLICT: somebody saved in between, worth another try on what is there now. */
static enum err_code set_once(struct cli *cli, const struct record_kind *kind, int first, int try,
                              void *old, void *rec, bool *changed, struct err *err) {
    enum err_code code = kind->entity->load(cli->company->hq, cli->args[0], old, err);
    if (code != ERR_OK) return code;
    memcpy(rec, old, kind->entity->record_size);
    for (int i = first; i < cli->arg_count && code == ERR_OK; i++) {
        code = assign_word(kind->entity, rec, cli->args[i], false, err);
    }
    *changed = code == ERR_OK && is_changed(kind->entity, old, rec);
    return *changed ? save(cli, kind, old, rec, try == 0, err) : code;
}

int record_verb_set(struct cli *cli, const struct record_kind *kind, int first) {
    struct err err = {0};
    char clean[WORDS_SIZE];
    bool changed = false;
    enum err_code code = ERR_CONFLICT;
    if (!record_only_assignments(cli, first)) return EXIT_USAGE;
    cli->entity_id = kind->entity->id;
    void *old = alloc_zero(1, kind->entity->record_size);
    void *rec = alloc_zero(1, kind->entity->record_size);
    for (int try = 0; try < SAVE_TRIES && code == ERR_CONFLICT; try++) {
        code = set_once(cli, kind, first, try, old, rec, &changed, &err);
        if (err.reason == REASON_RECORD_DELETED) break;
    }
    int result = EXIT_DONE;
    if (code != ERR_OK) {
        result = fail(cli, kind, &err);
    } else {
        words_clean(clean, sizeof clean, key_of(kind->entity, rec));
        if (changed)
            cli_note(cli, _("Saved: %s %s."), words_entity(kind->entity->id), clean);
        else
            cli_note(cli, _("Nothing to change: %s has these values already."), clean);
        if (changed && kind->after_save) kind->after_save(cli, old, rec);
        if (cli->json) result = show(cli, kind, rec);
    }
    free(old);
    free(rec);
    return result;
}

static enum err_code fill_new(struct cli *cli, const struct record_kind *kind,
                              const struct record_preset *preset, void *rec, struct err *err) {
    const struct entity *entity = kind->entity;
    enum err_code code = entity->init ? entity->init(cli->company->hq, rec, err) : ERR_OK;
    bool named = cli->arg_count > 0 && !strchr(cli->args[0], '=');
    if (code == ERR_OK && named) {
        code = record_set_text(key_member(entity), rec, cli->args[0], err);
    }
    for (; preset->key && code == ERR_OK; preset++) {
        if (preset->value) code = assign(entity, rec, preset->key, preset->value, true, err);
    }
    for (int i = named; i < cli->arg_count && code == ERR_OK; i++) {
        code = assign_word(entity, rec, cli->args[i], true, err);
    }
    return code;
}

int record_verb_new(struct cli *cli, const struct record_kind *kind,
                    const struct record_preset *preset) {
    struct err err = {0};
    char clean[WORDS_SIZE];
    bool named = cli->arg_count > 0 && !strchr(cli->args[0], '=');
    if (!record_only_assignments(cli, named)) return EXIT_USAGE;
    cli->entity_id = kind->entity->id;
    void *rec = alloc_zero(1, kind->entity->record_size);
    enum err_code code = fill_new(cli, kind, preset, rec, &err);
    if (code == ERR_OK) code = save(cli, kind, NULL, rec, true, &err);
    if (code == ERR_OK && kind->created) code = kind->created(cli, rec, &err);
    int result = EXIT_DONE;
    if (code != ERR_OK) {
        result = cli_fail(cli, &err);
    } else {
        words_clean(clean, sizeof clean, key_of(kind->entity, rec));
        cli_note(cli, _("Created: %s %s."), words_entity(kind->entity->id), clean);
        if (kind->after_save) kind->after_save(cli, NULL, rec);
        if (cli->json) result = show(cli, kind, rec);
    }
    free(rec);
    return result;
}

int record_verb_delete(struct cli *cli, const struct record_kind *kind) {
    struct err err = {0};
    char clean[WORDS_SIZE];
    const struct entity *entity = kind->entity;
    void *rec = alloc_zero(1, entity->record_size);
    cli->entity_id = entity->id;
    enum err_code code = entity->load(cli->company->hq, cli->args[0], rec, &err);
    if (code == ERR_OK) {
        code = kind->remove
                   ? kind->remove(cli, rec, &err)
                   : record_delete(entity, cli->company->hq, rec, cli->company->user, &err);
    }
    int result = EXIT_DONE;
    if (code != ERR_OK) {
        result = fail(cli, kind, &err);
    } else {
        words_clean(clean, sizeof clean, key_of(entity, rec));
        cli_note(cli, _("Deleted: %s %s."), words_entity(entity->id), clean);
        if (kind->after_save) kind->after_save(cli, rec, NULL);
        if (cli->json) {
            json_object(&cli->doc, NULL);
            json_text(&cli->doc, "deleted", key_of(entity, rec));
            json_end(&cli->doc);
        }
    }
    free(rec);
    return result;
}
