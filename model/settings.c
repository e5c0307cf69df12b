/* SPDX-License-Identifier: MIT */
/*
 * The settings: their one table, their order of precedence, and the file that shows them. Owns where the user's file
 * is and what its values may be. Knows nothing of what the settings do.
 */

#include "model/settings.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <strings.h>

#include "model/ini.h"
#include "model/text.h"

enum type { BOOL, INT, CHOICE, TEXT };

struct row {
    const char *key;
    enum type type;
    size_t offset, size; /* size of a text member */
    int64_t standard, lowest, highest;
    const char *const *choices; /* CHOICE; the first is the default */
    const char *unit, *sentence;
};

static const char *const languages[] = {"", "en", "nb", NULL};
static const char *const themes[] = {"dark", "light", "mono", "high-contrast", "cb-safe", NULL};

#define TEXT_MEMBER(member)                                                                        \
    offsetof(struct settings, member), sizeof(((struct settings *)0)->member)

static const struct row table[] = {
#define X(member, name, kind, normal, low, high, in, words)                                        \
    {.key = (name),                                                                                \
     .type = (kind),                                                                               \
     .offset = offsetof(struct settings, member),                                                  \
     .standard = (normal),                                                                         \
     .lowest = (low),                                                                              \
     .highest = (high),                                                                            \
     .unit = (in),                                                                                 \
     .sentence = (words)},
    SETTINGS_INT_TABLE(X)
#undef X
        {"console.language", CHOICE, TEXT_MEMBER(language), 0, 0, 0, languages, "",
         "Language of screens and messages; empty: as the environment says (LANG)"},
    {"console.theme", CHOICE, TEXT_MEMBER(theme), 0, 0, 0, themes, "", "Colours of the console"},
    {"console.environment", TEXT, TEXT_MEMBER(environment), 0, 0, 15, NULL, "",
     "Word in the title bar that tells one environment from another: DEMO, TEST, PROD"},
    {"console.user", TEXT, TEXT_MEMBER(user), 0, 0, 20, NULL, "",
     "Who the audit trail names; empty: the login name"},
    {"trainee.name", TEXT, TEXT_MEMBER(trainee), 0, 0, 40, NULL, "",
     "Whose record guides and labs are kept in; empty: console.user"},
    {"training.records", TEXT, TEXT_MEMBER(records), 0, 0, 200, NULL, "",
     "Folder of the trainees' records, one file per trainee; a class shares one; empty: "
     "training/records in the company's folder; none: no record is kept"},
};

enum { ROWS = sizeof table / sizeof table[0] };

/* ---- values ------------------------------------------------------------------------------------------------ */

static bool is_number(const struct row *row) {
    return row->type == BOOL || row->type == INT;
}

static int64_t get_number(const struct settings *settings, const struct row *row) {
    int64_t value;
    memcpy(&value, (const char *)settings + row->offset, sizeof value);
    return value;
}

static void set_number(struct settings *settings, const struct row *row, int64_t value) {
    memcpy((char *)settings + row->offset, &value, sizeof value);
}

static const char *get_text(const struct settings *settings, const struct row *row) {
    return (const char *)settings + row->offset;
}

static void value_text(const struct settings *settings, const struct row *row, char *buf,
                       size_t size) {
    if (row->type == BOOL) {
        text_copy(buf, size, get_number(settings, row) ? "yes" : "no");
    } else if (row->type == INT) {
        snprintf(buf, size, "%lld", (long long)get_number(settings, row));
    } else {
        text_copy(buf, size, get_text(settings, row));
    }
}

static void range_text(const struct row *row, char *buf, size_t size) {
    size_t used = 0;
    buf[0] = '\0';
    switch (row->type) {
    case BOOL:
        text_copy(buf, size, "yes, no");
        break;
    case INT:
        snprintf(buf, size, "%lld..%lld", (long long)row->lowest, (long long)row->highest);
        break;
    case CHOICE:
        for (int i = 0; row->choices[i]; i++) {
            if (row->choices[i][0] == '\0') continue;
            snprintf(buf + used, size - used, "%s%s", used > 0 ? ", " : "", row->choices[i]);
            used = strlen(buf);
        }
        break;
    case TEXT:
        snprintf(buf, size, "0..%lld characters", (long long)row->highest);
        break;
    }
}

