/* SPDX-License-Identifier: MIT */
/*
 * Is the content of a guide whole? Texts in both languages with the same sentences, pages that exist, queries that
 * prepare and only read, actions that exist. For the tests and for authors; knows the form, not the meaning.
 */

#include <ctype.h>
#include <unistd.h>

#include "model/trainer/actions.h"
#include "model/trainer/show.h"

#define TEXT_MAX 600 /* bytes of one text: more is not read on a screen of 24 rows */

static const char *const languages[] = {"en", "nb"};
enum { LANGUAGES = sizeof languages / sizeof languages[0] };

static const char *const guide_texts[] = {
    "title",     "description",        "description-title", "resolution",       "resolution-title",
    "warning",   "additional",         "warning-title",     "additional-title", "why",
    "why-title", "resolution-heading", "also-needed",       "also-needed-title"};
static const char *const step_texts[] = {"title", "text", "path", "hint", "keys", "expected"};

/* What each kind of content has to say. */
struct demands {
    const char *const *head_texts; /* of [guide] */
    size_t head_count;
    const char *const *step_texts;
    size_t step_count;
};
static const struct demands guide_demands = {guide_texts,
                                             sizeof guide_texts / sizeof guide_texts[0], step_texts,
                                             sizeof step_texts / sizeof step_texts[0]};

struct content {
    const struct demands *demands;
    const struct embedded_file *files;
    struct guide *guides[LANGUAGES];
    struct err *err;
};

static enum err_code complain(const struct content *content, int language, const char *section,
                              const char *key, const char *what) {
    char file[16], more[160];
    snprintf(file, sizeof file, "%s.ini", languages[language]);
    snprintf(more, sizeof more, "[%s] %s", section, key);
    return guide_content_error(content->err, content->guides[0]->id, file, what, more);
}

/* ---- texts -------------------------------------------------------------------------------------------------------- */

static bool is_name(const char *name, size_t len) {
    static const char *const names[] = {"store", "name", "profile", "shopper", "email"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strlen(names[i]) == len && strncmp(names[i], name, len) == 0) return true;
    }
    return len == 1 && name[0] >= 'a' && name[0] < 'a' + GUIDE_VALUES;
}

static bool has_only_known_names(const char *text) {
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        size_t len = strcspn(open + 1, "}");
        if (open[1 + len] != '}' || !is_name(open + 1, len)) return false;
    }
    return true;
}

static enum err_code check_text(const struct content *content, int language, const char *section,
                                const char *key) {
    const char *text = guide_word(content->guides[language], section, key);
    if (!*text) return complain(content, language, section, key, "a text is missing");
    if (strlen(text) > TEXT_MAX)
        return complain(content, language, section, key, "a text is too long");
    if (!has_only_known_names(text))
        return complain(content, language, section, key, "an unknown name between braces");
    return ERR_OK;
}

