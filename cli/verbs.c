/* SPDX-License-Identifier: MIT */
/*
 * The table of verbs put together, and what is found in it. Owns the options that every verb takes.
 * Knows nothing of what a verb does.
 */

#include "cli/verbs.h"

#include "model/text.h"
#include "tui/i18n.h"

static const struct verb *const files[] = {
    verbs_console,  verbs_init,    verbs_status,  verbs_profile, verbs_store,     verbs_channel,
    verbs_customer, verbs_trace,   verbs_records, verbs_feature, verbs_parameter, verbs_numberseq,
    verbs_signup,   verbs_traffic, verbs_shopper, verbs_resync,  verbs_job,       verbs_session,
    verbs_schedule, verbs_batch,   verbs_hq,      verbs_csu,     verbs_guide,     verbs_lab,
    verbs_course,   verbs_board,   verbs_support, verbs_export,  verbs_check,     verbs_config,
    verbs_keys};
enum { FILES = sizeof files / sizeof files[0], MAX_VERBS = 128 };

const struct verb_option global_options[] = {
    [GLOBAL_DATA] = {"data", "DIR",
                     N_("Folder of the company (default: $CHQ_DATA, else "
                        "$XDG_DATA_HOME/chq)"),
                     false},
    [GLOBAL_LANG] = {"lang", "en|nb", N_("Language of screens, messages and labels"), false},
    [GLOBAL_READONLY] = {"readonly", NULL, N_("Change nothing, refuse what would"), false},
    [GLOBAL_JSON] = {"json", NULL, N_("Print one JSON document instead of text"), false},
    [GLOBAL_CONFIG] = {"config", "FILE",
                       N_("Settings file (default: $CHQ_CONFIG, else "
                          "$XDG_CONFIG_HOME/chq/chq.ini)"),
                       false},
    [GLOBAL_SET] = {"set", "KEY=VALUE", N_("Set one setting for this call; may be repeated"),
                    false},
    [GLOBAL_COLOR] = {"color", "auto|always|never",
                      N_("Colours (default: auto; NO_COLOR is obeyed)"), false},
    [GLOBAL_HELP] = {"help", NULL, N_("Show help for the program, a noun or a verb"), false},
    [GLOBAL_VERSION] = {"version", NULL, N_("Show the version"), false},
    {NULL, NULL, NULL, false},
};

const struct verb *verb_at(int index) {
    for (int file = 0; file < FILES; file++) {
        for (const struct verb *verb = files[file]; verb->run; verb++) {
            if (index-- == 0) return verb;
        }
    }
    return NULL;
}

const struct verb *verb_find(const char *noun, const char *name) {
    const struct verb *verb;
    for (int i = 0; (verb = verb_at(i)) != NULL; i++) {
        if (strcmp(verb->noun, noun) != 0) continue;
        if (!name || (verb->name && strcmp(verb->name, name) == 0)) return verb;
    }
    return NULL;
}

bool noun_has_verbs(const char *noun) {
    const struct verb *verb = verb_find(noun, NULL);
    return verb && verb->name;
}

const char *noun_nearest(const char *word) {
    const char *nouns[MAX_VERBS];
    size_t count = 0;
    const struct verb *verb;
    for (int i = 0; (verb = verb_at(i)) != NULL && count < MAX_VERBS; i++) {
        if (verb->noun[0]) nouns[count++] = verb->noun;
    }
    return text_nearest(word, nouns, count);
}

const char *verb_nearest(const char *noun, const char *word) {
    const char *names[MAX_VERBS];
    size_t count = 0;
    const struct verb *verb;
    for (int i = 0; (verb = verb_at(i)) != NULL && count < MAX_VERBS; i++) {
        if (verb->name && strcmp(verb->noun, noun) == 0) names[count++] = verb->name;
    }
    return text_nearest(word, names, count);
}

int option_find(const struct verb_option *options, const char *name, size_t len) {
    for (int i = 0; options && options[i].name; i++) {
        if (strlen(options[i].name) == len && memcmp(options[i].name, name, len) == 0) return i;
    }
    return -1;
}

bool option_takes_value(const char *name, size_t len) {
    const struct verb *verb;
    int found = option_find(global_options, name, len);
    if (found >= 0) return global_options[found].value != NULL;
    for (int i = 0; (verb = verb_at(i)) != NULL; i++) {
        found = option_find(verb->options, name, len);
        if (found >= 0) return verb->options[found].value != NULL;
    }
    return false;
}
