/* SPDX-License-Identifier: MIT */
/*
 * Ini files, read strictly: our own look at the raw lines finds what libiniparser would pass over in silence and
 * remembers lines and order; libiniparser then gives the values. The only place that knows it.
 * Knows no key of anybody: what is allowed is for settings.c and the guides to say.
 */

#include "model/ini.h"

#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iniparser/iniparser.h>

#include "model/text.h"

#define FILE_MAX ((off_t)1 << 20) /* no ini file of ours comes near it; a wrong path may */
#define KEY_MAX  80

struct entry {
    char section[KEY_MAX], key[KEY_MAX]; /* as written */
    int line;
};

struct ini {
    char name[256];
    dictionary *values;
    struct entry *entries; /* key "" marks the section's own line */
    int count, capacity;
};

/* ---- scanning the raw lines -------------------------------------------------------------------------------- */

/* White space is what libiniparser takes for it: with more (a no-break space) we would see another key than it does. */
static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void strip(char *text) {
    size_t start = 0, end = strlen(text);
    while (is_blank(text[start])) start++;
    while (end > start && is_blank(text[end - 1])) end--;
    memmove(text, text + start, end - start);
    text[end - start] = '\0';
}

struct scan {
    struct ini *ini;
    void (*complain)(void *ctx, const struct err *err);
    void *ctx;
    struct err *first;
    enum err_code code; /* of the first fault */
    char section[KEY_MAX];
    int line;                       /* where the logical line begins */
    char logical[INI_LINE_MAX + 1]; /* a line with its continuations */
    size_t length;
    bool too_long;
};

static enum err_code fault(struct scan *scan, enum err_reason reason, const char *value,
                           const char *what) {
    struct err err = {0};
    err_set(&err, ERR_CONFIG, reason, NULL, value);
    err_add_detail(&err, "%s:%d%s%s", scan->ini->name, scan->line, what ? ": " : "",
                   what ? what : "");
    if (reason == REASON_CONFIG_LINE_TOO_LONG) err_add_number(&err, INI_LINE_MAX);
    if (scan->code == ERR_OK) {
        scan->code = ERR_CONFIG;
        if (scan->first) *scan->first = err;
    }
    if (scan->complain) scan->complain(scan->ctx, &err);
    return ERR_CONFIG;
}

static const struct entry *find(const struct ini *ini, const char *section, const char *key) {
    for (int i = 0; i < ini->count; i++) {
        const struct entry *entry = &ini->entries[i];
        if (strcasecmp(entry->section, section) == 0 && strcasecmp(entry->key, key) == 0)
            return entry;
    }
    return NULL;
}

static void add_entry(struct scan *scan, const char *key) {
    struct ini *ini = scan->ini;
    if (ini->count == ini->capacity) {
        ini->capacity = ini->capacity ? ini->capacity * 2 : 32;
        ini->entries = realloc(ini->entries, (size_t)ini->capacity * sizeof *ini->entries);
        if (!ini->entries) BUG("out of memory for an ini file");
    }
    struct entry *entry = &ini->entries[ini->count++];
    *entry = (struct entry){.line = scan->line};
    text_copy(entry->section, sizeof entry->section, scan->section);
    text_copy(entry->key, sizeof entry->key, key);
}

/* A value as it stands behind the =, trimmed. */
static enum err_code scan_value(struct scan *scan, const char *key, const char *value) {
    if (*value == '"' || *value == '\'') {
        const char *close = strchr(value + 1, *value);
        if (!close)
            return fault(scan, REASON_CONFIG_SYNTAX, scan->logical, "the quote is not closed");
        const char *rest = close + 1 + strspn(close + 1, " \t");
        if (*rest == '\0' || *rest == '#' || *rest == ';') return ERR_OK;
        return fault(scan, REASON_CONFIG_SYNTAX, scan->logical, "text behind the closing quote");
    }
    if (strpbrk(value, "#;")) return fault(scan, REASON_CONFIG_CUT_VALUE, key, NULL);
    return ERR_OK;
}

