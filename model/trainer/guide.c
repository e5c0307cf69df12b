/* SPDX-License-Identifier: MIT */
/*
 * The content of guides: finding the embedded files, reading logic, queries and texts, and putting the names of a
 * session into the texts. Knows the form of a guide, not what any guide is about; opens no database.
 */

#include "model/trainer/guide.h"

#include <ctype.h>
#include <strings.h>

#include "embedded/guides.h"
#include "model/trainer/guide_priv.h"

/* A new guide is four new files in data/guides and one line here, in the order in which guides are suggested. */
static const char *const guide_ids[] = {
    "customer-records-not-appearing",      "b2c-preconditions",
    "create-online-functionality-profile", "set-up-online-channel",
    "convert-asynchronous-customers",      "audit-customer-synchronization"};

/* Sections of the logic file that are no steps: people, then all from "settings" on are a lab's (lab.h). */
static const char *const no_steps[] = {"guide",   "prepare",  "shopper", "tester", "earlier",
                                       "other",   "settings", "fault",   "solve",  "show",
                                       "wrong-1", "wrong-2",  "wrong-3"};

int guide_count(void) {
    return (int)(sizeof guide_ids / sizeof guide_ids[0]);
}

const char *guide_id(int index) {
    return index >= 0 && index < guide_count() ? guide_ids[index] : NULL;
}

const struct embedded_file *guide_file(const struct embedded_file *files, const char *id,
                                       const char *suffix) {
    char name[GUIDE_ID_SIZE + 16];
    snprintf(name, sizeof name, "%s.%s", id, suffix);
    for (const struct embedded_file *file = files; file->name; file++) {
        if (strcmp(file->name, name) == 0) return file;
    }
    return NULL;
}

enum err_code guide_content_error(struct err *err, const char *id, const char *file,
                                  const char *what, const char *more) {
    err_set(err, ERR_CONFIG, REASON_GUIDE_CONTENT, NULL, id);
    err_add_detail(err, "%s.%s: %s%s%s", id, file, what, more && *more ? ": " : "",
                   more ? more : "");
    return ERR_CONFIG;
}

/* ---- logic ------------------------------------------------------------------------------------------------------- */

const char *guide_logic(const struct guide *guide, const char *section, const char *key) {
    const struct guide *part = guide_part(guide, &section);
    const char *value = ini_get(part->logic, section, key);
    return value ? value : "";
}

bool guide_is_play(const char *key) {
    return strcmp(key, "play") == 0 || strncmp(key, "play-", 5) == 0;
}

bool guide_is_prepared(const struct guide *guide) {
    return ini_key(guide->logic, PREPARE, 0) != NULL;
}

static bool is_step(const char *section) {
    for (size_t i = 0; i < sizeof no_steps / sizeof no_steps[0]; i++) {
        if (strcasecmp(section, no_steps[i]) == 0) return false;
    }
    return true;
}

static int step_index(const struct guide *guide, const char *id) {
    for (int i = 0; i < guide->steps; i++) {
        if (strcmp(guide->shown[i].id, id) == 0) return i;
    }
    return -1;
}

static enum err_code read_fact(const char *fact, const struct guide *guide, struct step_plan *plan,
                               struct err *err) {
    plan->fact = FACT_DATA;
    if (strcmp(fact, "page") == 0) {
        plan->fact = FACT_PAGE;
    } else if (strcmp(fact, "record") == 0) {
        plan->fact = FACT_RECORD;
    } else if (*fact) {
        return guide_content_error(err, guide->id, "ini", "fact is neither page nor record", fact);
    }
    return ERR_OK;
}

/* Everything of a step but what it needs, which may be a step that comes later. */
static enum err_code read_step(struct guide *guide, const char *section, struct err *err) {
    if (guide->steps == GUIDE_MAX_STEPS)
        return guide_content_error(err, guide->id, "ini", "too many steps", section);
    struct step_plan *plan = &guide->plans[guide->steps];
    struct guide_step *step = &guide->shown[guide->steps];
    step->id = section;
    step->page = guide_logic(guide, section, "page");
    step->also_needed = strcmp(guide_logic(guide, section, "also-needed"), "yes") == 0;
    enum err_code code = read_fact(guide_logic(guide, section, "fact"), guide, plan, err);
    if (code != ERR_OK) return code;
    plan->sql = plan->fact == FACT_PAGE ? NULL : guide_sql(guide, section);
    if (plan->fact == FACT_DATA && !plan->sql)
        return guide_content_error(err, guide->id, "sql", "no query for step", section);
    if (plan->fact != FACT_DATA && !*step->page)
        return guide_content_error(err, guide->id, "ini", "a fact of the screen without page",
                                   section);
    guide->steps++;
    return ERR_OK;
}

