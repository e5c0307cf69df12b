/* SPDX-License-Identifier: MIT */
/* --help for the program, a noun and a verb, written from the table of verbs. Knows nothing of what a verb does. */

#include "cli/cli.h"

#include <stdarg.h>

#include "model/text.h"
#include "tui/canvas.h"

enum { HELP_COLS = 78, VERB_COLUMN = 32, OPTION_COLUMN = 30 };

struct line {
    char *buf;
    size_t size, used;
};

static void add(struct line *line, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void add(struct line *line, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    if (line->used < line->size) {
        int n = vsnprintf(line->buf + line->used, line->size - line->used, fmt, args);
        line->used += n < 0 ? 0 : (size_t)n;
    }
    va_end(args);
}

void help_usage_line(const struct verb *verb, char *buf, size_t size) {
    struct line line = {.buf = buf, .size = size};
    add(&line, "chq%s%s%s%s", verb->noun[0] ? " " : "", verb->noun, verb->name ? " " : "",
        verb->name ? verb->name : "");
    if (verb->args) add(&line, " %s", verb->args);
    for (const struct verb_option *option = verb->options; option && option->name; option++) {
        add(&line, option->required ? " --%s%s%s" : " [--%s%s%s]", option->name,
            option->value ? " " : "", option->value ? option->value : "");
    }
}

/* "  label   text", the text wrapped at its column. */
static void print_item(FILE *out, const char *label, const char *text, int column) {
    int used = 2 + text_cols(label);
    fprintf(out, "  %s", label);
    if (used + 1 >= column) {
        putc('\n', out);
        used = 0;
    }
    for (const char *rest = text; rest && *rest;) {
        size_t len = 0;
        const char *next = text_wrap(rest, HELP_COLS - column, &len);
        fprintf(out, "%*s%.*s\n", column - used, "", (int)len, rest);
        rest = next;
        used = 0;
    }
}

static void print_options(FILE *out, const struct verb_option *options) {
    for (; options && options->name; options++) {
        char label[80];
        snprintf(label, sizeof label, "--%s%s%s", options->name, options->value ? " " : "",
                 options->value ? options->value : "");
        print_item(out, label, _(options->help), OPTION_COLUMN);
    }
}

static void print_exit_codes(FILE *out) {
    fprintf(out, "\n%s\n", _("Exit codes:"));
    print_item(out, "0", _("done"), 8);
    print_item(out, "1", _("refused or failed"), 8);
    print_item(out, "2", _("wrong usage or configuration"), 8);
    print_item(out, "3", _("busy: try again"), 8);
    print_item(out, "4", _("a check did not hold"), 8);
    print_item(out, "130", _("interrupted"), 8);
}

/* One line per verb: what is typed and what it does. */
static void print_verbs(FILE *out, const char *noun) {
    const struct verb *verb;
    for (int i = 0; (verb = verb_at(i)) != NULL; i++) {
        char label[120];
        if (!verb->noun[0] || (noun && strcmp(verb->noun, noun) != 0)) continue;
        snprintf(label, sizeof label, "%s%s%s%s%s", verb->noun, verb->name ? " " : "",
                 verb->name ? verb->name : "", verb->args ? " " : "", verb->args ? verb->args : "");
        print_item(out, label, _(verb->summary), VERB_COLUMN);
    }
}

void help_program(const struct cli *cli) {
    fprintf(cli->out, "%s\n\n%s\n", _("Commerce headquarters console"), _("Usage:"));
    print_item(cli->out, "chq", _("Open the console (needs a terminal)"), OPTION_COLUMN);
    print_item(cli->out, _("chq NOUN [VERB] …"), _("Do one thing and leave"), OPTION_COLUMN);
    print_item(cli->out, _("chq NOUN [VERB] --help"), _("Say how"), OPTION_COLUMN);
    fprintf(cli->out, "\n%s\n", _("Verbs:"));
    print_verbs(cli->out, NULL);
    fprintf(cli->out, "\n%s\n", _("Options of the console:"));
    print_options(cli->out, verb_find("", NULL)->options);
    fprintf(cli->out, "\n%s\n", _("Options of every verb:"));
    print_options(cli->out, global_options);
    print_exit_codes(cli->out);
}

void help_noun(const struct cli *cli, const char *noun) {
    fprintf(cli->out, "%s\n", _("Verbs:"));
    print_verbs(cli->out, noun);
    fprintf(cli->out, "\n%s chq %s %s --help\n", _("More about one of them:"), noun, _("VERB"));
}

static void print_paragraphs(FILE *out, const char *text) {
    while (*text) {
        const char *end = strstr(text, "\n\n");
        char paragraph[2000];
        text_copy_n(paragraph, sizeof paragraph, text, end ? (size_t)(end - text) : strlen(text));
        putc('\n', out);
        print_wrapped(out, paragraph, 0, HELP_COLS);
        text = end ? end + 2 : "";
    }
}

void help_verb(const struct cli *cli, const struct verb *verb) {
    char usage[600];
    help_usage_line(verb, usage, sizeof usage);
    fprintf(cli->out, "%s %s\n\n", _("Usage:"), usage);
    print_wrapped(cli->out, _(verb->summary), 0, HELP_COLS);
    if (verb->details) print_paragraphs(cli->out, _(verb->details));
    if (verb->options) {
        fprintf(cli->out, "\n%s\n", _("Options:"));
        print_options(cli->out, verb->options);
    }
    fprintf(cli->out, "\n%s\n", _("Options of every verb:"));
    print_options(cli->out, global_options);
}