static enum err_code scan_key(struct scan *scan, char *line) {
    char *equals = strchr(line, '=');
    if (!equals || equals == line) return fault(scan, REASON_CONFIG_SYNTAX, line, NULL);
    char key[KEY_MAX], full[KEY_MAX * 2 + 2];
    bool fits = text_copy_n(key, sizeof key, line, (size_t)(equals - line));
    strip(key);
    if (!fits || key[0] == '\0' || strchr(key, ':'))
        return fault(scan, REASON_CONFIG_SYNTAX, line, NULL);
    snprintf(full, sizeof full, "%s.%s", scan->section, key);
    const struct entry *twin = find(scan->ini, scan->section, key);
    if (twin) {
        struct err err = {0};
        int first_line = twin->line;
        err_set(&err, ERR_CONFIG, REASON_CONFIG_DUPLICATE_KEY, NULL, full);
        err_add_detail(&err, "%s:%d", scan->ini->name, scan->line);
        err_add_number(&err, first_line);
        if (scan->code == ERR_OK && scan->first) *scan->first = err;
        scan->code = ERR_CONFIG;
        if (scan->complain) scan->complain(scan->ctx, &err);
        return ERR_CONFIG;
    }
    char *value = equals + 1;
    strip(value);
    add_entry(scan, key);
    return scan_value(scan, full, value);
}

static enum err_code scan_section(struct scan *scan, char *line) {
    size_t len = strlen(line);
    char *inside = line + 1;
    if (line[len - 1] != ']') return fault(scan, REASON_CONFIG_SYNTAX, line, NULL);
    line[len - 1] = '\0';
    strip(inside);
    if (*inside == '\0' || strlen(inside) >= KEY_MAX || strpbrk(inside, "[]:")) {
        return fault(scan, REASON_CONFIG_SYNTAX, line, NULL);
    }
    text_copy(scan->section, sizeof scan->section, inside);
    if (!find(scan->ini, inside, "")) add_entry(scan, "");
    return ERR_OK;
}

static enum err_code scan_logical(struct scan *scan) {
    char *line = scan->logical;
    if (scan->too_long) return fault(scan, REASON_CONFIG_LINE_TOO_LONG, NULL, NULL);
    for (const char *p = line; *p; p++) {
        if ((unsigned char)*p < ' ' && *p != '\t') {
            return fault(scan, REASON_CONFIG_SYNTAX, line, "a control character");
        }
    }
    strip(line);
    if (*line == '\0' || *line == '#' || *line == ';') return ERR_OK;
    if (!text_is_utf8(line, strlen(line)))
        return fault(scan, REASON_CONFIG_SYNTAX, line, "not UTF-8");
    return *line == '[' ? scan_section(scan, line) : scan_key(scan, line);
}

/* Takes blanks off the end, then a backslash: the next line belongs to this one. */
static bool goes_on(const char *text, size_t *len) {
    while (*len > 0 && is_blank(text[*len - 1])) --*len;
    if (*len == 0 || text[*len - 1] != '\\') return false;
    --*len;
    return true;
}

/*
 * One raw line without its end. Comments, too, go on after a backslash: libiniparser joins before it looks, and looks at
 * the whole, so that a line of blanks behind two backslashes leaves one that goes on.
 */
static void take_line(struct scan *scan, const char *text, size_t len, int number) {
    bool more;
    if (scan->length == 0 && !scan->too_long) scan->line = number;
    if (scan->length + len > INI_LINE_MAX) scan->too_long = true; /* blanks count for it, too */
    if (scan->too_long) {
        more = goes_on(text, &len);
    } else {
        memcpy(scan->logical + scan->length, text, len);
        scan->length += len;
        more = goes_on(scan->logical, &scan->length);
    }
    scan->logical[scan->length] = '\0';
    if (more) return;
    enum err_code code = scan_logical(scan);
    (void)code; /* kept in scan->code */
    scan->length = 0;
    scan->too_long = false;
}

static enum err_code scan_text(struct scan *scan, const char *text, size_t len) {
    int number = 1;
    for (size_t start = 0; start < len; number++) {
        const char *end = memchr(text + start, '\n', len - start);
        size_t n = end ? (size_t)(end - text) - start : len - start;
        if (memchr(text + start, '\0', n)) {
            scan->line = number;
            return fault(scan, REASON_CONFIG_SYNTAX, NULL, "a NUL byte");
        }
        take_line(scan, text + start, n, number);
        start += n + 1;
    }
    if (scan->too_long) return fault(scan, REASON_CONFIG_LINE_TOO_LONG, NULL, NULL);
    if (scan->length > 0)
        return fault(scan, REASON_CONFIG_SYNTAX, scan->logical, "the last line goes on");
    return scan->code;
}

/* ---- values from libiniparser ------------------------------------------------------------------------------ */

static int quiet(const char *format, ...) {
    (void)format;
    return 0;
}

/* The library reads files only: what was scanned is given to it as one, and cannot change in between. */
static dictionary *load_values(const char *text, size_t len) {
    char path[40];
    int fd = memfd_create("ini", MFD_CLOEXEC);
    if (fd < 0) return NULL;
    dictionary *values = NULL;
    if (write(fd, text, len) == (ssize_t)len) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        iniparser_set_error_callback(quiet);
        values = iniparser_load(path);
    }
    close(fd);
    return values;
}

