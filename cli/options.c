/* SPDX-License-Identifier: MIT */
/*
 * Parsing of the command line against the table of verbs. Two passes: the first finds noun and verb (an option's value
 * is not mistaken for one), the second takes options and operands. Knows nothing of what a verb does.
 */

#include "cli/options.h"

#include "model/text.h"
#include "tui/words.h"

struct word {
    const char *name; /* of an option, without dashes; NULL = an operand */
    size_t len;
    const char *value; /* behind '=', else NULL */
};

static struct word word_of(const char *arg) {
    struct word word = {0};
    if (strcmp(arg, "-h") == 0) arg = "--help";
    if (strcmp(arg, "-V") == 0) arg = "--version";
    if (arg[0] != '-' || arg[1] == '\0') return word;
    word.name = arg + 1 + (arg[1] == '-');
    const char *equals = strchr(word.name, '=');
    word.len = equals ? (size_t)(equals - word.name) : strlen(word.name);
    word.value = equals ? equals + 1 : NULL;
    return word;
}

const char *options_language(int argc, char **argv) {
    const char *found = "";
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        struct word word = word_of(argv[i]);
        if (word.name && word.len == 4 && memcmp(word.name, "lang", 4) == 0) {
            found = word.value ? word.value : i + 1 < argc ? argv[i + 1] : "";
        }
    }
    return found;
}

/* ---- noun and verb ----------------------------------------------------------------------------------------- */

/* Every noun once, for the complaint. */
static void list_names(const char *noun, char *buf, size_t size) {
    const struct verb *verb;
    const char *last = "";
    size_t used = 0;
    buf[0] = '\0';
    for (int i = 0; (verb = verb_at(i)) != NULL && used < size; i++) {
        const char *name = noun ? verb->name : verb->noun;
        if (noun && strcmp(verb->noun, noun) != 0) continue;
        if (!name || !name[0] || strcmp(name, last) == 0) continue;
        int n = snprintf(buf + used, size - used, "%s%s", used ? ", " : "", name);
        used += n < 0 ? 0 : (size_t)n;
        last = name;
    }
}

static enum parsed wrong_name(struct cli *cli, const char *noun, const char *word) {
    char names[400], clean[120];
    const char *nearest = noun ? verb_nearest(noun, word) : noun_nearest(word);
    words_clean(clean, sizeof clean, word);
    list_names(noun, names, sizeof names);
    if (noun) {
        cli_complain(cli, _("Unknown verb '%s' of %s."), clean, noun);
    } else {
        cli_complain(cli, _("Unknown verb '%s'."), clean);
    }
    if (nearest) cli_note(cli, _("The nearest one is '%s'."), nearest);
    cli_note(cli, _("There are: %s"), names);
    return PARSED_WRONG;
}

static enum parsed missing_verb(struct cli *cli, const char *noun) {
    char names[400];
    list_names(noun, names, sizeof names);
    cli_complain(cli, _("What shall be done with %s?"), noun);
    cli_note(cli, _("There are: %s"), names);
    return PARSED_WRONG;
}

/* The first two operands; *help: was --help or "help" given? */
static void find_names(int argc, char **argv, int names[2], bool *help) {
    int count = 0;
    names[0] = names[1] = 0;
    for (int i = 1; i < argc && count < 2 && strcmp(argv[i], "--") != 0; i++) {
        struct word word = word_of(argv[i]);
        if (word.name) {
            if (!word.value && option_takes_value(word.name, word.len)) i++;
        } else if (count == 0 && strcmp(argv[i], "help") == 0) {
            *help = true;
        } else {
            names[count++] = i;
        }
    }
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        struct word word = word_of(argv[i]);
        if (word.name && word.len == 4 && memcmp(word.name, "help", 4) == 0) *help = true;
    }
}

static enum parsed find_verb(struct cli *cli, int argc, char **argv, int names[2],
                             const char **noun) {
    bool help = false;
    find_names(argc, argv, names, &help);
    *noun = names[0] ? argv[names[0]] : NULL;
    if (!*noun) {
        cli->verb = help ? NULL : verb_find("", NULL);
        return help ? PARSED_HELP : PARSED_RUN;
    }
    if (!(*noun)[0] || !verb_find(*noun, NULL)) return wrong_name(cli, NULL, *noun);
    if (!noun_has_verbs(*noun)) {
        names[1] = 0;
        cli->verb = verb_find(*noun, NULL);
    } else if (names[1]) {
        cli->verb = verb_find(*noun, argv[names[1]]);
        if (!cli->verb) return wrong_name(cli, *noun, argv[names[1]]);
    } else if (!help) {
        return missing_verb(cli, *noun);
    }
    return help ? PARSED_HELP : PARSED_RUN;
}

/* ---- options ----------------------------------------------------------------------------------------------- */

static bool take_colour(struct cli *cli, const char *value) {
    static const char *const names[] = {
        [COLOUR_AUTO] = "auto", [COLOUR_ALWAYS] = "always", [COLOUR_NEVER] = "never"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(value, names[i]) == 0) {
            cli->colour = (enum colour_when)i;
            return true;
        }
    }
    cli_complain(cli, "%s", _("--color takes auto, always or never."));
    return false;
}