void settings_init(struct settings *settings) {
    *settings = (struct settings){0};
    for (int i = 0; i < ROWS; i++) {
        const struct row *row = &table[i];
        if (is_number(row)) set_number(settings, row, row->standard);
        if (row->type == CHOICE) {
            text_copy((char *)settings + row->offset, row->size, row->choices[0]);
        }
    }
}

/* ---- setting ----------------------------------------------------------------------------------------------- */

static bool parse_bool(const char *text, int64_t *value) {
    static const char *const words[][2] = {
        {"no", "yes"}, {"nei", "ja"}, {"0", "1"}, {"false", "true"}, {"off", "on"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        for (int j = 0; j < 2; j++) {
            if (strcasecmp(text, words[i][j]) == 0) return *value = j, true;
        }
    }
    return false;
}

static bool parse_int(const struct row *row, const char *text, int64_t *value) {
    char *end;
    errno = 0;
    *value = strtoll(text, &end, 10);
    return end != text && *end == '\0' && errno == 0 && *value >= row->lowest &&
           *value <= row->highest;
}

static const char *find_choice(const struct row *row, const char *text) {
    for (int i = 0; row->choices[i]; i++) {
        if (strcasecmp(row->choices[i], text) == 0) return row->choices[i];
    }
    return NULL;
}

/* Must a value stand between quotes to be read back from a file as it is? */
static bool needs_quotes(const char *text) {
    size_t len = strlen(text);
    return len == 0 || *text == '"' || *text == '\'' || text[len - 1] == '\\' ||
           strpbrk(text, "#;");
}

static bool is_good_text(const struct row *row, const char *text) {
    if (!text_is_utf8(text, strlen(text)) || text_has_control(text)) return false;
    /* A file has no way to say it: then a flag must not either, or the dump would be of no use. */
    if (needs_quotes(text) && strchr(text, '"') && strchr(text, '\'')) return false;
    return text_chars(text) <= (size_t)row->highest;
}

static bool take_value(struct settings *settings, const struct row *row, const char *text) {
    int64_t number = 0;
    char *place = (char *)settings + row->offset;
    switch (row->type) {
    case BOOL:
    case INT:
        if (row->type == BOOL ? !parse_bool(text, &number) : !parse_int(row, text, &number))
            return false;
        set_number(settings, row, number);
        return true;
    case CHOICE:
        text = find_choice(row, text);
        return text && text_copy(place, row->size, text);
    case TEXT:
        return is_good_text(row, text) && text_copy(place, row->size, text);
    }
    return false;
}

static enum err_code fail_unknown(const char *key, const char *where, struct err *err) {
    const char *keys[ROWS];
    for (int i = 0; i < ROWS; i++) keys[i] = table[i].key;
    const char *nearest = text_nearest(key, keys, ROWS);
    /* "fallback" alone means the only key that ends like this. */
    for (int i = 0; i < ROWS && !nearest; i++) {
        const char *last = strchr(table[i].key, '.') + 1;
        const char *given = strrchr(key, '.');
        if (strcasecmp(last, given ? given + 1 : key) == 0) nearest = table[i].key;
    }
    err_set(err, ERR_CONFIG, REASON_CONFIG_UNKNOWN_KEY, NULL, key);
    err_add_value2(err, nearest);
    err_add_detail(err, "%s", where);
    return ERR_CONFIG;
}

static const struct row *find_row(const char *key) {
    for (int i = 0; i < ROWS; i++) {
        if (strcasecmp(table[i].key, key) == 0) return &table[i];
    }
    return NULL;
}

/* `where` is "file:line", "$CHQ_…" or "" (a flag). */
static enum err_code set_from(struct settings *settings, const char *key, const char *value,
                              const char *where, struct err *err) {
    char trimmed[TEXT_SIZE(200)], range[64];
    const struct row *row = find_row(key);
    if (!row) return fail_unknown(key, where, err);
    bool whole = text_copy(trimmed, sizeof trimmed, value);
    text_trim(trimmed);
    if (whole && take_value(settings, row, trimmed)) return ERR_OK;
    range_text(row, range, sizeof range);
    err_set(err, ERR_CONFIG, REASON_CONFIG_BAD_VALUE, NULL, row->key);
    err_add_value2(err, value);
    err_add_detail(err, "%s%s%s%s%s", where, where[0] ? ": " : "", range, row->unit[0] ? " " : "",
                   row->unit);
    return ERR_CONFIG;
}

enum err_code settings_set(struct settings *settings, const char *key, const char *value,
                           struct err *err) {
    return set_from(settings, key, value, "", err);
}

/* ---- sources ----------------------------------------------------------------------------------------------- */

static const char *environment(const char *name) {
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

void settings_path(char *buf, size_t size) {
    const char *config = environment("CHQ_CONFIG"), *xdg = environment("XDG_CONFIG_HOME");
    const char *home = environment("HOME");
    if (config) {
        text_copy(buf, size, config);
    } else if (xdg &&
               xdg[0] == '/') { /* a relative one is to be ignored, says the XDG specification */
        snprintf(buf, size, "%s/chq/chq.ini", xdg);
    } else {
        snprintf(buf, size, "%s/.config/chq/chq.ini", home ? home : "");
    }
}

typedef void complain_fn(void *ctx, const struct err *err);

/* All keys of a file. Without `complain` the first fault ends it. */
static enum err_code take_file(struct settings *settings, const struct ini *ini,
                               complain_fn *complain, void *ctx, struct err *first) {
    enum err_code result = ERR_OK;
    const char *section, *name;
    for (int s = 0; (section = ini_section(ini, s)) != NULL; s++) {
        for (int k = 0; (name = ini_key(ini, section, k)) != NULL; k++) {
            char key[170], where[300];
            struct err err = {0};
            snprintf(key, sizeof key, "%s.%s", section, name);
            snprintf(where, sizeof where, "%s:%d", ini_name(ini), ini_line(ini, section, name));
            enum err_code code = set_from(settings, key, ini_get(ini, section, name), where, &err);
            if (code == ERR_OK) continue;
            if (result == ERR_OK && first) *first = err;
            result = code;
            if (!complain) return code;
            complain(ctx, &err);
        }
    }
    return result;
}

/* A key above the first section belongs to none: it would be passed over in silence. */
static enum err_code check_homeless(const struct ini *ini, struct err *err) {
    const char *name = ini_key(ini, "", 0);
    if (!name) return ERR_OK;
    char where[300];
    snprintf(where, sizeof where, "%s:%d", ini_name(ini), ini_line(ini, "", name));
    return fail_unknown(name, where, err);
}

static enum err_code load_file(struct settings *settings, const char *path, struct err *err) {
    struct ini *ini;
    enum err_code code = ini_open(&ini, path, err);
    if (code != ERR_OK) return code;
    code = check_homeless(ini, err);
    if (code == ERR_OK) code = take_file(settings, ini, NULL, NULL, err);
    ini_free(&ini);
    return code;
}

/* rts.fallback -> CHQ_RTS_FALLBACK */
static void variable_name(const struct row *row, char *buf, size_t size) {
    snprintf(buf, size, "CHQ_%s", row->key);
    for (char *p = buf; *p; p++) *p = *p == '.' ? '_' : (char)toupper((unsigned char)*p);
}

static enum err_code load_environment(struct settings *settings, struct err *err) {
    for (int i = 0; i < ROWS; i++) {
        char name[80], where[84];
        variable_name(&table[i], name, sizeof name);
        const char *value = environment(name);
        snprintf(where, sizeof where, "$%s", name);
        enum err_code code = value ? set_from(settings, table[i].key, value, where, err) : ERR_OK;
        if (code != ERR_OK) return code;
    }
    return ERR_OK;
}

enum err_code settings_load(struct settings *settings, const char *path, struct err *err) {
    char standard[PATH_MAX];
    struct err why = {0};
    bool named = path != NULL || environment("CHQ_CONFIG") != NULL;
    settings_init(settings);
    if (!path) {
        settings_path(standard, sizeof standard);
        path = standard;
    }
    enum err_code code = load_file(settings, path, &why);
    if (code == ERR_NOT_FOUND && !named) code = ERR_OK;
    if (code != ERR_OK && err) *err = why;
    return code == ERR_OK ? load_environment(settings, err) : code;
}

enum err_code settings_lay_over(struct settings *settings, const char *path, struct err *err) {
    struct settings together = *settings;
    struct err why = {0};
    enum err_code code = load_file(&together, path, &why);
    if (code == ERR_OK) *settings = together;
    if (code == ERR_OK || code == ERR_NOT_FOUND) return ERR_OK;
    if (err) *err = why;
    return code;
}

enum err_code settings_check_file(const char *path,
                                  void (*complain)(void *ctx, const struct err *err), void *ctx,
                                  struct err *first) {
    struct settings scratch;
    struct ini *ini;
    settings_init(&scratch);
    enum err_code code = ini_open_strictly(&ini, path, complain, ctx, first);
    if (code != ERR_OK) return code;
    struct err err = {0};
    code = check_homeless(ini, &err);
    if (code != ERR_OK) {
        if (first) *first = err;
        if (complain) complain(ctx, &err);
    }
    enum err_code rest = take_file(&scratch, ini, complain, ctx, code == ERR_OK ? first : NULL);
    ini_free(&ini);
    return code == ERR_OK ? rest : code;
}

/* ---- showing ----------------------------------------------------------------------------------------------- */

int settings_count(void) {
    return ROWS;
}

void settings_info(const struct settings *settings, int index, struct setting_info *info) {
    static const char *const types[] = {
        [BOOL] = "yes/no", [INT] = "number", [CHOICE] = "choice", [TEXT] = "text"};
    if (index < 0 || index >= ROWS) BUG("a setting outside its table");
    const struct row *row = &table[index];
    struct settings standard;
    settings_init(&standard);
    *info = (struct setting_info){
        .key = row->key, .type = types[row->type], .unit = row->unit, .sentence = row->sentence};
    value_text(settings, row, info->value, sizeof info->value);
    value_text(&standard, row, info->standard, sizeof info->standard);
    range_text(row, info->range, sizeof info->range);
}

#define DUMP_COLUMNS 96

/* "# " and words, folded at DUMP_COLUMNS. */
static void dump_comment(const char *text, FILE *out) {
    size_t column = 0;
    while (*text) {
        size_t word = strcspn(text, " ");
        if (column == 0 || column + 1 + word > DUMP_COLUMNS) {
            fputs(column == 0 ? "#" : "\n#", out);
            column = 1;
        }
        fprintf(out, " %.*s", (int)word, text);
        column += 1 + word;
        text += word + (text[word] == ' ');
    }
    fputc('\n', out);
}

static void dump_row(const struct settings *settings, int index, FILE *out) {
    struct setting_info info;
    char line[sizeof info.standard + 120];
    settings_info(settings, index, &info);
    const char *name = strchr(info.key, '.') + 1;
    dump_comment(info.sentence, out);
    snprintf(line, sizeof line, "%s%s%s; default: %s", info.range, info.unit[0] ? " " : "",
             info.unit, info.standard[0] ? info.standard : "(empty)");
    dump_comment(line, out);
    char quote = strchr(info.value, '"') ? '\'' : '"';
    if (needs_quotes(info.value)) {
        fprintf(out, "%s = %c%s%c\n", name, quote, info.value, quote);
    } else {
        fprintf(out, "%s = %s\n", name, info.value);
    }
}

void settings_dump(const struct settings *settings, FILE *out) {
    char section[32] = "";
    dump_comment("Settings of chq. A flag (--set KEY=VALUE) beats the environment "
                 "(CHQ_RTS_FALLBACK for rts.fallback), "
                 "which beats the user's file, which beats these defaults.",
                 out);
    for (int i = 0; i < ROWS; i++) {
        size_t len = strcspn(table[i].key, ".");
        if (strlen(section) != len || strncmp(section, table[i].key, len) != 0) {
            text_copy_n(section, sizeof section, table[i].key, len);
            fprintf(out, "\n[%s]\n", section);
        } else {
            fputc('\n', out);
        }
        dump_row(settings, i, out);
    }
}
