/* SPDX-License-Identifier: MIT */
/*
 * Chooses the language, asks gettext, and reads a second catalogue by itself for searching in both languages: gettext
 * speaks one language at a time, and switching it back and forth for a search would be slow and fragile. Must not know
 * what any text is about.
 */
#include "tui/i18n.h"

#include <fcntl.h>
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define DOMAIN "chq"
#ifndef CHQ_LOCALEDIR
#define CHQ_LOCALEDIR "/usr/share/locale"
#endif
#ifndef CHQ_LOCALEDIR_INSTALLED
#define CHQ_LOCALEDIR_INSTALLED "/usr/share/locale"
#endif

/* gettext's own: grows when the language changes, so that cached translations are dropped. */
extern int _nl_msg_cat_cntr;

/* A catalogue in memory (the GNU MO format); data NULL = none could be read. */
struct catalogue {
    const char *data;
    size_t size;
};

/* The process has one language, as it has one locale. */
static struct {
    const char *language; /* "en", "nb" */
    struct catalogue nb;
    bool nb_tried;
} i18n = {.language = "en"};

const char *i18n_known(const char *wanted) {
    static const char *const norwegian[] = {"nb", "no", "nn", "norwegian", "norsk"};
    size_t len = wanted ? strcspn(wanted, "_.@-:") : 0;
    for (size_t i = 0; i < sizeof norwegian / sizeof *norwegian; i++) {
        if (len == strlen(norwegian[i]) && strncasecmp(wanted, norwegian[i], len) == 0) return "nb";
    }
    if (len == 2 && strncasecmp(wanted, "en", len) == 0) return "en";
    if ((len == 1 && *wanted == 'C') || (len == 5 && strncmp(wanted, "POSIX", 5) == 0)) return "en";
    return NULL;
}

/* The first language of a list such as LANGUAGE="sv:nb:en" that we have. */
static const char *first_known(const char *list) {
    while (list && *list) {
        const char *known = i18n_known(list);
        if (known) return known;
        list = strchr(list, ':');
        if (list) list++;
    }
    return NULL;
}

static const char *language_of_environment(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *known = first_known(getenv("LANGUAGE"));
    for (size_t i = 0; !known && i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return i18n_known(value) ? i18n_known(value) : "en";
    }
    return known ? known : "en";
}

static const char *locale_dir(void) {
    const char *dir = getenv("CHQ_LOCALEDIR");
    if (dir && *dir) return dir;
    return access(CHQ_LOCALEDIR, R_OK) == 0 ? CHQ_LOCALEDIR : CHQ_LOCALEDIR_INSTALLED;
}

void i18n_init(const char *wanted) {
    /* A language that is not known is complained about in the language of the environment. */
    const char *language = wanted && *wanted ? i18n_known(wanted) : NULL;
    if (!language) language = language_of_environment();
    /* gettext translates nothing in the "C" locale, and the asked locale need not be installed. */
    const char *locale = setlocale(LC_ALL, "");
    bool plain = !locale || strcmp(setlocale(LC_CTYPE, NULL), "C") == 0 ||
                 strcmp(setlocale(LC_CTYPE, NULL), "POSIX") == 0;
    if (plain) setlocale(LC_ALL, "C.UTF-8");
    if (strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0) setlocale(LC_MESSAGES, "C.UTF-8");
    setlocale(LC_NUMERIC, "C"); /* numbers are written and read by our own functions */
    bindtextdomain(DOMAIN, locale_dir());
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    textdomain(DOMAIN);
    i18n_switch(language ? language : "en");
}

void i18n_switch(const char *language) {
    i18n.language = strcmp(language, "nb") == 0 ? "nb" : "en";
    setenv("LANGUAGE", i18n.language, 1);
    _nl_msg_cat_cntr++;
}

const char *i18n_language(void) {
    return i18n.language;
}

bool i18n_is_utf8(void) {
    /* Decided by what the user asked for, not by what we fell back to: LC_ALL=C means a terminal without UTF-8, but no
     * variable at all says nothing and today's terminals speak UTF-8. */
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (!value || !*value) continue;
        return strcasestr(value, "utf8") || strcasestr(value, "utf-8");
    }
    return true;
}

static const char *without_context(const char *msgid) {
    const char *text = strchr(msgid, '\004');
    return text ? text + 1 : msgid;
}

const char *i18n_text(const char *msgid) {
    if (!msgid || !*msgid) return "";
    const char *text = gettext(msgid);
    return text == msgid ? without_context(msgid) : text;
}

const char *i18n_plural(const char *one, const char *many, unsigned long n) {
    return ngettext(one, many, n);
}

/* ---- the catalogue for searching ----------------------------------------------------------------------------- */

static uint32_t word_at(const struct catalogue *cat, size_t at) {
    uint32_t word;
    if (at + sizeof word > cat->size) return 0;
    memcpy(&word, cat->data + at, sizeof word);
    return word;
}

/* Text number `index` of the table at `table`; "" when the file lies about itself. */
static const char *text_at(const struct catalogue *cat, uint32_t table, uint32_t index) {
    size_t entry = (size_t)table + 8 * (size_t)index;
    uint32_t len = word_at(cat, entry), at = word_at(cat, entry + 4);
    if ((size_t)at + len >= cat->size || cat->data[(size_t)at + len] != '\0') return "";
    return cat->data + at;
}

static const char *catalogue_find(const struct catalogue *cat, const char *msgid) {
    if (!cat->data || cat->size < 28 || word_at(cat, 0) != 0x950412de) return NULL;
    uint32_t originals = word_at(cat, 12), translations = word_at(cat, 16);
    for (uint32_t low = 0, high = word_at(cat, 8); low < high;) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(msgid, text_at(cat, originals, middle));
        if (order == 0) return text_at(cat, translations, middle);
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

static void catalogue_open(struct catalogue *cat, const char *language) {
    char path[1024];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s/LC_MESSAGES/" DOMAIN ".mo", locale_dir(), language);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    if (fstat(fd, &st) == 0 && st.st_size > 0) {
        void *data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (data != MAP_FAILED) *cat = (struct catalogue){.data = data, .size = (size_t)st.st_size};
    }
    close(fd);
}

const char *tr_in(const char *language, const char *msgid) {
    if (!msgid || !*msgid) return "";
    if (strcmp(language, "nb") == 0) {
        if (!i18n.nb_tried) catalogue_open(&i18n.nb, "nb");
        i18n.nb_tried = true;
        const char *text = catalogue_find(&i18n.nb, msgid);
        if (text && *text) return text;
    }
    return without_context(msgid);
}