static bool take_global(struct cli *cli, int which, const char *value, enum parsed *result) {
    switch (which) {
    case GLOBAL_DATA:
        cli->data = value;
        if (!value[0]) cli_complain(cli, "%s", _("--data needs a folder."));
        return value[0] != '\0';
    case GLOBAL_LANG:
        cli->lang = i18n_known(value);
        if (!cli->lang) cli_complain(cli, "%s", _("--lang takes en or nb."));
        return cli->lang != NULL;
    case GLOBAL_READONLY:
        cli->read_only = true;
        return true;
    case GLOBAL_JSON:
        cli->json = true;
        return true;
    case GLOBAL_CONFIG:
        cli->config = value;
        return true;
    case GLOBAL_SET:
        if (cli->set_count == CLI_MAX_SETS || !strchr(value, '=')) {
            cli_complain(cli, _("--set takes KEY=VALUE, %d times at most."), CLI_MAX_SETS);
            return false;
        }
        cli->sets[cli->set_count++] = value;
        return true;
    case GLOBAL_COLOR:
        return take_colour(cli, value);
    case GLOBAL_HELP:
        if (*result != PARSED_VERSION) *result = PARSED_HELP;
        return true;
    case GLOBAL_VERSION:
        *result = PARSED_VERSION;
        return true;
    default:
        BUG("an option without code");
    }
}

static enum parsed unknown_option(struct cli *cli, const char *arg) {
    const char *names[VERB_MAX_OPTIONS + GLOBAL_VERSION + 1];
    size_t count = 0;
    char clean[120];
    for (int i = 0; global_options[i].name; i++) names[count++] = global_options[i].name;
    for (int i = 0; cli->verb && cli->verb->options && cli->verb->options[i].name; i++) {
        names[count++] = cli->verb->options[i].name;
    }
    struct word word = word_of(arg);
    char name[120];
    text_copy_n(name, sizeof name, word.name, word.len);
    const char *nearest = text_nearest(name, names, count);
    words_clean(clean, sizeof clean, arg);
    cli_complain(cli, _("Unknown option '%s'."), clean);
    if (nearest) cli_note(cli, _("The nearest one is '--%s'."), nearest);
    cli_see_help(cli);
    return PARSED_WRONG;
}

/* One option at argv[*i]; moves *i on when its value is the next word. false = wrong, said so. */
static bool take_option(struct cli *cli, int argc, char **argv, int *i, enum parsed *result) {
    struct word word = word_of(argv[*i]);
    int global = option_find(global_options, word.name, word.len);
    int own = cli->verb ? option_find(cli->verb->options, word.name, word.len) : -1;
    /* While help is wanted, options of other verbs do no harm. */
    if (global < 0 && own < 0 && *result == PARSED_HELP) return true;
    if (global < 0 && own < 0) {
        unknown_option(cli, argv[*i]);
        return false;
    }
    const struct verb_option *option =
        own >= 0 ? &cli->verb->options[own] : &global_options[global];
    if (option->value && !word.value) {
        if (*i + 1 >= argc || strncmp(argv[*i + 1], "--", 2) == 0) {
            cli_usage(cli, _("--%s needs a value: %s."), option->name, option->value);
            return false;
        }
        word.value = argv[++*i];
    } else if (!option->value && word.value) {
        cli_usage(cli, _("--%s takes no value."), option->name);
        return false;
    }
    if (own < 0) return take_global(cli, global, word.value, result);
    if (cli->values[own]) {
        cli_usage(cli, _("--%s is given twice."), option->name);
        return false;
    }
    cli->values[own] = word.value ? word.value : "";
    return true;
}

static enum parsed check_complete(struct cli *cli) {
    const struct verb *verb = cli->verb;
    if (cli->arg_count < verb->min_args) {
        cli_usage(cli, _("Something is missing: %s."), verb->args);
        return PARSED_WRONG;
    }
    if (verb->max_args >= 0 && cli->arg_count > verb->max_args) {
        char clean[120];
        words_clean(clean, sizeof clean, cli->args[verb->max_args]);
        cli_usage(cli, _("'%s' is one word too many."), clean);
        return PARSED_WRONG;
    }
    for (int i = 0; verb->options && verb->options[i].name; i++) {
        if (verb->options[i].required && !cli->values[i]) {
            cli_usage(cli, _("--%s is missing."), verb->options[i].name);
            return PARSED_WRONG;
        }
    }
    return PARSED_RUN;
}

enum parsed options_parse(struct cli *cli, int argc, char **argv, const char **args,
                          const char **noun) {
    int names[2];
    bool only_operands = false;
    cli->args = args;
    /* --json decides how a wrong command line is reported. */
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--json") == 0) cli->json = true;
    }
    enum parsed result = find_verb(cli, argc, argv, names, noun);
    if (result == PARSED_WRONG) return result;
    for (int i = 1; i < argc; i++) {
        if (!only_operands && strcmp(argv[i], "--") == 0) {
            only_operands = true;
        } else if (!only_operands && word_of(argv[i]).name) {
            if (!take_option(cli, argc, argv, &i, &result)) return PARSED_WRONG;
        } else if (i != names[0] && i != names[1] && result != PARSED_HELP) {
            args[cli->arg_count++] = argv[i];
        }
    }
    return result == PARSED_RUN ? check_complete(cli) : result;
}