static enum err_code read_needs(struct guide *guide, struct err *err) {
    for (int i = 0; i < guide->steps; i++) {
        const char *needed_by = guide_logic(guide, guide->shown[i].id, "needed-by");
        guide->plans[i].needed_by = *needed_by ? step_index(guide, needed_by) : -1;
        if (*needed_by && guide->plans[i].needed_by < 0)
            return guide_content_error(err, guide->id, "ini", "needed-by names no step", needed_by);
    }
    return ERR_OK;
}

static enum err_code read_steps(struct guide *guide, struct err *err) {
    const char *section;
    for (int i = 0; (section = ini_section(guide->logic, i)); i++) {
        enum err_code code = is_step(section) ? read_step(guide, section, err) : ERR_OK;
        if (code != ERR_OK) return code;
    }
    if (guide->steps == 0) return guide_content_error(err, guide->id, "ini", "no steps", NULL);
    return read_needs(guide, err);
}

/* ---- queries ------------------------------------------------------------------------------------------------------ */

const char *guide_sql(const struct guide *guide, const char *block) {
    const struct guide *part = guide_part(guide, &block);
    for (int i = 0; i < part->block_count; i++) {
        if (strcmp(part->blocks[i].name, block) == 0) return part->blocks[i].sql;
    }
    return NULL;
}

/* Does a block begin at `line`, "-- [name]"? */
static bool is_block_head(const char *line, const char **name, size_t *len) {
    if (strncmp(line, "-- [", 4) != 0) return false;
    *name = line + 4;
    *len = strcspn(*name, "]\n");
    return (*name)[*len] == ']';
}

static const char *next_line(const char *line) {
    const char *end = strchr(line, '\n');
    return end ? end + 1 : line + strlen(line);
}

static char *join_sql(const char *common, const char *own, size_t len) {
    size_t size = strlen(common) + len + 2;
    char *sql = malloc(size);
    if (!sql) BUG("out of memory for a query");
    snprintf(sql, size, "%s%.*s", common, (int)len, own);
    return sql;
}

/* The file is blocks that begin with "-- [name]". What [common] holds goes in front of every block behind it. Of the shared
 * file those are taken whose names the content does not use itself. */
static enum err_code read_queries(struct guide *guide, const char *text, bool shared,
                                  struct err *err) {
    const char *name = "", *next_name = "", *common = "";
    size_t name_len = 0, next_len = 0;
    const char *line = text;
    while (*line && !is_block_head(line, &name, &name_len)) line = next_line(line);
    while (*line) {
        const char *body = next_line(line), *end = body;
        while (*end && !is_block_head(end, &next_name, &next_len)) end = next_line(end);
        struct sql_block block = {.name = ""};
        bool fits = text_copy_n(block.name, sizeof block.name, name, name_len);
        if (!fits || name_len == 0)
            return guide_content_error(err, guide->id, "sql",
                                       fits ? "a block without a name" : "a name that is too long",
                                       block.name);
        bool known = guide_sql(guide, block.name) != NULL;
        if (known && !shared)
            return guide_content_error(err, guide->id, "sql", "two blocks of one name", block.name);
        if (!known) {
            if (guide->block_count == GUIDE_MAX_BLOCKS)
                return guide_content_error(err, guide->id, "sql", "too many blocks", NULL);
            block.sql = join_sql(common, body, (size_t)(end - body));
            guide->blocks[guide->block_count++] = block;
            if (strcmp(block.name, "common") == 0) common = block.sql;
        }
        line = end;
        name = next_name;
        name_len = next_len;
    }
    return ERR_OK;
}

/* ---- texts -------------------------------------------------------------------------------------------------------- */