static enum err_code check_texts(const struct content *content, int language, const char *section,
                                 const char *const *keys, size_t count) {
    for (size_t i = 0; i < count; i++) {
        enum err_code code = check_text(content, language, section, keys[i]);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

/* Every 'found-…' that a query can give has its sentence. */
static enum err_code check_found(const struct content *content, int language, const char *step,
                                 const char *sql) {
    static const char mark[] = "'found-";
    for (const char *at = strstr(sql, mark); at; at = strstr(at + 1, mark)) {
        char key[48];
        text_copy_n(key, sizeof key, at + 1, strcspn(at + 1, "'"));
        enum err_code code = check_text(content, language, step, key);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

/* What one language says, the other says too. */
static enum err_code check_same_keys(const struct content *content, int language,
                                     const char *section) {
    const char *key;
    for (int i = 0; (key = ini_key(content->guides[language]->words, section, i)); i++) {
        enum err_code code = check_text(content, 1 - language, section, key);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

static enum err_code check_step_words(const struct content *content, int language, int index) {
    static const char *const screen_facts[] = {"found-yes", "found-no", "found-needless"};
    const struct guide *guide = content->guides[language];
    const char *id = guide->shown[index].id;
    enum err_code code = check_texts(content, language, id, content->demands->step_texts,
                                     content->demands->step_count);
    if (code != ERR_OK) return code;
    const char *sql = guide->plans[index].sql;
    code = guide->plans[index].fact == FACT_DATA
               ? check_found(content, language, id, sql)
               : check_texts(content, language, id, screen_facts, 3);
    return code == ERR_OK ? check_same_keys(content, language, id) : code;
}

static enum err_code check_words(const struct content *content, int language) {
    enum err_code code = check_texts(content, language, "guide", content->demands->head_texts,
                                     content->demands->head_count);
    if (code == ERR_OK) code = check_same_keys(content, language, "guide");
    for (int i = 0; i < content->guides[0]->steps && code == ERR_OK; i++)
        code = check_step_words(content, language, i);
    return code;
}

/* Texts of a step that does not exist. */
static enum err_code check_sections(const struct content *content, int language) {
    const char *section;
    const struct guide *guide = content->guides[language];
    for (int i = 0; (section = ini_section(guide->words, i)); i++) {
        bool known = strcmp(section, "guide") == 0;
        for (int k = 0; k < guide->steps; k++)
            known = known || strcmp(guide->shown[k].id, section) == 0;
        if (!known) return complain(content, language, section, "", "texts of no step");
    }
    return ERR_OK;
}

/* ---- logic -------------------------------------------------------------------------------------------------------- */

/* Lines that perform a step exist; `section` is the step. */
static enum err_code check_play(const struct content *content, const char *section) {
    const struct guide *guide = content->guides[0];
    const char *key;
    int count = 0;
    for (int i = 0; (key = ini_key(guide->logic, section, i)); i++) {
        const char *line = guide_logic(guide, section, key);
        if (!guide_is_play(key)) continue;
        count++;
        if (!action_is_known(line))
            return guide_content_error(content->err, guide->id, "ini", "no such action", line);
    }
    if (count > 0) return ERR_OK;
    return guide_content_error(content->err, guide->id, "ini", "a step that is not played",
                               section);
}

static enum err_code check_keys(const struct content *content, const char *section,
                                const char *const *keys) {
    const struct guide *guide = content->guides[0];
    for (int i = 0; keys[i]; i++) {
        if (!*guide_logic(guide, section, keys[i]))
            return guide_content_error(content->err, guide->id, "ini", section, keys[i]);
    }
    return ERR_OK;
}

/* Who signs up has a name and an address. */
static enum err_code check_people(const struct content *content) {
    static const char *const sections[] = {"shopper", "tester"};
    static const char *const person[] = {"first-name", "last-name", "email", NULL};
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < sizeof sections / sizeof sections[0] && code == ERR_OK; i++) {
        if (ini_key(content->guides[0]->logic, sections[i], 0))
            code = check_keys(content, sections[i], person);
    }
    return code;
}

/* The guide that follows exists. */
static enum err_code check_next(const struct content *content) {
    const struct guide *guide = content->guides[0];
    const char *next = guide_logic(guide, "guide", "next");
    bool found = *next == '\0';
    for (int i = 0; !found && i < guide_count(); i++) found = strcmp(guide_id(i), next) == 0;
    if (found) return ERR_OK;
    return guide_content_error(content->err, guide->id, "ini", "next is no guide", next);
}

/* Every line of the section is an action. */
static enum err_code check_lines(const struct content *content, const char *section) {
    const struct guide *guide = content->guides[0];
    const char *key;
    for (int i = 0; (key = ini_key(guide->logic, section, i)); i++) {
        const char *line = guide_logic(guide, section, key);
        if (!action_is_known(line))
            return guide_content_error(content->err, guide->id, "ini", "no such action", line);
    }
    return ERR_OK;
}

static enum err_code check_logic(const struct content *content, const struct screen_names *screen) {
    static const char *const head[] = {"source", "target", "target-name", NULL};
    const struct guide *guide = content->guides[0];
    enum err_code code = check_keys(content, "guide", head);
    if (code == ERR_OK) code = check_people(content);
    if (code == ERR_OK) code = check_lines(content, PREPARE);
    if (code == ERR_OK) code = check_next(content);
    if (code != ERR_OK) return code;
    for (int i = 0; i < guide->steps; i++) {
        const char *page = guide->shown[i].page;
        if (screen && *page && !screen->is_page(page))
            return guide_content_error(content->err, guide->id, "ini", "no such page", page);
        code = check_play(content, guide->shown[i].id);
        if (code == ERR_OK) code = show_check(guide, guide->shown[i].id, screen, content->err);
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

/* ---- queries ------------------------------------------------------------------------------------------------------ */

static enum err_code check_query(const struct content *content, struct db *reader,
                                 const char *block, bool is_step_query) {
    static const struct guide_session nobody;
    struct stmt *stmt;
    const struct guide *guide = content->guides[0];
    enum err_code code = guide_query(reader, guide, &nobody, block, &stmt, content->err);
    if (code != ERR_OK) return code;
    bool well =
        !is_step_query || (stmt_columns(stmt) >= 2 && stmt_columns(stmt) <= 2 + GUIDE_VALUES &&
                           strcmp(stmt_column_name(stmt, 0), "done") == 0 &&
                           strcmp(stmt_column_name(stmt, 1), "found") == 0);
    stmt_free(&stmt);
    if (well) return ERR_OK;
    return guide_content_error(content->err, guide->id, "sql",
                               "the columns are not done, found and up to four values", block);
}

/* Does an action or a show line name the block: "@NAME", "sql hq NAME"? */
static bool is_named(const struct guide *guide, const char *name, char before) {
    const char *section, *key;
    for (int s = 0; (section = ini_section(guide->logic, s)); s++) {
        for (int k = 0; (key = ini_key(guide->logic, section, k)); k++) {
            const char *line = guide_logic(guide, section, key);
            for (const char *at = line; (at = strstr(at, name)); at++) {
                const char *end = at + strlen(name);
                bool whole = *end == '\0' || strchr(" ,", *end);
                if (at > line && at[-1] == before && whole) return true;
            }
        }
    }
    return false;
}

static bool is_step_of(const struct guide *guide, const char *name) {
    for (int i = 0; i < guide->steps; i++) {
        if (strcmp(guide->shown[i].id, name) == 0) return true;
    }
    return false;
}

/* Blocks that give keys and values; a block that nothing asks for is one whose name is wrong. */
static enum err_code check_other_blocks(const struct content *content, struct db *reader) {
    const struct guide *guide = content->guides[0];
    enum err_code code = ERR_OK;
    for (int i = 0; i < guide->block_count && code == ERR_OK; i++) {
        const char *name = guide->blocks[i].name;
        bool asked = strcmp(name, "target") == 0 || strcmp(name, "profile") == 0 ||
                     is_named(guide, name, '@');
        if (asked)
            code = check_query(content, reader, name, false);
        else if (strcmp(name, "common") != 0 && !is_step_of(guide, name) &&
                 !is_named(guide, name, ' '))
            code = guide_content_error(content->err, guide->id, "sql", "a block that nothing uses",
                                       name);
    }
    return code;
}

static enum err_code check_queries(const struct content *content, struct db *reader) {
    const struct guide *guide = content->guides[0];
    enum err_code code = check_query(content, reader, "target", false);
    if (code == ERR_OK) code = check_other_blocks(content, reader);
    for (int i = 0; i < guide->steps && code == ERR_OK; i++) {
        bool judges = guide->plans[i].fact == FACT_DATA;
        if (guide->plans[i].sql) code = check_query(content, reader, guide->shown[i].id, judges);
    }
    return code;
}

/* The queries are prepared against empty databases of the newest schema. */
static enum err_code make_empty(const char *path, const struct db_kind *kind, struct err *err) {
    const struct db_options options = {.mode = DB_CREATE, .busy_timeout_ms = 1000};
    struct db *db;
    enum err_code code = db_open(&db, path, kind, &options, err);
    if (code == ERR_OK) db_close(&db);
    return code;
}

static void remove_database(const char *path) {
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    char name[128];
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

static enum err_code check_on_empty(const struct content *content) {
    char folder[] = "/tmp/chq-guide-XXXXXX", hq[64], channel[64];
    if (!mkdtemp(folder)) return err_set(content->err, ERR_IO, REASON_FILE_ACCESS, NULL, folder);
    snprintf(hq, sizeof hq, "%s/headquarters.db", folder);
    snprintf(channel, sizeof channel, "%s/channel-Default.db", folder);
    struct db *reader = NULL;
    enum err_code code = make_empty(hq, &db_kind_headquarters, content->err);
    if (code == ERR_OK) code = make_empty(channel, &db_kind_channel, content->err);
    if (code == ERR_OK) code = guide_reader_open(&reader, hq, channel, content->err);
    if (code == ERR_OK) code = check_queries(content, reader);
    db_close(&reader);
    remove_database(hq);
    remove_database(channel);
    rmdir(folder);
    return code;
}

static void release(struct content *content) {
    for (int i = 0; i < LANGUAGES; i++) guide_free(&content->guides[i]);
}

static enum err_code check_all_words(struct content *content, const char *id) {
    enum err_code code = ERR_OK;
    for (int i = 0; i < LANGUAGES && code == ERR_OK; i++)
        code = guide_open_from(content->files, &content->guides[i], id, languages[i], content->err);
    for (int i = 0; i < LANGUAGES && code == ERR_OK; i++) {
        code = check_sections(content, i);
        if (code == ERR_OK) code = check_words(content, i);
    }
    return code;
}

enum err_code guide_check_texts_of(const struct embedded_file *files, const char *id,
                                   const char *const *head_texts, size_t head_count,
                                   const char *const *of_steps, size_t step_count,
                                   struct err *err) {
    const struct demands demands = {head_texts, head_count, of_steps, step_count};
    struct content content = {.demands = &demands, .files = files, .err = err};
    enum err_code code = check_all_words(&content, id);
    release(&content);
    return code;
}

enum err_code guide_check_content_of(const struct embedded_file *files, const char *id,
                                     const struct screen_names *screen, struct err *err) {
    struct content content = {.demands = &guide_demands, .files = files, .err = err};
    enum err_code code = check_all_words(&content, id);
    if (code == ERR_OK) code = check_logic(&content, screen);
    if (code == ERR_OK) code = check_on_empty(&content);
    release(&content);
    return code;
}