static enum err_code parse(struct ini **out, struct scan *scan, const char *name, const char *text,
                           size_t len) {
    *out = NULL;
    struct ini *ini = calloc(1, sizeof *ini);
    if (!ini) BUG("out of memory for an ini file");
    text_copy(ini->name, sizeof ini->name, name);
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, len -= 3;
    scan->ini = ini;
    enum err_code code = scan_text(scan, text, len);
    if (code == ERR_OK) {
        ini->values = load_values(text, len);
        if (!ini->values) code = fault(scan, REASON_CONFIG_SYNTAX, NULL, "libiniparser refuses it");
    }
    if (code != ERR_OK) {
        ini_free(&ini);
        return code;
    }
    *out = ini;
    return ERR_OK;
}

enum err_code ini_parse(struct ini **out, const char *name, const char *text, struct err *err) {
    struct scan scan = {.first = err};
    return parse(out, &scan, name, text, strlen(text));
}

static enum err_code fail_file(struct err *err, const char *path, int os_errno) {
    bool missing = os_errno == ENOENT || os_errno == ENOTDIR;
    enum err_code code = missing ? ERR_NOT_FOUND : ERR_IO;
    err_set(err, code, missing ? REASON_FILE_MISSING : REASON_FILE_ACCESS, NULL, path);
    if (err) err->os_errno = os_errno;
    err_add_detail(err, "%s", strerror(os_errno));
    return code;
}

static enum err_code read_file(const char *path, char **text, size_t *len, struct err *err) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return fail_file(err, path, errno);
    int failed = fstat(fd, &st) != 0 ? errno : S_ISDIR(st.st_mode) ? EISDIR : 0;
    if (!failed && (!S_ISREG(st.st_mode) || st.st_size > FILE_MAX)) failed = EFBIG;
    size_t size = failed ? 0 : (size_t)st.st_size;
    *text = failed ? NULL : malloc(size + 1);
    *len = 0;
    while (*text && *len < size) {
        ssize_t n = read(fd, *text + *len, size - *len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) failed = errno;
        if (n <= 0) break;
        *len += (size_t)n;
    }
    close(fd);
    if (!failed && *text) return ERR_OK;
    free(*text);
    return fail_file(err, path, failed ? failed : ENOMEM);
}

static enum err_code open_file(struct ini **out, struct scan *scan, const char *path) {
    char *text = NULL;
    size_t len = 0;
    *out = NULL;
    enum err_code code = read_file(path, &text, &len, scan->first);
    if (code != ERR_OK) return code;
    code = parse(out, scan, path, text, len);
    free(text);
    return code;
}

enum err_code ini_open(struct ini **out, const char *path, struct err *err) {
    struct scan scan = {.first = err};
    return open_file(out, &scan, path);
}

enum err_code ini_open_strictly(struct ini **out, const char *path,
                                void (*complain)(void *ctx, const struct err *err), void *ctx,
                                struct err *first) {
    struct err own = {0};
    struct scan scan = {.complain = complain, .ctx = ctx, .first = first ? first : &own};
    enum err_code code = open_file(out, &scan, path);
    /* A file that could not be read at all had no line to complain about. */
    if (code != ERR_OK && code != ERR_CONFIG && complain) complain(ctx, scan.first);
    return code;
}

void ini_free(struct ini **ini) {
    if (!*ini) return;
    if ((*ini)->values) iniparser_freedict((*ini)->values);
    free((*ini)->entries);
    free(*ini);
    *ini = NULL;
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

const char *ini_get(const struct ini *ini, const char *section, const char *key) {
    char name[KEY_MAX * 2 + 2];
    if (*key == '\0' || !find(ini, section, key)) return NULL;
    snprintf(name, sizeof name, "%s:%s", section, key);
    return iniparser_getstring(ini->values, name, "");
}

const char *ini_section(const struct ini *ini, int index) {
    for (int i = 0; i < ini->count; i++) {
        if (ini->entries[i].key[0] == '\0' && index-- == 0) return ini->entries[i].section;
    }
    return NULL;
}

const char *ini_key(const struct ini *ini, const char *section, int index) {
    for (int i = 0; i < ini->count; i++) {
        const struct entry *entry = &ini->entries[i];
        if (entry->key[0] == '\0' || strcasecmp(entry->section, section) != 0) continue;
        if (index-- == 0) return entry->key;
    }
    return NULL;
}

int ini_line(const struct ini *ini, const char *section, const char *key) {
    const struct entry *entry = find(ini, section, key);
    return entry ? entry->line : 0;
}

const char *ini_name(const struct ini *ini) {
    return ini->name;
}