struct names {
    const char *key, *value;
};
#define NAMES 5

/* What may stand in a text between braces, besides {a} to {d}. */
static void names_of(const struct guide *guide, const struct guide_session *session,
                     struct names names[NAMES]) {
    names[0] = (struct names){"store", session ? session->target : guide->target};
    names[1] = (struct names){"name", session ? session->target_name : guide->target_name};
    names[2] = (struct names){"profile", session ? session->profile : guide->profile};
    names[3] = (struct names){"shopper", session ? session->shopper : guide->shopper};
    names[4] = (struct names){"email", session ? session->email : guide->email};
}

static const char *value_of(const struct names names[NAMES], const char *const *values,
                            const char *key, size_t len) {
    for (int i = 0; i < NAMES; i++) {
        if (strlen(names[i].key) == len && strncmp(names[i].key, key, len) == 0)
            return names[i].value;
    }
    bool is_value = len == 1 && key[0] >= 'a' && key[0] < 'a' + GUIDE_VALUES;
    if (!is_value) return NULL;
    return values && values[key[0] - 'a'] ? values[key[0] - 'a'] : "";
}

static void fill(FILE *out, const struct names names[NAMES], const char *const *values,
                 const char *text) {
    while (*text) {
        size_t plain = strcspn(text, "{");
        fwrite(text, 1, plain, out);
        text += plain;
        if (!*text) return;
        size_t len = strcspn(text + 1, "}");
        const char *value = value_of(names, values, text + 1, len);
        if (value && text[1 + len] == '}') {
            fputs(value, out);
            text += len + 2;
        } else {
            fputc(*text++, out);
        }
    }
}

/* The file that speaks of the section: the content's own, else what all content of the folder shares. */
static const struct ini *words_about(const struct guide *guide, const char *section) {
    bool own = !guide->shared || ini_key(guide->words, section, 0);
    return own ? guide->words : guide->shared;
}

const char *guide_word(const struct guide *guide, const char *section, const char *key) {
    const char *text = ini_get(words_about(guide, section), section, key);
    return text ? text : "";
}

static void fill_into(const struct guide *guide, const struct guide_session *session,
                      const char *const *values, const char *text, char *buf, size_t size) {
    struct names names[NAMES];
    names_of(guide, session, names);
    char *filled = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&filled, &length);
    if (!out) BUG("out of memory for a text");
    fill(out, names, values, text);
    fclose(out);
    text_copy(buf, size, filled);
    free(filled);
}

void guide_sentence(const struct guide *guide, const struct guide_session *session,
                    const char *step_id, const char *key, const char *const *values, char *buf,
                    size_t size) {
    struct guide_session others;
    const struct guide *part = guide_part(guide, &step_id);
    const char *text = guide_word(part, step_id, key);
    fill_into(part, guide_session_for(guide, part, session, &others), values, *text ? text : key,
              buf, size);
}

void guide_fill(const struct guide *guide, const struct guide_session *session, const char *text,
                char *buf, size_t size) {
    fill_into(guide, session, NULL, text, buf, size);
}

/* Keeps `text`; returns it. */
static const char *keep_text(struct guide *guide, const char *key, char *text) {
    if (guide->text_count == guide->text_capacity) {
        guide->text_capacity = guide->text_capacity ? guide->text_capacity * 2 : 64;
        guide->texts = realloc(guide->texts, (size_t)guide->text_capacity * sizeof *guide->texts);
        if (!guide->texts) BUG("out of memory for a guide");
    }
    guide->texts[guide->text_count++] = (struct filled_text){key, text};
    return text;
}

/* Takes `text` instead of what is kept under `key`. */
static void set_text(struct guide *guide, const char *key, char *text) {
    for (int i = 0; i < guide->text_count; i++) {
        if (strcmp(guide->texts[i].key, key) != 0) continue;
        free(guide->texts[i].text);
        guide->texts[i].text = text;
        return;
    }
    keep_text(guide, key, text);
}

static void drop_texts(struct guide *guide) {
    for (int i = 0; i < guide->text_count; i++) free(guide->texts[i].text);
    guide->text_count = 0;
}

/* "why" and "why2" are paragraphs of one text: length of the name without its number. */
static size_t base_length(const char *key) {
    size_t len = strlen(key);
    while (len > 1 && isdigit((unsigned char)key[len - 1])) len--;
    return len;
}

/* All paragraphs of the text that begins with `first_key`, an empty line between them. */
static char *fill_paragraphs(const struct guide *guide, const struct names names[NAMES],
                             const char *section, const char *first_key) {
    size_t len = strlen(first_key);
    char *filled = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&filled, &length);
    if (!out) BUG("out of memory for a text");
    const char *key;
    const struct ini *words = words_about(guide, section);
    for (int i = 0; (key = ini_key(words, section, i)); i++) {
        if (base_length(key) != len || strncmp(key, first_key, len) != 0) continue;
        if (ftell(out) > 0) fputs("\n\n", out);
        fill(out, names, NULL, guide_word(guide, section, key));
    }
    fclose(out);
    return filled;
}

static const char *step_text(struct guide *guide, const struct names names[NAMES],
                             const char *step_id, const char *key) {
    return keep_text(guide, "", fill_paragraphs(guide, names, step_id, key));
}

/* A text of both: the content may say it for two ("title-two"), else it is the one's and behind it the other's. */
static char *text_of_both(const struct guide *guide, const char *key, const char *between) {
    char two[40], *both = NULL;
    snprintf(two, sizeof two, "%s-two", key);
    const char *said = guide_text(guide, two), *own = guide_text(guide, key);
    const char *other = guide_text(guide->second, key);
    if (*said) own = said;
    bool alone = *said || strcmp(own, other) == 0;
    if (asprintf(&both, "%s%s%s", own, alone ? "" : between, alone ? "" : other) < 0)
        BUG("out of memory for a text");
    return both;
}

static void bind_second(struct guide *guide, const struct guide_session *session) {
    static const char *const keys[] = {"title", "story", "task", "explanation"};
    struct guide_session others;
    struct guide *second = guide->second;
    guide_bind(second, session ? guide_session_for(guide, second, session, &others) : NULL);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        set_text(guide, keys[i], text_of_both(guide, keys[i], i == 0 ? " + " : "\n\n"));
    for (int i = 0; i < second->steps; i++) {
        struct guide_step *step = &guide->shown[guide->steps - second->steps + i];
        const char *id = step->id;
        *step = second->shown[i];
        step->id = id;
    }
}

void guide_bind(struct guide *guide, const struct guide_session *session) {
    struct names names[NAMES];
    if (session) {
        text_copy(guide->target, sizeof guide->target, session->target);
        text_copy(guide->target_name, sizeof guide->target_name, session->target_name);
        text_copy(guide->profile, sizeof guide->profile, session->profile);
        text_copy(guide->shopper, sizeof guide->shopper, session->shopper);
        text_copy(guide->email, sizeof guide->email, session->email);
    } else {
        text_copy(guide->target, sizeof guide->target, guide_logic(guide, "guide", "target"));
        text_copy(guide->target_name, sizeof guide->target_name,
                  guide_logic(guide, "guide", "target-name"));
        guide->profile[0] = '\0';
        snprintf(guide->shopper, sizeof guide->shopper, "%.150s %.150s",
                 guide_logic(guide, "shopper", "first-name"),
                 guide_logic(guide, "shopper", "last-name"));
        text_copy(guide->email, sizeof guide->email, guide_logic(guide, "shopper", "email"));
    }
    names_of(guide, NULL, names);
    drop_texts(guide);
    const char *key;
    for (int i = 0; (key = ini_key(guide->words, "guide", i)); i++) {
        if (base_length(key) == strlen(key))
            keep_text(guide, key, fill_paragraphs(guide, names, "guide", key));
    }
    int own_steps = guide->steps - (guide->second ? guide->second->steps : 0);
    for (int i = 0; i < own_steps; i++) {
        struct guide_step *step = &guide->shown[i];
        step->title = step_text(guide, names, step->id, "title");
        step->text = step_text(guide, names, step->id, "text");
        step->hint = step_text(guide, names, step->id, "hint");
        step->keys = step_text(guide, names, step->id, "keys");
        step->path = step_text(guide, names, step->id, "path");
    }
    if (guide->second) bind_second(guide, session);
}

/* ---- opening ------------------------------------------------------------------------------------------------------ */

static enum err_code open_ini(const struct embedded_file *files, const char *id, const char *suffix,
                              struct ini **out, struct err *err) {
    const struct embedded_file *file = guide_file(files, id, suffix);
    if (!file) return guide_content_error(err, id, suffix, "the file is missing", NULL);
    struct err why = {0};
    enum err_code code = ini_parse(out, file->name, file->text, &why);
    return code == ERR_OK ? ERR_OK : guide_content_error(err, id, suffix, why.detail, why.value);
}

/* shared.sql, shared.en.ini: queries and texts that several of a folder have. */
#define SHARED "shared"

static enum err_code read_files(struct guide *guide, const struct embedded_file *files,
                                struct err *err) {
    char words[16];
    snprintf(words, sizeof words, "%s.ini", guide->language);
    const struct embedded_file *shared = guide_file(files, SHARED, "sql");
    const struct embedded_file *queries = guide_file(files, guide->id, "sql");
    if (!queries) return guide_content_error(err, guide->id, "sql", "the file is missing", NULL);
    enum err_code code = open_ini(files, guide->id, "ini", &guide->logic, err);
    if (code == ERR_OK) code = open_ini(files, guide->id, words, &guide->words, err);
    if (code == ERR_OK && shared) code = open_ini(files, SHARED, words, &guide->shared, err);
    if (code == ERR_OK) code = read_queries(guide, queries->text, false, err);
    if (code == ERR_OK && shared) code = read_queries(guide, shared->text, true, err);
    if (code == ERR_OK) code = read_steps(guide, err);
    return code;
}

enum err_code guide_open_from(const struct embedded_file *files, struct guide **out, const char *id,
                              const char *language, struct err *err) {
    *out = NULL;
    if (!guide_file(files, id, "ini")) {
        err_set(err, ERR_NOT_FOUND, REASON_GUIDE_UNKNOWN, NULL, id);
        err_add_value2(err, text_nearest(id, guide_ids, (size_t)guide_count()));
        return ERR_NOT_FOUND;
    }
    struct guide *guide = calloc(1, sizeof *guide);
    if (!guide) BUG("out of memory for a guide");
    text_copy(guide->id, sizeof guide->id, id);
    bool norwegian = language && strcmp(language, "nb") == 0;
    text_copy(guide->language, sizeof guide->language, norwegian ? "nb" : "en");
    enum err_code code = read_files(guide, files, err);
    if (code != ERR_OK) {
        guide_free(&guide);
        return code;
    }
    guide_bind(guide, NULL);
    *out = guide;
    return ERR_OK;
}

enum err_code guide_open(struct guide **out, const char *id, const char *language,
                         struct err *err) {
    return guide_open_from(embedded_guides, out, id, language, err);
}

enum err_code guide_check_content(const char *id, const struct screen_names *screen,
                                  struct err *err) {
    return guide_check_content_of(embedded_guides, id, screen, err);
}

void guide_free(struct guide **guide) {
    if (!*guide) return;
    drop_texts(*guide);
    free((*guide)->texts);
    for (int i = 0; i < (*guide)->block_count; i++) free((*guide)->blocks[i].sql);
    ini_free(&(*guide)->logic);
    ini_free(&(*guide)->words);
    ini_free(&(*guide)->shared);
    guide_free(&(*guide)->second);
    free(*guide);
    *guide = NULL;
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

const char *guide_name(const struct guide *guide) {
    return guide->id;
}

const char *guide_title(const struct guide *guide) {
    return guide_text(guide, "title");
}

const char *guide_text(const struct guide *guide, const char *key) {
    for (int i = 0; i < guide->text_count; i++) {
        if (strcmp(guide->texts[i].key, key) == 0) return guide->texts[i].text;
    }
    return guide_logic(guide, "guide", key);
}

int guide_steps(const struct guide *guide) {
    return guide->steps;
}

const struct guide_step *guide_step_at(const struct guide *guide, int index) {
    if (index < 0 || index >= guide->steps) BUG("a step that the guide does not have");
    return &guide->shown[index];
}
